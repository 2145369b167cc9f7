/**
 * A kind of recorded answers: which lines are of it, and what this project answers in their place.
 *
 * @module
 */
import type { Result } from "./report.ts";

/** A line of a file: an object of JSON. */
export type Line = Readonly<Record<string, unknown>>;

/** A kind of recorded answers. */
export interface Kind {
  /** Whether a line is of this kind, told by its fields. */
  is(line: Line): boolean;
  /** The outcome of each line, in their order. A `difference` is a defect of the original in whose place the useful answer was found. */
  run(lines: readonly Line[]): readonly Result[] | Promise<readonly Result[]>;
}

/** The outcome of a check: empty, or what is wrong. */
export function failureOf(check: () => void): string {
  try {
    check();
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The text of a field; empty where it has none. */
export function field(line: Line, name: string): string {
  const value = line[name];
  return typeof value === "string" ? value : "";
}
