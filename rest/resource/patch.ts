/**
 * Patches: JSON Merge Patch (RFC 7396) and JSON Patch (RFC 6902), each whole or not at all.
 *
 * @module
 */
import { applyPatch } from "../deps.ts";
import { pointerOf } from "../problem/pointer.ts";
import { RestError } from "../error.ts";
import { isFields, type Json } from "../value/json.ts";

/** The type of JSON Patch. */
export const JSON_PATCH = "application/json-patch+json";
/** The type of JSON Merge Patch. */
export const MERGE_PATCH = "application/merge-patch+json";

const MOST = 1_000;
const OPS = new Set(["add", "remove", "replace", "move", "copy", "test"]);
/** What no step of a pointer may be: by them it would leave the data. */
const REFUSED = new Set(["__proto__", "constructor", "prototype"]);

/** A document with a patch applied: a new one; the document stays as it is. */
export function patched(document: Json, patch: unknown, type: string): unknown {
  return type === JSON_PATCH ? jsonPatched(document, patch) : mergePatched(document, patch as Json); // as: a body of JSON
}

/**
 * A merge patch: fields that are null go, objects are merged, all else is put in place (RFC 7396, section 2).
 *
 * @example
 * ```ts
 * import { mergePatched } from "@n2o/n2o/rest";
 *
 * const made = mergePatched({ a: "b", c: { d: "e", f: "g" } }, { a: "z", c: { f: null } });
 * if (JSON.stringify(made) !== '{"a":"z","c":{"d":"e"}}') throw made;
 * ```
 */
export function mergePatched(document: Json, patch: Json): Json {
  if (!isFields(patch)) return patch;
  const fields = new Map<string, Json>(isFields(document) ? Object.entries(document) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) fields.delete(name);
    else fields.set(name, mergePatched(fields.get(name) ?? null, value));
  }
  return Object.fromEntries(fields);
}

/**
 * A JSON Patch.
 *
 * @throws {RestError} `bad_patch` for what is none, `unpatchable` for a path that is not there, `conflict` for a `test` that does not hold; each with
 * the pointer of the operation
 */
export function jsonPatched(document: Json, patch: unknown): unknown {
  const operations = operationsOf(patch), whole = { "": structuredClone(document) as unknown };
  for (const [at, operation] of operations.entries()) {
    const isThere = isPlaced(whole[""], operation);
    const [failure] = isThere ? applyPatch(whole, [onWhole(operation)]) : [operation];
    if (failure === null || failure === undefined) continue;
    const isTest = operation.op === "test" && isThere;
    const detail = isTest
      ? "the test does not hold"
      : `nothing is at "${operation.from ?? operation.path}" that takes it`;
    throw new RestError(
      isTest ? "conflict" : "unpatchable",
      `operation ${at} of the patch: ${detail}: nothing was changed`,
      {
        errors: [{ pointer: pointerOf([at]), code: isTest ? "test" : "path", detail }],
      },
    );
  }
  return whole[""];
}

/** Whether the places that an operation names are there, each in an object or an array: the library writes into text and numbers, too. */
function isPlaced(document: unknown, { op, path, from }: Step): boolean {
  if (from !== undefined && !isThere(document, stepsOf(from), false)) return false;
  return isThere(document, stepsOf(path), op === "add" || op === "copy" || op === "move");
}

/** @param isNew whether the last step may name what is not there yet */
function isThere(value: unknown, steps: readonly string[], isNew: boolean): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return true;
  const isLast = rest.length === 0;
  if (Array.isArray(value)) {
    if (isLast && isNew && step === "-") return true;
    const at = /^(?:0|[1-9]\d{0,9})$/.test(step) ? Number(step) : NaN;
    if (isLast && isNew) return at <= value.length;
    return at < value.length && isThere(value[at], rest, isNew);
  }
  if (!isFields(value)) return false;
  if (isLast && isNew) return true;
  return Object.hasOwn(value, step) && isThere(value[step], rest, isNew);
}

/** The steps of a pointer, read. */
function stepsOf(pointer: string): readonly string[] {
  return pointer.split("/").slice(1).map((step) =>
    step.replaceAll("~1", "/").replaceAll("~0", "~")
  );
}

type Patch = Parameters<typeof applyPatch>[1][number];

interface Step {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** The library has no root to replace: the document stands in an object, under the empty name. */
function onWhole({ op, path, from, value }: Step): Patch {
  const made = {
    op,
    path: `/${path}`,
    ...(from !== undefined && { from: `/${from}` }),
    ...(value !== undefined && { value: structuredClone(value) }),
  };
  return made as Patch; // as: its operations were checked
}

function operationsOf(patch: unknown): readonly Step[] {
  if (!Array.isArray(patch)) throw bad([], "give a list of operations");
  if (patch.length > MOST) {
    throw new RestError("too_large", `a patch has at most ${MOST} operations`);
  }
  return patch.map((each: unknown, at) => stepOf(each, at));
}

function stepOf(each: unknown, at: number): Step {
  if (!isFields(each)) throw bad([at], "an operation is an object");
  const { op, path, from, value } = each;
  if (typeof op !== "string" || !OPS.has(op)) {
    throw bad([at, "op"], `one of ${[...OPS].join(", ")}`);
  }
  const needsFrom = op === "move" || op === "copy",
    needsValue = op === "add" || op === "replace" || op === "test";
  const to = pointerIn(path, at, "path");
  if (needsValue && !Object.hasOwn(each, "value")) {
    throw bad([at, "value"], "this operation has a value");
  }
  if (!needsFrom) return { op, path: to, ...(needsValue && { value }) };
  const source = pointerIn(from, at, "from");
  if (op === "move" && to.startsWith(`${source}/`)) {
    throw bad([at, "path"], "nothing is moved into itself");
  }
  return { op, path: to, from: source };
}

function pointerIn(text: unknown, at: number, name: "path" | "from"): string {
  if (typeof text !== "string" || !/^(?:\/(?:[^~/]|~[01])*)*$/.test(text)) {
    throw bad([at, name], "give a JSON Pointer (RFC 6901), such as /name/0");
  }
  if (stepsOf(text).some((step) => REFUSED.has(step))) {
    throw bad([at, name], "no field that is taken");
  }
  return text;
}

function bad(keys: readonly PropertyKey[], detail: string): RestError {
  return new RestError("bad_patch", `the patch is none at "${pointerOf(keys)}": ${detail}`, {
    errors: [{ pointer: pointerOf(keys), code: "patch", detail }],
  });
}
