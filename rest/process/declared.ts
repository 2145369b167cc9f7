/**
 * What the operations of processes declare: schemas, parameters, responses.
 *
 * @module
 */
import type { JsonSchema, Parameter, ResponseDeclaration } from "../operation.ts";

const text: JsonSchema = { type: "string" };
const count: JsonSchema = { type: "integer", minimum: 0 };
/** A moment, as text of RFC 3339: the format `date-time` of JSON Schema. */
export const TIME: JsonSchema = { type: "string", format: "date-time" };
/** A name, an id. */
export const NAME: JsonSchema = {
  type: "string",
  minLength: 1,
  maxLength: 500,
  pattern: "^[^\\u0000]*$",
};
/** Values of variables. */
export const VALUES: JsonSchema = { type: "object", maxProperties: 1_000 };
/** Correlation keys, or other names by names. */
export const NAMES: JsonSchema = {
  type: "object",
  maxProperties: 100,
  additionalProperties: NAME,
};
/** Any value of JSON: a schema without keywords holds for all of them. */
export const ANY: JsonSchema = {};

/** An object with these fields, the first `required` of them in any case. */
export function object(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = Object.keys(properties),
): JsonSchema {
  return { type: "object", required, properties, additionalProperties: false };
}

/** A list under its name. */
export function listOf(name: string, items: JsonSchema): JsonSchema {
  return object({ [name]: { type: "array", items } });
}

const texts: JsonSchema = { type: "array", items: text };

export const VERSION: JsonSchema = object({
  key: text,
  process: text,
  name: text,
  version: count,
  file: text,
  deployed: TIME,
});
export const FINDING: JsonSchema = object({
  element: text,
  rule: text,
  severity: { enum: ["error", "warning"] },
  message: text,
  line: count,
  column: count,
}, ["element", "rule", "severity", "message"]);
export const FIELD: JsonSchema = object({
  id: text,
  label: text,
  type: text,
  defaultValue: text,
  values: { type: "array", items: object({ id: text, name: text }) },
  constraints: { type: "array", items: object({ name: text, config: text }) },
});
export const INSTANCE: JsonSchema = object({
  id: text,
  process: text,
  definition: text,
  status: text,
  started: TIME,
  ended: TIME,
  incidents: count,
}, ["id", "process", "definition", "status", "started", "incidents"]);
export const INCIDENT: JsonSchema = object({
  instance: text,
  incident: count,
  definition: text,
  node: text,
  code: text,
  message: text,
  time: TIME,
});
const ELEMENT: JsonSchema = object({
  element: count,
  node: text,
  name: text,
  kind: text,
  phase: text,
  parent: count,
}, ["element", "node", "name", "kind", "phase"]);
const WAIT: JsonSchema = object({
  wait: count,
  kind: text,
  element: count,
  node: text,
  name: text,
  keys: { type: "object", additionalProperties: text },
  due: TIME,
}, ["wait", "kind", "element", "node"]);
export const JOB: JsonSchema = object({
  topic: text,
  element: count,
  node: text,
  failures: count,
  due: TIME,
}, ["topic", "element", "node", "failures"]);
export const DETAIL: JsonSchema = object({
  id: text,
  process: text,
  definition: text,
  status: text,
  started: TIME,
  ended: TIME,
  version: count,
  caller: text,
  error: text,
  called: texts,
  elements: { type: "array", items: ELEMENT },
  waits: { type: "array", items: WAIT },
  incidents: { type: "array", items: INCIDENT },
}, [
  "id",
  "process",
  "definition",
  "status",
  "started",
  "version",
  "called",
  "elements",
  "waits",
  "incidents",
]);
export const STEP: JsonSchema = object({
  step: count,
  time: TIME,
  command: text,
  by: text,
  event: text,
  element: count,
  node: text,
  name: text,
  flow: text,
  data: ANY,
}, ["step", "time", "command", "event", "element", "node", "name"]);
export const TASK: JsonSchema = object({
  instance: text,
  element: count,
  definition: text,
  process: text,
  node: text,
  name: text,
  lane: text,
  roles: texts,
  users: texts,
  assignee: text,
  unassigned: { type: "boolean" },
  created: TIME,
  due: TIME,
  followUp: TIME,
  priority: { type: "integer" },
  formKey: text,
}, [
  "instance",
  "element",
  "definition",
  "process",
  "node",
  "name",
  "lane",
  "roles",
  "users",
  "created",
  "priority",
  "formKey",
]);
/** What has become of a change. */
const OUTCOME: JsonSchema = object({
  id: text,
  status: text,
  version: count,
  repeated: { type: "boolean" },
});
export const DELIVERED: JsonSchema = object({
  taken: { enum: ["instance", "started", "kept", "repeated"] },
  instance: text,
}, ["taken"]);

/** A parameter of the path. */
export function inPath(name: string, description: string): Parameter {
  return { name, in: "path", description, schema: { type: "string", minLength: 1 } };
}

/** A parameter of the query that is text. */
export function inQuery(name: string, description: string): Parameter {
  return { name, in: "query", description, schema: { type: "string" } };
}

/** A parameter of the query by which the engine looks things up. */
export function byName(name: string, description: string): Parameter {
  return { name, in: "query", description, schema: NAME };
}

export const INSTANCE_ID: Parameter = inPath("id", "the id of the instance");
export const PROCESS: Parameter = inPath(
  "process",
  "a version, as `leave:3`, or the id of a process for its latest",
);
export const IF_MATCH: Parameter = {
  name: "if-match",
  in: "header",
  description: "carried out only where the instance has this tag still",
  schema: { type: "string" },
};
export const IF_NONE_MATCH: Parameter = {
  name: "if-none-match",
  in: "header",
  description: "answered with 304 where the client has it",
  schema: { type: "string" },
};
const TAG = { etag: { description: "the version of what is told", schema: text } };

/** A response of JSON. */
export function json(description: string, schema: JsonSchema): ResponseDeclaration {
  return { description, content: { "application/json": schema } };
}

/** Responses of something that has a version, in a type. */
export function tagged(
  description: string,
  schema: JsonSchema,
  type = "application/json",
): Readonly<Record<number, ResponseDeclaration>> {
  return {
    200: { description, headers: TAG, content: { [type]: schema } },
    304: { description: "the client has it", headers: TAG },
  };
}

/** The response of a change of an instance. */
export const CHANGED: Readonly<Record<number, ResponseDeclaration>> = {
  200: { description: "it is done", headers: TAG, content: { "application/json": OUTCOME } },
};
