/**
 * Keys that clients send along with what is to be done once.
 *
 * @module
 */
import { sha256, timeId, toHex } from "../../../base/mod.ts";
import type { Kv } from "../../../kvs/mod.ts";
import { type KeyUse, reused } from "../../../rest/process/mod.ts";

/** How long a key is remembered, in milliseconds: a week, as the engine remembers those of its commands. */
const REMEMBERED = 7 * 86_400_000;

/** What a key stands for. */
interface KeyRow {
  /** What was asked with it. */
  readonly digest: string;
  /** What it is called in the engine. */
  readonly id: string;
}

/**
 * What a key of a client stands for: an id that is made when it first comes, and committed before anything is done with it, so that what is
 * repeated after a crash goes on under the same one.
 *
 * @throws {RestError} `reused` where it came with something else
 */
export async function keyed(
  kv: Kv,
  { key, by, digest }: KeyUse,
  now: () => number,
): Promise<string> {
  const row = ["rest", "key", toHex(await sha256(JSON.stringify([by.id, key])))];
  for (;;) {
    const { value, versionstamp } = await kv.get<KeyRow>(row);
    if (value !== null && versionstamp !== null) {
      if (value.digest !== digest) throw reused();
      return value.id;
    }
    const id = timeId(now(), 12);
    const made: KeyRow = { digest, id };
    const commit = kv.atomic().check({ key: row, versionstamp: null })
      .set(row, made, { expireIn: REMEMBERED });
    if ((await commit.commit()).ok) return id;
  }
}
