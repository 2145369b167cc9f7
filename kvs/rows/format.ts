/**
 * The version of the layout that a store is written in: written by its first write, checked by every
 * later one. FORMAT.md tells why.
 *
 * @module
 */
import { retry } from "./commit.ts";
import { KvsError } from "../error.ts";
import type { Changes } from "./changes.ts";
import type { Kv, KvCheck } from "../kv.ts";
import { after, feedsKey, formatKey as key, watchedKey } from "./layout.ts";

/** The version of FORMAT.md that this module writes; it reads all before. */
export const FORMAT = 2;

/** What each store is known to be stamped with, and whether appends set what is watched. */
const stamps = new WeakMap<Kv, { readonly check: KvCheck; readonly watched: boolean }>();

/**
 * The check that a commit adds, where it is known already: `readyNow(kv) ?? await ready(kv)` waits
 * for the first write only.
 */
export function readyNow(kv: Kv): KvCheck | undefined {
  return stamps.get(kv)?.check;
}

/** Whether an append must set what watches of many feeds watch: unless it is known that there is none. */
export function isWatched(kv: Kv): boolean {
  return stamps.get(kv)?.watched ?? true;
}

/**
 * The check that a commit adds by {@linkcode stamp}: that the store is still of this layout, or has
 * none yet. Where that commit is refused, {@linkcode recheck} tells whether this was why.
 *
 * @throws {KvsError} `layout` for a store of a later version; what reading the store throws
 */
export async function ready(kv: Kv): Promise<KvCheck> {
  const known = stamps.get(kv) ?? await look(kv);
  if (known.check.versionstamp !== null) stamps.set(kv, known);
  return known.check;
}

/** Adds the check of the layout to a commit; the first of a store sets it. */
export function stamp(changes: Changes, check: KvCheck): void {
  changes.check(check);
  if (check.versionstamp !== null) return;
  changes.set(key, FORMAT);
  changes.set(feedsKey, true); // what is watched is there from the beginning
}

/**
 * Lets appends set what watches of many feeds watch, from now on: they check the layout, which is
 * stamped anew, and so hear of it. A store that nobody watches so is spared that.
 *
 * @throws {KvsError} `conflict` after 200 attempts, `layout`; what the store throws
 */
export async function watchAppends(kv: Kv): Promise<void> {
  await retry("feeds", async () => {
    await recheck(kv);
    if (stamps.get(kv)?.watched) return true;
    const atomic = kv.atomic().check(await ready(kv));
    const { ok } = await atomic.set(key, FORMAT).set(watchedKey, true).set(feedsKey, true).commit();
    return ok || undefined;
  });
}

/**
 * Looks again at a store of which a commit was refused, for it may have been emptied meanwhile: the
 * check that holds now.
 *
 * @throws {KvsError} `layout` where a later version has written it meanwhile; what reading the store
 * throws
 */
export async function recheck(kv: Kv): Promise<KvCheck> {
  stamps.delete(kv);
  return await ready(kv);
}

/**
 * Looks again at a store of which a commit with this check was refused; true where the store has been
 * stamped since, with the same layout.
 *
 * @throws {KvsError} as {@linkcode recheck}
 */
export async function restamped(kv: Kv, check: KvCheck): Promise<boolean> {
  // What is noted of the store may be forgotten by another who looks again meanwhile.
  const { versionstamp } = await recheck(kv);
  return versionstamp !== null && versionstamp !== check.versionstamp;
}

/** Forgets what a store was stamped with: it was emptied. */
export function forget(kv: Kv): void {
  stamps.delete(kv);
}

/** What the store is stamped with. */
async function look(kv: Kv): Promise<{ check: KvCheck; watched: boolean }> {
  const found = await Array.fromAsync(kv.list({ start: key, end: after(watchedKey) }));
  const stamped = found.find((entry) => entry.key[0] === key[0]);
  const { value, versionstamp } = stamped ?? { value: FORMAT, versionstamp: null };
  const watched = found.some((entry) => entry.key[0] === watchedKey[0]);
  if (value === FORMAT) return { check: { key, versionstamp }, watched };
  throw new KvsError(
    "layout",
    `the store is of layout ${
      JSON.stringify(value)
    }, made by a later version of this module, which knows ${FORMAT}: update it`,
  );
}
