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
  type Node,
  NONE,
} from "../../definition/definition.ts";
import type { Element, Variables } from "../../state/state.ts";
import { evaluate, failure, type Run } from "../run/run.ts";
import { assign, assignPath, own } from "./variables.ts";

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
  for (const association of associations) {
    Object.assign(values, moved(run, element, association, {}));
  }
  for (const { source, target } of node.vendor?.inputs ?? []) {
    values[target] = evaluate(run, element.id, { language: "", text: source }, values);
  }
  if (Object.keys(values).length > 0) own(run, element.id, values);
}

/** Whether an element says itself what goes in or out. */
export function mapped(node: Node, side: "inputs" | "outputs"): boolean {
  const associations = side === "inputs" ? node.io?.inputAssociations : node.io?.outputAssociations;
  return (associations?.length ?? 0) > 0 || (node.vendor?.[side].length ?? 0) > 0;
}

/**
 * Carries out the outputs of an element that ends.
 *
 * @throws {BpeError} `output` where an output that the file asks for is not there.
 */
export function output(run: Run, element: Element, node: Node, results: Variables = {}): void {
  const values: Record<string, unknown> = {};
  const paths: (readonly [string, unknown])[] = [];
  for (const association of node.io?.outputAssociations ?? []) {
    Object.assign(values, moved(run, element, association, results));
  }
  for (const { source, target } of node.vendor?.outputs ?? []) {
    paths.push([target, evaluate(run, element.id, { language: "", text: source }, results)]);
  }
  assign(run, element.parent, values);
  for (const [path, value] of paths) assignPath(run, element.parent, path, value);
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
    if (from !== to && Object.hasOwn(values, from)) handed[to] = values[from];
  }
  return handed;
}

/** What an event brings: its content becomes its outputs, else an object is merged into the variables around it. */
export function receive(run: Run, around: number, node: Node, payload: unknown): void {
  const outputs = node.io?.outputAssociations ?? [];
  if (outputs.length > 0) {
    const fields = isRecord(payload) ? payload : {};
    const whole = Object.fromEntries(
      (node.io?.outputs ?? []).map((item) => {
        const name = variableOf(run.definition, item);
        return [name, Object.hasOwn(fields, name) ? fields[name] : payload ?? null];
      }),
    );
    for (const association of outputs) {
      const [source = NONE] = association.sources;
      const value = association.transformation === null
        ? whole[variableOf(run.definition, source)] ?? payload ?? null
        : evaluate(run, around, association.transformation, { ...fields, ...whole });
      if (association.target !== NONE) {
        assign(run, around, { [variableOf(run.definition, association.target)]: value });
      }
    }
  } else if ((node.vendor?.outputs.length ?? 0) > 0) {
    const more = isRecord(payload) ? payload : {};
    for (const { source, target } of node.vendor?.outputs ?? []) {
      assignPath(run, around, target, evaluate(run, around, { language: "", text: source }, more));
    }
  } else if (isRecord(payload)) assign(run, around, payload);
}

/** What one association moves: variables to set. */
function moved(
  run: Run,
  element: Element,
  association: DataAssociation,
  results: Variables,
): Variables {
  const { sources, target, transformation, assignments } = association;
  const name = target === NONE ? "" : variableOf(run.definition, target);
  const values: Record<string, unknown> = {};
  for (const { from, to } of assignments) {
    values[to.text.replace(/^[$#{\s]+|[}\s]+$/g, "")] = evaluate(run, element.id, from, results);
  }
  if (name === "" || (assignments.length > 0 && transformation === null)) return values;
  if (transformation !== null) {
    return { ...values, [name]: evaluate(run, element.id, transformation, results) };
  }
  const seen = { ...visible((id) => run.elements.get(id), element.id), ...results };
  const from = sources.map((source) => variableOf(run.definition, source));
  // A modeler that writes no source means the value of the same name.
  const found = [...from, name].find((each) => has(seen, each));
  if (found === undefined) {
    throw failure(
      "output",
      { run, element: element.id },
      `lacks the data that goes to ${name}: set it, or give it with the result`,
    );
  }
  return { ...values, [name]: seen[found] };
}

function has(values: Variables, name: string): boolean {
  return Object.hasOwn(values, name) && values[name] !== null && values[name] !== undefined;
}
