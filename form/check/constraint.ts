/**
 * What every field is checked for, whatever its type.
 *
 * @module
 */
import { FormError } from "../error.ts";
import { isStep } from "../field/number/decimal.ts";
import type { Issue } from "../issue.ts";
import type { Cell, Filled } from "../state/filled.ts";
import { patternOf } from "../value/pattern/pattern.ts";
import { contentOf } from "./content.ts";
import { KINDS } from "./kind/kinds.ts";
import { placeOf } from "./place.ts";

/** What was found of cells: a cell is the same object as long as nothing of it is another. */
const known = new WeakMap<Cell, readonly Issue[]>();

/** What is wrong with what a cell holds by itself: each code once. */
export function constraints(filled: Filled, cell: Cell): readonly Issue[] {
  const { node } = cell;
  if (cell.wrong !== undefined) return [cell.wrong];
  if (filled.mode === "search" || node.type.holds === false) return NONE;
  if (node.children.size > 0) return [...counted(filled, cell)];
  const found = known.get(cell) ?? wrongIn(filled, cell);
  known.set(cell, found);
  return found;
}

const NONE: readonly Issue[] = [];

function wrongIn(filled: Filled, cell: Cell): readonly Issue[] {
  const { node, path, value } = cell;
  if (isEmpty(value)) return cell.isRequired ? [{ path, code: "required" }] : NONE;
  const found = new Map<string, Issue>();
  const own = node.type.check?.(value, placeOf(filled, cell)) ?? [];
  for (const issue of own) found.set(issue.code, issue);
  for (const issue of common(cell)) if (!found.has(issue.code)) found.set(issue.code, issue);
  return found.size === 0 ? NONE : [...found.values()];
}

/** Whether a value is none: nothing, blanks, no choice, a box that is not ticked. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === false ||
    (typeof value === "string" && value.trim() === "") ||
    (Array.isArray(value) && value.length === 0);
}

function* counted(filled: Filled, cell: Cell): Generator<Issue> {
  const { path, node, min, max } = cell;
  if (!node.isRepeated) {
    if (cell.isRequired && isNothing(filled, path)) yield { path, code: "required" };
    return;
  }
  const count = filled.rows(path).length;
  if (count === 0 && cell.isRequired) yield { path, code: "required" };
  else yield* between(path, count, min, max);
}

function isNothing(filled: Filled, path: string): boolean {
  return filled.cells(path).every(({ path, node, value, wrong }) =>
    node.isRepeated
      ? filled.rows(path).length === 0
      : node.children.size > 0
      ? isNothing(filled, path)
      : wrong === undefined && isEmpty(value)
  );
}

function* between(path: string, count: number, min: unknown, max: unknown): Generator<Issue> {
  if (typeof min === "number" && count < min) {
    yield { path, code: "mincount", args: { count: min, length: count } };
  }
  if (typeof max === "number" && count > max) {
    yield { path, code: "maxcount", args: { count: max, length: count } };
  }
}

function* common(cell: Cell): Generator<Issue> {
  const { path, node, value, min, max } = cell;
  if (typeof value === "string") yield* texts(cell, value);
  else if (typeof value === "number") yield* numbers(cell, value);
  else if (Array.isArray(value)) {
    yield* between(path, value.length, min, max);
    if (
      node.field.distinct === true && new Set(value.map((each) => keyOf(each))).size < value.length
    ) {
      yield { path, code: "distinct" };
    }
    for (const each of value) if (typeof each === "string") yield* patterned(cell, each);
  }
  yield* offered(cell);
}

function* texts(cell: Cell, value: string): Generator<Issue> {
  yield* lengths(cell, value);
  yield* patterned(cell, value);
  for (const kind of cell.node.field.validation?.split(" ") ?? []) {
    if (isKind(kind) && !KINDS[kind](value)) yield { path: cell.path, code: kind };
  }
}

function* lengths(cell: Cell, value: string): Generator<Issue> {
  const { path, node: { field, type }, min, max } = cell;
  if (contentOf(field, type) !== "text") return;
  // Characters for the least and UTF-16 units for the most: a browser and a JSON Schema count one way each, and refuse no more than that.
  const count = typeof min === "number" ? [...value].length : Infinity;
  if (typeof min === "number" && count < min) {
    yield { path, code: "minlength", args: { count: min, length: count } };
  }
  const { length } = field;
  const most = typeof max === "number" && !(length !== undefined && length < max) ? max : length;
  if (most !== undefined && value.length > most) {
    yield { path, code: "maxlength", args: { count: most, length: value.length } };
  }
}

function isKind(name: string): name is keyof typeof KINDS {
  return Object.hasOwn(KINDS, name);
}

function* patterned({ path, node }: Cell, value: string): Generator<Issue> {
  const pattern = patternOf(node.field);
  if (pattern === undefined) return;
  try {
    if (!pattern.test(value)) yield { path, code: "pattern" };
  } catch (error) {
    if (!FormError.is(error, "limit")) throw error;
    yield { path, code: "pattern" };
  }
}

function* numbers({ path, node, min, max }: Cell, value: number): Generator<Issue> {
  if (typeof min === "number" && value < min) yield { path, code: "min", args: { min } };
  if (typeof max === "number" && value > max) yield { path, code: "max", args: { max } };
  const { step } = node.field;
  if (typeof step === "number" && !isStep(value, typeof min === "number" ? min : 0, step)) {
    yield { path, code: "step", args: { step } };
  }
}

/** What is chosen is there, and can be; what nobody has changed may be what cannot be chosen any more. */
function* offered({ path, node: { field }, value, options, edits }: Cell): Generator<Issue> {
  if (field.options === undefined) return;
  const names = new Set(
    options.filter(({ disabled }) => disabled !== true || edits === 0).map(({ name }) => name),
  );
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (chosen.some((each) => typeof each === "string" && !names.has(each))) {
    yield { path, code: "option" };
  }
}

/** What tells a value from others: two of one structure have the same; of what has an id, that says all where `isById`. */
export function keyOf(value: unknown, isById = true): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  if (Array.isArray(value)) return `[${value.map((each) => keyOf(each, isById)).join()}]`;
  if (isById && "id" in value && typeof value.id === "string") {
    return `#${JSON.stringify(value.id)}`;
  }
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([one], [other]) => one < other ? -1 : 1);
  const parts = entries.map(([name, each]) => `${JSON.stringify(name)}:${keyOf(each, isById)}`);
  return `{${parts.join()}}`;
}
