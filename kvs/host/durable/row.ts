/** Columns as what they hold. */
import { KvsError } from "../../error.ts";
import type { DurableSqlValue } from "./host.ts";

/** The bytes of a BLOB. */
export function bytesOf(column: DurableSqlValue | undefined): Uint8Array<ArrayBuffer> {
  if (column instanceof ArrayBuffer) return new Uint8Array(column);
  throw unexpected("bytes", column);
}

/** The number of an INTEGER. */
export function numberOf(column: DurableSqlValue | undefined): number {
  if (typeof column === "number") return column;
  throw unexpected("a number", column);
}

/** The string of a TEXT. */
export function textOf(column: DurableSqlValue | undefined): string {
  if (typeof column === "string") return column;
  throw unexpected("text", column);
}

function unexpected(what: string, column: unknown): KvsError {
  return new KvsError("corrupt", `a row of the store holds ${typeof column} instead of ${what}`);
}
