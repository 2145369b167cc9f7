/**
 * `text` and `comment`: something that is said.
 *
 * @module
 */
import { details, panel, summary } from "../../../nitro/mod.ts";
import type { Nothing } from "../../value/kinds.ts";
import type { FieldType, Place } from "../type.ts";

/** What types have in common that hold nothing. */
export const nothing: Pick<
  FieldType<Nothing>,
  "holds" | "label" | "show" | "read" | "is" | "schema"
> = {
  holds: false,
  label: "own",
  show: () => null,
  read: () => ({ value: undefined }),
  is: (value): value is Nothing => value === undefined,
  schema: () => ({ not: {} }),
};

/** What is said in place of a control: `desc`. */
export const text: FieldType<Nothing> = {
  ...nothing,
  name: "text",
  control: said,
};

/** A comment: `desc`, for who asks for it where `tooltips` is true. */
export const comment: FieldType<Nothing> = {
  ...nothing,
  name: "comment",
  control({ id, field, title, locale }) {
    const body = panel({ id, class: "comment", body: field.desc });
    if (field.tooltips !== true) return body;
    return details({ body: [summary({ body: title || locale.say("comment") }), body] });
  },
};

function said({ id, field }: Place<Nothing>) {
  return panel({ id, body: field.desc });
}
