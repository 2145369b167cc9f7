/**
 * `empty` and `dynamic`: places that the application fills.
 *
 * @module
 */
import { panel } from "../../../nitro/mod.ts";
import type { Nothing } from "../../value/kinds.ts";
import type { FieldType } from "../type.ts";
import { nothing } from "./text.ts";

/** A place that shows nothing until the application updates it. */
export const empty: FieldType<Nothing> = {
  ...nothing,
  name: "empty",
  control: ({ id }) => panel({ id, hidden: true }),
};

/** A ready element in place of the field: `raw`. */
export const dynamic: FieldType<Nothing> = {
  ...nothing,
  name: "dynamic",
  control: ({ field }) => field.raw,
};
