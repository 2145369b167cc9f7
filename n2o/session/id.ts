/**
 * The ids of sessions: 20 characters, of which the first says whether the session may hold anything.
 *
 * @module
 */
import { toBase64 } from "../../base/mod.ts";

/** What the ids of sessions begin with that hold nothing: they get another id with the first value. */
const SPARE = "~";

/** A new id of a session that holds nothing: 114 random bits in 20 characters. */
export function spareSid(): string {
  return SPARE + sid().slice(1);
}

/** Whether a session holds nothing, by its id: it never will under that one. */
export function isSpare(session: string): boolean {
  return session.startsWith(SPARE);
}

/** A new session id: 120 random bits in 20 characters. */
export function sid(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(15)), { alphabet: "base64url" });
}
