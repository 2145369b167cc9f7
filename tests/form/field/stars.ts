/**
 * `stars`: a type of field of an application.
 *
 * @module
 */
import type { FieldType } from "../../../form/mod.ts";
import { nitro } from "../../../mod.ts";

/** How good something is: from one star to `most`, five where it is not said. */
export const stars: FieldType<number, "most"> = {
  name: "stars",
  attributes: ["most"],
  control: ({ id, value, isDisabled, isRequired }, wired) =>
    nitro.number({
      id,
      value,
      min: 1,
      disabled: isDisabled,
      required: isRequired,
      ...wired.wire(id),
    }),
  show: (value) => "★".repeat(value),
  read(given) {
    if (given === "" || given === null || given === undefined) return { value: undefined };
    const value = Number(given);
    return stars.is(value, { id: "" }) ? { value } : { wrong: "number" };
  },
  is: (value): value is number =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 5,
  schema: () => ({ type: "integer", minimum: 1, maximum: 5 }),
};
