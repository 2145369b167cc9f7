/**
 * The session of the browser: a cookie that no script sees. The server hands out a ticket, and this page exchanges it for the cookie.
 *
 * @module
 */
import { reconnect } from "./connection.ts";
import { signal } from "./signal.ts";

const TRIES = 3;
const PAUSE = 500;
const LATE = 5_000;

/** The other tabs of this browser: their connections came with the cookie that is no more. */
const tabs = new BroadcastChannel("n2o");
tabs.onmessage = reconnect;

/** Gets the cookie of a ticket; resolves in any case, for a page must not stand still without it. */
export async function exchange(ticket: string): Promise<void> {
  const method = "POST", body = ticket;
  for (let tries = TRIES; tries--; await new Promise((resolve) => setTimeout(resolve, PAUSE))) {
    try {
      const signal = AbortSignal.timeout(LATE);
      const { ok, status } = await fetch("/n2o/session", { method, body, signal });
      if (ok) return tabs.postMessage(0);
      if (status < 500) break;
    } catch { /* no network: again */ }
  }
  signal("error", { seq: 0, reason: "session" });
}
