/**
 * Messages that a page shows beside what it is about, and that go away again.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import { context, session } from "../../n2o/mod.ts";
import type { Element } from "../element.ts";
import { p } from "../elements/mod.ts";
import { insertBottom } from "../nitro.ts";

/** The id of what holds the messages of a document that a page made. */
export const FLASH = "n2o-flash";

/** What a message is: something good or neutral waits its turn to be read out, an error does not. */
export type FlashKind = "info" | "success" | "error";

/** A message that `flash` shows, now or in the next document. */
export interface Flash {
  /** Its text, for the person. */
  readonly text: string;
  /** Its class as it is shown; an error has the role `alert` as well. */
  readonly kind: FlashKind;
}

/**
 * Shows a message beside what the page is about: `flash("Saved", "success")`. It goes by itself when it could be read, an error when the
 * person closes it. Where a page that was declared leads elsewhere in the same message, the next one shows it; so does what a route of
 * the application says, which has no page of its own: the session keeps it till then.
 *
 * A document of `page` has the place for it; one that is a file has an element with the id `n2o-flash` and the role `status`.
 */
export function flash(text: string, kind: FlashKind = "info"): void {
  const found = context(), said = { text, kind };
  if (found.isVisit !== true) return insertBottom(FLASH, flashLine(said));
  const waiting = found.dictionary.get(WAITING);
  if (Array.isArray(waiting)) waiting.push(said);
  else keep([said]);
}

/** A message, as it is shown. */
export function flashLine({ text, kind }: Flash): Element {
  return p({ class: kind, role: kind === "error" ? "alert" : undefined, body: text });
}

const WAITING = Symbol("waiting");
/** What messages are called in the session that keeps them, and how many are kept. */
const KEPT = "n2o-flash", MOST = 8;

/** Makes a document; what is said meanwhile waits until it is known whether anybody sees it. */
export async function withoutFlashes<T>(made: () => Promise<T>): Promise<T> {
  context().dictionary.set(WAITING, []);
  return await made();
}

/** Has the session keep for the next document what was said in place of this one. */
export function keepFlashes(): void {
  const waiting = context().dictionary.get(WAITING);
  // As: `flash` filled it.
  if (Array.isArray(waiting) && waiting.length > 0) keep(waiting as Flash[]);
}

function keep(said: readonly Flash[]): void {
  session(KEPT, [...kept(), ...said].slice(-MOST).map(({ text, kind }) => ({ text, kind })));
}

function kept(): readonly Flash[] {
  const found = session(KEPT);
  // As: nobody else puts anything there, or it is no list of messages.
  return Array.isArray(found) ? found.filter(isObject) as unknown as Flash[] : [];
}

/**
 * What `flash` said on the way here and the session kept; it is told once. A document of `page` shows it by itself, an own route does it
 * so.
 *
 * @example
 * ```ts
 * import { keptFlashes, p, renderBody } from "@n2o/n2o/nitro";
 *
 * // What an own route shows above its body.
 * const messages = () => renderBody(keptFlashes().map(({ text, kind }) => p({ class: kind, body: text })));
 * if (typeof messages !== "function") throw new Error("no messages");
 * ```
 */
export function keptFlashes(): readonly Flash[] {
  const found = kept();
  if (found.length > 0) session(KEPT, null);
  return found;
}
