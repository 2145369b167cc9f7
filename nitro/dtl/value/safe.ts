/**
 * Text that is markup already, and the escaping of text that is none.
 *
 * @module
 */

/** Markup: it is written as it is. */
export class Safe {
  /** Of the markup `text`. */
  constructor(readonly text: string) {}

  /** The markup. */
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

const REFERENCES: readonly (string | undefined)[] = Array.from(
  { length: 63 },
  (_, code) => ({ 34: "&quot;", 38: "&amp;", 39: "&#x27;", 60: "&lt;", 62: "&gt;" })[code],
);

/** Text as HTML, in Django's spelling: as nitro's `hte`, but for the apostrophe. */
export function escape(text: string): string {
  let done = 0, html = "";
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 62 || code < 34) continue;
    const reference = REFERENCES[code];
    if (reference === undefined) continue;
    html += text.slice(done, at) + reference;
    done = at + 1;
  }
  return done === 0 ? text : html + text.slice(done);
}
