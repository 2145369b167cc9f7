/**
 * What JSON of a resource looks like, as JSON Schema: what is told of a record, and what is taken to make, to replace and to patch one.
 *
 * A declared schema says it; declared kinds say in its place what fields hold that JSON has no word for; where neither is, names are known alone.
 *
 * @module
 */
import { isRecord } from "../../base/mod.ts";
import type { JsonSchema } from "../operation.ts";
import type { IdKind } from "../value/id.ts";
import type { Kind } from "../value/kind.ts";
import { asksNull } from "../value/null.ts";
import type { Resource } from "./resource.ts";

/** A name in the way of types: `user-groups` is `UserGroups`. */
export function pascal(name: string): string {
  return name.replace(
    /(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g,
    (_, letter: string) => letter.toUpperCase(),
  ).replace(/[^A-Za-z0-9]+$/, "");
}

/** Which way values go. */
type Way = "told" | "taken";

const INTEGER: JsonSchema = { type: "string", pattern: "^-?[0-9]+$" };
const NULL: JsonSchema = { type: "null" };
/** What says which values a schema takes (JSON Schema, section 10; Validation, section 6.1). */
const SAYING = ["type", "enum", "const", "anyOf", "oneOf", "allOf", "not", "$ref"];

/** The schema of a kind: exact for what is told, and for what is taken as wide as it is read. */
function kindSchema(kind: Kind, way: Way): JsonSchema {
  if (typeof kind === "object") return partsSchema(kind, way);
  switch (kind) {
    case "any":
      return {};
    case "bigint":
      return way === "told"
        ? INTEGER
        : { anyOf: [{ type: "string", pattern: "^-?[0-9]{1,1000}$" }, { type: "integer" }] };
    case "date":
      return { type: "string", format: "date-time" };
    case "bytes":
      return { type: "string", contentEncoding: "base64" };
    case "number":
      return { anyOf: [{ type: "number" }, { enum: ["NaN", "Infinity", "-Infinity", "-0"] }] };
  }
}

function partsSchema(kind: Exclude<Kind, string>, way: Way): JsonSchema {
  const orNull = (part: Kind): JsonSchema => nullable(kindSchema(part, way));
  if ("list" in kind) return { type: "array", items: orNull(kind.list) };
  if ("set" in kind) return { type: "array", items: orNull(kind.set) };
  if ("map" in kind) return { type: "object", additionalProperties: orNull(kind.map) };
  if ("fields" in kind) {
    const named = Object.entries(kind.fields).map(([name, each]) => [name, orNull(each)] as const);
    return { type: "object", properties: Object.fromEntries(named) };
  }
  const { length } = kind.tuple;
  return {
    type: "array",
    prefixItems: kind.tuple.map(orNull),
    items: false,
    minItems: length,
    maxItems: length,
  };
}

function nullable(schema: JsonSchema): JsonSchema {
  return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, NULL] };
}

/** Whether a schema says that it takes null: one that says nothing of what it takes does. */
function saysNull(schema: unknown): boolean {
  if (!isRecord(schema)) return schema === true;
  if (!SAYING.some((word) => Object.hasOwn(schema, word))) return true;
  const { type, anyOf, oneOf } = schema;
  if (type === "null" || Array.isArray(type) && type.includes("null")) return true;
  return [anyOf, oneOf].some((each) => Array.isArray(each) && each.some(saysNull));
}

/**
 * Whether null is taken, and told, in a field of a declared kind: by what checks that way itself, since of what JSON has no word for a schema says nothing. Null
 * is of any kind where nothing checks; no id is.
 */
function takesNull(name: string, said: unknown, { schema }: Resource, way: Way): boolean {
  if (schema === undefined) return name !== "id";
  const own = "~standard" in schema ? schema : way === "told" ? schema.output : schema.input;
  return asksNull(own, name) ?? saysNull(said);
}

/** The schema of an id, of the kinds that are declared: any that may be one where none are. */
function idSchema({ id }: Resource): JsonSchema {
  const part = (kind: IdKind): JsonSchema => {
    if (kind === "text") return { type: "string", minLength: 1 };
    return kind === "boolean" ? { type: "boolean" } : kindSchema(kind, "told");
  };
  if (id === undefined) {
    return {
      anyOf: [
        { type: "string", minLength: 1 },
        { type: ["number", "boolean"] },
        { type: "array", minItems: 2, maxItems: 32 },
      ],
    };
  }
  return typeof id === "string" ? part(id) : {
    type: "array",
    prefixItems: id.map(part),
    items: false,
    minItems: id.length,
    maxItems: id.length,
  };
}

/** How an id stands in an address: numbers as they are, several parts with commas between them. */
export function addressSchema({ id }: Resource): JsonSchema {
  if (id === "number" || id === "boolean") return { type: id };
  if (id === "bigint") return INTEGER;
  if (id === "bytes") return { type: "string", pattern: "^[A-Za-z0-9_-]+$" };
  const more = typeof id === "object" ? `(?:,[^,]+){${id.length - 1}}` : "";
  return { type: "string", ...more === "" ? { minLength: 1 } : { pattern: `^[^,]+${more}$` } };
}

/** What a resource says of its fields where it has no schema. */
function namesOf(resource: Resource): JsonSchema {
  const { fields = ["id"], kinds = {} } = resource;
  const names = new Set([...fields, ...Object.keys(kinds)]);
  return {
    type: "object",
    required: ["id"],
    properties: Object.fromEntries(
      [...names].map((name) => [name, name === "id" ? idSchema(resource) : {}]),
    ),
    ...(resource.fields !== undefined && { additionalProperties: false }),
  };
}

/** A schema of objects with its fields changed: also in what it is made of. */
function ofObjects(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const made: Record<string, unknown> = { ...schema };
  for (const word of ["allOf", "anyOf", "oneOf"]) {
    const parts = schema[word];
    if (Array.isArray(parts)) {
      made[word] = parts.map((each: unknown) => isRecord(each) ? ofObjects(each, change) : each);
    }
  }
  return isRecord(schema.properties) ? change(made) : made;
}

/** With the kinds that are declared in the place of what a schema says of these fields. */
function withKinds(schema: JsonSchema, resource: Resource, way: Way): JsonSchema {
  const { kinds = {} } = resource;
  return ofObjects(schema, (one) => {
    const properties = Object.entries(one.properties ?? {}).map(([name, said]) => {
      const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
      if (kind === undefined || kind === "any") return [name, said] as const;
      const made = kindSchema(kind, way);
      return [name, takesNull(name, said, resource, way) ? nullable(made) : made];
    });
    return { ...one, properties: Object.fromEntries(properties) };
  });
}

/** With only some of the fields that must be there. */
function requiring(schema: JsonSchema, isKept: (name: string) => boolean): JsonSchema {
  return ofObjects(schema, ({ required, ...one }) => {
    const names = Array.isArray(required) ? required.filter(isKept) : [];
    return names.length === 0 ? one : { ...one, required: names };
  });
}

/** What is told of a record: a field that not everybody is told need not be there. */
export function recordSchema(resource: Resource): JsonSchema {
  const { name, schema, output, may, toJson } = resource, $id = pascal(name);
  const isOwn = toJson !== undefined && !(schema !== undefined && "output" in schema);
  if (isOwn) return { $id, title: name };
  // What is stored without a schema may have more fields than those that are known.
  const { additionalProperties: _, ...names } = namesOf(resource);
  const told = withKinds(output ?? names, resource, "told");
  const kept = new Map(Object.entries(may.fields ?? {}));
  return {
    $id,
    title: name,
    ...requiring(told, (field) => kept.get(field as "id")?.read === undefined), // as: any name may be asked for
  };
}

/** What is told of a record in a list: the whole, or the fields that were asked for. */
export function listedSchema(resource: Resource): JsonSchema {
  const told = recordSchema(resource), part = `part of ${resource.name}`;
  return {
    anyOf: [told, {
      ...requiring(told, () => false),
      $id: `${pascal(resource.name)}Part`,
      title: part,
    }],
  };
}

/** What a resource takes; without what it says of itself where it reads JSON on its own. */
function takenSchema(resource: Resource): JsonSchema {
  const { input, fields, fromJson } = resource;
  if (fromJson !== undefined) {
    const { required: _, ...names } = namesOf(resource);
    return fields === undefined ? { type: "object" } : names;
  }
  const taken = withKinds(input ?? namesOf(resource), resource, "taken");
  // Names that are no fields are refused before the schema is asked.
  return input !== undefined && fields !== undefined
    ? ofObjects(taken, (one) => ({ ...one, additionalProperties: false }))
    : taken;
}

/** What makes a record: what it begins with need not be given. */
export function newSchema(resource: Resource): JsonSchema {
  const { name, defaults = {} } = resource;
  const taken = requiring(takenSchema(resource), (field) => !Object.hasOwn(defaults, field));
  return { $id: `${pascal(name)}New`, title: `a new one of ${name}`, ...taken };
}

/** What replaces a record: its address says the id, and where fields that are not named stay none must be there. */
export function replaceSchema(resource: Resource): JsonSchema {
  const { name, put } = resource;
  const taken = requiring(takenSchema(resource), (field) => field !== "id" && put !== "merge");
  return { $id: `${pascal(name)}Replace`, title: `one of ${name} in place of another`, ...taken };
}

/** What a form changes of a record: fields that it does not name stay. */
export function formSchema(resource: Resource): JsonSchema {
  const taken = requiring(takenSchema(resource), () => false), { name } = resource;
  return { $id: `${pascal(name)}Form`, title: `fields of one of ${name}`, ...taken };
}

const SCALARS = new Set<unknown>(["string", "number", "integer", "boolean"]);

/** A merge patch (RFC 7396): any of the fields, null for one that goes. */
export function patchSchema(resource: Resource): JsonSchema {
  const { name } = resource;
  const parts = ofObjects(
    requiring(takenSchema(resource), () => false),
    (one) => ({
      ...one,
      properties: Object.fromEntries(
        Object.entries(one.properties ?? {}).map(([field, said]) =>
          [field, isRecord(said) && SCALARS.has(said.type) ? nullable(said) : {}] as const
        ),
      ),
    }),
  );
  return { $id: `${pascal(name)}Patch`, title: `a merge patch of one of ${name}`, ...parts };
}
