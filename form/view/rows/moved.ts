/**
 * Which row a person has moved, of the order that the list says it is in.
 *
 * @module
 */
import type { SourceValue } from "../../../nitro/mod.ts";
import { FormError } from "../../error.ts";
import type { RowsPage } from "./page.ts";

/** A row that was moved, and its place among all, from 0. */
export interface MovedRow {
  /** The key of the row, which it keeps wherever it stands. */
  readonly key: string;
  /** Where it is now. */
  readonly to: number;
}

/**
 * The row that was moved, of the value of the source of the press `sort`; undefined where the order is what it was.
 *
 * @param given what came of the client: a list whose first is no key
 * @param shown the rows that it was shown
 * @example
 * ```ts
 * import { movedRow } from "@n2o/n2o/form";
 *
 * const moved = movedRow(["", "b", "c", "a"], { keys: ["a", "b", "c"], from: 50 });
 * if (moved?.key !== "a" || moved.to !== 52) throw new Error("misread");
 * ```
 * @throws {FormError} `path` for rows that are not those that were shown, or in an order to which one move does not lead
 */
export function movedRow(
  given: SourceValue | undefined,
  { keys, from }: Pick<RowsPage, "keys" | "from">,
): MovedRow | undefined {
  const order = Array.isArray(given) ? given.slice(1) : [];
  const at = keys.findIndex((key, place) => order[place] !== key);
  if (order.length === keys.length && at < 0) return undefined;
  // Of what lies between, either the first went to the end or the last to the beginning.
  const last = keys.findLastIndex((key, place) => order[place] !== key);
  for (const [key, to] of [[keys[at], last], [keys[last], at]] as const) {
    if (key === undefined) continue;
    const rest = keys.filter((each) => each !== key);
    const moved = [...rest.slice(0, to), key, ...rest.slice(to)];
    if (moved.length === order.length && moved.every((each, place) => each === order[place])) {
      return { key, to: from + to };
    }
  }
  throw new FormError("path", "these rows are not those that are shown: load the page anew");
}
