/**
 * `url`: an address of the web.
 *
 * @module
 */
import { elements, link } from "../../../nitro/mod.ts";
import { common, lengths, readText, typed } from "../control.ts";
import type { FieldType } from "../type.ts";
import { checkedLengths } from "./line.ts";

/** The longest address, in UTF-16 units: what browsers and servers take for sure. */
const LONGEST = 2_000;

/** An absolute address with `https:` or `http:`, as it was typed; none that runs something. */
export const url: FieldType<string> = {
  name: "url",
  control: (place, wired) =>
    elements.url({
      ...common(place, wired),
      class: "column",
      value: typed(place, (value) => value),
      placeholder: place.field.placeholder,
      maxlength: place.field.length ?? LONGEST,
      autocomplete: place.field.autocomplete ?? "url",
    }),
  show: (value) =>
    isAddress(value)
      ? link({ href: value, target: "_blank", rel: "noopener noreferrer", body: value })
      : value,
  read: (given) =>
    readText(given, (text) => {
      const value = text.trim();
      return isAddress(value) ? { value } : { wrong: "url" };
    }),
  is: isAddress,
  check: checkedLengths,
  schema: (field) => ({
    type: "string",
    ...lengths({ ...field, length: Math.min(field.length ?? LONGEST, LONGEST) }),
    pattern: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s]+$",
  }),
};

function isAddress(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST && /^https?:\/\/\S+$/i.test(value) &&
    URL.canParse(value);
}
