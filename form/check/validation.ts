/**
 * Rules between values, as a document declares them.
 *
 * @module
 */
import { isThenable } from "../../base/mod.ts";
import type { Rule } from "../declaration/attributes.ts";
import { isStandard, type StandardSchema } from "../../base/standard.ts";
import type { Checked, Validation } from "../document/document.ts";
import type { Issue } from "../issue.ts";
import type { Filled } from "../state/filled.ts";
import { pathsOf } from "./part.ts";
import type { Held } from "./scope.ts";
import { pathOf, validated } from "./standard.ts";
import { isWithin } from "./walk.ts";

/** A validation at one place. */
export interface Asked {
  readonly validation: Validation<string, never>;
  /** Where it stands. */
  readonly path: string;
}

/** What came of it: issues, at once or later; nothing where it could not be asked at once. */
export type Outcome = readonly Issue[] | Promise<readonly Issue[]>;

/** The validations of a place and below it, at each of their rows; the schema of the document is one of the form. */
export function* validationsAt(filled: Filled, at: string): Generator<Asked> {
  if (filled.mode === "search") return;
  const { validations = [], schema } = filled.compiled.document;
  for (const validation of validations) {
    const { for: target } = validation;
    if (target === undefined) {
      if (at === "") yield { validation, path: "" };
    } else {
      for (const path of pathsOf(filled, target, at)) yield { validation, path };
    }
  }
  if (schema !== undefined) yield { validation: { holds: schema }, path: "" };
}

/** Checks that have answered later: they are not asked where an answer is wanted at once. */
const slow = new WeakSet<object>();

/** Whether a validation answers at once, as far as that is known. */
export function isQuick({ validation: { holds } }: Asked): boolean {
  if (typeof holds !== "function") return !(typeof holds === "object" && slow.has(holds));
  return !slow.has(holds) && holds.constructor?.name !== "AsyncFunction";
}

/**
 * What a validation says at its place.
 *
 * @throws what the check throws
 */
export function outcomeOf(filled: Filled, held: Held, asked: Asked, signal: AbortSignal): Outcome {
  const { validation: { holds }, path } = asked;
  if (isStandard(holds)) return laterOf(holds, schemaOutcome(filled, held, holds, path));
  if (typeof holds !== "function") {
    return issuesOf(filled, asked, ruleAnswer(held, holds, path));
  }
  const { value, parent } = held.at(path);
  // As: whatever it says that it takes, it takes what the form holds, by the type of its document.
  const answer = holds(held.values as never, { path, value, parent, signal });
  if (!isThenable(answer)) return issuesOf(filled, asked, answer);
  return laterOf(
    holds,
    Promise.resolve(answer).then((checked) => issuesOf(filled, asked, checked)),
  );
}

function laterOf(check: object, outcome: Outcome): Outcome {
  if (isThenable(outcome)) slow.add(check);
  return outcome;
}

function schemaOutcome(filled: Filled, held: Held, schema: StandardSchema, path: string): Outcome {
  const value = path === "" ? held.values : held.at(path).value;
  // What is empty is asked for by `required`.
  return path !== "" && value === undefined ? [] : validated(filled, schema, value, path);
}

/** A rule fails where it answers false, or a text: what is compared with nothing is nothing wrong. */
function ruleAnswer(held: Held, { feel }: Rule<boolean>, path: string): Checked {
  const answer = held.answer(feel, path);
  return answer === false || typeof answer === "string" ? answer : true;
}

/** What an answer says, by paths of the form. */
function issuesOf(filled: Filled, { validation, path }: Asked, answer: Checked): readonly Issue[] {
  const { msg, type = "invalid" } = validation;
  if (answer === undefined || answer === true) return [];
  if (answer === false) return [{ path, code: type, ...msg !== undefined && { message: msg } }];
  if (typeof answer === "string") return [{ path, code: type, message: answer }];
  return answer.map((issue) => ({ ...issue, path: pathOf(filled, namesIn(issue.path), "") }));
}

function namesIn(path: unknown): readonly string[] {
  return typeof path === "string" && path !== "" ? path.split("/") : [];
}

/** Whether something that was found is said at a place that was asked about. */
export function isAsked({ path }: Issue, at: string): boolean {
  return isWithin(path, at);
}
