/**
 * `group` and `table`: fields within a field.
 *
 * @module
 */
import { isPlainObject } from "../../../base/mod.ts";
import type { AnyField } from "../../declaration/field.ts";
import type { Grouped, Rows } from "../../value/kinds.ts";
import type { FieldType, JsonSchema, TypeOf } from "../type.ts";

/** The most rows of a group, whatever it declares. */
const MOST_ROWS = 10_000;

/** Fields within a field: their values by name; rows of them where it has `vector`. What is shown of them is the form's. */
export const group: FieldType<Grouped> = {
  name: "group",
  label: "group",
  control: () => null,
  show: () => null,
  // A whole comes from the application, in parts, never from a control.
  read: () => ({ wrong: "rows" }),
  is: (value, field, typeOf): value is Grouped =>
    field.vector === true ? areRows(value, field, typeOf) : isGroup(value, field, typeOf),
  schema: (field, typeOf) =>
    field.vector === true ? rowsSchema(field, typeOf) : groupSchema(field, typeOf),
};

/** Rows of fields, as a table. */
export const table: FieldType<Rows> = {
  name: "table",
  label: "group",
  control: () => null,
  show: () => null,
  read: () => ({ wrong: "rows" }),
  is: areRows,
  schema: rowsSchema,
};

function isGroup(value: unknown, { fields = [] }: AnyField, typeOf?: TypeOf): boolean {
  if (!isPlainObject(value)) return false;
  const known = new Map(fields.map((field) => [field.id, field]));
  return Object.entries(value).every(([name, held]) => {
    const field = known.get(name);
    if (field === undefined) return false;
    if (held === undefined || typeOf === undefined) return true;
    const type = typeOf(field.type ?? "string");
    return type.holds !== false && type.is(held, field, typeOf);
  });
}

function areRows(value: unknown, field: AnyField, typeOf?: TypeOf): value is Rows {
  return Array.isArray(value) && value.length <= MOST_ROWS &&
    value.every((row) => isGroup(row, field, typeOf));
}

function groupSchema({ fields = [] }: AnyField, typeOf?: TypeOf): JsonSchema {
  const properties = fields.flatMap((field): [string, JsonSchema][] => {
    const type = typeOf?.(field.type ?? "string");
    return type?.holds === false ? [] : [[field.id, type?.schema(field, typeOf) ?? {}]];
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

function rowsSchema(field: AnyField, typeOf?: TypeOf): JsonSchema {
  return {
    type: "array",
    items: groupSchema(field, typeOf),
    ...typeof field.min === "number" && { minItems: field.min },
    maxItems: typeof field.max === "number" ? Math.min(field.max, MOST_ROWS) : MOST_ROWS,
    ...field.distinct === true && { uniqueItems: true },
  };
}
