/**
 * Where events are claimed: in the persistent store of the application.
 *
 * @module
 */
import type { Clock } from "../base/mod.ts";
import type { Kv } from "../kvs/mod.ts";
import type { Claimant, ClaimCommit, ClaimRow, Claims } from "../n2o/mod.ts";

const ROOT = ["n2o", "claim"] as const;

/** The claims on a store: a row for each life of a page that sent an event, under the session's id, as long as pickles last. */
export function claims(kv: Kv, clock: Pick<Clock, "now">): Claims {
  const keyOf = ({ session, client }: Claimant) => [...ROOT, session, client];
  function into(
    commit: ClaimCommit,
    claimant: Claimant,
    row: ClaimRow,
    versionstamp: string | null,
  ): void {
    const key = keyOf(claimant);
    commit.check({ key, versionstamp });
    commit.set(key, row, { expireIn: Math.max(1, Math.ceil(row.till - clock.now())) });
  }
  return {
    into,
    async read(claimant) {
      const { value, versionstamp } = await kv.get<ClaimRow>(keyOf(claimant));
      return { row: value ?? undefined, version: versionstamp };
    },
    async put(claimant, row, version) {
      const commit = kv.atomic();
      into(commit, claimant, row, version);
      const done = await commit.commit();
      return done.ok ? done.versionstamp : undefined;
    },
  };
}
