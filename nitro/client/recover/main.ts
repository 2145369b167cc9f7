/**
 * The part that sees to events and pages which stay refused unless the page becomes another: it has the page initialised anew or, where
 * the server speaks another version, loaded anew with what was typed.
 *
 * @module
 */
import type { Part } from "../part.ts";
import { keep, putBack } from "./typed.ts";

/** Until the page is loaded anew once more, in milliseconds: what did not help does not help at once. */
const AGAIN = 60_000;

/** Pickles for whose sake the page was initialised anew. */
const stale = new Set<string>();
/** The last event that was sent before the page was initialised anew. */
let before = -1;
/** How many events had been carried out then. */
let helped = -1;

/** What was refused. */
type Refusal = [reason?: string, pickle?: string, seq?: number, acknowledged?: number];

/**
 * Sees to a refusal: of an event, or of the page, where the server speaks another `version`. Without one, puts back what was typed before
 * the page was loaded anew.
 *
 * @param giveBack has what was not acknowledged return to the controls it was taken from.
 */
const recover: Part = ({ renew }, giveBack: () => void, ...refusal: Refusal) => {
  const [reason, pickle = "", seq = 0, acknowledged = 0] = refusal;
  if (!reason) putBack();
  // Whether it was carried out nobody knows: the page shows what is.
  else if (reason === "unknown") renew();
  else if (reason === "version") reload(giveBack);
  else if (/^(expired|EV expected|no session)$/.test(reason) && seq > before) {
    // What did not help once does not help again: the person is told, as of every refusal.
    if (acknowledged === helped || stale.has(pickle)) return;
    stale.add(pickle);
    helped = acknowledged;
    before = renew();
  }
};
export default recover;

/** Loads the page anew. */
function reload(giveBack: () => void): void {
  const last = Number(sessionStorage.getItem("reloaded"));
  if (Date.now() - last < AGAIN) return;
  giveBack();
  keep();
  sessionStorage.setItem("reloaded", String(Date.now()));
  location.reload();
}
