/**
 * What the operations of resources declare: parameters, bodies, responses.
 *
 * @module
 */
import type { JsonSchema, Parameter, ResponseDeclaration } from "../operation.ts";
import { PROBLEM_SCHEMA } from "../problem/problem.ts";
import type { Resource } from "./resource.ts";

export const ID: Parameter = {
  name: "id",
  in: "path",
  description: "the id of the record: text, or its parts between commas",
  schema: { type: "string", minLength: 1 },
};
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
export const PREFER: Parameter = {
  name: "prefer",
  in: "header",
  description: "return=minimal leaves the body out, return=representation sends it (RFC 7240)",
  schema: { type: "string" },
};
export const TAG = {
  etag: { description: "the version of the record", schema: { type: "string" } },
};

export const EACH: Parameter = {
  name: "each",
  in: "query",
  description: "whether the records of a list are stored each by itself, and not in one commit",
  schema: { type: "boolean" },
};
/** What became of one of a list. */
export const BECAME: JsonSchema = {
  type: "object",
  required: ["status"],
  properties: {
    status: { type: "integer" },
    location: { type: "string" },
    problem: PROBLEM_SCHEMA,
  },
  additionalProperties: false,
};

/** Records under the name of their resource. */
export function listOf(name: string, items: JsonSchema): JsonSchema {
  return {
    type: "object",
    required: [name],
    properties: { [name]: { type: "array", items } },
    additionalProperties: false,
  };
}

export function oneOrMany(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: "array", items: schema }] };
}

/** What is told of one record. */
export function recordSchema({ name, output, fields }: Resource): JsonSchema {
  if (output !== undefined) return output;
  const properties = Object.fromEntries((fields ?? ["id"]).map((field) => [field, {}]));
  return { title: name, type: "object", properties };
}

/** By type: what JSON is, is said; the others are text. */
export function contentOf(
  { types = ["application/json"] }: Resource,
  schema: JsonSchema,
): Record<string, JsonSchema> {
  return Object.fromEntries(
    types.map((type) => [type, type === "application/json" ? schema : { type: "string" }]),
  );
}

export function one(resource: Resource, description: string): ResponseDeclaration {
  return { description, headers: TAG, content: contentOf(resource, recordSchema(resource)) };
}

export function bodySchema({ input, fields, name }: Resource): JsonSchema {
  if (input !== undefined) return input;
  const properties = Object.fromEntries((fields ?? ["id"]).map((field) => [field, {}]));
  return {
    title: name,
    type: "object",
    properties,
    ...(fields !== undefined && { additionalProperties: false }),
  };
}

export const PATCH_SCHEMA: JsonSchema = {
  type: "array",
  items: {
    type: "object",
    required: ["op", "path"],
    properties: {
      op: { enum: ["add", "remove", "replace", "move", "copy", "test"] },
      path: { type: "string" },
      from: { type: "string" },
      value: {},
    },
  },
};
