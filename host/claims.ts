/**
 * Where events are claimed: in the persistent store of the application.
 *
 * @module
 */
import type { Clock } from "../base/mod.ts";
import type { Kv } from "../kvs/mod.ts";
import { ledger } from "../n2o/claim/once.ts";
import type { Claimant, ClaimCommit, ClaimRow, Claims, MakeLedger } from "../n2o/mod.ts";

const ROOT = ["n2o", "claim"] as const;

/** Carries out each event at most once over all processes on a store. */
export function onceIn(kv: Kv): MakeLedger {
  return ({ clock, log }) => ledger({ claims: claims(kv, clock), clock, log });
}

/** The claims on a store, those of many clients in one commit: a row for each life of a page that sent an event, under the session's id, as long as pickles last. */
export function claims(kv: Kv, clock: Pick<Clock, "now">): Claims {
  const put = group(kv);
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
    put: (claimant, row, version) =>
      put({
        key: keyOf(claimant).join(" "),
        into: (commit) => into(commit, claimant, row, version),
      }),
  };
}

/** A row that is to be put if it is as it was read. */
interface Put {
  readonly key: string;
  into(commit: ClaimCommit): void;
}

/** A row that waits for its commit. */
interface Waiting extends Put, PromiseWithResolvers<string | undefined> {}

/** Rows of one commit at most: half of the checks that one may have. */
const TOGETHER = 50;

/**
 * Puts rows: those that come while a commit is under way go into the next one together, since a store on a disk makes few commits a
 * second, however small. A commit that is refused says not which row was changed: its rows are then put one by one.
 */
function group(kv: Kv): (put: Put) => Promise<string | undefined> {
  const waiting: Waiting[] = [];
  let isBusy = false;

  async function commit(puts: readonly Put[]): Promise<string | undefined> {
    const all = kv.atomic();
    for (const each of puts) each.into(all);
    const done = await all.commit();
    return done.ok ? done.versionstamp : undefined;
  }

  /** The next rows, each of another client: two of one would refuse one another. */
  function next(): Waiting[] {
    const keys = new Set<string>(), rows: Waiting[] = [];
    for (const each of waiting) {
      if (rows.length < TOGETHER && !keys.has(each.key)) rows.push(each);
      keys.add(each.key);
    }
    for (const each of rows) waiting.splice(waiting.indexOf(each), 1);
    return rows;
  }

  async function work(): Promise<void> {
    for (let rows = next(); rows.length > 0; rows = next()) {
      try {
        const version = await commit(rows);
        const isOne = rows.length === 1 || version !== undefined;
        for (const row of rows) row.resolve(isOne ? version : await commit([row]));
      } catch (error) {
        // Those that were put alone before have heard.
        for (const row of rows) row.reject(error);
      }
    }
    isBusy = false;
  }

  return (put) => {
    const row = { ...put, ...Promise.withResolvers<string | undefined>() };
    waiting.push(row);
    if (!isBusy) {
      isBusy = true;
      // Never rejects. Not at once: what comes in the same turn goes together.
      queueMicrotask(() => void work());
    }
    return row.promise;
  };
}
