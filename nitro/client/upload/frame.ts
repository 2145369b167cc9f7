/**
 * Frames of an upload: the record `ftp` in the external term format. A file may be longer than what the client's own terms can say.
 *
 * @module
 */

/** What a frame says; the rest of the record is empty. */
export interface Said {
  /** The upload's own name. */
  readonly id: string;
  /** The file, of which a frame says name and size. */
  readonly file: File;
  /** What the control says beside. */
  readonly meta: string;
}

const encoder = new TextEncoder();

/** The frame of a request. */
export function frame(
  { id, file, meta }: Said,
  status: string,
  offset = 0,
  data: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const head = [131, 104, 11, 119, 3, ...encoder.encode("ftp"), ...binary(id), ...binary("")];
  head.push(...binary(file.name), ...binary(meta), ...integer(file.size), ...integer(offset));
  head.push(...integer(data.length), ...header(data.length));
  const tail = [...binary(status), 106];
  const bytes = new Uint8Array(head.length + data.length + tail.length);
  bytes.set(head);
  bytes.set(data, head.length);
  bytes.set(tail, head.length + data.length);
  return bytes;
}

function binary(text: string): number[] {
  const bytes = encoder.encode(text);
  return [...header(bytes.length), ...bytes];
}

function header(size: number): number[] {
  return [109, size >>> 24, size >> 16 & 255, size >> 8 & 255, size & 255];
}

/** An integer of 48 bits. */
function integer(value: number): number[] {
  return [110, 6, 0, ...Array.from({ length: 6 }, (_, at) => value / 256 ** at & 255)];
}
