/**
 * The commit of a step: its parts, and how they fit.
 *
 * @module
 */
import type { State } from "../state/state.ts";
import { append, check, type Draft, draft, merge, set } from "../store/draft.ts";
import { histFeed, onceRow, REMEMBERED } from "../store/keys.ts";
import { SPILLED_ROWS } from "../store/reopen.ts";
import { DELIVERY, isJob, type Open, type Stored } from "../store/row/instance.ts";
import { type HistoryRecord, type PackedStep, packStep, weightOf } from "../store/row/step.ts";
import type { StepContext } from "../store/step.ts";
import { lookFor } from "./outbox.ts";

/** What one step changes in the store, beside the instance itself. */
export interface StepRows {
  /** Tasks of persons that came up, and those that are done or withdrawn. */
  readonly tasks: Draft;
  /** Messages and signals that it sends. */
  readonly messages: Draft;
  /** Rows by which the instance is found. */
  readonly indexes: Draft;
}

/** So many bytes beside an instance go into its own commit, those of keys counted apart too. */
const BYTES = 200_000, KEYS = 50_000;
/**
 * About so many bytes of steps stay in the row of an instance at most: with the state they fit into a page of SQLite without
 * overflow, which would be a page for each row.
 */
const HISTORY_BYTES = 600;

/** The rows beside an instance as one. */
export function together({ tasks, messages, indexes }: StepRows): Draft {
  const all = draft();
  for (const part of [tasks, messages, indexes]) merge(all, part);
  return all;
}

/** Whether the rows beside an instance are too many for its commit. */
export function isSpilled({ rows, size, keys }: Draft): boolean {
  return rows.length > SPILLED_ROWS || size > BYTES || keys > KEYS;
}

/** The instance with the rows that do not fit its commit, which are written before anything else is done to it. */
export function withSpill(
  next: Omit<Stored, "due">,
  beside: Draft,
  time: number,
): Omit<Stored, "due"> {
  if (!isSpilled(beside)) return next;
  const key = `${next.id}/rows/${next.state.version}`;
  // A message that comes before the rows of its waits finds nobody: the waits look for it afterwards.
  const looks = next.state.waits.filter(({ kind }) => kind === "message").map((wait) =>
    lookFor(next.id, wait, time)
  );
  const effect = { kind: "rows", key, rows: beside.rows } as const;
  const rows: Open = { effect, tries: 0, due: time + DELIVERY };
  return { ...next, open: [...next.open, ...looks, rows] };
}

/** Puts what stands beside an instance into its commit; rows that are spilled stand in the instance. */
export function addBeside(change: Draft, beside: Draft): void {
  merge(change, isSpilled(beside) ? { ...beside, rows: [], size: 0, keys: 0 } : beside);
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
    !open.some((each) => isJob(each) && each.due !== undefined && each.tries === 0) ||
    steps.reduce((bytes, step) => bytes + weightOf(step), 0) > HISTORY_BYTES;
}

/** Appends steps to the history of an instance, as one entry. */
export function addHistory(change: Draft, id: string, steps: readonly PackedStep[]): void {
  const last = steps.at(-1);
  if (last === undefined) return;
  const record: HistoryRecord = { id: last[0], steps };
  append(change, histFeed(id), record);
}

/** Remembers the command's own key, so that it is carried out once. */
export function addKey(
  change: Draft,
  { options: { key, remember } }: StepContext,
  state: State,
): void {
  if (key === undefined) return;
  const { instance, version } = state;
  check(change, `once ${instance} ${key}`, onceRow.key(instance, key), null);
  if (remember?.(state) !== false) {
    set(change, onceRow.key(instance, key), version, REMEMBERED);
  }
}
