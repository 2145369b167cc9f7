/**
 * What the values of a field are, as far as filters have to know it, and how text is read as one.
 *
 * @module
 */
import { fromBase64, isRecord } from "../../base/mod.ts";
import type { IdPart } from "../../kvs/mod.ts";
import type { JsonSchema } from "../operation.ts";
import { numberIn } from "../value/exact.ts";
import type { IdKinds } from "../value/id.ts";
import type { Kinds } from "../value/kind.ts";

/** The type of a field's values; `any` where nothing says it: then what looks like a number is one, or text. */
export type FieldType = "text" | "number" | "bigint" | "boolean" | "bytes" | "any";

/** What tells the types of fields. */
export interface Typed {
  /** The kinds of fields. */
  readonly kinds?: Kinds;
  /** The schema of what is told. */
  readonly output?: JsonSchema;
  /** The schema of what comes in. */
  readonly input?: JsonSchema;
  /** What ids are. */
  readonly id?: IdKinds;
}

const BY_SCHEMA: Readonly<Record<string, FieldType>> = {
  string: "text",
  number: "number",
  integer: "number",
  boolean: "boolean",
};

/** The type of a field: by its kind first, then by the schema. */
export function fieldType(field: string, { kinds = {}, output, input, id }: Typed): FieldType {
  if (field === "id" && typeof id === "string") return id;
  const kind = Object.hasOwn(kinds, field) ? kinds[field] : undefined;
  if (kind === "bigint" || kind === "number" || kind === "bytes") return kind;
  return schemaType(output, field) ?? schemaType(input, field) ?? "any";
}

/** One that may be null besides is told by its other types; one of several types is any. */
function schemaType(schema: JsonSchema | undefined, field: string): FieldType | undefined {
  const { properties } = schema ?? {};
  if (!isRecord(properties) || !Object.hasOwn(properties, field)) return undefined;
  const types = typesOf(properties[field]).filter((type) => type !== "null");
  const [first] = types;
  return first !== undefined && types.every((type) => type === first)
    ? BY_SCHEMA[first]
    : undefined;
}

function typesOf(schema: unknown): readonly string[] {
  if (!isRecord(schema)) return [];
  const { type, anyOf, enum: choice } = schema;
  if (typeof type === "string") return [type];
  if (Array.isArray(type)) return type.map(String);
  if (Array.isArray(anyOf)) return anyOf.flatMap(typesOf);
  if (Array.isArray(choice)) return choice.map((each) => each === null ? "null" : typeof each);
  return "const" in schema ? [typeof schema.const] : [];
}

/** What a parameter takes that is a value of a type. */
export function parameterSchema(type: FieldType): JsonSchema {
  switch (type) {
    case "number":
    case "boolean":
      return { type };
    case "bigint":
      return { type: "string", pattern: "^-?[0-9]{1,300}$" };
    case "bytes":
      return { type: "string", contentEncoding: "base64" };
    case "any":
      // A body of QUERY says it by the value itself; an address has text for each of them.
      return { type: ["string", "number", "boolean"] };
    default:
      return { type: "string" };
  }
}

/** The values that a parameter means, the likeliest first: several where nothing says the type; none for what is no value of it. */
export function valuesOf(given: unknown, type: FieldType): readonly IdPart[] {
  if (typeof given === "number" || typeof given === "boolean") return [given];
  const text = String(given);
  switch (type) {
    case "bigint":
      return [BigInt(text)];
    case "bytes":
      return bytes(text);
    case "any": {
      const number = numberIn(text);
      return number === undefined ? words(text) : [number, text];
    }
    default:
      return [text];
  }
}

function words(text: string): readonly IdPart[] {
  return text === "true" || text === "false" ? [text === "true", text] : [text];
}

function bytes(text: string): readonly IdPart[] {
  try {
    return [fromBase64(text)];
  } catch {
    return [];
  }
}
