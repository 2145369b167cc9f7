/**
 * Messages that a page shows beside what it is about, and that go away again.
 *
 * @module
 */
import { p } from "../elements/mod.ts";
import { insertBottom } from "../nitro.ts";

/** The id of what holds the messages of a document that a page made. */
export const FLASH = "n2o-flash";

/** What a message is: something good or neutral waits its turn to be read out, an error does not. */
export type FlashKind = "info" | "success" | "error";

/**
 * Shows a message beside what the page is about: `flash("Saved", "success")`. It goes by itself when it could be read, an error when the
 * person closes it. Where a page that was declared leads elsewhere in the same message, the next one shows it.
 *
 * A document of `page` has the place for it; one that is a file has an element with the id `n2o-flash` and the role `status`.
 */
export function flash(text: string, kind: FlashKind = "info"): void {
  insertBottom(FLASH, p({ class: kind, role: kind === "error" ? "alert" : undefined, body: text }));
}
