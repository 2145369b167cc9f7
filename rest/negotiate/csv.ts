/**
 * Records as CSV (RFC 4180).
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";

/** What a spreadsheet would take for a formula (CWE-1236): a number is none. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Records in lines, the names of fields first. A text that a spreadsheet would carry out begins with `'`; values of objects are JSON.
 *
 * @param fields the columns; all fields that the records have unless given
 */
export function csv(records: readonly unknown[], fields?: readonly string[]): string {
  const rows = records.filter(isObject),
    columns = fields ?? [...new Set(rows.flatMap(Object.keys))];
  const lines = rows.map((row) =>
    columns.map((name) => cell(Object.hasOwn(row, name) ? row[name] : undefined)).join(",")
  );
  return [columns.map(cell).join(","), ...lines].map((line) => `${line}\r\n`).join("");
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  const safe = typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
