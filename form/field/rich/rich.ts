/**
 * `rich`: text with headings, lists, emphasis and links, typed as Markdown.
 *
 * @module
 */
import { div } from "../../../nitro/mod.ts";
import type { FieldType } from "../type.ts";
import { textarea } from "../text/textarea.ts";
import { markdown } from "./markdown.ts";

/** Text of a subset of Markdown, as it was typed; it is shown with what it means. What looks like HTML is text. */
export const rich: FieldType<string> = {
  ...textarea,
  name: "rich",
  show: (value) => div({ class: "n2o-rich", body: markdown(value) }),
};
