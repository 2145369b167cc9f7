/**
 * Messages that a page shows beside what it is about, and that go away again.
 *
 * @module
 */
import { button, p } from "../elements/mod.ts";
import { insertBottom } from "../nitro.ts";

/** The id of what holds the messages of a document that a page made. */
export const FLASH = "n2o-flash";

/** What a message is: something good or neutral waits its turn to be read out, an error does not. */
export type FlashKind = "info" | "success" | "error";

/**
 * Shows a message until it was read: `flash("Saved")`. An error stays until the person closes it.
 *
 * A document that `page` made has the place for it; another has an element with the id `n2o-flash`.
 */
export function flash(text: string, kind: FlashKind = "info"): void {
  const close = { "n2o-close": true };
  insertBottom(
    FLASH,
    p({
      class: kind,
      role: kind === "error" ? "alert" : "status",
      body: [text, button({ body: "×", data: close, aria: { label: "Close" } })],
    }),
  );
}
