/**
 * What an activity has for itself: the names that it is given, which stay inside, and a place for the result of each run.
 *
 * @module
 */
import {
  type DataAssociation,
  type Definition,
  type Node,
  NONE,
} from "../../definition/definition.ts";
import { isRecord, nameOf, variableOf } from "../../state/data.ts";
import { LOOP_COUNTER } from "../../state/reserved.ts";
import type { Element, Variables } from "../../state/state.ts";
import { at, nodeAt, type Run } from "../run/run.ts";
import { assign, headOf, own } from "./variables.ts";

/** Whether an element says itself what goes in or out. */
export function mapped(node: Node, side: "inputs" | "outputs"): boolean {
  const associations = side === "inputs" ? node.io?.inputAssociations : node.io?.outputAssociations;
  return (associations?.length ?? 0) > 0 || (node.vendor?.[side].length ?? 0) > 0;
}

/**
 * Whether nothing goes in or out but what the mappings say: where there are any, unless Camunda 7 passes all besides
 * (`variables="all"`), and where Camunda 8 passes nothing by itself (`propagateAll...Variables="false"`).
 */
export function mappedOnly(node: Node, side: "inputs" | "outputs"): boolean {
  const [tag, attribute] = side === "inputs"
    ? ["in", "propagateAllParentVariables"]
    : ["out", "propagateAllChildVariables"];
  const said = node.kind === "callActivity" ? node.vendor?.extensions ?? [] : [];
  if (
    said.some(({ name, attributes }) =>
      name === "calledElement" && attributes[attribute] === "false"
    )
  ) {
    return true;
  }
  return mapped(node, side) &&
    !said.some(({ name, attributes }) => name === tag && attributes.variables === "all");
}

/** Whether the runs of a multi-instance say what comes out of them: then nothing else does. */
export function keepsResults(node: Node): boolean {
  const loop = node.activity?.loop;
  if (loop?.kind !== "multiInstance") return false;
  const { outputCollection = "", outputElement = "" } = loop.vendor ?? {};
  return loop.output !== NONE || loop.outputItem !== NONE || outputCollection !== "" ||
    outputElement !== "" || mappedOnly(node, "outputs");
}

/**
 * The name of the variable that holds the result of a run: the output item, or, of a vendor's expression that is no more than a
 * variable or a field of one, that variable, as Camunda 8 has it; undefined where the expression asks for more.
 */
export function resultName(definition: Definition, node: Node): string | undefined {
  const loop = node.activity?.loop;
  if (loop?.kind !== "multiInstance") return undefined;
  if (loop.outputItem !== NONE) return variableOf(definition, loop.outputItem);
  const name = /^[=\s]*([\p{L}_][\p{L}\p{N}_]*)\s*(?:\.[\p{L}\p{N}_.\s]*)?$/u
    .exec(loop.vendor?.outputElement ?? "")?.[1];
  return name === "true" || name === "false" || name === "null" ? undefined : name;
}

/** The name of the variable that holds a run's element of the collection; "" where it has none. */
export function itemName(definition: Definition, node: Node): string {
  const loop = node.activity?.loop;
  if (loop?.kind !== "multiInstance") return "";
  return loop.inputItem === NONE
    ? loop.vendor?.elementVariable ?? ""
    : variableOf(definition, loop.inputItem);
}

/** What comes back from the work of an element: what a called process has set stays at its call until that ends. */
export function answer(run: Run, element: Element, values: Variables): void {
  if (nodeAt(run, element).kind === "callActivity") own(run, element.id, values);
  else assign(run, element.id, values);
}

/** What goes with an error of the work of an element: of a called process what would have left it at its end. */
export function answerOfError(run: Run, element: Element, payload: unknown): unknown {
  const node = nodeAt(run, element);
  if (node.kind !== "callActivity" || !isRecord(payload)) return payload;
  return setInside(run, { ...element, variables: payload }, node);
}

/**
 * What a sub-process or called process has set itself: its variables but what it was given, and data that nobody has set; nothing
 * where outputs say what comes out.
 */
export function setInside(run: Run, element: Element, node: Node): Variables {
  if (element.keeps === true || mappedOnly(node, "outputs")) return {};
  const { variables = {}, called = false, scope } = element;
  const given = new Set(givenNames(run.definition, element, node));
  const declared = scope === NONE ? [] : at(run.definition.scopes, scope).data;
  const data = new Set(declared.map((index) => nameOf(at(run.definition.data, index))));
  return Object.fromEntries(
    Object.entries(variables).filter(([name, value]) =>
      // The data of a called process are its variables, those of a sub-process end with it.
      !given.has(name) && !(data.has(name) && (!called || value === null))
    ),
  );
}

function givenNames(definition: Definition, element: Element, node: Node): readonly string[] {
  const { inputAssociations = [], inputs = [] } = node.io ?? {};
  const process = definition.processes[node.activity?.called ?? NONE];
  const handed = element.called === true && inputs.length > 0 ? process?.io?.inputs ?? [] : [];
  const loop = element.run === undefined
    ? []
    : [LOOP_COUNTER, itemName(definition, node), resultName(definition, node) ?? ""];
  return [
    ...loop,
    ...(node.vendor?.inputs ?? []).map(({ target }) => headOf(target)),
    ...inputAssociations.flatMap((each) => targetsOf(definition, each)),
    ...handed.map((item) => variableOf(definition, item)),
  ];
}

/** The variables that an association sets. */
function targetsOf(definition: Definition, { target, assignments }: DataAssociation): string[] {
  const names = assignments.map(({ to }) => placeOf(to.text));
  return target === NONE ? names : [variableOf(definition, target), ...names];
}

/** A place that is written as an expression: its name. */
export function placeOf(text: string): string {
  return text.replace(/^[$#{\s]+|[}\s]+$/g, "");
}
