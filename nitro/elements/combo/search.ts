/**
 * A search for what a combobox asks, over a feed or whatever else is read page by page.
 *
 * @module
 */
import type { Plain } from "../../../n2o/mod.ts";
import type { Item } from "./item.ts";
import type { Lookup } from "./lookup.ts";

/** Some entries, and where to go on. */
export interface Entries<T> {
  /** The entries, in their order. */
  readonly entries: readonly T[];
  /** Where the next ones begin; absent where there are none. */
  readonly next?: Plain | undefined;
}

/** Gives up to `count` entries from a place on, or from the beginning: a feed of a store, a query, an array. */
export type Reading<T> = (
  cursor: Plain | undefined,
  count: number,
) => Entries<T> | Promise<Entries<T>>;

/** A page of a sequence, as `page` of kvs gives it. */
export interface PageOf<T> {
  /** The records of the page, in the order of the sequence. */
  readonly records: readonly T[];
  /** The cursor of the last one. */
  readonly end?: string | undefined;
  /** Whether records follow. */
  readonly more: boolean;
}

/**
 * Reads a feed, a table or an index by the pages of its store.
 *
 * @param page gives the page behind a cursor: `(options) => page(kv, "/crm/clients", options)`.
 *
 * @example
 * ```ts
 * import { kvs } from "@n2o/n2o";
 * import { page } from "@n2o/n2o/kvs/page";
 * import { pagesOf, search } from "@n2o/n2o/nitro/rich";
 *
 * using kv = kvs.memoryKv();
 * const db = kvs.kvs(kv);
 * await db.append({ id: "1", name: "Acme" }, "/crm/clients");
 * const { items } = await search(
 *   { text: "acm", cursor: undefined },
 *   pagesOf((options) => page<{ id: string; name: string }>(kv, "/crm/clients", options)),
 *   { item: ({ id, name }) => ({ id, text: name }) },
 * );
 * if (items[0]?.text !== "Acme") throw new Error("not found");
 * ```
 */
export function pagesOf<T>(
  page: (options: { readonly limit: number; readonly after?: string }) => Promise<PageOf<T>>,
): Reading<T> {
  return async (cursor, count) => {
    const after = typeof cursor === "string" ? { after: cursor } : {};
    const { records, end, more } = await page({ limit: count, ...after });
    return { entries: records, next: more ? end : undefined };
  };
}

/** How a search goes. */
export interface SearchOptions<T> {
  /** What an entry is in the list. */
  readonly item: (entry: T) => Item;
  /** About how many items are wanted at a time; 20 by default. */
  readonly count?: number;
  /** How many entries are read at most before what was found is shown; 2,000 by default. */
  readonly most?: number;
}

/** What was found, for `offer`. */
export interface Found {
  /** The items that have every word, in the order of their entries. */
  readonly items: readonly Item[];
  /** Where to go on; absent where there is no more. */
  readonly next: Plain | undefined;
}

/**
 * The next items whose text has every word that was typed, in any order, capital or not: the counterpart of `NITRO.Combo.Search`.
 *
 * @example
 * ```ts
 * import { search } from "@n2o/n2o/nitro/rich";
 *
 * const names = ["Ada Lovelace", "Alan Turing", "Grace Hopper"];
 * const { items } = await search(
 *   { text: "LOVE a", cursor: undefined },
 *   (from, count) => {
 *     const at = Number(from ?? 0), end = at + count;
 *     return { entries: names.slice(at, end), next: end < names.length ? end : undefined };
 *   },
 *   { item: (name) => ({ id: name, text: name }) },
 * );
 * if (items.length !== 1) throw new Error(String(items.length));
 * ```
 */
export async function search<T>(
  { text, cursor }: Pick<Lookup, "text" | "cursor">,
  read: Reading<T>,
  { item, count = 20, most = 2_000 }: SearchOptions<T>,
): Promise<Found> {
  const words = folded(text).split(/\s+/).filter(Boolean), items: Item[] = [];
  let next = cursor;
  for (let seen = 0; seen < most;) {
    const page = await read(next, count);
    for (const entry of page.entries) {
      const made = item(entry), said = folded(made.text);
      if (words.every((word) => said.includes(word))) items.push(made);
    }
    seen += Math.max(page.entries.length, 1);
    next = page.next;
    if (next === undefined || items.length >= count) break;
  }
  return { items, next };
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
