/**
 * What the operations of keys declare.
 *
 * @module
 */
import type { JsonSchema, Parameter, ResponseDeclaration } from "../../operation.ts";

export const NO_STORE: Readonly<Record<string, string>> = { "cache-control": "no-store" };
export const STORED: NonNullable<ResponseDeclaration["headers"]> = {
  "cache-control": { description: "that nobody keeps it", schema: { const: "no-store" } },
};
export const ID: Parameter = {
  name: "id",
  in: "path",
  description: "the id of the key, which its text tells behind the prefix",
  schema: { type: "string", minLength: 1 },
};
export const OWNER: Parameter = {
  name: "owner",
  in: "query",
  description: "only those that stand for this person",
  schema: { type: "string" },
};
export const LIMIT: Parameter = {
  name: "limit",
  in: "query",
  description: "the most keys of the page",
  schema: { type: "integer", minimum: 1, maximum: 100 },
};
export const AFTER: Parameter = {
  name: "after",
  in: "query",
  description: "those behind this id",
  schema: { type: "string", maxLength: 100 },
};
export const GRACE: Parameter = {
  name: "grace",
  in: "query",
  description: "for how many seconds the former text is taken still",
  schema: { type: "integer", minimum: 0, maximum: 2_592_000 },
};
const TIME: JsonSchema = { type: "string", format: "date-time" };
const SCOPES: JsonSchema = { type: "array", items: { type: "string" }, maxItems: 50 };
const PROPERTIES = {
  id: { type: "string" },
  name: { type: "string" },
  owner: { type: "string" },
  scopes: SCOPES,
  made: TIME,
  expires: TIME,
  used: TIME,
  rotated: TIME,
  revoked: TIME,
};
const REQUIRED = ["id", "name", "owner", "made"];
export const KEY: JsonSchema = {
  type: "object",
  required: REQUIRED,
  properties: PROPERTIES,
  additionalProperties: false,
};
export const MADE: JsonSchema = {
  type: "object",
  required: [...REQUIRED, "secret"],
  properties: { ...PROPERTIES, secret: { type: "string" } },
  additionalProperties: false,
};
export const LIST: JsonSchema = {
  type: "object",
  required: ["keys"],
  properties: { keys: { type: "array", items: KEY } },
  additionalProperties: false,
};
export const WANTED: JsonSchema = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", minLength: 1, maxLength: 100 },
    scopes: SCOPES,
    expires: TIME,
    owner: { type: "string", minLength: 1, maxLength: 512 },
  },
  additionalProperties: false,
};
