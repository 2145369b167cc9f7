/**
 * Data of the parsed model to that of a definition.
 *
 * @module
 */
import { expression, number, refer, type Tables } from "./tables.ts";
import {
  type DataAssociation,
  type DataItem,
  type Io,
  type IoSet,
  NONE,
} from "../definition/definition.ts";
import { FLOW_NODES, GLOBAL_TASKS, SUB_PROCESSES } from "../xml/kinds.ts";
import { attr, child, children, type Element, flag, texts } from "../xml/element.ts";

/** All item-aware elements. */
export function dataItems(found: Tables): DataItem[] {
  return found.listed.data.map((element, index) => {
    const item = refer(found, "items", attr(element, "itemSubjectRef"));
    return {
      index,
      id: attr(element, "id"),
      name: attr(element, "name"),
      kind: kindOf(element),
      target: targetOf(found, element, index),
      ...ownerOf(found, element),
      isCollection: flag(element, "isCollection", false),
      item,
      state: attr(
        child(element, "dataState") ?? element,
        child(element, "dataState") ? "name" : "",
      ),
    };
  });
}

function kindOf(element: Element): DataItem["kind"] {
  switch (element.name) {
    case "dataObject":
    case "dataObjectReference":
    case "dataStore":
    case "dataStoreReference":
    case "property":
      return element.name;
    case "dataOutput":
    case "outputDataItem":
      return "dataOutput";
    default:
      return "dataInput";
  }
}

function targetOf(found: Tables, element: Element, own: number): number {
  const named = refer(
    found,
    "data",
    attr(element, "dataObjectRef") || attr(element, "dataStoreRef"),
  );
  return named === NONE ? own : named;
}

/** Whose life an item shares. */
function ownerOf(found: Tables, element: Element): { scope: number; node: number } {
  const around = element.parent;
  if (around === null || element.name.startsWith("dataStore")) return { scope: NONE, node: NONE };
  if (around.name === "ioSpecification" || around.name.endsWith("LoopCharacteristics")) {
    const holder = around.parent;
    if (holder === null) return { scope: NONE, node: NONE };
    if (holder.name === "process") return { scope: number(found, "scopes", holder), node: NONE };
    return { scope: NONE, node: number(found, "nodes", holder) };
  }
  if (around.name === "process" || SUB_PROCESSES.has(around.name)) {
    return { scope: number(found, "scopes", around), node: NONE };
  }
  const isNode = FLOW_NODES.has(around.name) || GLOBAL_TASKS.has(around.name);
  return { scope: NONE, node: isNode ? number(found, "nodes", around) : NONE };
}

/** Inputs and outputs of an activity, event or process; null where it declares none. */
export function io(found: Tables, element: Element): Io | null {
  const holder = child(element, "ioSpecification") ?? element;
  const inputs = children(holder, "dataInput"), outputs = children(holder, "dataOutput");
  const inward = children(element, "dataInputAssociation");
  const outward = children(element, "dataOutputAssociation");
  const sets = children(holder, "inputSet", "outputSet");
  if (inputs.length + outputs.length + inward.length + outward.length + sets.length === 0) {
    return null;
  }
  return {
    inputs: inputs.map((one) => number(found, "data", one)),
    outputs: outputs.map((one) => number(found, "data", one)),
    inputSets: children(holder, "inputSet").map((one) => ioSet(found, one, "Input")),
    outputSets: children(holder, "outputSet").map((one) => ioSet(found, one, "Output")),
    inputAssociations: inward.map((one) => association(found, one)),
    outputAssociations: outward.map((one) => association(found, one)),
  };
}

function ioSet(found: Tables, element: Element, side: "Input" | "Output"): IoSet {
  const all = (tag: string) => texts(element, tag).map((name) => refer(found, "data", name));
  return {
    id: attr(element, "id"),
    name: attr(element, "name"),
    items: all(`data${side}Refs`),
    optional: all(`optional${side}Refs`),
    whileExecuting: all(`whileExecuting${side}Refs`),
  };
}

function association(found: Tables, element: Element): DataAssociation {
  return {
    id: attr(element, "id"),
    sources: texts(element, "sourceRef").map((name) => item(found, name)),
    target: item(found, texts(element, "targetRef")[0]),
    transformation: expression(found, child(element, "transformation")),
    assignments: children(element, "assignment").map((one) => ({
      from: expression(found, child(one, "from")) ?? { language: "", text: "" },
      to: expression(found, child(one, "to")) ?? { language: "", text: "" },
    })),
  };
}

/** The item a reference names, followed to the object or store behind it. */
export function item(found: Tables, name: string | undefined): number {
  const named = refer(found, "data", name);
  const element = found.listed.data[named];
  return element === undefined ? NONE : targetOf(found, element, named);
}
