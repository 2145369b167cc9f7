/**
 * The rows by which instances are found: by status, by variable, by what they wait for, by incident.
 *
 * @module
 */
import type { Definition } from "../definition/definition.ts";
import type { Step } from "../state/outcome.ts";
import { ROOT, type State, type Variables, type Wait } from "../state/state.ts";
import { type Draft, remove, set } from "./draft.ts";
import type { Host } from "./host.ts";
import { incidentRow, jobRow, messageWaitRow, signalWaitRow, statusRow, valueRow } from "./keys.ts";
import { keyText } from "../message/rows.ts";
import { isJob, type Stored } from "./row/instance.ts";

/** An incident as it is found among all. */
export interface IncidentRow {
  /** The instance. */
  readonly instance: string;
  /** The incident's id in the instance. */
  readonly incident: number;
  /** The process and its version. */
  readonly definition: string;
  /** The id of the node, or of the process. */
  readonly node: string;
  /** What kind of failure. */
  readonly code: string;
  /** What, where, and what to do. */
  readonly message: string;
  /** When: milliseconds since 1970. */
  readonly time: number;
}

/** Adds what a step changes of the indexes. */
export function stageIndexes(
  host: Host,
  change: Draft,
  definition: Definition,
  before: Stored | undefined,
  after: Omit<Stored, "due">,
  { waits, over }: Step,
): void {
  const { id } = after;
  const process = definition.processes[after.state.process]?.id ?? "";
  if (before?.state.status !== after.state.status) {
    if (before !== undefined) remove(change, statusRow.key(before.state.status, process, id));
    set(change, statusRow.key(after.state.status, process, id), after.state.definition);
  }
  stageWaits(change, id, over, waits);
  jobs(change, before, after);
  incidents(change, definition, before?.state, after.state);
  values(host, change, id, before?.state, after.state);
}

/** Takes away the rows of waits that are over and adds those of new ones. */
export function stageWaits(
  change: Draft,
  id: string,
  over: readonly Wait[],
  waits: readonly Wait[],
): void {
  for (const wait of over) {
    const key = waitKey(id, wait);
    if (key !== undefined) remove(change, key);
  }
  for (const wait of waits) {
    const key = waitKey(id, wait);
    if (key !== undefined) set(change, key, 0);
  }
}

function waitKey(id: string, { id: wait, kind, name = "", keys, since = 0 }: Wait) {
  if (kind === "message") return messageWaitRow.key(name, keyText(keys), since, id, wait);
  return kind === "signal" ? signalWaitRow.key(name, id, wait) : undefined;
}

/** Jobs that nobody here does stand in the index of their topic. */
export function jobs(
  change: Draft,
  before: Pick<Stored, "open"> | undefined,
  after: Pick<Stored, "id" | "open">,
): void {
  const listed = (stored: Pick<Stored, "open"> | undefined) =>
    new Map(
      (stored?.open ?? []).filter((open) => isJob(open) && open.due === undefined)
        .map((open) => [open.effect.key, open]),
    );
  const old = listed(before), now = listed(after);
  for (const [key, open] of old) {
    if (!now.has(key) && isJob(open)) {
      remove(change, jobRow.key(open.effect.topic, after.id, open.effect.element));
    }
  }
  for (const [key, open] of now) {
    if (!old.has(key) && isJob(open)) {
      set(change, jobRow.key(open.effect.topic, after.id, open.effect.element), 0);
    }
  }
}

function incidents(
  change: Draft,
  definition: Definition,
  before: State | undefined,
  after: State,
): void {
  const old = before?.incidents ?? [];
  if (old === after.incidents) return;
  for (const { id } of old) {
    if (!after.incidents.some((each) => each.id === id)) {
      remove(change, incidentRow.key(after.instance, id));
    }
  }
  for (const { id, node, code, message, time } of after.incidents) {
    if (old.some((each) => each.id === id)) continue;
    const row: IncidentRow = {
      instance: after.instance,
      incident: id,
      definition: after.definition,
      node: definition.nodes[node]?.id ?? definition.processes[after.process]?.id ?? "",
      code,
      message,
      time,
    };
    set(change, incidentRow.key(after.instance, id), row);
  }
}

function values(
  host: Host,
  change: Draft,
  id: string,
  before: State | undefined,
  after: State,
): void {
  for (const name of host.options.index) {
    const old = valueText(variablesOf(before)[name]), now = valueText(variablesOf(after)[name]);
    if (old === now) continue;
    if (old !== undefined) remove(change, valueRow.key(name, old, id));
    if (now !== undefined) set(change, valueRow.key(name, now, id), 0);
  }
}

/** The variables of the process itself. */
export function variablesOf(state: State | undefined): Variables {
  return state?.result ?? state?.elements.find(({ id }) => id === ROOT)?.variables ?? {};
}

/** The text by which a value is found; undefined for what cannot be. */
export function valueText(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value.length <= 500 ? `"${value}` : undefined;
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    default:
      return undefined;
  }
}
