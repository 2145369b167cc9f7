/**
 * How a large instance lies in the store: its lists in pages, each in a row of its own beside the row of the instance, so that a
 * step writes what it changes, whatever else there is.
 *
 * The pages belong to the row: they are written in its commit, which checks the row. More of them than fit one commit are
 * written before it under a new name, which the row then bears; until then nobody reads them.
 *
 * @module
 */
import type { KvKey } from "../../../kvs/mod.ts";
import { keptLists, type Lists, listsOf } from "../../state/lists.ts";
import type { State } from "../../state/state.ts";
import type { Numbered, Table } from "../../state/table.ts";
import { type Family, family } from "../family.ts";
import type { Stored } from "../row/instance.ts";
import type { OpenEntry } from "../row/open_list.ts";

/** A page of a list: an array of its entries, those that stand alone by their ids. */
export const pageRow: Family<
  readonly [instance: string, name: string, list: number, page: number]
> = family("bpe/page", "text", "text", "number", "number");

/** A large entry of a list, which stands alone: an array of it. */
export const aloneRow: Family<
  readonly [instance: string, name: string, list: number, id: number]
> = family("bpe/alone", "text", "text", "number", "number");

/** The lists that lie in pages, by the numbers in their keys. */
export interface PagedLists extends Omit<Lists, "indexes"> {
  readonly open: Table<OpenEntry>;
}

/** The lists in the order of their numbers, which only grows. */
export const LISTS = ["elements", "waits", "incidents", "tokens", "results", "open"] as const;

/** A list with its number. */
export interface NumberedList {
  readonly list: number;
  readonly table: Table<Numbered>;
}

/** An entry that stands alone. */
export interface Alone extends Numbered {
  readonly entry: Numbered;
  /** What its row holds. */
  readonly raw: unknown;
}

/** An instance in pages, as it was last read or written. */
export interface Layout {
  /** The name of its pages. */
  readonly name: string;
  readonly lists: PagedLists;
  /** The entries that stand alone, by the number of their list. */
  readonly alone: readonly Table<Alone>[];
}

/** So many entries lie in the row of the instance at most. */
const MOST = 256;
/** An instance whose pages hold no more goes back into its row. */
const LEAST = 64;

/** Whether an instance is to lie in pages. */
export function isPaged({ state, open }: Pick<Stored, "state" | "open">, before: boolean): boolean {
  const kept = keptLists(state);
  const count = kept === undefined
    ? state.elements.length + state.waits.length + state.incidents.length + state.tokens.length +
      (state.results?.length ?? 0)
    : kept.elements.size + kept.waits.size + kept.incidents.size + kept.tokens.size +
      kept.results.size;
  return count + open.size > (before ? LEAST : MOST);
}

/** The lists of an instance. */
export function pagedLists(state: State, open: Table<OpenEntry>): PagedLists {
  const { elements, waits, incidents, tokens, results } = keptLists(state) ?? listsOf(state);
  return { elements, waits, incidents, tokens, results, open };
}

/** The lists by their numbers. */
export function numbered(lists: PagedLists): readonly NumberedList[] {
  // as: of whatever kind its entries are, they have ids
  return LISTS.map((name, list) => ({ list, table: lists[name] as Table<Numbered> }));
}

/** What the keys of all pages of an instance begin with. */
export function prefixesOf(id: string, name?: string): readonly KvKey[] {
  return [pageRow.prefix(id, name), aloneRow.prefix(id, name)];
}
