/**
 * Answers to lookups, for a page that is declared.
 *
 * @module
 */
import type { Item } from "./item.ts";
import { type Lookup, lookup, offer } from "./lookup.ts";
import type { Found } from "./search.ts";

/** Answers what a combobox asks: with items, with items and where to go on, or with nothing where it calls `offer` itself. */
export type Answer = (
  asked: Lookup,
) => readonly Item[] | Found | void | Promise<readonly Item[] | Found | void>;

/**
 * What a declared page takes as `lookups`: who answers what the combobox of an id asks.
 *
 * @example
 * ```ts
 * import { page } from "@n2o/n2o/nitro";
 * import { comboLookup, lookups } from "@n2o/n2o/nitro/rich";
 *
 * const clients = [{ id: "1", text: "Acme" }, { id: "2", text: "Globex" }];
 * page({
 *   title: "Order",
 *   lookups: lookups({ client: ({ text }) => clients.filter((each) => each.text.includes(text)) }),
 *   body: comboLookup({ id: "client", body: "Client" }),
 * });
 * ```
 */
export function lookups(
  answers: Readonly<Record<string, Answer>>,
): (event: unknown) => (() => Promise<void>) | undefined {
  return (event) => {
    const asked = lookup(event);
    const answer = asked && Object.hasOwn(answers, asked.id) ? answers[asked.id] : undefined;
    return asked && answer && (async () => {
      const found = await answer(asked);
      if (found === undefined) return;
      if ("items" in found) offer(asked, found.items, found.next);
      else offer(asked, found);
    });
  };
}
