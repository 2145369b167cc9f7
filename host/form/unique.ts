/**
 * What only one record may hold, by an index of the store.
 *
 * @module
 */
import type { Unique } from "../../form/mod.ts";
import { type IdPart, index, type Kv, type KvsRecord, type Table } from "../../kvs/mod.ts";

/**
 * Whether no other record of a table has a value, as an index of the table tells; `fields` says which index a path of the form is asked in.
 * A path without one is unique. The table's own `unique` holds it against two that are saved at the same moment.
 */
export function unique<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  fields: Readonly<Record<string, keyof T & string>>,
): Unique {
  return async (path, value, record) => {
    const field = Object.hasOwn(fields, path) ? fields[path] : undefined;
    if (field === undefined || !isPart(value)) return true;
    const found = await index<T>(kv, table, field, value);
    return found.every(({ id }) => id === record);
  };
}

function isPart(value: unknown): value is IdPart {
  return typeof value === "string" && value !== "" || typeof value === "number" ||
    typeof value === "bigint" || typeof value === "boolean";
}
