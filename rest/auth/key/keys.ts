/**
 * API keys in a store.
 *
 * @module
 */
import {
  type Clock,
  equalSecrets,
  type Log,
  sha256Sync,
  silentLog,
  systemClock,
} from "../../../base/mod.ts";
import type { Kv } from "../../../kvs/mod.ts";
import { RestError } from "../../error.ts";
import { type NewKey, wantedOf } from "./wanted.ts";
import { type ApiKey, isLive, type KeyRow, toldOf } from "./row.ts";
import { KeyStore } from "./store.ts";
import { isPrefix, keyIdOf, newKeyId, newKeyText, PREFIX } from "./text.ts";

/** A key, and its text: told this once. */
export interface MadeKey {
  /** What is told of it, now and later: nothing of its text. */
  readonly key: ApiKey;
  /** Its text, which nothing can tell again. */
  readonly text: string;
}

/** Settings of keys. */
export interface KeysOptions {
  /** What their texts begin with: 2 to 16 small letters and digits, the application's own name at best; `n2o` unless told. */
  readonly prefix?: string;
  /** The most keys of an owner that are neither revoked nor past their time; 100 unless told. */
  readonly most?: number;
  /** The time; the system's unless told. */
  readonly clock?: Pick<Clock, "now">;
  /** Where it is told that the time of a use could not be noted; nowhere unless told. */
  readonly log?: Log;
}

/** The keys of a store. */
export interface Keys {
  /** What their texts begin with. */
  readonly prefix: string;
  /**
   * Makes a key.
   *
   * Rejects with {@linkcode RestError} `invalid` for a name, an owner, a scope or an end that cannot be, `conflict` where the owner has the
   * most already.
   */
  make(wanted: NewKey): Promise<MadeKey>;
  /** The key that a text is of, if it is one and lives: asked of the store each time, so a revocation holds at once in every process. */
  verify(text: string): Promise<ApiKey | undefined>;
  /** A key by its id; one that is revoked or past its time for 30 days more. */
  get(id: string): Promise<ApiKey | undefined>;
  /** Keys in the order of their ids, those of an owner or all; `next` is what to ask for `after`. */
  list(options?: {
    readonly owner?: string;
    readonly limit?: number;
    readonly after?: string;
  }): Promise<{ readonly keys: readonly ApiKey[]; readonly next?: string }>;
  /** Ends a key, at once; tells whether there was one. */
  revoke(id: string): Promise<boolean>;
  /**
   * Gives a key another text; the one before is taken for `grace` seconds more, 0 unless told. Undefined where there is none that lives.
   *
   * Rejects with {@linkcode RestError} `invalid` for a grace that is none, or longer than 30 days.
   */
  rotate(id: string, grace?: number): Promise<MadeKey | undefined>;
}

/** How often it is noted that a key is used, in milliseconds. */
const NOTED = 60_000;
/** The longest time that a former text is taken, in seconds. */
const GRACE = 30 * 86_400;

/**
 * The keys of a store, for as many processes as share it.
 *
 * A text has 258 random bits, so what is kept of it is its plain SHA-256: a slow hash is for what people think up, and would only make each
 * request slow; nobody tries 2^258 texts. A use costs one read of two rows, and at most one write a minute.
 *
 * @throws {RestError} `config` for a prefix that is none
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { apiKeys } from "@n2o/n2o/rest/auth";
 *
 * using kv = memoryKv();
 * const keys = apiKeys(kv, { prefix: "shop" });
 * const { key, text } = await keys.make({ owner: "ann", name: "nightly export", scopes: ["orders:read"] });
 * if (!text.startsWith(`shop_${key.id}_`)) throw new Error("shown once, here");
 * if ((await keys.verify(text))?.owner !== "ann") throw new Error("it is taken");
 * await keys.revoke(key.id);
 * if (await keys.verify(text) !== undefined) throw new Error("at once");
 * ```
 */
export function apiKeys(kv: Kv, options: KeysOptions = {}): Keys {
  const { prefix = PREFIX, most = 100, clock = systemClock, log = silentLog } = options;
  if (!isPrefix(prefix)) {
    throw new RestError("config", "prefix: 2 to 16 small letters and digits, a letter first");
  }
  const store = new KeyStore(kv, { most, clock });
  return {
    prefix,
    async make(given) {
      const { owner, ...wanted } = wantedOf(given, clock.now());
      const id = newKeyId(), text = newKeyText(prefix, id), made = clock.now();
      const row: KeyRow = { ...wanted, owner, made, hash: sha256Sync(text) };
      await store.add(id, row);
      return { key: toldOf(id, row, null), text };
    },
    async verify(text) {
      const id = keyIdOf(prefix, text);
      if (id === undefined) return undefined;
      const now = clock.now(), { row, used, version } = await store.read(id);
      if (row === undefined || version === null || !isLive(row, now)) return undefined;
      const hash = sha256Sync(text), { former } = row;
      // Both are compared, whichever it is.
      const isOwn = equalSecrets(hash, row.hash);
      const isFormer = equalSecrets(hash, former?.hash ?? new Uint8Array(32)) &&
        former !== undefined && now < former.until;
      if (!isOwn && !isFormer) return undefined;
      if (used === null || now - used >= NOTED) {
        // Whoever asks is answered, though it be not noted that they did.
        await store.note(id, row, { now, version }).catch((error) =>
          log("warning", "that a key was used could not be noted", { error, key: id })
        );
        return toldOf(id, row, now);
      }
      return toldOf(id, row, used);
    },
    async get(id) {
      const { row, used } = await store.read(id);
      return row === undefined ? undefined : toldOf(id, row, used);
    },
    list: ({ owner, limit = 100, after } = {}) =>
      owner === undefined ? store.page(limit, after) : store.of(owner, limit, after),
    revoke: async (id) =>
      await store.change(id, (row, now, used) => ({
        ...row,
        revoked: now,
        ...used !== null && { used },
      })) !== undefined,
    async rotate(id, grace = 0) {
      if (!Number.isInteger(grace) || grace < 0 || grace > GRACE) {
        const detail = `whole seconds from 0 to ${GRACE}`;
        throw new RestError("invalid", `a former text cannot be taken for so long: ${detail}`, {
          errors: [{ pointer: "/grace", code: "grace", detail }],
        });
      }
      const text = newKeyText(prefix, id), hash = sha256Sync(text);
      const row = await store.change(id, ({ former: _, ...row }, now) => ({
        ...row,
        hash,
        rotated: now,
        ...grace > 0 && { former: { hash: row.hash, until: now + grace * 1_000 } },
      }));
      return row === undefined ? undefined : { key: toldOf(id, row, null), text };
    },
  };
}
