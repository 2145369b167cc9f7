/**
 * Functions of the original: `function`, `args` and `result`.
 *
 * @module
 */
import type { Kind } from "../kind.ts";

/** Functions that have a counterpart. */
export const functions: Kind = {
  is: (line) => "function" in line && "result" in line,
  run: (lines) => lines.map(({ function: name }) => ({ name: String(name), failure: "not yet" })),
};
