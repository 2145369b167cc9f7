/**
 * Bytes of the original's answers: characters of a list beside those of UTF-8.
 *
 * @module
 */

/** Bytes of which some are UTF-8, and each other one is a character. */
export function characters(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes).replace(
    /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g,
    (each) => new TextDecoder().decode(Uint8Array.from(each, (one) => one.charCodeAt(0))),
  );
}
