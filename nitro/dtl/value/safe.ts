/**
 * Text that is markup already, and the escaping of text that is none.
 *
 * @module
 */
import { referenced, REFERENCES } from "../../escape.ts";

/** Markup: it is written as it is. */
export class Safe {
  /** Of the markup `text`. */
  constructor(readonly text: string) {}

  /** The markup, not escaped. */
  toString(): string {
    return this.text;
  }
}

/**
 * Trusts a text as markup: a template writes it as it is. Never pass text of a user.
 *
 * @example
 * ```ts
 * import { memory, safe, Templates } from "@n2o/n2o/nitro/dtl";
 *
 * const templates = new Templates({ source: memory({ a: "{{ a }}{{ b }}" }) });
 * const text = await templates.render("a", { a: safe("<hr>"), b: "<hr>" });
 * if (text !== "<hr>&lt;hr&gt;") throw new Error(text);
 * ```
 */
export function safe(text: string): Safe {
  return new Safe(text);
}

const DJANGO: readonly (string | undefined)[] = REFERENCES.with(39, "&#x27;");

/** Text as HTML, in Django's spelling: as nitro's `hte`, but for the apostrophe. */
export function escape(text: string): string {
  return referenced(text, DJANGO);
}
