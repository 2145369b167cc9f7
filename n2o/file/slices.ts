/**
 * Bytes that are read as they are asked for.
 *
 * @module
 */

/** Bytes that are read at a time. */
const PIECE = 65_536;

/**
 * A stream of `length` bytes that reads them piece by piece; it fails as `read` does, and with what is thrown for a file that is shorter.
 *
 * @param read the bytes from one position to before another
 * @param end called once, when it is over
 */
export function slices(
  length: number,
  read: (
    from: number,
    to: number,
  ) => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>,
  end: () => void | Promise<void> = () => {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    async pull(stream) {
      try {
        if (at < length) {
          const bytes = await read(at, Math.min(at + PIECE, length));
          at += bytes.length;
          stream.enqueue(bytes);
        }
        if (at < length) return;
        await end();
        stream.close();
      } catch (error) {
        await end();
        throw error;
      }
    },
    cancel: end,
  }, { highWaterMark: 0 });
}
