/**
 * The commit of a step: its parts, and how they fit.
 *
 * @module
 */
import { appendInto, type Batch, COMMIT, type Kv, type Weight } from "../../kvs/mod.ts";
import type { State } from "../state/state.ts";
import { histFeed, onceRow, REMEMBERED } from "../store/keys.ts";
import { slicesOf, SPILLED_ROWS } from "../store/reopen.ts";
import type { Stored } from "../store/row/instance.ts";
import { DELIVERY, type Open, rowsOf } from "../store/row/open.ts";
import { type HistoryRecord, type PackedStep, packStep, weightOf } from "../store/row/step.ts";
import type { SecondaryRows, StepContext } from "../store/step.ts";
import { lookFor } from "./outbox.ts";

/** What may stand beside an instance in its own commit: more is written right after it. */
const ROOM: Weight = {
  checks: COMMIT.checks,
  mutations: SPILLED_ROWS,
  bytes: COMMIT.bytes / 4,
  keyBytes: COMMIT.keyBytes * 0.6,
};
/**
 * About so many bytes of steps stay in the row of an instance at most: with the state they fit into a page of SQLite without
 * overflow, which would be a page for each row.
 */
const HISTORY_BYTES = 600;

/** Whether the rows beside an instance are too many for its commit. */
export function isSpilled({ rows: { weight }, parts }: SecondaryRows): boolean {
  return weight.mutations > ROOM.mutations || weight.keyBytes > ROOM.keyBytes ||
    weight.bytes + parts.weight.bytes > ROOM.bytes;
}

/** The instance with the rows that do not fit its commit, which are written before anything else is done to it. */
export function withSpill(
  next: Omit<Stored, "due">,
  secondary: SecondaryRows,
  time: number,
): Omit<Stored, "due"> {
  if (!isSpilled(secondary)) return next;
  // A message that comes before the rows of its waits finds nobody: the waits look for it afterwards.
  const looks = next.state.waits.filter(({ kind }) => kind === "message").map((wait) =>
    lookFor(next.id, wait, time)
  );
  const slices = slicesOf(rowsOf(secondary.rows)).map((rows, slice): Open => {
    const key = `${next.id}/rows/${next.state.version}/${slice}`;
    return { effect: { kind: "rows", key, rows }, tries: 0, due: time + DELIVERY };
  });
  return { ...next, open: next.open.with([...looks, ...slices]) };
}

/** Puts what stands beside an instance into its commit; of rows that are spilled only what they check. */
export function addSecondary(instance: Batch, secondary: SecondaryRows): void {
  const { rows, parts } = secondary;
  if (isSpilled(secondary)) instance.check(...rows.checks);
  else instance.add(rows);
  if (parts.mutations.length > 0) instance.add(parts);
}

/** Where the history of a step goes: into the instance's row, or to its feed. */
export interface StepHistory {
  /** Steps that stay in the instance's row. */
  readonly kept: readonly PackedStep[];
  /** Steps that go to the feed with this commit. */
  readonly written: readonly PackedStep[];
}

/** The history of a step with what was kept before: it goes to the feed when the instance rests, or when it has become much. */
export function historyOf(
  next: Omit<Stored, "due">,
  { before, command, step, time, options }: StepContext,
): StepHistory {
  const steps = [...before?.stored.steps ?? [], packStep(step, command.do, time, options.by)];
  return isRest(next, steps) ? { kept: [], written: steps } : { kept: steps, written: [] };
}

function isRest({ state, open }: Omit<Stored, "due">, steps: readonly PackedStep[]): boolean {
  return state.status !== "active" ||
    !open.isLeased ||
    steps.reduce((bytes, step) => bytes + weightOf(step), 0) > HISTORY_BYTES;
}

/** Adds steps to the feed of the instance's history, as one entry. */
export function addHistory(
  kv: Kv,
  instance: Batch,
  id: string,
  steps: readonly PackedStep[],
): void {
  const last = steps.at(-1);
  if (last === undefined) return;
  const record: HistoryRecord = { id: last[0], steps };
  // Fresh: the version of the instance, which is checked, is the number of its last step.
  appendInto(kv, instance, [record], histFeed(id), { fresh: true });
}

/** Remembers the command's own key, so that it is carried out once. */
export function addKey(
  change: Batch,
  { options: { key, remember } }: StepContext,
  state: State,
): void {
  if (key === undefined) return;
  const { instance, version } = state;
  change.check({ key: onceRow.key(instance, key), versionstamp: null });
  if (remember?.(state) !== false) {
    change.set(onceRow.key(instance, key), version, { expireIn: REMEMBERED });
  }
}
