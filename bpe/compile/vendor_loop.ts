/**
 * Multi-instance attributes of Camunda 7 and its relatives, and of Camunda 8.
 *
 * @module
 */
import type { VendorLoop } from "../definition/activity.ts";
import { attr, child, type Element } from "../xml/element.ts";

/** Camunda 7 extensions. */
export const CAMUNDA: string = "http://camunda.org/schema/1.0/bpmn";
/** Camunda 8 extensions. */
export const ZEEBE: string = "http://camunda.org/schema/zeebe/1.0";

/** Namespaces whose names mean the same: Camunda 7 and the engines it shares its origin with, and Camunda 8. */
export const KNOWN: ReadonlySet<string> = new Set([
  CAMUNDA,
  ZEEBE,
  "http://activiti.org/bpmn",
  "http://flowable.org/bpmn",
  "http://operaton.org/schema/1.0/bpmn",
]);

/** An attribute of a known vendor; "" where none has it. */
export function vendorAttribute(element: Element, name: string): string {
  for (const namespace of KNOWN) {
    const value = element.foreign[`{${namespace}}${name}`];
    if (value !== undefined) return value;
  }
  return "";
}

/** What a vendor says about a multi-instance activity, or null. */
export function vendorLoop(loop: Element): VendorLoop | null {
  const seven = (name: string) => vendorAttribute(loop, name);
  const eight = child(loop, "extensionElements")?.children
    .find((one) => one.namespace === ZEEBE && one.name === "loopCharacteristics");
  const said = {
    collection: eight === undefined ? seven("collection") : attr(eight, "inputCollection"),
    elementVariable: eight === undefined ? seven("elementVariable") : attr(eight, "inputElement"),
    outputCollection: eight === undefined ? "" : attr(eight, "outputCollection"),
    outputElement: eight === undefined ? "" : attr(eight, "outputElement"),
  };
  return said.collection === "" ? null : said;
}
