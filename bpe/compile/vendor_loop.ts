/**
 * Multi-instance attributes of Camunda 7 and 8.
 *
 * @module
 */
import type { VendorLoop } from "../definition/activity.ts";
import { attr, child, type Element } from "../xml/element.ts";

/** Camunda 7 extensions. */
export const CAMUNDA: string = "http://camunda.org/schema/1.0/bpmn";
/** Camunda 8 extensions. */
export const ZEEBE: string = "http://camunda.org/schema/zeebe/1.0";

/** What a vendor says about a multi-instance activity, or null. */
export function vendorLoop(loop: Element): VendorLoop | null {
  const seven = (name: string) => loop.foreign[`{${CAMUNDA}}${name}`] ?? "";
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
