/**
 * Pages of long groups: a document holds the rows of one.
 *
 * @module
 */
import { type Body, button, nav, span } from "../../../nitro/mod.ts";
import type { Cell } from "../../state/filled.ts";
import type { Drawing } from "../options.ts";

/** The most rows that show at once. */
export const ROWS_OF_PAGE = 50;

/** The rows that show. */
export interface RowsPage {
  /** Which page it is, from 1. */
  readonly page: number;
  /** How many there are. */
  readonly pages: number;
  /** The place of the first row among all, from 0. */
  readonly from: number;
  /** The keys of the rows that show, in their order. */
  readonly keys: readonly string[];
}

/** The page of a row at a place, from 0. */
export function pageAt(place: number): number {
  return Math.floor(place / ROWS_OF_PAGE) + 1;
}

/** A page of rows; the last one where there are not so many. */
export function pageOf(keys: readonly string[], asked: number | undefined): RowsPage {
  const pages = Math.max(1, Math.ceil(keys.length / ROWS_OF_PAGE));
  const page = Math.min(Math.max(Math.trunc(asked ?? 1) || 1, 1), pages);
  const from = (page - 1) * ROWS_OF_PAGE;
  return {
    page,
    pages,
    from,
    keys: pages === 1 ? keys : keys.slice(from, from + ROWS_OF_PAGE),
  };
}

/** What leads to the other pages, and says which rows show. */
export function pagesOf(
  { ids, filled: { locale }, options: { press } }: Drawing,
  { path, title }: Cell,
  { page, pages, from, keys }: RowsPage,
  count: number,
): Body {
  if (pages === 1) return null;
  const id = ids.control(path), last = from + keys.length;
  const to = (name: string, target: number) => {
    const isThere = press !== undefined && target >= 1 && target <= pages && target !== page;
    return button({
      id: `${id}-${name}`,
      class: `n2o-${name}`,
      // Not disabled, for what is so loses the focus.
      aria: { label: locale.say(`page.${name}`), disabled: isThere ? undefined : true },
      ...isThere ? press({ press: "page", path, to: target }) : {},
    });
  };
  const name = typeof title === "string" ? title : "";
  const args = {
    from: from + 1,
    to: last,
    of: count,
  };
  return nav({
    class: "n2o-pages",
    aria: { label: locale.say("page.pages", { name }) },
    body: [
      to("first", 1),
      to("previous", page - 1),
      span({ id: `${id}-shown`, body: locale.say("page.shown", args) }),
      to("next", page + 1),
      to("last", pages),
    ],
  });
}
