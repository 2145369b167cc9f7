/**
 * The rows by which instances are found: by status, by variable, by what they wait for, by incident.
 *
 * @module
 */
import type { Batch } from "../../kvs/mod.ts";
import type { Definition } from "../definition/definition.ts";
import { rootVariables } from "../state/data.ts";
import { incidentsBetween } from "../state/lists.ts";
import type { State, Wait } from "../state/state.ts";
import type { Host } from "./host.ts";
import { incidentRow, jobRow, messageWaitRow, signalWaitRow, statusRow, valueRow } from "./keys.ts";
import { keyText } from "./correlation.ts";
import type { IncidentRow } from "./row/incident.ts";
import type { SecondaryRows, StepContext } from "./step.ts";
import type { Stored } from "./row/instance.ts";
import { isJob, type Open } from "./row/open.ts";

/** Adds what a step changes of the indexes. */
export function addIndexes(
  host: Pick<Host, "index">,
  { rows: change }: Pick<SecondaryRows, "rows">,
  { before: loaded, definition, step: { waits, over } }: StepContext,
  after: Omit<Stored, "due">,
): void {
  const before = loaded?.stored, { id, state } = after;
  const process = definition.processes[state.process]?.id ?? "";
  if (before?.state.status !== state.status) {
    if (before !== undefined) change.delete(statusRow.key(before.state.status, process, id));
    change.set(statusRow.key(state.status, process, id), state.definition);
  }
  stageWaits(change, id, over, waits);
  stageOffers(change, before, after);
  stageIncidents(change, definition, before?.state, state);
  stageValues(change, host.index, before?.state, state);
}

/** Takes away the rows of waits that are over and adds those of new ones. */
export function stageWaits(
  change: Batch,
  id: string,
  over: readonly Wait[],
  waits: readonly Wait[],
): void {
  for (const wait of over) {
    const key = waitKey(id, wait);
    if (key !== undefined) change.delete(key);
  }
  for (const wait of waits) {
    const key = waitKey(id, wait);
    if (key !== undefined) change.set(key, 0);
  }
}

function waitKey(id: string, { id: wait, kind, name = "", keys, since = 0 }: Wait) {
  if (kind === "message") return messageWaitRow.key(name, keyText(keys), since, id, wait);
  return kind === "signal" ? signalWaitRow.key(name, id, wait) : undefined;
}

/** Jobs that nobody here does stand in the index of their topic. */
export function stageOffers(
  change: Batch,
  before: Pick<Stored, "open"> | undefined,
  after: Pick<Stored, "id" | "open">,
): void {
  const { gone, come } = after.open.since(before?.open);
  const isOffered = (open: Open | undefined) =>
    open !== undefined && isJob(open) && open.due === undefined;
  for (const open of gone) {
    if (!isOffered(open) || !isJob(open) || isOffered(after.open.find(open.effect))) continue;
    change.delete(jobRow.key(open.effect.topic, after.id, open.effect.element));
  }
  for (const open of come) {
    if (!isOffered(open) || !isJob(open) || isOffered(before?.open.find(open.effect))) continue;
    change.set(jobRow.key(open.effect.topic, after.id, open.effect.element), 0);
  }
}

function stageIncidents(
  change: Batch,
  definition: Definition,
  before: State | undefined,
  after: State,
): void {
  const { gone, come } = incidentsBetween(before, after);
  for (const { id } of gone) change.delete(incidentRow.key(after.instance, id));
  for (const { id, node, code, message, time } of come) {
    const row: IncidentRow = {
      instance: after.instance,
      incident: id,
      definition: after.definition,
      node: definition.nodes[node]?.id ?? definition.processes[after.process]?.id ?? "",
      code,
      message,
      time,
    };
    change.set(incidentRow.key(after.instance, id), row);
  }
}

function stageValues(
  change: Batch,
  names: readonly string[],
  before: State | undefined,
  after: State,
): void {
  for (const name of names) {
    const old = indexText(before, name), now = indexText(after, name);
    if (old === now) continue;
    if (old !== undefined) change.delete(valueRow.key(name, old, after.instance));
    if (now !== undefined) change.set(valueRow.key(name, now, after.instance), 0);
  }
}

/** The text by which an instance is found by a variable of its process. */
export function indexText(state: State | undefined, name: string): string | undefined {
  const variables = rootVariables(state);
  return Object.hasOwn(variables, name) ? valueText(variables[name]) : undefined;
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
