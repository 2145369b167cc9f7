/**
 * The body of a request, as long as it comes.
 *
 * @module
 */
import { type Clock, deadline } from "../../base/mod.ts";
import { Refused } from "./multipart/refused.ts";
import type { Pieces } from "./multipart/source.ts";

/** How fast a body has to come. */
export interface Pace {
  /** Milliseconds in which something has to come. */
  readonly pause: number;
  /** Bytes that have to come in a second, over all the time that was waited for them; what is slower has `pause` to catch up. */
  readonly pace: number;
}

/** A body in pieces. */
export interface Paced {
  /** How many bytes came. */
  readonly size: number;
  /** The next piece. */
  readonly pieces: Pieces;
  /** Takes nothing more. */
  cancel(): Promise<void>;
}

/** The pieces of a body; one that comes too slowly is refused with 408, one that breaks off with 400. */
export function paced(
  body: ReadableStream<Uint8Array> | null,
  { pause, pace }: Pace,
  clock: Clock,
): Paced {
  const reader = (body ?? new Blob([]).stream()).getReader();
  const late = () => new Refused("the body comes too slowly", 408, { connection: "close" });
  let size = 0, waited = 0;
  return {
    get size() {
      return size;
    },
    async pieces() {
      const since = clock.now();
      const { value } = await deadline(reader.read(), { ms: pause, error: late, clock })
        .catch((error) => {
          throw error instanceof Refused ? error : new Refused("the body broke off", 400);
        });
      waited += clock.now() - since;
      size += value?.length ?? 0;
      if (waited > pause && size < (waited - pause) / 1_000 * pace) throw late();
      return value;
    },
    async cancel() {
      await reader.cancel().catch(() => {}); // the client was gone already
    },
  };
}

/**
 * Looks at the coding of a body: what is packed could become more than its bounds say.
 *
 * @param what the body is, as a person is told: `form`
 * @throws {Refused} 415 for one that is not sent as it is
 */
export function checkCoding(headers: Headers, what: string): void {
  const coding = headers.get("content-encoding") ?? "identity";
  if (coding.toLowerCase() === "identity") return;
  throw new Refused(`send the ${what} as it is, not compressed`, 415, {
    "accept-encoding": "identity",
  });
}
