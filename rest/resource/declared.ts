/**
 * What the operations of resources declare: parameters, bodies, responses.
 *
 * @module
 */
import type { JsonSchema, Parameter, ResponseDeclaration } from "../operation.ts";
import { PROBLEM_SCHEMA } from "../problem/problem.ts";
import { EVENT_STREAM } from "../stream/event.ts";
import type { Resource } from "./resource.ts";
import { addressSchema, pascal, recordSchema } from "./schema.ts";

export function idOf(resource: Resource): Parameter {
  return {
    name: "id",
    in: "path",
    description: "the id of the record: text, or its parts between commas",
    schema: addressSchema(resource),
  };
}
export const MATCH: Parameter = {
  name: "if-match",
  in: "header",
  description: "carried out only where the record has one of these tags",
  schema: { type: "string" },
};
export const NONE_MATCH: Parameter = {
  name: "if-none-match",
  in: "header",
  description:
    'carried out only where the record has none of these tags; "*" where there must be none',
  schema: { type: "string" },
};
type Told = NonNullable<ResponseDeclaration["headers"]>;

const TEXT: JsonSchema = { type: "string" };
export const TAG: Told = {
  etag: { description: "the version of the record, a strong tag", schema: TEXT },
};
export const LOCATION: Told = {
  location: { description: "the address of the record", schema: TEXT },
};
export const MOVED: Told = {
  "content-location": { description: "the address of a record that was renamed", schema: TEXT },
};
export const LISTED: Told = {
  link: { description: "the pages beside it, rel next and prev (RFC 8288)", schema: TEXT },
  "x-total-count": {
    description: "how many there are, where Prefer: count=exact asks for it",
    schema: { type: "string", pattern: "^[0-9]+$" },
  },
};

export const EACH: Parameter = {
  name: "each",
  in: "query",
  description: "whether the records of a list are stored each by itself, and not in one commit",
  schema: { type: "boolean" },
};
/** What became of one of a list. */
export const BECAME: JsonSchema = {
  $id: "Became",
  type: "object",
  required: ["status"],
  properties: {
    status: { type: "integer" },
    location: { type: "string" },
    problem: PROBLEM_SCHEMA,
  },
  additionalProperties: false,
};

/** Records under the name of their resource, or under the one that a request asks for. */
export function listOf(
  { name, listed = name }: Pick<Resource, "name" | "listed">,
  items: JsonSchema,
  suffix = "List",
): JsonSchema {
  const list: JsonSchema = { type: "array", items };
  return {
    $id: `${pascal(name)}${suffix}`,
    type: "object",
    ...listed === ""
      ? { minProperties: 1, maxProperties: 1, additionalProperties: list }
      : { required: [listed], properties: { [listed]: list }, additionalProperties: false },
  };
}

export function oneOrMany(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: "array", items: schema }] };
}

/** By type: what JSON is, is said; the others are text. A stream of events is of a list only. */
export function contentOf(
  { types = ["application/json"] }: Resource,
  schema: JsonSchema,
): Record<string, JsonSchema> {
  return Object.fromEntries(
    types.filter((type) => type !== EVENT_STREAM).map((type) => {
      if (type === "application/json") return [type, schema];
      return [type, type.endsWith("+json") ? {} : { type: "string" }];
    }),
  );
}

/** By type: text. */
export function textOf(types: readonly string[] = []): Record<string, JsonSchema> {
  return Object.fromEntries(types.map((type) => [type, { type: "string" }]));
}

export function one(
  resource: Resource,
  description: string,
  headers: ResponseDeclaration["headers"] = {},
): ResponseDeclaration {
  return {
    description,
    headers: { ...TAG, ...headers },
    content: contentOf(resource, recordSchema(resource)),
  };
}

/** A JSON Pointer (RFC 6901). */
const POINTER: JsonSchema = { type: "string", pattern: "^(?:/(?:[^~/]|~[01])*)*$" };

function step(ops: readonly string[], more: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return {
    type: "object",
    required: ["op", "path", ...Object.keys(more)],
    properties: { op: { enum: ops }, path: POINTER, ...more },
  };
}

/** A JSON Patch (RFC 6902). */
export const PATCH_SCHEMA: JsonSchema = {
  $id: "JsonPatch",
  type: "array",
  maxItems: 1_000,
  items: {
    oneOf: [
      step(["add", "replace", "test"], { value: {} }),
      step(["move", "copy"], { from: POINTER }),
      step(["remove"], {}),
    ],
  },
};
