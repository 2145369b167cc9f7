/**
 * Small types of fields for tests of what stands on them.
 *
 * @module
 */
import { FIELDS, type FieldType } from "../../../form/mod.ts";
import type { Rows } from "../../../form/value/kinds.ts";

/** A number, whose text may have zeros behind it. */
export const amount: FieldType<number> = {
  name: "amount",
  control: () => "",
  show: (value) => String(value),
  read(given) {
    if (given === undefined || given === null || given === "") return { value: undefined };
    const value = typeof given === "number"
      ? given
      : typeof given === "string"
      ? Number(given)
      : NaN;
    return Number.isFinite(value) ? { value } : { wrong: "number" };
  },
  is: (value): value is number => typeof value === "number",
  schema: () => ({ type: "number" }),
};

/** A checkbox. */
export const flag: FieldType<boolean> = {
  name: "flag",
  control: () => "",
  show: (value) => String(value),
  read: (given) => typeof given === "boolean" ? { value: given } : { wrong: "flag" },
  is: (value): value is boolean => typeof value === "boolean",
  schema: () => ({ type: "boolean" }),
};

/** Fields in a field; repeated where it has `vector`. */
export const rows: FieldType<Rows> = {
  name: "rows",
  control: () => "",
  show: () => "",
  read: () => ({ wrong: "rows" }),
  is: (value): value is Rows => typeof value === "object",
  schema: () => ({ type: "array" }),
};

/** A text that holds nothing. */
export const remark: FieldType<undefined> = {
  name: "remark",
  holds: false,
  control: () => "",
  show: () => "",
  read: () => ({ wrong: "remark" }),
  is: (value): value is undefined => value === undefined,
  schema: () => ({}),
};

/** These, and those that are there. */
export const TYPES: typeof FIELDS & {
  readonly amount: FieldType<number>;
  readonly flag: FieldType<boolean>;
  readonly rows: FieldType<Rows>;
  readonly remark: FieldType<undefined>;
} = { ...FIELDS, amount, flag, rows, remark };
