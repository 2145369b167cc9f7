/**
 * Attempts of this module to change a store: each is one commit, made only where the store is of this
 * layout.
 *
 * @module
 */
import type { Batch } from "./batch.ts";
import { retry, within } from "./commit.ts";
import type { Changes } from "./changes.ts";
import { ready, readyNow, recheck, stamp } from "./format.ts";
import { KvsError } from "../error.ts";
import type { Kv, KvCheck } from "../kv.ts";
import { LIMITS } from "../store/limits.ts";
import type { Stowage } from "./stowage.ts";

/**
 * Tries a change until its commit is made.
 *
 * @param where the table or feed, for the message
 * @param attempt answers undefined where a check of its commit did not hold; it is given the check
 * that the store is of this layout, which belongs into its commit
 * @throws {KvsError} `conflict` after 200 attempts, `layout`; what the store refuses
 */
export function change<T>(
  kv: Kv,
  where: string,
  attempt: (layout: KvCheck, n: number) => Promise<T | undefined>,
): Promise<T> {
  return within(where, () =>
    retry(where, async (n) => {
      if (n > 1) await recheck(kv); // a store of another layout would refuse for ever
      return await attempt(readyNow(kv) ?? await ready(kv), n);
    }));
}

/**
 * Makes a change that depends on nothing but the layout of the store.
 *
 * @throws {KvsError} as {@linkcode change}
 */
export async function write(
  kv: Kv,
  where: string,
  stage: (changes: Changes) => void,
): Promise<void> {
  await change(kv, where, async (layout) => {
    const atomic = kv.atomic();
    stamp(atomic, layout);
    stage(atomic);
    return (await atomic.commit()).ok || undefined;
  });
}

/**
 * Adds conditions to a batch: each by itself, or, where a commit has not room for so many, the one
 * that stands for all of them.
 *
 * @param whole what every change of what is checked changes too
 * @param more how many checks the batch is to be given beside
 */
export function guard(
  batch: Batch,
  checks: readonly KvCheck[],
  whole: KvCheck,
  more: number,
): void {
  const fits = batch.weight.checks + checks.length + more <= LIMITS.checks;
  batch.check(...fits ? checks : [whole]);
}

/** Commits a batch with what is stowed for it: its versionstamp; undefined where a check did not hold. */
export async function commitStowed(
  kv: Kv,
  batch: Batch,
  stowage: Stowage,
): Promise<string | undefined> {
  await stowage.settle(kv, batch);
  const versionstamp = await batch.commit(kv);
  if (versionstamp !== undefined) await stowage.clean(kv);
  return versionstamp;
}

/**
 * When what is stored now expires, in milliseconds since 1970.
 *
 * @throws {KvsError} `bad_expiry` for anything but a positive number of milliseconds
 */
export function expiry(expireIn: unknown, now: number, where: string): number | undefined {
  if (expireIn === undefined) return undefined;
  if (typeof expireIn === "number" && expireIn > 0 && Number.isFinite(now + expireIn)) {
    return now + expireIn;
  }
  throw new KvsError(
    "bad_expiry",
    `${where}: give expireIn as a positive number of milliseconds`,
  );
}

/**
 * A version as it may be asked for: text, null for a record that must be absent, undefined for any.
 *
 * @throws {KvsError} `bad_version` for anything else
 */
export function asked(version: unknown, where: string): string | null | undefined {
  if (version === undefined || version === null) return version;
  if (typeof version === "string" && /^[0-9a-f]{20}(\.\d{1,4}\.\d{1,15})?$/.test(version)) {
    return version;
  }
  throw new KvsError(
    "bad_version",
    `${where}: a version is what \`read\` gave, or null where nothing must be there`,
  );
}

/** Refuses a record that is not of the version asked for. */
export function mismatch(where: string, version: string | null): KvsError {
  const why = version === null
    ? "there is such a record already"
    : "the record was changed or removed since that version";
  return new KvsError("conflict", `${where}: ${why}: read it again`);
}
