/**
 * What the cells of a resource's fields are, by what is declared of them.
 *
 * @module
 */
import { isObject } from "../../../base/mod.ts";
import type { KvsRecord } from "../../../kvs/mod.ts";
import type { Resource } from "../resource.ts";

type Types = ReadonlySet<string>;

const TEXT: Types = new Set(["string"]), NUMBER: Types = new Set(["number"]);
const LIST: Types = new Set(["array"]), PARTS: Types = new Set(["array", "object"]);

/** The types of JSON that a field takes: by its kind, by the schema of what comes in; undefined where neither says so. */
export function cellTypes<T extends KvsRecord>(
  { id, kinds = {}, input }: Resource<T>,
): (name: string) => Types | undefined {
  const properties = isObject(input?.properties) ? new Map(Object.entries(input.properties)) : NONE;
  const found = new Map<string, Types | undefined>();
  const typesOf = (name: string): Types | undefined => {
    if (Object.hasOwn(kinds, name)) {
      const kind = kinds[name];
      return typeof kind === "object" ? PARTS : kind === "number" ? NUMBER : TEXT;
    }
    if (name === "id" && id !== undefined) return idTypes(id);
    const types = new Set(schemaTypes(properties.get(name), 0));
    return types.size === 0 ? undefined : types;
  };
  return (name) => {
    if (!found.has(name)) found.set(name, typesOf(name));
    return found.get(name);
  };
}

const NONE: ReadonlyMap<string, unknown> = new Map();

function idTypes(id: NonNullable<Resource["id"]>): Types | undefined {
  if (typeof id !== "string") return LIST;
  return id === "number" ? NUMBER : id === "boolean" ? new Set(["boolean"]) : TEXT;
}

/** Deeper than this no schema says what one value is. */
const DEPTH = 8;

function schemaTypes(schema: unknown, depth: number): readonly string[] {
  if (!isObject(schema) || depth > DEPTH) return [];
  const { type, enum: values, const: only, anyOf, oneOf, allOf } = schema as Schema; // as: each is looked at
  const named = [type].flat().filter((each) => typeof each === "string");
  const listed = [...Array.isArray(values) ? values : [], ...only === undefined ? [] : [only]];
  const parts = [anyOf, oneOf, allOf].flatMap((each) => Array.isArray(each) ? each : []);
  return [
    ...named,
    ...listed.map((each) => Array.isArray(each) ? "array" : typeof each),
    ...parts.flatMap((each) => schemaTypes(each, depth + 1)),
  ];
}

interface Schema {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly anyOf?: unknown;
  readonly oneOf?: unknown;
  readonly allOf?: unknown;
}
