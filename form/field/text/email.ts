/**
 * `email`: an address of electronic mail.
 *
 * @module
 */
import { email as input, link } from "../../../nitro/mod.ts";
import { common, lengths, readText, typed } from "../control.ts";
import type { FieldType } from "../type.ts";
import { checkedLengths } from "./line.ts";

/** What HTML takes for an address (section 4.10.5.1.5), of at most 254 characters (RFC 5321). */
const ADDRESS =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

function isAddress(value: unknown): value is string {
  return typeof value === "string" && value.length <= 254 && ADDRESS.test(value);
}

/** An address of electronic mail. */
export const email: FieldType<string> = {
  name: "email",
  control: (place, wired) =>
    input({
      ...common(place, wired),
      class: "column",
      value: typed(place, (value) => value),
      placeholder: place.field.placeholder,
      maxlength: place.field.length ?? 254,
      autocomplete: place.field.autocomplete ?? "email",
    }),
  show: (value) =>
    isAddress(value) ? link({ href: `mailto:${addressOf(value)}`, body: value }) : value,
  read: (given) =>
    readText(given, (text) => {
      const value = text.trim();
      return isAddress(value) ? { value } : { wrong: "email" };
    }),
  is: isAddress,
  check: checkedLengths,
  schema: (field) => ({
    type: "string",
    ...lengths({ ...field, length: Math.min(field.length ?? 254, 254) }),
    pattern: ADDRESS.source,
  }),
};

/** An address as a URL has it: what means something there stands for itself. */
function addressOf(value: string): string {
  return value.split("@").map(encodeURIComponent).join("@");
}
