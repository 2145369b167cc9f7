/**
 * Each numbered event of a client is carried out once, however often it arrives.
 *
 * @module
 */
import type { Key } from "../n2o/key.ts";
import type { Table } from "../n2o/table.ts";

/** The last event of a client: its number, and how it ended or is going to end. */
interface Last {
  readonly seq: number;
  readonly outcome: Promise<void>;
}

/**
 * Runs the event `seq` of the client `key`, unless it or a later one ran before; resolves when the event is done, whoever ran it.
 *
 * Rejects as `run` does. What is known of a client is forgotten at `till` (ms since the epoch) and with the process: an event that must
 * not be repeated over a crash carries an identity of its own, as `eventId` gives it.
 */
export function once(
  table: Table,
  key: Key,
  seq: number,
  till: number,
  run: () => Promise<void>,
): Promise<void> {
  const last = table.get(key);
  if (isLast(last) && last.seq >= seq) return last.seq === seq ? last.outcome : Promise.resolve();
  const outcome = run();
  // A later arrival may look at a failure, or nobody: it is reported by whoever ran the event.
  outcome.catch(() => {});
  table.set(key, { seq, outcome } satisfies Last, till);
  return outcome;
}

function isLast(value: unknown): value is Last {
  return typeof value === "object" && value !== null && "seq" in value && "outcome" in value;
}
