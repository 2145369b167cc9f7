/**
 * Records as CSV (RFC 4180), safe for spreadsheets, and so that an import has back what was told.
 *
 * | a value | its cell |
 * | --- | --- |
 * | null, or a field that is not there | nothing |
 * | text | itself, in quotes where it has a comma, a quote or a line break; empty text is `""` |
 * | text that is a number or a boolean of JSON | in quotes, which tell it from these |
 * | text that begins with `=`, `+`, `-`, `@`, TAB or CR, behind any number of `'` | the same with one `'` in front |
 * | a number, a boolean | as JSON has it |
 * | an array, an object | its JSON |
 *
 * A spreadsheet takes the `'` for the mark of plain text and shows what stands behind it. The way back takes one `'` away from where one may have been put:
 * no two texts have the same cell.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";

/** What a spreadsheet would take for a formula (CWE-1236), or would come out as such text: a number is none. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** What stands without quotes for a number or a boolean. */
const LITERAL = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false)$/;

/** Whether a cell without quotes is a number or a boolean. */
export function isLiteral(text: string): boolean {
  return LITERAL.test(text);
}

/** What {@linkcode cell} has put a `'` in front of. */
const MARKED = /^'+[=+\-@\t\r]/;

/**
 * Records in lines, the names of fields first.
 *
 * @param fields the columns; all fields that the records have unless given
 */
export function csv(records: readonly unknown[], fields?: readonly string[]): string {
  const rows = records.filter(isObject),
    columns = fields ?? [...new Set(rows.flatMap(Object.keys))];
  return csvLine(columns) + csvLines(rows, columns);
}

/** Records in lines, without the names of fields. */
export function csvLines(records: readonly unknown[], columns: readonly string[]): string {
  let text = "";
  for (const row of records) {
    if (!isObject(row)) continue;
    text += csvLine(columns.map((name) => Object.hasOwn(row, name) ? row[name] : undefined));
  }
  return text;
}

/** Values in one line: those of the first are the names of fields. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(cell).join(",")}\r\n`;
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (value === "") return '""';
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  const safe = typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || typeof value === "string" && isLiteral(text)
    ? `"${safe.replaceAll('"', '""')}"`
    : safe;
}

/** The text that a cell tells: without the `'` in front of what would be a formula. */
export function cellText(cell: string): string {
  return MARKED.test(cell) ? cell.slice(1) : cell;
}
