/**
 * Inputs and outputs of elements: data associations (BPMN 2.0.2, 10.4.2) and the mappings of vendors.
 *
 * @module
 */
import { isRecord, variableOf, visible } from "../../state/data.ts";
import {
  type DataAssociation,
  type Definition,
  type IoSet,
  type MultiInstance,
  type Node,
  NONE,
} from "../../definition/definition.ts";
import type { Element, Variables } from "../../state/state.ts";
import { evaluate, failure } from "../run/evaluate.ts";
import type { Run } from "../run/run.ts";
import { placeOf, resultName } from "./local.ts";
import { assign, assignPath, headOf, own, withPath } from "./variables.ts";

/**
 * Whether the data that an element reads is there. An activity waits for it (13.3.2): for that of one of its input sets, whose
 * optional inputs need not be there, nor those that may come while it runs.
 */
export function available(run: Run, element: Element, node: Node): boolean {
  return (node.io?.inputAssociations.length ?? 0) === 0 ||
    inputSet(run, element, node) !== undefined;
}

type Sets = readonly Pick<IoSet, "items" | "optional" | "whileExecuting">[];

/** The inputs of the first input set that is available, those that are not there excepted; undefined where there is none. */
function inputSet(run: Run, element: Element, node: Node): readonly DataAssociation[] | undefined {
  const { inputAssociations = [], inputSets = [] } = node.io ?? {};
  const seen = visible((id) => run.elements.get(id), element.id);
  const available = inputAssociations.filter(({ sources }) =>
    sources.every((source) => has(seen, variableOf(run.definition, source)))
  );
  const missing = inputAssociations.filter((each) => !available.includes(each));
  if (missing.length === 0 && inputSets.length < 2) return available;
  // An input that no set names is one of all of them, as a file without sets has it.
  const named = new Set(inputSets.flatMap(({ items }) => items));
  const none: Sets = [{ items: [], optional: [], whileExecuting: [] }];
  const chosen = (inputSets.length > 0 ? inputSets : none).find((
    { items, optional, whileExecuting },
  ) =>
    missing.every(({ target }) =>
      named.has(target) && !items.includes(target) || optional.includes(target) ||
      whileExecuting.includes(target)
    )
  );
  return chosen === undefined
    ? undefined
    : available.filter(({ target }) => !named.has(target) || chosen.items.includes(target));
}

/** Gives an element its inputs as variables of its own. Everything is computed before anything is set. */
export function input(run: Run, element: Element, node: Node): void {
  const values: Record<string, unknown> = {};
  const associations = node.activity === null
    ? node.io?.inputAssociations ?? []
    : inputSet(run, element, node) ?? [];
  const whole = loopOf(element, node)?.input;
  for (const association of associations) {
    if (!isOfWhole(association, whole)) take(values, moved(run, element, association, {}));
  }
  for (const { source, target } of node.vendor?.inputs ?? []) {
    const value = evaluate(run, element.id, { language: "", text: source }, values);
    take(values, withPath(values, target, value));
  }
  if (Object.keys(values).length > 0) own(run, element.id, values);
}

/**
 * Carries out the outputs of an element that ends. Those of a run that go to its own result stay in it.
 *
 * @throws {BpeError} `output` where an output that the file asks for is not there.
 */
export function output(run: Run, element: Element, node: Node, results: Variables = {}): void {
  const values: Record<string, unknown> = {};
  const paths: (readonly [string, unknown])[] = [];
  const loop = loopOf(element, node);
  for (const association of node.io?.outputAssociations ?? []) {
    if (isOfWhole(association, loop?.output)) continue;
    if (association.target === loop?.outputItem && lacks(run, element, association, results)) {
      continue;
    }
    take(values, moved(run, element, association, results));
  }
  for (const { source, target } of node.vendor?.outputs ?? []) {
    paths.push([target, evaluate(run, element.id, { language: "", text: source }, results)]);
  }
  const own = loop === undefined ? undefined : resultName(run.definition, node);
  const place = (name: string) => name === own ? element.id : element.parent;
  const [inside, outside] = [element.id, element.parent].map((id) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => place(name) === id))
  );
  assign(run, element.id, inside ?? {});
  assign(run, element.parent, outside ?? {});
  for (const [path, value] of paths) assignPath(run, place(headOf(path)), path, value);
}

/** The multi-instance loop that an element is a run of. */
function loopOf(element: Element, node: Node): MultiInstance | undefined {
  const loop = node.activity?.loop;
  return element.run !== undefined && loop?.kind === "multiInstance" ? loop : undefined;
}

/** Whether an association brings in or takes out the collection of all runs (Table 10.29), and not what belongs to one. */
function isOfWhole({ sources, target }: DataAssociation, item: number | undefined): boolean {
  return item !== undefined && item !== NONE && (target === item || sources.includes(item));
}

/** The collection that a multi-instance runs over: a variable, or a data input of the activity that an association fills. */
export function inputWhole(run: Run, around: Element, node: Node, item: number): unknown {
  const name = variableOf(run.definition, item);
  const association = node.io?.inputAssociations.find(({ target }) => target === item);
  return association === undefined
    ? visible((id) => run.elements.get(id), around.id)[name]
    : moved(run, around, association, {})[name];
}

/** Takes the collection of results out by the associations of the data output that it is; tells whether there are any. */
export function outputWhole(run: Run, around: Element, node: Node, list: Variables): boolean {
  const loop = node.activity?.loop;
  const item = loop?.kind === "multiInstance" ? loop.output : NONE;
  const associations = (node.io?.outputAssociations ?? []).filter(({ sources }) =>
    item !== NONE && sources.includes(item)
  );
  const values: Record<string, unknown> = {};
  for (const each of associations) take(values, moved(run, around, each, list));
  assign(run, around.parent, values);
  return associations.length > 0;
}

/**
 * Values of a call activity under the names they have in the process it calls, or the other way round: inputs and outputs of the
 * two correspond by their order (10.3.6). Empty where the names are the same, or the process is of another file.
 */
export function handedOver(
  definition: Definition,
  node: Node,
  side: "inputs" | "outputs",
  values: Variables,
): Variables {
  const outer = node.io?.[side] ?? [];
  const inner = definition.processes[node.activity?.called ?? NONE]?.io?.[side] ?? [];
  const handed: Record<string, unknown> = {};
  for (const [place, item] of outer.entries()) {
    const names = [item, inner[place] ?? item].map((each) => variableOf(definition, each));
    const [from = "", to = ""] = side === "inputs" ? names : names.toReversed();
    if (from !== to && Object.hasOwn(values, from)) take(handed, { [to]: values[from] });
  }
  return handed;
}

/**
 * What an event brings: its content becomes its outputs, else an object is merged into the variables around it. What a receive
 * task with outputs gets is its own: they are carried out when it ends.
 */
export function receive(run: Run, around: number, node: Node, payload: unknown): void {
  const outputs = node.io?.outputAssociations ?? [];
  const fields = isRecord(payload) ? payload : {};
  if (outputs.length === 0 && (node.vendor?.outputs.length ?? 0) === 0) {
    return assign(run, around, fields);
  }
  const whole = Object.fromEntries(
    (node.io?.outputs ?? []).map((item) => {
      const name = variableOf(run.definition, item);
      return [name, Object.hasOwn(fields, name) ? fields[name] : payload ?? null];
    }),
  );
  if (node.activity !== null) return own(run, around, { ...fields, ...whole });
  for (const { sources: [source = NONE], target, transformation } of outputs) {
    const value = transformation === null
      ? whole[variableOf(run.definition, source)] ?? payload ?? null
      : evaluate(run, around, transformation, { ...fields, ...whole });
    if (target !== NONE) assign(run, around, { [variableOf(run.definition, target)]: value });
  }
  if (outputs.length > 0) return;
  for (const { source, target } of node.vendor?.outputs ?? []) {
    assignPath(run, around, target, evaluate(run, around, { language: "", text: source }, fields));
  }
}

/** What one association moves: variables to set. */
function moved(
  run: Run,
  element: Element,
  association: DataAssociation,
  results: Variables,
): Variables {
  const { target, transformation, assignments } = association;
  const name = target === NONE ? "" : variableOf(run.definition, target);
  const values: Record<string, unknown> = {};
  for (const { from, to } of assignments) {
    take(values, { [placeOf(to.text)]: evaluate(run, element.id, from, results) });
  }
  if (name === "" || (assignments.length > 0 && transformation === null)) return values;
  if (transformation !== null) {
    return { ...values, [name]: evaluate(run, element.id, transformation, results) };
  }
  const seen = { ...visible((id) => run.elements.get(id), element.id), ...results };
  const found = sourceOf(run, association, name, seen);
  if (found === undefined) {
    throw failure(
      "output",
      { run, element: element.id },
      `lacks the data that goes to ${name}: set it, or give it with the result`,
    );
  }
  return { ...values, [name]: seen[found] };
}

/** The variable that an association moves; undefined where none is there. */
function sourceOf(
  run: Run,
  { sources }: DataAssociation,
  name: string,
  seen: Variables,
): string | undefined {
  const from = sources.map((source) => variableOf(run.definition, source));
  // A modeler that writes no source means the value of the same name.
  return [...from, name].find((each) => has(seen, each));
}

/** Whether the value that an association moves is not there. */
function lacks(
  run: Run,
  element: Element,
  association: DataAssociation,
  results: Variables,
): boolean {
  const { target, transformation, assignments } = association;
  if (transformation !== null || assignments.length > 0) return false;
  const seen = { ...visible((id) => run.elements.get(id), element.id), ...results };
  return sourceOf(run, association, variableOf(run.definition, target), seen) === undefined;
}

/** Adds values under their own names, whatever these are. */
function take(values: Record<string, unknown>, more: Variables): void {
  for (const [name, value] of Object.entries(more)) {
    Object.defineProperty(values, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}

function has(values: Variables, name: string): boolean {
  return Object.hasOwn(values, name) && values[name] !== null && values[name] !== undefined;
}
