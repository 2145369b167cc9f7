/**
 * What is wrong with a form, as far as that can be said at once.
 *
 * @module
 */
import { isThenable } from "../../base/mod.ts";
import { isShown } from "../mode.ts";
import type { Issue } from "../issue.ts";
import type { Filled } from "../state/filled.ts";
import { constraints } from "./constraint.ts";
import { doubles } from "./rows.ts";
import { Held } from "./scope.ts";
import { cellsAt } from "./walk.ts";
import { type Asked, isAsked, isQuick, outcomeOf, validationsAt } from "./validation.ts";

/**
 * What is wrong with a form, or with what is at a place and below it: that something is missing or no value, the constraints of fields and
 * of their types, rows, and the validations that answer at once. What is hidden, disabled or computed is not checked; in `search` only that
 * everything can be read. A check that throws, or a rule that cannot be worked out, is an issue of the code `failed`.
 *
 * @param at a path: `lines/r7/qty`, `lines/r7`, `lines`; the whole form where none is given
 * @throws {FormError} `path` for a place that there is not
 * @example
 * ```ts
 * import { check, document, type Filled, rule } from "@n2o/n2o/form";
 *
 * const stay = document({
 *   name: "stay",
 *   fields: [{ id: "from", required: true }, { id: "to", required: true }],
 *   validations: [{ for: "to", holds: rule("from <= to"), type: "order" }],
 * });
 * const isRight = (filled: Filled) => check(filled).length === 0;
 * if (stay.name !== "stay" || isRight.length !== 1) throw new Error("misread");
 * ```
 */
export function check(filled: Filled, at = ""): readonly Issue[] {
  if (isShown(filled.mode)) return [];
  const issues = [...ownIssues(filled, at)];
  const held = new Held(filled), never = new AbortController().signal;
  for (const asked of validationsAt(filled, at)) {
    if (isQuick(asked)) {
      issues.push(...atOnce(filled, held, asked, never).filter((issue) => isAsked(issue, at)));
    }
  }
  return issues;
}

/** What is wrong without the validations of the document: what fields, types and rows say. */
export function ownIssues(filled: Filled, at: string): readonly Issue[] {
  const cells = cellsAt(filled, at);
  const issues: Issue[] = [];
  for (const cell of cells) for (const issue of constraints(filled, cell)) issues.push(issue);
  return filled.mode === "search" ? issues : [...issues, ...doubles(filled, cells)];
}

/** What a validation says at once; what it says later is asked for anew by whoever waits. */
function atOnce(
  filled: Filled,
  held: Held,
  asked: Asked,
  signal: AbortSignal,
): readonly Issue[] {
  try {
    const outcome = outcomeOf(filled, held, asked, signal);
    if (!isThenable(outcome)) return outcome;
    outcome.then(undefined, () => {}); // it is asked again, and heard then
    return [];
  } catch {
    // It is not taken for right; `checks` asks once more, and says in the log why.
    return [{ path: asked.path, code: "failed" }];
  }
}
