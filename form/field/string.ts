/**
 * `string`: a line of text.
 *
 * @module
 */
import { textbox } from "../../nitro/mod.ts";
import type { FieldType } from "./type.ts";

/** A line of text; blanks around it are no part of it, and nothing else is changed. */
export const string: FieldType<string> = {
  name: "string",
  control: ({ id, field, raw, value, isDisabled, isRequired, isInvalid, describedBy }, wired) =>
    textbox({
      id,
      class: "column",
      value: typeof raw === "string" ? raw : value ?? "",
      placeholder: field.placeholder,
      required: isRequired,
      disabled: isDisabled,
      maxlength: field.length,
      pattern: field.pattern,
      autocomplete: field.autocomplete,
      aria: { invalid: isInvalid || undefined, describedby: describedBy },
      ...wired.wire(id),
    }),
  show: (value) => value,
  read(given) {
    if (given === undefined || given === null) return { value: undefined };
    if (typeof given !== "string") return { wrong: "text" };
    const text = given.trim();
    return { value: text === "" ? undefined : text };
  },
  is: (value): value is string => typeof value === "string",
  schema: ({ min, max, pattern }) => ({
    type: "string",
    ...typeof min === "number" && { minLength: min },
    ...typeof max === "number" && { maxLength: max },
    ...pattern !== undefined && { pattern },
  }),
};
