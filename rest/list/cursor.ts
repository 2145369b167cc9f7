/**
 * Cursors of lists: a place in what a query reads, of no use to another query.
 *
 * @module
 */
import { RestError } from "../error.ts";
import type { Seal } from "./seal.ts";

/** A place in the branches of a plan. */
export interface Place {
  /** The place of the branch in the plan, from 0. */
  readonly branch: number;
  /** The source's own cursor in it; empty where reading begins, whichever way it goes. */
  readonly cursor: string;
}

/** A place in each branch of a plan that are read together: the source's own cursor; undefined where it is at the beginning. */
export type Places = readonly (string | undefined)[];

/** What a cursor names. */
export interface Named {
  /** One place, or one in each branch. */
  readonly at: Place | Places;
  /** Whether it names a row that may be somebody else's: what tells it is sealed. */
  readonly isSealed: boolean;
}

const TOGETHER = "-", SEALED = "_";

/** The text of what a cursor names; `query` is short and the same for one query only. */
export async function cursorText(
  query: string,
  { at, isSealed }: Named,
  seal: Seal,
): Promise<string> {
  const text = isPlace(at)
    ? `${at.branch.toString(36)}.${at.cursor}`
    : `${TOGETHER}.${at.map((each) => each ?? "").join(".")}`;
  return `${query}.${isSealed ? `${SEALED}.${await seal.close(text, query)}` : text}`;
}

/** Whether it is one place. */
export function isPlace(at: Place | Places): at is Place {
  return "branch" in at;
}

/**
 * What a text names.
 *
 * @param parameter that gives it
 * @throws {RestError} `bad_cursor` for one of another query, for what is none, and for a sealed one that is forged
 */
export async function namedBy(
  { query, text, parameter }: {
    readonly query: string;
    readonly text: string;
    readonly parameter: string;
  },
  seal: Seal,
): Promise<Named> {
  const [, made, kind, rest = ""] = /^(\w{1,32})\.([0-9a-z]{1,4}|[-_])\.(.*)$/s.exec(text) ?? [];
  if (made !== query || kind === undefined) throw badCursor(parameter);
  if (kind !== SEALED) return { at: placeIn(kind, rest), isSealed: false };
  const opened = await seal.open(rest, query) ?? "", end = opened.indexOf(".");
  if (end < 0) throw badCursor(parameter);
  return { at: placeIn(opened.slice(0, end), opened.slice(end + 1)), isSealed: true };
}

function placeIn(kind: string, rest: string): Place | Places {
  if (kind === TOGETHER) return rest.split(".").map((each) => each === "" ? undefined : each);
  return { branch: parseInt(kind, 36), cursor: rest };
}

/** The error of a cursor that is none of a list's. */
export function badCursor(parameter: string, cause?: unknown): RestError {
  const detail = "a cursor of another query, or none: begin with the first page";
  return new RestError("bad_cursor", `the list cannot be read on: ${detail}`, {
    cause,
    errors: [{ parameter, code: "cursor", detail }],
  });
}
