/**
 * Fields of records.
 *
 * @module
 */
import { given, KvsError } from "../error.ts";

/** True where a record has this field. */
export function defined(record: object, field: string): boolean {
  return given("the record", () => Object.hasOwn(record, field));
}

/**
 * The value of a record's field.
 *
 * @throws {KvsError} `no_field` where it has none of that name
 */
export function field<T extends object, F extends keyof T & string>(record: T, field: F): T[F] {
  return given("the record", () => {
    if (defined(record, field)) return record[field];
    throw new KvsError(
      "no_field",
      `the record has no field "${String(field)}": it has ${Object.keys(record).join(", ")}`,
    );
  });
}

/** A copy of the record with another value in this field. */
export function setfield<T extends object, F extends keyof T & string>(
  record: T,
  field: F,
  value: T[F],
): T {
  return given("the record", () => ({ ...record, [field]: value }));
}
