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
/** Which sessions somebody is logged in in, and the names that are claimed. */
const USERS = ["n2o", "session of"] as const, CLAIMS = ["n2o", "claim"] as const;

/** How long a process goes by its copy of a session without reading it again, in milliseconds. */
const COPY = 1_000;

/** Rows that are read at a time in search of idle sessions. */
const PAGE = { limit: 5_000, batchSize: 500 };

/** The storage of sessions on a store: a row for each value, under the session's id, and one that finds it by its user. */
export function storage(kv: Kv, clock: Pick<Clock, "now">): SessionStorage {
  const lasting = (till: number) =>
    till === Infinity ? {} : { expireIn: Math.max(1, Math.ceil(till - clock.now())) };
  return {
    copyAge: COPY,
    async load(session) {
      const rows: [string, SessionRow][] = [];
      for await (const { key, value } of kv.list<SessionRow>({ prefix: [...ROOT, session] })) {
        rows.push([String(key[key.length - 1]), value]);
      }
      return rows;
    },
    async set(session, key, row) {
      const change = kv.atomic().set([...ROOT, session, key], row, lasting(row.till));
      if (key === "user") change.set([...USERS, nameOf(row), session], true, lasting(row.till));
      await change.commit();
    },
    async delete(session, key) {
      const change = kv.atomic().delete([...ROOT, session, key]);
      if (key === "user") {
        const { value } = await kv.get<SessionRow>([...ROOT, session, key]);
        if (value !== null) change.delete([...USERS, nameOf(value), session]);
      }
      await change.commit();
    },
    async claim(name, till) {
      const key = [...CLAIMS, name];
      const claim = kv.atomic().check({ key, versionstamp: null }).set(key, true, lasting(till));
      return (await claim.commit()).ok;
    },
    async sessionsAfter(session) {
      // No key of a session's row comes after its id with a zero behind it, and no other session's before.
      const from = session === undefined ? {} : { start: [...ROOT, `${session}\0`] };
      const found = new Map<string, Map<string, SessionRow>>();
      let count = 0;
      for await (const { key, value } of kv.list<SessionRow>({ prefix: ROOT, ...from }, PAGE)) {
        const [name, id] = [key.at(-1), key.at(-2)].map(String) as [string, string]; // As: of two
        found.set(id, (found.get(id) ?? new Map()).set(name, value));
        count++;
      }
      const all = [...found];
      // The rows of the last one may be cut.
      return count < PAGE.limit || all.length < 2 ? all : all.slice(0, -1);
    },
    async sessionsOf(user) {
      const sessions: string[] = [];
      for await (const { key } of kv.list({ prefix: [...USERS, user] })) {
        sessions.push(String(key[key.length - 1]));
      }
      return sessions;
    },
  };
}

function nameOf({ value }: SessionRow): string {
  return typeof value === "string" ? value : "";
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
