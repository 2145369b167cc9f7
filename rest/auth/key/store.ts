/**
 * The rows of keys in a store.
 *
 * @module
 */
import type { Clock } from "../../../base/mod.ts";
import type { Kv } from "../../../kvs/mod.ts";
import { RestError } from "../../error.ts";
import {
  type ApiKey,
  isLive,
  type KeyRow,
  keyRow,
  KEYS,
  ownerRow,
  toldOf,
  usedRow,
} from "./row.ts";

/** A key as it was read. */
interface ReadKey {
  readonly row: KeyRow | undefined;
  /** When it was last used, in milliseconds since the epoch. */
  readonly used: number | null;
  readonly version: string | null;
}

/** A part of a list. */
interface Page {
  readonly keys: readonly ApiKey[];
  readonly next?: string;
}

/** How long a key is told of that is none any more, in milliseconds: 30 days. */
const KEPT = 30 * 86_400_000;
/** How many of an owner's keys are listed that are none any more. */
const FORMER = 100;
/** How often a change is tried anew where others come first. */
const TRIES = 50;
/** Rows that a store gives at once, two for a key. */
const BATCH = 5;

/** The rows of keys. */
export class KeyStore {
  readonly #kv: Kv;
  readonly #most: number;
  readonly #clock: Pick<Clock, "now">;

  /** Those of a store; `most` is how many an owner may have. */
  constructor(
    kv: Kv,
    { most, clock }: { readonly most: number; readonly clock: Pick<Clock, "now"> },
  ) {
    this.#kv = kv;
    this.#most = most;
    this.#clock = clock;
  }

  /** A key, as it is at this moment. */
  async read(id: string): Promise<ReadKey> {
    const [key, used] = await this.#kv.getMany<[KeyRow, number]>([keyRow(id), usedRow(id)]);
    return { row: key.value ?? undefined, used: used.value, version: key.versionstamp };
  }

  /** Adds a key to those of its owner. Rejects with {@linkcode RestError} `conflict`. */
  async add(id: string, row: KeyRow): Promise<void> {
    const key = ownerRow(row.owner);
    for (let n = 0; n < TRIES; n++) {
      const { value, versionstamp } = await this.#kv.get<readonly string[]>(key);
      const known = await this.#told(value ?? []);
      const live = known.filter((each) => isLive(each, row.made));
      if (live.length >= this.#most) {
        throw new RestError(
          "conflict",
          `"${row.owner}" has ${this.#most} keys, which is the most: revoke one first`,
        );
      }
      const kept = new Set(known.filter((each) => !live.includes(each)).slice(-FORMER));
      const ids = known.filter((each) => kept.has(each) || live.includes(each));
      const done = await this.#kv.atomic()
        .check({ key, versionstamp }, { key: keyRow(id), versionstamp: null })
        .set(key, [...ids.map((each) => each.id), id])
        .set(keyRow(id), row, this.#end(row))
        .commit();
      if (done.ok) return;
    }
    throw busy();
  }

  /** Changes a key that lives; undefined where there is none. Rejects with {@linkcode RestError} `conflict`. */
  async change(
    id: string,
    make: (row: KeyRow, now: number, used: number | null) => KeyRow,
  ): Promise<KeyRow | undefined> {
    for (let n = 0; n < TRIES; n++) {
      const { row, used, version } = await this.read(id), now = this.#clock.now();
      if (row === undefined || !isLive(row, now)) return undefined;
      const next = make(row, now, used), key = keyRow(id);
      const commit = this.#kv.atomic().check({ key, versionstamp: version })
        .set(key, next, this.#end(next));
      if (next.revoked !== undefined) commit.delete(usedRow(id));
      if ((await commit.commit()).ok) return next;
    }
    throw busy();
  }

  /** Notes that a key was used, unless it was changed since it was read. */
  async note(
    id: string,
    row: KeyRow,
    { now, version }: { readonly now: number; readonly version: string },
  ): Promise<void> {
    await this.#kv.atomic().check({ key: keyRow(id), versionstamp: version })
      .set(usedRow(id), now, this.#end(row)).commit();
  }

  /** Keys of whomever. */
  async page(limit: number, after: string | undefined): Promise<Page> {
    const start = after === undefined ? {} : { start: keyRow(after) }, ids: string[] = [];
    for await (const { key } of this.#kv.list({ prefix: KEYS, ...start }, { limit: limit + 2 })) {
      const id = String(key.at(-1));
      if (id !== after) ids.push(id);
    }
    return await this.#page(ids, limit);
  }

  /** Keys of an owner. */
  async of(owner: string, limit: number, after: string | undefined): Promise<Page> {
    const { value } = await this.#kv.get<readonly string[]>(ownerRow(owner));
    const ids = (value ?? []).toSorted().filter((id) => after === undefined || id > after);
    return await this.#page(ids, limit);
  }

  async #page(ids: readonly string[], limit: number): Promise<Page> {
    const wanted = ids.slice(0, limit), last = wanted.at(-1), keys = await this.#told(wanted);
    return { keys, ...ids.length > limit && last !== undefined && { next: last } };
  }

  /** Those of these keys that are there, in their order. */
  async #told(ids: readonly string[]): Promise<readonly ApiKey[]> {
    const told: ApiKey[] = [];
    for (let at = 0; at < ids.length; at += BATCH) {
      const some = ids.slice(at, at + BATCH);
      const rows = await this.#kv.getMany<unknown[]>(
        some.flatMap((id) => [keyRow(id), usedRow(id)]),
      );
      for (const [n, id] of some.entries()) {
        // As: what stands there is what this file has put there.
        const row = rows[n * 2]?.value as KeyRow | null | undefined;
        const used = rows[n * 2 + 1]?.value as number | null | undefined;
        if (row !== null && row !== undefined) told.push(toldOf(id, row, used ?? null));
      }
    }
    return told;
  }

  /** When the store may forget a key. */
  #end({ revoked, expires }: KeyRow): { readonly expireIn?: number } {
    if (revoked !== undefined) return { expireIn: KEPT };
    if (expires === undefined) return {};
    return { expireIn: Math.max(1, expires - this.#clock.now() + KEPT) };
  }
}

function busy(): RestError {
  return new RestError("conflict", "the keys are being changed by many at once: try again");
}
