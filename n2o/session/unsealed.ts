/**
 * What a client brings back, opened: a client may bring anything, so that what is not ours is nothing, and no error.
 *
 * @module
 */
import { N2oError } from "../error.ts";
import { type Term, text } from "../term/term.ts";
import type { Pickler } from "./pickle.ts";

/** The term that was sealed, a text where it is one; `undefined` for what was not sealed by this pickler or is past its time. */
export function unsealed(sealed: string, pickler: Pickler): Term | undefined {
  if (sealed === "") return undefined;
  try {
    const term = pickler.depickle(sealed, "");
    return text(term) ?? term;
  } catch (error) {
    if (N2oError.is(error, "forged", "expired")) return undefined;
    throw error;
  }
}
