/**
 * The session of the browser: a cookie that no script sees. The server hands out a ticket, and a part of the client exchanges it.
 *
 * @module
 */
import { reconnect } from "./connection.ts";
import { part } from "./part.ts";

/** The other tabs of this browser: their connections came with the cookie that is no more. */
const tabs = new BroadcastChannel("n2o");
tabs.onmessage = reconnect;

/** Gets the cookie of a ticket; resolves in any case, for a page must not stand still without it. */
export function exchange(ticket: string): Promise<void> {
  return part("./session.js", ticket, tabs).catch(() => {});
}
