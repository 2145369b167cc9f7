/**
 * Frames on a stream of bytes as Erlang's `{packet, 4}` has them: a length of four bytes, big-endian, and so many bytes.
 *
 * @module
 */

/** Bytes of the length. */
const HEADER = 4;
/** How much is set aside for a frame at first, so that a length that is only announced costs nothing. */
const FIRST = 4_096;

/** Finds the frames in what a peer sent. */
export interface Unpacker {
  /**
   * Hands each frame that is complete now to `take`; answers the length that is over the limit where one was announced: nothing after it
   * is read.
   */
  push(bytes: Uint8Array, take: (frame: ArrayBuffer) => void): number | undefined;
  /** Bytes of a frame, its length counted, that is not complete yet. */
  readonly waiting: number;
}

/** An unpacker of frames of at most so many bytes. It holds at most twice of what it was given. */
export function unpacker(limit: number): Unpacker {
  let held = new Uint8Array(FIRST), filled = 0;

  /** Puts bytes beside those that wait. */
  function keep(bytes: Uint8Array): void {
    if (filled + bytes.length > held.length) {
      const larger = new Uint8Array(Math.min(limit + HEADER, (filled + bytes.length) * 2));
      larger.set(held.subarray(0, filled));
      held = larger;
    }
    held.set(bytes, filled);
    filled += bytes.length;
  }

  return {
    push(bytes, take) {
      let at = 0;
      while (at < bytes.length) {
        if (filled === 0) {
          // Most frames come whole: those are cut out of what came.
          const length = lengthAt(bytes, at);
          if (length !== undefined && length > limit) return length;
          if (length !== undefined && at + HEADER + length <= bytes.length) {
            const from = at + HEADER;
            at = from + length;
            take(cut(bytes, from, at));
            continue;
          }
        }
        const known = filled < HEADER ? HEADER : HEADER + (lengthAt(held, 0) ?? 0);
        const more = Math.min(bytes.length - at, known - filled);
        keep(bytes.subarray(at, at + more));
        at += more;
        if (filled < HEADER) continue;
        const length = lengthAt(held, 0) ?? 0;
        if (length > limit) return length;
        if (filled < HEADER + length) continue;
        const frame = cut(held, HEADER, filled);
        filled = 0;
        if (held.length > FIRST) held = new Uint8Array(FIRST);
        take(frame);
      }
      return undefined;
    },
    get waiting() {
      return filled;
    },
  };
}

/** A copy of its own, since what a socket reads into is used again. */
function cut(bytes: Uint8Array, from: number, to: number): ArrayBuffer {
  const frame = new Uint8Array(to - from);
  frame.set(bytes.subarray(from, to));
  return frame.buffer;
}

function lengthAt(bytes: Uint8Array, at: number): number | undefined {
  if (at + HEADER > bytes.length) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + HEADER);
  return a * 0x1000000 + (b << 16 | c << 8 | d);
}

/** A frame with its length before it. */
export function packed(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(HEADER + body.length), { length } = body;
  frame[0] = length >>> 24;
  frame[1] = length >>> 16;
  frame[2] = length >>> 8;
  frame[3] = length;
  frame.set(body, HEADER);
  return frame;
}
