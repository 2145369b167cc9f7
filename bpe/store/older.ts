/**
 * Instances of an older version, which had their documents as the variable `docs` and what the functions of processes keep as the
 * variable `proc`, where anybody who set variables could set them too.
 *
 * What is theirs is told from the history: documents by their changes, the rest by the start and by the commands of the functions.
 * What stands under these names and is not what the history tells is somebody's variable, and stays one.
 *
 * @module
 */
import { entries } from "../../kvs/mod.ts";
import { isRecord, rootVariables } from "../state/data.ts";
import { type Doc, docsOf, equal, type Splice, spliced } from "../state/documents.ts";
import { isMeta, type Meta, OLD_COMMANDS, type Reserved } from "../state/reserved.ts";
import { ROOT, type State, type Variables } from "../state/state.ts";
import type { Host } from "./host.ts";
import { histFeed } from "./keys.ts";
import type { Unpacked } from "./row/instance.ts";
import { type HistoryRecord, type StepLog, unpackStep } from "./row/step.ts";

/** The instance as this version has it: nothing is written, which the next step does. */
export async function withReserved(host: Pick<Host, "kv">, stored: Unpacked): Promise<Unpacked> {
  const { state } = stored;
  if (state.reserved !== undefined) return stored;
  const variables = rootVariables(state), since = state.version;
  const names = ["docs", "proc"].filter((name) => Object.hasOwn(variables, name));
  if (names.length === 0) return { ...stored, state: { ...state, reserved: { since } } };
  const told = await fromHistory(host, stored, variables);
  const own = new Set(names.filter((name) => equal(variables[name], told[name])));
  const docs = Array.isArray(told.docs) ? { docs: told.docs } : {};
  const meta = isMeta(told.proc) ? { meta: told.proc } : {};
  return { ...stored, state: without(state, own, { ...docs, ...meta, since }) };
}

/** The documents and what the functions keep, under the names of the variables, as the history tells them. */
async function fromHistory(
  host: Pick<Host, "kv">,
  stored: Unpacked,
  { proc }: Variables,
): Promise<Variables> {
  let docs: readonly Doc[] | undefined, meta: Meta | undefined;
  let module: string | undefined;
  for await (const { do: command, entries } of stepsOf(host, stored)) {
    for (const { event, element, data } of entries) {
      // Changes of documents are kept whole.
      if (event === "documents") docs = spliced(docs ?? [], data as Splice); // as: what a step has written
      const isStart = command === "start" && event === "entered";
      if (element !== ROOT || !OLD_COMMANDS.has(command) || !(isStart || event === "set")) continue;
      if (!isRecord(data)) continue;
      if (Object.hasOwn(data, "docs")) docs = docsOf(data);
      const found = Object.hasOwn(data, "omitted") ? proc : data.proc;
      if (!isMeta(found)) continue;
      // The module of a process is that of its start.
      if (isStart) module = found.module;
      if (found.module === module) meta = found;
    }
  }
  return { docs, proc: meta };
}

/** The steps of an instance, the oldest first. */
async function* stepsOf(
  { kv }: Pick<Host, "kv">,
  { id, steps = [] }: Unpacked,
): AsyncGenerator<StepLog, void, void> {
  for await (const { record } of entries<HistoryRecord>(kv, histFeed(id))) {
    yield* record.steps.map(unpackStep);
  }
  yield* steps.map(unpackStep);
}

function without(state: State, names: ReadonlySet<string>, reserved: Reserved): State {
  const rest = (variables: Variables) =>
    Object.fromEntries(Object.entries(variables).filter(([name]) => !names.has(name)));
  const { result } = state;
  return {
    ...state,
    reserved,
    elements: state.elements.map((each) =>
      each.id === ROOT && each.variables !== undefined
        ? { ...each, variables: rest(each.variables) }
        : each
    ),
    ...(result === undefined ? {} : { result: rest(result) }),
  };
}
