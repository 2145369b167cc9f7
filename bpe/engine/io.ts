/**
 * Inputs and outputs of elements: data associations (BPMN 2.0.2, 10.4.2) and the mappings of vendors.
 *
 * @module
 */
import { isRecord, variableOf, visible } from "../data.ts";
import { type DataAssociation, type Node, NONE } from "../definition.ts";
import type { Element, Variables } from "../state.ts";
import { evaluate, failure, type Run } from "./run.ts";
import { assign, assignPath, own } from "./variables.ts";

/** Whether the data that an element reads is there. An activity waits for it (13.3.2). */
export function available(run: Run, element: Element, node: Node): boolean {
  const seen = visible((id) => run.elements.get(id), element.id);
  return (node.io?.inputAssociations ?? []).every(({ sources, target }) => {
    const optional = node.io?.inputSets.some((set) => set.optional.includes(target)) ?? false;
    return optional || sources.every((source) => has(seen, variableOf(run.definition, source)));
  });
}

/** Gives an element its inputs as variables of its own. Everything is computed before anything is set. */
export function input(run: Run, element: Element, node: Node): void {
  const values: Record<string, unknown> = {};
  for (const association of node.io?.inputAssociations ?? []) {
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
      run,
      element.id,
      "output",
      `ends without the data that goes to ${name}: give it with the result`,
    );
  }
  return { ...values, [name]: seen[found] };
}

function has(values: Variables, name: string): boolean {
  return Object.hasOwn(values, name) && values[name] !== null && values[name] !== undefined;
}
