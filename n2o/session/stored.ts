/**
 * How sessions begin and end in the storage, where others write at the same time: in which order their rows come and go.
 *
 * @module
 */
import { N2oError } from "../error.ts";
import { AUTH, isReserved, NEXT, type SessionRows, type SessionStorage } from "./rows.ts";

/** How long an ended session says which one took its place, in milliseconds: as long as a message that began before may take. */
export const LINK = 60_000;

/** A session that takes the place of another. */
export interface Replacement {
  readonly from: string;
  readonly to: string;
  readonly rows: SessionRows;
  /** Until when the old one says which takes its place; undefined where it does not. */
  readonly link: number | undefined;
}

/**
 * Puts the rows of a new session, that by which it lives as the last, unless the one that it replaces was ended meanwhile.
 *
 * Rejects with {@linkcode N2oError} `ended` then.
 */
export async function create(
  storage: SessionStorage,
  { from, to, rows, link }: Replacement,
): Promise<void> {
  const auth = rows.get(AUTH), values = [...rows].filter(([key]) => !isReserved(key));
  if (auth === undefined || values.length === 0) return;
  // Said before anything else, and read by who ends the old one after that has gone: one of the two sees the other.
  if (link !== undefined) await storage.set(from, NEXT, { value: to, till: link });
  await Promise.all(values.map(([key, row]) => storage.set(to, key, row)));
  await storage.set(to, AUTH, auth);
  const [isFromAlive, isWhole] = await Promise.all([
    link === undefined || storage.load(from).then((kept) => new Map(kept).has(AUTH)),
    // Who ends all sessions of somebody takes the user out of one that does not live yet.
    !rows.has("user") || storage.load(to).then((kept) => new Map(kept).has("user")),
  ]);
  if (isFromAlive && isWhole) return;
  await remove(storage, to);
  throw ended(isFromAlive ? to : from);
}

/** Removes the rows of a session, but for a link that is to stay; answers which session took its place, and until when that counts. */
export async function remove(
  storage: SessionStorage,
  session: string,
  link?: typeof NEXT,
): Promise<{ readonly session: string; readonly till: number } | undefined> {
  await storage.delete(session, AUTH);
  const rows = new Map(await storage.load(session)), next = rows.get(NEXT);
  const keys = [...rows.keys()].filter((key) => key !== AUTH && key !== link);
  await Promise.all(keys.map((key) => storage.delete(session, key)));
  return link === undefined && typeof next?.value === "string"
    ? { session: next.value, till: next.till }
    : undefined;
}

/** Sees to it that a session which is begun as somebody's, and does not live yet, never does; tells whether it is one. */
export async function forestall(
  storage: SessionStorage,
  session: string,
  user: string,
): Promise<boolean> {
  const rows = new Map(await storage.load(session));
  if (rows.has(AUTH) || rows.get("user")?.value !== user) return false;
  await storage.delete(session, "user");
  return true;
}

/** The error of a session that was logged out. */
export function ended(session: string): N2oError {
  return new N2oError("ended", `the session ${session.slice(0, 4)}… has ended: log in again`);
}
