/**
 * What is too much for one commit, in several.
 *
 * @module
 */
import { Batch } from "./batch.ts";
import { ChangedKeys } from "./changed.ts";
import { given, KvsError } from "../error.ts";
import { Room } from "./room.ts";
import { LIMITS } from "../store/limits.ts";
import { COMMIT, type Weight } from "./weight.ts";

/**
 * Joins batches, in their order, into as few commits as hold them, each batch whole. One that checks
 * what one before it changes comes into a later commit.
 *
 * @param limits less than a whole commit where others add to it
 * @throws {KvsError} `too_large` where one of them fits no commit: nothing is written then
 *
 * @example
 * ```ts
 * import { Batch, openKv } from "@n2o/n2o/kvs";
 * import { split } from "@n2o/n2o/kvs/tool";
 *
 * using kv = await openKv(":memory:");
 * const rows = Array.from({ length: 1500 }, (_, i) => new Batch().set(["row", i], i));
 * const commits = split(rows);
 * for (const each of commits) await each.commit(kv);
 * if (commits.length !== 2) throw new Error("1,000 changes fit one commit");
 * ```
 */
export function split(batches: Iterable<Batch>, limits: Partial<Weight> = COMMIT): Batch[] {
  const all = given("split", () => [...batches]);
  for (const batch of all) {
    if (!given("split", () => batch instanceof Batch)) {
      throw new KvsError("bad_argument", "split: only batches are joined");
    }
    const excess = batch.excess();
    if (excess !== undefined) throw new KvsError("too_large", `${batch.label}: ${excess}`);
  }
  const commits: Batch[] = [];
  let room = new Room(limits), appended = 0, changed = new ChangedKeys();
  for (const batch of all) {
    appended += batch.appended;
    // The records that one commit appends to a feed are at most as many as it has checks.
    const fits = appended <= LIMITS.checks && !batch.dependsOn(changed) && room.take(batch.weight);
    const last = commits.at(-1);
    if (fits && last !== undefined) last.add(batch);
    else {
      commits.push(new Batch(batch.label).add(batch));
      room = new Room(limits), appended = batch.appended, changed = new ChangedKeys();
      if (!room.take(batch.weight)) room.fill();
    }
    batch.addChanged(changed);
  }
  return commits;
}
