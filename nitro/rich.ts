/**
 * Rich controls: comboboxes that ask the page as one types, dates, lists that are sorted, inputs of which there are several.
 *
 * An entry of its own: a page without them loads nothing of it, and a browser loads the part of a control when a page first shows one.
 *
 * ```ts
 * import { nitro } from "@n2o/n2o";
 * import { chosen, comboLookup, lookup, offer } from "@n2o/n2o/nitro/rich";
 *
 * const clients = [{ id: "1", text: "Acme" }, { id: "2", text: "Globex" }];
 *
 * export function event(event: unknown): void {
 *   const asked = lookup(event);
 *   if (asked) offer(asked, clients.filter(({ text }) => text.includes(asked.text)));
 *   if (event === "init") nitro.update("main", comboLookup({ id: "client", body: "Client", postback: "client" }));
 *   if (event === "client") nitro.update("price", `${chosen("client")?.text}`);
 * }
 * ```
 *
 * @module
 */
export * from "./elements/calendar/calendar.ts";
export { type DateRule, openDay } from "./elements/calendar/day.ts";
export { type Answer, lookups } from "./elements/combo/answers.ts";
export * from "./elements/combo/combo.ts";
export { type Choice, chosen, type Item } from "./elements/combo/item.ts";
export { type Lookup, lookup, offer } from "./elements/combo/lookup.ts";
export * from "./elements/combo/search.ts";
export { kinds, type Reads, type RichKinds } from "./elements/rows/kinds.ts";
export * from "./elements/rows/lookups.ts";
export {
  multipleInput,
  type MultipleInputProps,
  type Row,
  rows,
} from "./elements/rows/multiple.ts";
export type { RowsProps, RowWords } from "./elements/rows/rows.ts";
export * from "./elements/rows/sort.ts";
