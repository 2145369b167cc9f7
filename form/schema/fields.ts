/**
 * Fields from a JSON Schema.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import type { AnyField } from "../declaration/field.ts";
import type { StandardSchema } from "../../base/standard.ts";
import type { JsonSchema } from "../field/type.ts";
import { FormError } from "../error.ts";
import { isName } from "../value/path.ts";
import { followed, type Part, refused } from "./reference.ts";
import { choices, numbers, texts } from "./value.ts";

/** What is to be otherwise of fields, by their paths (`lines/*\/qty`): one with a `type` of its own is not read from the schema. */
export type FieldChanges = Readonly<
  Record<string, Partial<Omit<AnyField, "id" | "fields">> | undefined>
>;

/** A schema while it is read. */
interface Reading {
  readonly root: JsonSchema;
  /** Whether the values are checked by the schema itself too, so that what no field can say may be left out. */
  readonly isChecked: boolean;
  readonly changes: FieldChanges;
  count: number;
}

/** How deep objects may stand in each other, and how many fields they may have. */
const DEEPEST = 16, MOST = 10_000;

/**
 * The fields of an object's schema: a JSON Schema (draft 2020-12), or a schema of a library that offers one (Standard JSON Schema).
 *
 * Read are objects with properties (a group), lists of them (rows), of texts and numbers (`multipleInput`) and of choices (`check`), texts
 * with their lengths, patterns and formats, numbers and integers with bounds and steps, yes or no, names to choose from, `null` beside one of
 * these, titles, descriptions, defaults, references within the schema. What else there is, is refused with its place: give the field a type
 * by `changes`. A title that is not there is made of the name.
 *
 * @throws {FormError} `document` for a schema that is no object's or offers no JSON Schema, for what no field is, for a reference that leads
 * elsewhere or back to where it stands
 * @example
 * ```ts
 * import { fieldsOf } from "@n2o/n2o/form";
 *
 * const schema = {
 *   type: "object",
 *   properties: { firstName: { type: "string", maxLength: 40 }, age: { type: "integer", minimum: 0 } },
 *   required: ["firstName"],
 * };
 * const [name, age] = fieldsOf(schema, { age: { title: "Years" } });
 * if (name?.title !== "First name" || name.required !== true || age?.title !== "Years") throw new Error("misread");
 * ```
 */
export function fieldsOf(
  schema: StandardSchema | JsonSchema,
  changes: FieldChanges = {},
): readonly AnyField[] {
  // Some libraries have functions for schemas.
  if ((typeof schema !== "object" || schema === null) && typeof schema !== "function") {
    throw new FormError("document", "a schema is an object, or of a library that has functions");
  }
  const isChecked = "~standard" in schema;
  const root = isChecked ? offered(schema as StandardSchema) : schema as JsonSchema; // as: it says so itself
  const reading = { root, isChecked, changes, count: 0 };
  return properties(reading, followed(root, { schema: root, followed: ["#"] }, ""), "", 1);
}

function offered(schema: StandardSchema): JsonSchema {
  const { jsonSchema, vendor } = schema["~standard"];
  if (jsonSchema === undefined) {
    throw new FormError(
      "document",
      `this schema of ${vendor} offers no JSON Schema: declare the fields, or use what ${vendor} has for Standard JSON Schema`,
    );
  }
  try {
    return jsonSchema.input({ target: "draft-2020-12" });
  } catch (cause) {
    throw new FormError("document", `${vendor} has no JSON Schema for this schema`, { cause });
  }
}

function properties(reading: Reading, part: Part, around: string, depth: number): AnyField[] {
  const { properties: own, required } = part.schema;
  if (depth > DEEPEST) throw refused(around, `is more than ${DEEPEST} deep`);
  if (!isPlainObject(own)) throw refused(around, "is no object with properties");
  const sure = new Set(Array.isArray(required) ? required : []);
  return Object.entries(own).map(([id, schema]) => {
    const path = around === "" ? id : `${around}/${id}`;
    if (!isName(id)) throw refused(around, `has a property ${JSON.stringify(id)}, which is no id`);
    if (!isPlainObject(schema)) throw refused(path, "is none");
    if (++reading.count > MOST) throw refused(path, `is one of more than ${MOST} fields`);
    return fieldAt(reading, { schema, followed: part.followed }, {
      id,
      path,
      depth,
      isSure: sure.has(id),
    });
  });
}

interface At {
  readonly id: string;
  readonly path: string;
  readonly depth: number;
  readonly isSure: boolean;
}

function fieldAt(reading: Reading, part: Part, at: At): AnyField {
  const { id, path, isSure } = at, change = reading.changes[path];
  const bare = single(reading, followed(reading.root, part, path), path);
  const { title, description, default: given, readOnly } = bare.schema;
  const kind = change?.type === undefined ? valueField(reading, bare, at) : {};
  return {
    id,
    title: typeof title === "string" ? title : titled(id),
    ...typeof description === "string" && { desc: description },
    // A box that must be ticked is another thing than a value that must be there.
    ...isSure && kind.type !== "bool" && kind.fields === undefined && { required: true },
    ...readOnly === true && { disabled: true },
    ...isDefault(given) && { default: given },
    ...kind,
    ...change,
  };
}

function isDefault(given: unknown): given is string | number | boolean {
  return typeof given === "string" || typeof given === "number" || typeof given === "boolean";
}

/** `firstName` as a person writes it. */
function titled(id: string): string {
  const words = id.replace(/([a-z\d])([A-Z])/g, "$1 $2").replace(/[_-]+/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A part without what it may be instead: `null`, or the one of several that is all. */
function single(reading: Pick<Reading, "root">, part: Part, path: string): Part {
  const { anyOf, oneOf, allOf, ...rest } = part.schema;
  const list = anyOf ?? oneOf ?? allOf;
  if (!Array.isArray(list)) return part;
  const others = list.filter((each) => !(isPlainObject(each) && each.type === "null"));
  if (others.every((each) => isPlainObject(each) && "const" in each)) {
    return { schema: { ...rest, oneOf: others }, followed: part.followed };
  }
  const [only] = others;
  if (others.length !== 1 || !isPlainObject(only)) {
    throw refused(path, "is one of several schemas: give the field a type");
  }
  const way = { schema: { ...only, ...rest }, followed: part.followed };
  return single(reading, followed(reading.root, way, path), path);
}

function valueField(reading: Reading, part: Part, at: At): Partial<AnyField> {
  const { schema } = part, { path, depth } = at;
  const chosen = choices(schema);
  if (chosen !== undefined) return { type: "select", options: chosen };
  switch (typeOf(schema)) {
    case "string":
      return texts(schema, path, reading.isChecked);
    case "integer":
    case "number":
      return numbers(schema, path, reading.isChecked);
    case "boolean":
      return { type: "bool" };
    case "object":
      return { type: "group", fields: properties(reading, part, path, depth + 1) };
    case "array":
      return listField(reading, part, at);
    default:
      throw refused(path, "is of a type that no field has: give it one");
  }
}

function listField(reading: Reading, part: Part, { path, depth }: At): Partial<AnyField> {
  const { items, minItems, maxItems, uniqueItems } = part.schema;
  if (!isPlainObject(items)) throw refused(path, "is a list of anything: give the field a type");
  const row = `${path}/*`;
  const inner = single(
    reading,
    followed(reading.root, { schema: items, followed: part.followed }, row),
    row,
  );
  const bounds = {
    ...typeof minItems === "number" && { min: minItems },
    ...typeof maxItems === "number" && { max: maxItems },
    ...uniqueItems === true && { distinct: true },
  };
  const chosen = choices(inner.schema);
  if (chosen !== undefined) return { type: "check", options: chosen, ...bounds };
  switch (typeOf(inner.schema)) {
    case "object":
      return {
        type: "group",
        vector: true,
        fields: properties(reading, inner, row, depth + 1),
        ...bounds,
      };
    case "string":
      return {
        type: "multipleInput",
        input: texts(inner.schema, row, true).type ?? "string",
        ...bounds,
      };
    case "integer":
    case "number":
      return { type: "multipleInput", input: typeOf(inner.schema) ?? "number", ...bounds };
    default:
      throw refused(row, "is of a type that no field has: give it one");
  }
}

/** The type of a schema beside `null`; undefined where there is none, or there are several. */
function typeOf({ type, properties }: JsonSchema): string | undefined {
  const types = (Array.isArray(type) ? type : [type]).filter((each) => each !== "null");
  const [only] = types;
  if (types.length === 1 && typeof only === "string") return only;
  return type === undefined && properties !== undefined ? "object" : undefined;
}
