/**
 * The version of the layout that a store is written in: written by its first write, checked by every
 * later one. FORMAT.md tells why.
 *
 * @module
 */
import { KvsError } from "../error.ts";
import type { Kv, KvCheck } from "../kv.ts";
import { formatKey as key } from "./layout.ts";

/** The version of FORMAT.md that this module writes; it reads all before. */
export const FORMAT = 2;

/** What each store was last seen to be stamped with. */
const stamps = new WeakMap<Kv, KvCheck>();
/** The looks at stores that are still under way: who writes at once looks once. */
const looks = new WeakMap<Kv, Promise<KvCheck>>();

/**
 * The check that a commit adds, where it is known already: `readyNow(kv) ?? await ready(kv)` waits
 * for the first write only.
 */
export function readyNow(kv: Kv): KvCheck | undefined {
  return stamps.get(kv);
}

/**
 * The check that a commit adds: that the store is still of this layout. A store that has none is
 * stamped. Where that commit is refused, {@linkcode recheck} tells whether this was why.
 *
 * @throws {KvsError} `layout` for a store of a later version; what reading the store throws
 */
export async function ready(kv: Kv): Promise<KvCheck> {
  const known = stamps.get(kv) ?? looks.get(kv);
  if (known !== undefined) return await known;
  const look = stamped(kv).finally(() => looks.delete(kv));
  looks.set(kv, look);
  return await look;
}

/**
 * Looks again at a store of which a commit was refused: the next {@linkcode ready} answers what holds
 * now, for the store may have been emptied meanwhile.
 *
 * @throws {KvsError} `layout` where a later version has written it meanwhile; what reading the store
 * throws
 */
export async function recheck(kv: Kv): Promise<void> {
  const check = await look(kv);
  if (check === undefined) forget(kv);
  else stamps.set(kv, check);
}

/** Forgets what a store was stamped with: it was emptied. */
export function forget(kv: Kv): void {
  stamps.delete(kv);
}

async function stamped(kv: Kv): Promise<KvCheck> {
  for (;;) {
    const check = await look(kv) ?? await stamp(kv);
    if (check === undefined) continue; // another process has been first
    stamps.set(kv, check);
    return check;
  }
}

async function stamp(kv: Kv): Promise<KvCheck | undefined> {
  const done = await kv.atomic().check({ key, versionstamp: null }).set(key, FORMAT).commit();
  return done.ok ? { key, versionstamp: done.versionstamp } : undefined;
}

/** The check of what the store is stamped with; undefined where it is not. */
async function look(kv: Kv): Promise<KvCheck | undefined> {
  const [{ value, versionstamp }] = await kv.getMany<[unknown]>([key]);
  if (versionstamp === null) return undefined;
  if (value === FORMAT) return { key, versionstamp };
  throw new KvsError(
    "layout",
    `the store is of layout ${
      JSON.stringify(value)
    }, made by a later version of this module, which knows ${FORMAT}: update it`,
  );
}
