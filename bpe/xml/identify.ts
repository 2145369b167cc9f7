/**
 * Ids for elements that need one and have none: the schema lets every element go without (tBaseElement).
 *
 * @module
 */
import { attr, type Element, isBpmn, localName, walk } from "./element.ts";
import { CHOREOGRAPHY, FLOW_NODES, GLOBAL_TASKS } from "./kinds.ts";

/** Tags whose ids others refer to, in the file or in what is stored of instances. */
const IDENTIFIED: ReadonlySet<string> = new Set([
  ...FLOW_NODES,
  ...CHOREOGRAPHY,
  ...GLOBAL_TASKS,
  "sequenceFlow",
  "process",
  "participant",
  "messageFlow",
  "dataObject",
  "dataObjectReference",
  "message",
  "signal",
  "error",
  "escalation",
  "itemDefinition",
  "operation",
]);

/**
 * Gives an id to every element that needs one and has none, and answers these elements. The same file gets the same ids however it is
 * written down: a flow is named after its ends, anything else after its tag and its number among those without id.
 */
export function identify(root: Element): ReadonlySet<Element> {
  const lacking: Element[] = [], taken = new Set<string>();
  for (const one of walk(root)) {
    const id = attr(one, "id");
    if (id !== "") taken.add(id);
    else if (isBpmn(one) && IDENTIFIED.has(one.name)) lacking.push(one);
  }
  const counts = new Map<string, number>();
  for (const one of lacking) {
    const isFlow = one.name === "sequenceFlow";
    const name = isFlow
      ? `${localName(attr(one, "sourceRef"))}->${localName(attr(one, "targetRef"))}`
      : one.name;
    let id: string;
    do {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      id = isFlow && count === 1 ? name : `${name}_${count}`;
    } while (taken.has(id));
    taken.add(id);
    give(one, id);
  }
  return new Set(lacking);
}

function give(element: Element, id: string): void {
  // The parser and `define` make attributes as plain objects that are theirs; the readers of an element see them frozen.
  (element.attributes as Record<string, string>).id = id;
}
