/**
 * The version of the layout that a store is written in: written by its first write, checked by every
 * later one. FORMAT.md tells why.
 *
 * @module
 */
import { KvsError } from "../error.ts";
import type { Changes } from "./changes.ts";
import type { Kv, KvCheck } from "../kv.ts";
import { after, feedsKey, formatKey as key } from "./layout.ts";

/** The version of FORMAT.md that this module writes; it reads all before. */
export const FORMAT = 2;

/** What each store is known to be stamped with. */
const stamps = new WeakMap<Kv, KvCheck>();

/**
 * The check that a commit adds, where it is known already: `readyNow(kv) ?? await ready(kv)` waits
 * for the first write only.
 */
export function readyNow(kv: Kv): KvCheck | undefined {
  return stamps.get(kv);
}

/**
 * The check that a commit adds by {@linkcode stamp}: that the store is still of this layout, or has
 * none yet. Where that commit is refused, {@linkcode recheck} tells whether this was why.
 *
 * @throws {KvsError} `layout` for a store of a later version; what reading the store throws
 */
export async function ready(kv: Kv): Promise<KvCheck> {
  const check = stamps.get(kv) ?? await look(kv);
  if (check.versionstamp !== null) stamps.set(kv, check);
  return check;
}

/** Adds the check of the layout to a commit; the first of a store sets it. */
export function stamp(changes: Changes, check: KvCheck): void {
  changes.check(check);
  if (check.versionstamp !== null) return;
  changes.set(key, FORMAT);
  changes.set(feedsKey, true); // what is watched is there from the beginning
}

/**
 * Looks again at a store of which a commit was refused: the next {@linkcode ready} answers what holds
 * now, for the store may have been emptied meanwhile.
 *
 * @throws {KvsError} `layout` where a later version has written it meanwhile; what reading the store
 * throws
 */
export async function recheck(kv: Kv): Promise<void> {
  stamps.delete(kv);
  await ready(kv);
}

/**
 * Looks again at a store of which a commit with this check was refused; true where the store had no
 * stamp and has one now.
 *
 * @throws {KvsError} as {@linkcode recheck}
 */
export async function restamped(kv: Kv, check: KvCheck): Promise<boolean> {
  await recheck(kv);
  return check.versionstamp === null && readyNow(kv) !== undefined;
}

/** Forgets what a store was stamped with: it was emptied. */
export function forget(kv: Kv): void {
  stamps.delete(kv);
}

/** The check of what the store is stamped with. */
async function look(kv: Kv): Promise<KvCheck> {
  const found = await Array.fromAsync(kv.list({ start: key, end: after(key) }));
  const { value, versionstamp } = found[0] ?? { value: FORMAT, versionstamp: null };
  if (value === FORMAT) return { key, versionstamp };
  throw new KvsError(
    "layout",
    `the store is of layout ${
      JSON.stringify(value)
    }, made by a later version of this module, which knows ${FORMAT}: update it`,
  );
}
