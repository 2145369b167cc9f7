/**
 * Bodies that are made while they are read: nothing is made before the client has taken what was made before.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import { RestError } from "../error.ts";

/** How a body is streamed. */
export interface StreamedOptions {
  /** By which patience is measured. */
  readonly clock: Clock;
  /** For how many milliseconds a client may take nothing of what is made for it; then it is cut. */
  readonly patienceMs: number;
  /** Is told what ends it before its end. */
  failed(error: unknown): void;
}

/** Makes the parts of a body; the signal aborts when nobody wants more. */
export type Parts = (signal: AbortSignal) => AsyncIterable<string | Uint8Array<ArrayBuffer>>;

/**
 * A body of parts. An error of theirs breaks the body off, so that it never looks complete; so does a client that takes nothing for too long.
 * When the client goes, as the host tells by cancelling the body, the parts are told by their signal, and left.
 */
export function streamed(
  parts: Parts,
  { clock, patienceMs, failed }: StreamedOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const unwanted = new AbortController(), { signal } = unwanted, encoder = new TextEncoder();
  let made: AsyncIterator<string | Uint8Array<ArrayBuffer>> | undefined, late: unknown;
  const end = () => {
    clock.clearTimeout(late);
    unwanted.abort();
    // What it says to that concerns nobody any more; where it waits it ends by its signal.
    made?.return?.().catch(() => {});
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      clock.clearTimeout(late);
      const cut = (error: unknown) => {
        if (signal.aborted) return;
        failed(error);
        end();
        controller.error(error);
      };
      try {
        made ??= parts(signal)[Symbol.asyncIterator]();
        const { done, value } = await made.next();
        if (signal.aborted) return;
        if (done) {
          end();
          return controller.close();
        }
        controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
        const stalled = () =>
          cut(new RestError("timeout", `nothing was taken of the body for ${patienceMs} ms`));
        late = clock.setTimeout(stalled, patienceMs);
      } catch (error) {
        cut(error);
      }
    },
    cancel: end,
  }, { highWaterMark: 0 });
}
