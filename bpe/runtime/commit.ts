/**
 * What a step changes beside its instance: tasks, messages and signals, indexes, history, the command's own key.
 *
 * @module
 */
import type { Command } from "../state/command.ts";
import type { Step } from "../state/outcome.ts";
import type { State } from "../state/state.ts";
import { check, type Draft, draft, merge, set } from "../store/draft.ts";
import type { Host, Loaded, Sent } from "../store/host.ts";
import { stageIndexes } from "../store/indexes.ts";
import { onceRow, REMEMBERED } from "../store/keys.ts";
import { DELIVERY, lookFor } from "./outbox.ts";
import type { Performing } from "../store/command.ts";
import type { PackedStep } from "../store/row/step.ts";
import { TOGETHER } from "../store/reopen.ts";
import { stageSent } from "../message/rows.ts";
import type { Open, Stored } from "../store/row/instance.ts";
import type { Task } from "../task/task.ts";
import { appendSteps } from "../store/told.ts";
import { stageTasks } from "../task/rows.ts";

/** What a step changes beside the instance: tasks, messages, indexes. */
export interface Beside extends Draft {
  readonly sent: readonly Sent[];
}

/** A step on its way into the store. */
export interface Staging {
  readonly before: Stored | undefined;
  readonly next: Omit<Stored, "due">;
  readonly definition: Loaded["definition"];
  readonly tasks: readonly Task[];
  readonly done: Step;
  readonly command: Command;
  readonly more: Performing;
}

/** Puts together what a step changes beside its instance. */
export async function beside(
  host: Host,
  { before, next, definition, tasks, done, command, more }: Staging,
): Promise<Beside> {
  const side = draft();
  await stageTasks(
    host,
    side,
    definition,
    before?.state ?? next.state,
    tasks,
    done,
    command,
    more.task,
  );
  const sent = stageSent(host, side, next.state, done);
  stageIndexes(host, side, definition, before, next, done);
  return { ...side, sent };
}

/** So many bytes beside an instance go into its own commit, those of keys counted apart too. */
const BYTES = 200_000, KEYS = 50_000;

/** Whether the rows beside an instance are too many for its commit. */
export function isSpilled({ rows, size, keys }: Draft): boolean {
  return rows.length > TOGETHER || size > BYTES || keys > KEYS;
}

/** The instance with the rows that do not fit its commit, which are written before anything else is done to it. */
export function spilled(next: Omit<Stored, "due">, side: Draft, time: number): Omit<Stored, "due"> {
  if (!isSpilled(side)) return next;
  const key = `${next.id}/rows/${next.state.version}`;
  // A message that comes before the rows of its waits finds nobody: the waits look for it afterwards.
  const looks = next.state.waits.filter(({ kind }) => kind === "message").map((wait) =>
    lookFor(next.id, wait, time)
  );
  const effect = { kind: "rows", key, rows: side.rows } as const;
  const rows: Open = { effect, tries: 0, due: time + DELIVERY };
  return { ...next, open: [...next.open, ...looks, rows] };
}

/** Adds to the commit of an instance what stands beside it. */
export function stage(
  change: Draft,
  side: Beside,
  state: State,
  steps: readonly PackedStep[],
  more: Performing,
): void {
  const id = state.instance;
  if (more.key !== undefined) {
    check(change, `once ${id} ${more.key}`, onceRow.key(id, more.key), null);
    if (more.remember?.(state) !== false) {
      set(change, onceRow.key(id, more.key), state.version, REMEMBERED);
    }
  }
  more.with?.(change);
  if (steps.length > 0) appendSteps(change, id, steps);
  merge(change, side, !isSpilled(side));
}
