/**
 * Whether a place takes part: what is not there is not checked.
 *
 * @module
 */
import { FormError } from "../error.ts";
import type { Filled } from "../state/filled.ts";
import { around, below, namesOf } from "../value/path.ts";
import { isWithin, placeAt } from "./walk.ts";

/** Whether a place and all that it stands in are shown to this person. */
function isPart(filled: Filled, path: string): boolean {
  for (let at: string | undefined = path; at !== undefined && at !== ""; at = around(at)) {
    if (!placeAt(filled.compiled, at).isRow && !isThere(filled, at)) return false;
  }
  return true;
}

function isThere(filled: Filled, path: string): boolean {
  try {
    return filled.cell(path).isVisible;
  } catch (error) {
    // What a person may not see is not there for them.
    if (FormError.is(error, "path")) return false;
    throw error;
  }
}

/** The paths that are shown for one with `*` for the keys of rows, at a place and below it. */
export function* pathsOf(filled: Filled, target: string, at: string): Generator<string> {
  let paths = [""];
  for (const name of namesOf(target)) {
    paths = name === "*"
      ? paths.flatMap((path) =>
        isPart(filled, path) ? filled.rows(path).map((key) => below(path, key)) : []
      )
      : paths.map((path) => below(path, name));
    paths = paths.filter((path) => isAlong(path, at));
  }
  for (const path of paths) if (isWithin(path, at) && isPart(filled, path)) yield path;
}

function isAlong(path: string, at: string): boolean {
  return isWithin(path, at) || isWithin(at, path);
}
