/**
 * What an application keeps of its own in the persistent store: sessions, so that a client that comes back after a restart is known, and
 * the secret where the settings have none.
 *
 * @module
 */
import { type Clock, type Log, toHex } from "../base/mod.ts";
import type { Kv } from "../kvs/mod.ts";
import { N2oError, type SessionRow, type SessionStorage } from "../n2o/mod.ts";

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

const SECRET = ["n2o", "development secret"] as const;

/**
 * A secret for development, made once for a store, so that sessions live over restarts.
 *
 * @throws {N2oError} `config` in production
 */
export async function missingSecret(
  kv: Kv | undefined,
  isProduction: boolean,
  log: Log,
): Promise<string> {
  if (isProduction) {
    throw new N2oError(
      "config",
      "secret: is missing, give at least 16 random characters, the same on every machine",
    );
  }
  log(
    "warning",
    "no secret is set: one for development is used; set one before anybody else can reach this server",
  );
  const made = toHex(crypto.getRandomValues(new Uint8Array(32)));
  if (kv === undefined) return made;
  await kv.atomic().check({ key: SECRET, versionstamp: null }).set(SECRET, made).commit();
  return (await kv.get<string>(SECRET)).value ?? made;
}
