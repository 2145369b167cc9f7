/**
 * The types of fields that are there.
 *
 * @module
 */
import { string } from "./string.ts";
import type { FieldType } from "./type.ts";

/** The types of fields by their names. */
export const FIELDS: {
  readonly string: FieldType<string>;
} = { string };
