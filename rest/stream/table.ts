/**
 * Rows of CSV as objects of fields, by the header in front of them.
 *
 * @module
 */
import { type Flaw, RestError } from "../error.ts";
import { readJson } from "../body/json.ts";
import { pointerOf } from "../problem/pointer.ts";
import { isLiteral } from "../negotiate/csv.ts";
import { flawed } from "../problem/flawed.ts";
import { type Cell, cellsOf } from "./cells.ts";

/** How cells are read. */
export interface Reading {
  /** The types of JSON Schema that a column takes; undefined where nothing is known of it. */
  types(name: string): ReadonlySet<string> | undefined;
  /** How deep a cell of JSON may be. */
  readonly depth: number;
}

/** The columns of a table, in their order. */
export type Header = readonly string[];

/**
 * The header of a table.
 *
 * @param known the names that there are; any where it is undefined
 * @throws {RestError} `bad_csv` for a name that is unknown, empty, or comes twice
 */
export function headerOf(row: string, known?: readonly string[]): Header {
  const names = cellsOf(row).map(({ text }) => text), errors: Flaw[] = [];
  for (const [at, name] of names.entries()) {
    const flaw = (code: string, detail: string) =>
      void errors.push({ pointer: `/${at}`, line: 1, code, detail });
    if (name === "") flaw("empty", "a column has a name");
    else if (names.indexOf(name) < at) flaw("twice", `"${name.slice(0, 80)}" comes twice`);
    else if (known !== undefined && !known.includes(name) || name === "__proto__") {
      flaw("unknown", `there is no field "${name.slice(0, 80)}"`);
    }
  }
  if (errors.length === 0) return names;
  throw flawed("bad_csv", "the first line is to name the fields", errors);
}

/**
 * The fields of a row; a cell of nothing is a field that is not there.
 *
 * @throws {RestError} `bad_csv` for a row of more or fewer cells than the header, and for the header once more
 */
export function fieldsOf(
  row: string,
  header: Header,
  reading: Reading,
): Record<string, unknown> {
  const cells = cellsOf(row);
  if (cells.length !== header.length) {
    const detail = `${header.length} cells, not ${cells.length}`;
    throw new RestError("bad_csv", `a line has as many cells as the header: ${detail}`, {
      errors: [{ pointer: "", code: "cells", detail }],
    });
  }
  if (cells.every(({ text }, at) => text === header[at])) {
    const detail = "the header comes again: a record of these values is to be sent as JSON";
    throw new RestError("bad_csv", detail, { errors: [{ pointer: "", code: "header", detail }] });
  }
  const fields: Record<string, unknown> = {};
  for (const [at, cell] of cells.entries()) {
    const name = header[at] ?? "", value = valueOf(cell, name, reading);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

/**
 * What a cell tells: text where its column takes text; else a number, a boolean, a list or an object where it takes these and the cell is one. Of a column
 * that nothing is known of quotes tell text from numbers and booleans.
 */
function valueOf({ text, isQuoted }: Cell, name: string, { types, depth }: Reading): unknown {
  if (text === "" && !isQuoted) return undefined;
  const taken = types(name);
  return isJson({ text, isQuoted }, taken) ? parsed(text, name, depth) : text;
}

function isJson({ text, isQuoted }: Cell, taken: ReadonlySet<string> | undefined): boolean {
  if (taken === undefined) return isLiteral(text) && !isQuoted;
  if (taken.has("string")) return false;
  if (text === "true" || text === "false") return taken.has("boolean");
  if (isLiteral(text)) return taken.has("number") || taken.has("integer");
  return text.startsWith("[") && taken.has("array") ||
    text.startsWith("{") && taken.has("object");
}

function parsed(text: string, name: string, depth: number): unknown {
  try {
    return readJson(text, { depth });
  } catch (cause) {
    if (!RestError.is(cause)) throw cause;
    const errors = cause.errors.map((flaw) => ({
      ...flaw,
      pointer: `${pointerOf([name])}${flaw.pointer ?? ""}`,
    }));
    throw new RestError(cause.code, `the cell of "${name}" cannot be taken: ${cause.message}`, {
      cause,
      errors,
    });
  }
}
