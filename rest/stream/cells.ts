/**
 * The cells of a row of CSV (RFC 4180), strictly: what two readers would read as two things is refused.
 *
 * @module
 */
import { RestError } from "../error.ts";
import { cellText } from "../negotiate/csv.ts";

/** A cell of a row, read: without the quotes around it. */
export interface Cell {
  /** As it was before it was told safely. */
  readonly text: string;
  /** Whether it stood in quotes. */
  readonly isQuoted: boolean;
}

/** Quoted, or of what is no quote, comma or line break; then a comma or the end. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|$)/y;

/**
 * The cells of a row.
 *
 * @throws {RestError} `bad_csv` for a quote within a cell that begins with none, for what follows one that has closed, one that does not close, and a CR
 * outside of quotes
 */
export function cellsOf(row: string): Cell[] {
  const cells: Cell[] = [];
  for (let at = 0, mark: string | undefined = ","; mark === ",";) {
    CELL.lastIndex = at;
    const match = CELL.exec(row);
    if (match === null) {
      const detail =
        "a cell with quotes, commas or line breaks stands in quotes, and its quotes are doubled";
      throw new RestError("bad_csv", `cell ${cells.length + 1} cannot be read: ${detail}`, {
        errors: [{ pointer: `/${cells.length}`, code: "quotes", detail }],
      });
    }
    const [whole, quoted, plain = ""] = match;
    cells.push(
      quoted === undefined
        ? { text: cellText(plain), isQuoted: false }
        : { text: cellText(quoted.replaceAll('""', '"')), isQuoted: true },
    );
    at += whole.length;
    mark = match[3];
  }
  return cells;
}
