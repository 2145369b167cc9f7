/**
 * Functions on strings (DMN 1.5, 10.3.4.3). Positions and lengths count code points, as the standard counts characters.
 *
 * @module
 */
import { bounded, spend, text } from "../budget.ts";
import type { Machine } from "../machine.ts";
import { type Match, matchAt, matches } from "../regex/run.ts";
import { type Table, way } from "./signature.ts";

/** The functions on strings, by name. */
export const STRINGS: Table = {
  substring: [
    way(
      [["string", "string"], ["start position", "measure"], ["length", "measure?"]],
      (machine, string, start, length) => {
        const points = pointsOf(machine, string);
        const from = start > 0 ? Math.trunc(start) - 1 : points.length + Math.trunc(start);
        if (start === 0 || from < 0 || from >= points.length) return null;
        if (length !== null && length < 1) return null;
        return points.slice(from, length === null ? undefined : from + Math.trunc(length)).join("");
      },
    ),
  ],
  "string length": [
    way([["string", "string"]], (machine, string) => pointsOf(machine, string).length),
  ],
  "upper case": [way([["string", "string"]], (_, string) => text(string.toUpperCase()))],
  "lower case": [way([["string", "string"]], (_, string) => text(string.toLowerCase()))],
  "substring before": [
    way([["string", "string"], ["match", "string"]], (_, string, match) => {
      const at = string.indexOf(match);
      return at < 0 ? "" : string.slice(0, at);
    }),
  ],
  "substring after": [
    way([["string", "string"], ["match", "string"]], (_, string, match) => {
      const at = string.indexOf(match);
      return at < 0 ? "" : string.slice(at + match.length);
    }),
  ],
  contains: [
    way([["string", "string"], ["match", "string"]], (_, string, match) => string.includes(match)),
  ],
  "starts with": [
    way(
      [["string", "string"], ["match", "string"]],
      (_, string, match) => string.startsWith(match),
    ),
  ],
  "ends with": [
    way([["string", "string"], ["match", "string"]], (_, string, match) => string.endsWith(match)),
  ],
  matches: [
    way(
      [["input", "string"], ["pattern", "string"], ["flags", "string?"]],
      (machine, input, pattern, flags) => {
        const compiled = machine.patterns(machine, pattern, flags ?? "");
        return compiled && matchAt(machine, compiled, pointsOf(machine, input), 0) !== null;
      },
    ),
  ],
  replace: [
    way(
      [["input", "string"], ["pattern", "string"], ["replacement", "string"], [
        "flags",
        "string?",
      ]],
      (machine, input, pattern, replacement, flags) => {
        const compiled = machine.patterns(machine, pattern, flags ?? "");
        if (compiled === null) return null;
        const points = pointsOf(machine, input);
        const found = matches(machine, compiled, points);
        return replaced(machine, points, { found, groups: compiled.groups }, replacement);
      },
    ),
  ],
  split: [
    way([["string", "string"], ["delimiter", "string"]], (machine, string, delimiter) => {
      const compiled = machine.patterns(machine, delimiter, "");
      if (compiled === null) return null;
      const points = pointsOf(machine, string);
      const parts: string[] = [];
      let from = 0;
      for (const [start = 0, end = 0] of matches(machine, compiled, points)) {
        if (start === end && (start === 0 || start === points.length)) continue;
        parts.push(points.slice(from, start).join(""));
        from = end;
      }
      return bounded([...parts, points.slice(from).join("")]);
    }),
  ],
  "string join": [
    way(
      [["list", "list"], ["delimiter", "string?"]],
      (machine, list, delimiter) => joined(machine, list, delimiter ?? ""),
    ),
  ],
};

/** Code points; a lone surrogate is one of its own. */
function pointsOf(machine: Machine, string: string): string[] {
  spend(machine, string.length >> 5);
  return Array.from(string);
}

function joined(machine: Machine, list: readonly unknown[], delimiter: string): string | null {
  const strings = list.filter((each) => each !== null && each !== undefined);
  if (!strings.every((each) => typeof each === "string")) return null;
  spend(machine, list.length);
  const length = strings.reduce((sum, each) => sum + each.length + delimiter.length, 0);
  spend(machine, length >> 6);
  let made = "";
  for (const [index, each] of strings.entries()) {
    made = text(made + (index ? delimiter : "") + each);
  }
  return made;
}

/** Every match replaced; in the replacement `$0` is the match, `$1` its first group, and `\$` a dollar. */
function replaced(
  machine: Machine,
  points: readonly string[],
  { found, groups }: { readonly found: readonly Match[]; readonly groups: number },
  replacement: string,
): string | null {
  if (/[\\$]/.test(replacement.replace(/\\[\\$]|\$\d/g, ""))) return null;
  let [made, from] = ["", 0];
  for (const match of found) {
    const [start = 0, end = 0] = match;
    const next = replacement.replace(/\\([\\$])|\$(\d+)/g, (_, plain?: string, digits = "") => {
      if (plain !== undefined) return plain;
      // As many digits as there are groups for; the others are text.
      let size = digits.length;
      while (size > 1 && Number(digits.slice(0, size)) > groups) size--;
      const group = Number(digits.slice(0, size));
      const inside = points.slice(match[group * 2] ?? 0, match[group * 2 + 1] ?? 0).join("");
      return inside + digits.slice(size);
    });
    spend(machine, 1 + (next.length >> 6));
    made = text(made + points.slice(from, start).join("") + next);
    from = end;
  }
  return text(made + points.slice(from).join(""));
}
