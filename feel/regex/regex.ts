/**
 * Regular expressions of FEEL (XPath 3.1 functions, 5.6.1) as programs that run in time linear in their input.
 *
 * All of XPath's syntax but back-references, which no linear matcher can have: a pattern with one is refused.
 *
 * @module
 */
import { type Budget, spend } from "../budget.ts";
import { PATTERNS } from "../limits.ts";
import { emit } from "./emit.ts";
import { readPattern } from "./pattern.ts";
import type { Program, State } from "./program.ts";

/**
 * The program of a pattern with flags; null where pattern or flags are none.
 *
 * @throws {FeelError} `expression` for a back-reference; `limit` for a pattern of too many states.
 */
export type Patterns = (budget: Budget, pattern: string, flags: string) => Program | null;

/** Compiles patterns, and keeps the last {@link PATTERNS} or so of them. */
export function patterns(): Patterns {
  const kept = new Map<string, Program | null>();
  return (budget, pattern, flags) => {
    spend(budget, pattern.length);
    const name = `${flags}/${pattern}`;
    let program = kept.get(name);
    if (program === undefined) {
      program = compilePattern(pattern, flags);
      if (kept.size >= PATTERNS) kept.clear();
      kept.set(name, program);
    }
    if (program !== null) spend(budget, program.states.length >> 3);
    return program;
  };
}

function compilePattern(pattern: string, flags: string): Program | null {
  const found = readPattern(pattern, flags);
  if (found === null) return null;
  const states: State[] = [];
  emit(states, { is: "group", index: 0, of: found.node }, flags.includes("m"));
  states.push({ is: "match" });
  return { states, groups: found.groups };
}
