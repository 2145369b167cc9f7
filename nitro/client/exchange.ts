/**
 * The part that exchanges a ticket for the cookie of a session.
 *
 * @module
 */
import type { Part } from "./part.ts";

const TRIES = 3;
const PAUSE = 500;
const LATE = 5_000;

/** Gets the cookie of a ticket, and tells the other tabs; scripts of the page hear `n2o:error` where there is none. */
const exchange: Part = async (_, ticket: string, tabs: BroadcastChannel) => {
  const method = "POST", body = ticket;
  for (let tries = TRIES; tries--; await new Promise((resolve) => setTimeout(resolve, PAUSE))) {
    try {
      const signal = AbortSignal.timeout(LATE);
      const { ok, status } = await fetch("/n2o/session", { method, body, signal });
      if (ok) return tabs.postMessage(0);
      if (status < 500) break;
    } catch { /* no network: again */ }
  }
  const detail = { seq: 0, reason: "session" };
  document.dispatchEvent(new CustomEvent("n2o:error", { detail }));
};
export default exchange;
