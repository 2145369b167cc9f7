/**
 * Bodies held against the schema that is declared of them: the part of JSON Schema that the operations of processes use.
 *
 * @module
 */
import { pointerOf } from "../problem/pointer.ts";
import { type Flaw, RestError } from "../error.ts";
import type { Incoming, JsonSchema } from "../operation.ts";
import { flawed } from "../problem/flawed.ts";
import { isFields, type Json } from "../value/json.ts";
import { restored } from "../value/restored.ts";
import type { Values } from "./engine.ts";

/** A body of fields. */
export type Fields = { readonly [name: string]: Json };

/**
 * The body of a request, as its schema has it.
 *
 * @throws {RestError} `invalid` with the pointer of each place that is not so
 */
export async function bodyOf(incoming: Incoming, schema: JsonSchema): Promise<Fields> {
  const body = await incoming.body() ?? {}, errors: Flaw[] = [];
  check(body as Json, schema, [], errors); // as: it was read as JSON
  if (errors.length > 0 || !isFields(body)) {
    throw flawed("invalid", "the body is not what is asked for", errors);
  }
  return body;
}

function check(json: Json, schema: JsonSchema, keys: readonly string[], errors: Flaw[]): void {
  const flaw = (code: string, detail: string, at = keys) =>
    void errors.push({ pointer: pointerOf(at), code, detail });
  const { type, minLength, maxLength, minimum, maximum, items, maxItems } = schema;
  if (type !== undefined && !isOf(json, type)) return flaw("type", `give ${nameOf(type)}`);
  if (typeof json === "string") {
    if (json.length < Number(minLength ?? 0)) return flaw("length", "the text is too short");
    if (json.length > Number(maxLength ?? Infinity)) {
      return flaw("length", `the text is longer than ${maxLength}`);
    }
    if (minLength !== undefined && json.includes("\0")) {
      return flaw("character", "a name has no NUL");
    }
  }
  if (typeof json === "number") {
    if (json < Number(minimum ?? -Infinity)) return flaw("range", `give ${minimum} or more`);
    if (json > Number(maximum ?? Infinity)) return flaw("range", `give ${maximum} or less`);
  }
  if (Array.isArray(json)) {
    if (json.length > Number(maxItems ?? Infinity)) {
      return flaw("count", `give at most ${maxItems}`);
    }
    if (isSchema(items)) {
      for (const [at, each] of json.entries()) check(each, items, [...keys, String(at)], errors);
    }
  }
  if (isFields(json)) checkFields(json, schema, keys, errors);
}

function checkFields(
  json: Fields,
  { properties = {}, required = [], additionalProperties, maxProperties }: JsonSchema,
  keys: readonly string[],
  errors: Flaw[],
): void {
  const names = Object.keys(json), known = isSchema(properties) ? properties : {};
  if (names.length > Number(maxProperties ?? Infinity)) {
    errors.push({
      pointer: pointerOf(keys),
      code: "count",
      detail: `give at most ${maxProperties} fields`,
    });
    return;
  }
  for (const name of Array.isArray(required) ? required : []) {
    if (Object.hasOwn(json, name)) continue;
    errors.push({
      pointer: pointerOf([...keys, name]),
      code: "missing",
      detail: "the field must be there",
    });
  }
  for (const name of names) {
    const value = json[name] ?? null, at = [...keys, name.slice(0, 100)];
    const own = Object.hasOwn(known, name) ? known[name] : additionalProperties;
    if (isSchema(own)) check(value, own, at, errors);
    else if (own === false) {
      errors.push({ pointer: pointerOf(at), code: "unknown", detail: "there is no such field" });
    }
  }
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOf(json: Json, type: unknown): boolean {
  switch (type) {
    case "string":
      return typeof json === "string";
    case "integer":
      return Number.isSafeInteger(json);
    case "boolean":
      return typeof json === "boolean";
    case "array":
      return Array.isArray(json);
    case "object":
      return isFields(json);
    default:
      return true;
  }
}

function nameOf(type: unknown): string {
  const names: Readonly<Record<string, string>> = {
    string: "a text",
    integer: "a whole number",
    boolean: "true or false",
    array: "an array",
    object: "an object",
  };
  return names[String(type)] ?? String(type);
}

/** A text of a body; undefined where it has none. */
export function textOf(body: Fields, name: string): string | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** A whole number of a body; undefined where it has none. */
export function numberOf(body: Fields, name: string): number | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === "number" ? value : undefined;
}

/** An object of a body; undefined where it has none. */
export function fieldsOf(body: Fields, name: string): Fields | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return isFields(value) ? value : undefined;
}

/** Texts by name of a body; undefined where it has none. */
export function textsOf(body: Fields, name: string): Record<string, string> | undefined {
  const value = fieldsOf(body, name);
  if (value === undefined) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, String(each)]));
}

/** The values that JSON means: what comes back just as it was told is what is stored, bigint, dates and bytes included. */
export function restoredValues(json: Fields, stored: Values): Values {
  const values = Object.entries(json).map(([name, each]) =>
    [name, Object.hasOwn(stored, name) ? restored(each, stored[name]) : each] as const
  );
  return Object.fromEntries(values);
}

/** The error of a parameter that comes without another. */
export function together(parameter: string, other: string): RestError {
  const detail = `goes with ${other}`;
  return new RestError("bad_parameter", `${parameter} ${detail}`, {
    errors: [{ parameter, code: "missing", detail }],
  });
}
