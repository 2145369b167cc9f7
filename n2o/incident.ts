/**
 * What the log is told of a message.
 *
 * @module
 */
import { type Context, current } from "./context.ts";
import type { Cx } from "./cx.ts";

/** The longest text of an event in the log, in characters. */
const SHOWN = 100;

/** Which message it was, for the log. */
export interface Incident {
  /** Name of the page that the connection shows. */
  readonly page: string;
  /** Id of the client's session, empty where it has none. */
  readonly session: string;
  /** What the page was told, shortened; undefined where no page was told anything. */
  readonly event: string | undefined;
}

/** The running message, for the log; where there is none, the state of a connection; undefined where neither is known. */
export function incident(
  found: Context | undefined = current(),
  cx: Cx | undefined = found?.cx,
): Incident | undefined {
  return cx && { page: cx.page, session: cx.session, event: found && eventOf(found) };
}

/** Runs what may keep the thread from others: the log names the message of one that took longer than `limits.block`. */
export function timed<T>(found: Context, run: () => T): T {
  const { clock, limits, log } = found.server, began = clock.now();
  try {
    return run();
  } finally {
    const ms = clock.now() - began;
    if (ms > limits.block) {
      found.isSlow = true;
      log("warning", "a handler kept the thread, nobody else was served", {
        ...incident(found),
        ms,
      });
    }
  }
}

function eventOf({ event }: Context): string | undefined {
  if (event === undefined || typeof event === "string") return event?.slice(0, SHOWN);
  try {
    return JSON.stringify(event)?.slice(0, SHOWN);
  } catch {
    return typeof event; // what has no JSON: a bigint, a circle
  }
}
