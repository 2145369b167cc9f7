/**
 * The library of this module, at one version. Its stable subpaths detach buffers by `ArrayBuffer.transfer`, which Node 20 lacks;
 * these encode into a buffer that is given, and run there as well.
 *
 * @module
 */
export { decodeHex, encodeIntoHex } from "npm:byte-encodings@1.0.11/unstable-hex";
export { decodeBase64, encodeIntoBase64 } from "npm:byte-encodings@1.0.11/unstable-base64";
export { decodeVarint, encodeVarint } from "npm:byte-encodings@1.0.11/varint";
