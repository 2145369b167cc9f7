/**
 * What was refused, and what could not go on: the errors of a process.
 *
 * @module
 */
import { all, append } from "../../kvs/mod.ts";
import { isRecord } from "../state/data.ts";
import type { Context } from "./context.ts";

/** The feed of what was refused. */
export const errorFeed = (id: string): readonly string[] => ["bpe", "error", id];

/** Something that was refused, or could not go on. */
export interface ErrorRow {
  /** Its id: the same for the same refusal of the same thing. */
  readonly id: string;
  /** What was said. */
  readonly name: string;
  /** What it was about: a flow, a task, an event, or the id of a node. */
  readonly task: unknown;
  /** When: milliseconds since 1970; of what is refused again and again, the last time. */
  readonly time: number;
}

/** A refusal as a reply. */
export interface Refusal {
  /** What is wrong, as the original says it. */
  readonly error: string;
  /** The flow, task or event that it is about. */
  readonly what: unknown;
}

/** Notes that something was refused, and answers so. */
export async function refuse(
  { runtime, clock }: Context,
  id: string,
  error: string,
  what: unknown,
): Promise<Refusal> {
  const time = clock.now();
  const about = isRecord(what) && typeof what.id === "string" ? what.id : String(what);
  const row: ErrorRow = { id: `${error}: ${about}`.slice(0, 200), name: error, task: what, time };
  await append(runtime.kv, row, errorFeed(id));
  return { error, what };
}

/** What was refused and what could not go on, the oldest first. */
export async function errorsOf({ runtime }: Context, id: string): Promise<readonly ErrorRow[]> {
  const rows = await all<ErrorRow>(runtime.kv, errorFeed(id));
  for await (const { incident, node, message, time } of runtime.incidents(id)) {
    rows.push({ id: `incident ${incident}`, name: message, task: node, time });
  }
  return rows.toSorted((left, right) => left.time - right.time);
}
