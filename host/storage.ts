/**
 * Sessions in the persistent store, so that a client that comes back after a restart is known.
 *
 * @module
 */
import type { Clock } from "../base/mod.ts";
import type { Kv } from "../kvs/mod.ts";
import type { SessionRow, SessionStorage } from "../n2o/mod.ts";

const ROOT = ["n2o", "session"] as const;

/** The storage of sessions on a store: a row for each value, under the session's id. */
export function storage(kv: Kv, clock: Pick<Clock, "now">): SessionStorage {
  return {
    async load(session) {
      const rows: [string, SessionRow][] = [];
      for await (const { key, value } of kv.list<SessionRow>({ prefix: [...ROOT, session] })) {
        rows.push([String(key[key.length - 1]), value]);
      }
      return rows;
    },
    async set(session, key, row) {
      await kv.set([...ROOT, session, key], row, { expireIn: Math.max(1, row.till - clock.now()) });
    },
    async delete(session, key) {
      await kv.delete([...ROOT, session, key]);
    },
  };
}
