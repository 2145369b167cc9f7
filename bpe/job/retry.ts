/**
 * How often a job is tried, and how long it waits before the next try.
 *
 * @module
 */
import { LONGEST_TIMER } from "../../base/mod.ts";
import type { Node } from "../definition/definition.ts";
import { momentOf } from "../engine/wait/timer.ts";
import { BpeError } from "../error.ts";
import type { HandlerOptions } from "./handler.ts";
import type { JobHost } from "./host.ts";

/** The longest wait between two tries where nobody says, in milliseconds. */
const LONGEST = 300_000;

/** Milliseconds before a try: a second, doubled each time, at most five minutes. */
export function doubling(failures: number): number {
  return Math.min(LONGEST, 1_000 * 2 ** (failures - 1));
}

/** How often a job is tried: as its handler, its node or else the runtime says. */
export function triesOf(
  host: JobHost,
  handler: HandlerOptions | undefined,
  node: Node | undefined,
): number {
  return handler?.retries ?? countOf(node?.vendor?.retries) ?? host.jobs.retries;
}

/**
 * Milliseconds before the next try, after so many failures. A function that throws, or answers no time, is reported, and
 * {@link doubling} holds.
 */
export function pauseBefore(
  host: JobHost,
  handler: HandlerOptions | undefined,
  node: Node | undefined,
  failures: number,
): number {
  const backoff = handler?.backoff ??
    (() => intervalOf(node?.vendor?.retries) ?? host.jobs.backoff(failures));
  try {
    const wait = backoff(failures);
    if (wait >= 0) return Math.min(wait, LONGEST_TIMER);
    throw new BpeError("config", `answers ${wait}: give milliseconds`, { element: "backoff" });
  } catch (error) {
    host.report(error);
    return doubling(failures);
  }
}

/** Retries as a vendor writes them: a number, or a repetition as `R3/PT10S`. */
function countOf(text: string | undefined): number | undefined {
  const count = /^\s*R?(\d{1,3})\b/.exec(text ?? "")?.[1];
  return count === undefined ? undefined : Number(count);
}

/** The interval between tries as a vendor writes it: `R3/PT10S`. */
function intervalOf(text: string | undefined): number | undefined {
  return momentOf(/\/\s*(P\S+)\s*$/.exec(text ?? "")?.[1], 0);
}
