/**
 * Cursors of lists: a place in what a query reads, of no use to another query.
 *
 * @module
 */
import { RestError } from "../error.ts";

/** A place in the branches of a plan. */
export interface Place {
  /** Which branch. */
  readonly branch: number;
  /** The source's own cursor in it. */
  readonly cursor: string;
}

/** The text of a place; `query` is short and the same for one query only. */
export function cursorText(query: string, { branch, cursor }: Place): string {
  return `${query}.${branch.toString(36)}.${cursor}`;
}

/**
 * The place that a text names.
 *
 * @param parameter that gives it
 * @throws {RestError} `bad_cursor` for one of another query, and for what is none
 */
export function placeOf(query: string, text: string, parameter: string): Place {
  const [, made, branch = "", cursor = ""] = /^(\w{1,32})\.([0-9a-z]{1,4})\.(.+)$/s.exec(text) ??
    [];
  if (made === query) return { branch: parseInt(branch, 36), cursor };
  throw badCursor(parameter);
}

/** The error of a cursor that is none of a list's. */
export function badCursor(parameter: string, cause?: unknown): RestError {
  const detail = "a cursor of another query, or none: begin with the first page";
  return new RestError("bad_cursor", `the list cannot be read on: ${detail}`, {
    cause,
    errors: [{ parameter, code: "cursor", detail }],
  });
}
