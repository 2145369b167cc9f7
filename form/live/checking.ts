/**
 * What is wrong with a form, as it is filled in and when it is sent.
 *
 * @module
 */
import { check } from "../check/check.ts";
import { checks } from "../check/checks.ts";
import { isQuick } from "../check/validation.ts";
import type { Issue } from "../issue.ts";
import type { Compiled } from "../document/compile.ts";
import { around } from "../value/path.ts";
import type { Filling } from "./filling.ts";
import { gone } from "./store/gone.ts";

/** How long a person who has left a field waits for what a store says of it, in milliseconds: it is asked again on submit. */
const LONGEST = 2_000;
/** How long the checks of a submit take, in milliseconds, and how often what is changed meanwhile is looked at anew. */
const LONGEST_ALL = 5_000, ROUNDS = 4;

/**
 * Looks again, after these places changed, at what can be told at once; answers which cells are others for that. What was found elsewhere
 * stands until its own place changes.
 */
export function recheck(filling: Filling, changed: ReadonlySet<string>): ReadonlySet<string> {
  const { sheet, found, setup: { compiled } } = filling;
  filling.later = filling.later.filter(({ path }) => !isAmong(path, changed));
  if (!isApart(compiled)) return sheet.fault(together(filling.later, check(sheet)));
  const left = found.filter(({ path }) => !isAmong(path, changed));
  const own = [...changed].flatMap((path) => check(sheet, path));
  // In a table of a thousand rows nobody looks at all of them for nothing.
  if (own.length === 0 && left.length === found.length) return NONE;
  filling.found = together(left, own);
  return sheet.fault(filling.found);
}

/** Puts what was found when all was looked at, also elsewhere. */
export function found(filling: Filling, issues: readonly Issue[]): void {
  const { sheet } = filling, own = check(sheet);
  filling.later = issues.filter((each) => !own.some((other) => isSame(each, other)));
  filling.found = issues;
  sheet.fault(issues);
}

function together(some: readonly Issue[], others: readonly Issue[]): readonly Issue[] {
  return [...some.filter((each) => !others.some((other) => isSame(each, other))), ...others];
}

const NONE: ReadonlySet<string> = new Set();

/** Whether a place is one of these, or stands in one. */
function isAmong(path: string, places: ReadonlySet<string>): boolean {
  for (let at: string | undefined = path; at !== undefined; at = around(at)) {
    if (places.has(at)) return true;
  }
  return false;
}

function isSame(one: Issue, other: Issue): boolean {
  return one.path === other.path && one.code === other.code;
}

const apart = new WeakMap<Compiled, boolean>();

/** Whether what is wrong with a place is told by that place alone. */
function isApart(compiled: Compiled): boolean {
  const known = apart.get(compiled);
  if (known !== undefined) return known;
  const { document: { validations = [], schema }, nodes } = compiled;
  const made = validations.length === 0 && schema === undefined &&
    [...nodes.values()].every(({ field }) => field.distinct !== true);
  apart.set(compiled, made);
  return made;
}

/**
 * Asks what is told later of a place that a person has left, and once more of those where something was wrong; answers which cells are
 * others for that. What is not answered in time is nothing that is wrong yet.
 */
export async function recheckLater(filling: Filling, path: string): Promise<ReadonlySet<string>> {
  const { sheet } = filling, places = new Set([path, ...filling.later.map((issue) => issue.path)]);
  const asked = [...places].filter((at) =>
    isToldLater(filling, at) && check(sheet, at).length === 0
  );
  if (asked.length === 0) return NONE;
  const said: Issue[] = [];
  for (const at of asked) {
    said.push(...(await asking(filling, at)).filter(({ code }) => code !== "failed"));
  }
  const left = filling.later.filter((issue) => !asked.includes(issue.path));
  filling.later = together(left, said);
  filling.found = together(filling.later, check(sheet));
  return sheet.fault(filling.found);
}

/** Whether something of a place is asked that is answered later. */
function isToldLater({ sheet, setup }: Filling, at: string): boolean {
  const { node: { path, field }, value } = sheet.cell(at);
  const { compiled: { document: { validations = [] } }, options: { unique } } = setup;
  return field.unique === true && unique !== undefined && value !== undefined ||
    validations.some((validation) => validation.for === path && !isQuick({ validation, path }));
}

/** All that is wrong, also what a store is asked: what is unique, whether choices may be made still, whether files are there. */
export async function checkAll(filling: Filling): Promise<readonly Issue[]> {
  for (let left = ROUNDS; left > 0; left--) {
    const { changes } = filling, issues = await asking(filling);
    // What was changed while it was asked about nobody has looked at.
    if (issues.length > 0 || filling.changes === changes) return issues;
  }
  return [{ path: "", code: "failed" }];
}

async function asking(filling: Filling, at?: string): Promise<readonly Issue[]> {
  const { sheet, setup: { options: { unique, options, files } }, id } = filling;
  const { clock, log } = filling.person, ms = at === undefined ? LONGEST_ALL : LONGEST;
  const found = await checks(sheet, {
    clock,
    log,
    ms,
    ...at !== undefined && { at },
    ...unique !== undefined && { unique },
    ...id !== undefined && { record: id },
  });
  return [...found, ...await gone(sheet, at ?? "", { options, files, clock, log, ms })];
}
