/**
 * Operational tables: values by key, each with an expiry, bounded in number.
 *
 * The counterpart of the ETS tables `cookies`, `file`, `caching`, `ws`, `mqtt`, `tcp` and `async` of the original. A table lives in
 * the memory of one isolate.
 *
 * @module
 */
import { type Clock, systemClock } from "../base/mod.ts";
import { N2oError } from "./error.ts";
import { type Key, keyText } from "./term/plain.ts";

/** A row: its key, its value, and the time (ms since the epoch, or `Infinity`) after which it is gone. */
export interface TableRow<V = unknown> {
  /** The key as it was given. */
  readonly key: Key;
  /** The value, by reference: a table copies nothing. */
  readonly value: V;
  /** When it expires, in milliseconds since the epoch. */
  readonly till: number;
}

/** Values by key with an expiry. */
export interface Table<V = unknown> {
  /** The live value under `key`, or `undefined`. */
  get(key: Key): V | undefined;
  /** The live row under `key`, or `undefined`. */
  row(key: Key): TableRow<V> | undefined;
  /** Puts a value under `key` until `till` (ms since the epoch; for ever by default). */
  set(key: Key, value: V, till?: number): void;
  /** Removes the row of `key`; tells whether there was one. */
  delete(key: Key): boolean;
  /** The live rows, oldest first. */
  rows(): IterableIterator<TableRow<V>>;
  /** Removes the rows that expired; tells how many. */
  sweep(): number;
  /** How many rows are held, expired ones that were not swept yet included. */
  readonly size: number;
}

/** Settings of a table, all of them optional. */
export interface TableOptions {
  /** What expiry is measured by; the system's clock by default. */
  readonly clock?: Pick<Clock, "now">;
  /** How many rows it may hold; 1,000,000 by default. */
  readonly limit?: number;
}

/**
 * Makes an empty table.
 *
 * A row that expired is never returned. When a new key does not fit, expired rows are swept first.
 *
 * @throws {N2oError} `full`, from `set`, when the table holds `limit` live rows.
 *
 * @example
 * ```ts
 * import { table } from "@n2o/n2o/n2o";
 *
 * const cookies = table<string>();
 * cookies.set(["sid", "user"], "alice", Date.now() + 900_000);
 * cookies.get(["sid", "user"]); // "alice"
 * ```
 */
export function table<V = unknown>(options: TableOptions = {}): Table<V> {
  const { clock = systemClock, limit = 1_000_000 } = options;
  const held = new Map<string, TableRow<V>>();
  /** No row that is held expires before. */
  let soonest = Infinity;
  const row = (key: Key) => {
    const text = keyText(key), found = held.get(text);
    if (found === undefined || found.till > clock.now()) return found;
    held.delete(text);
    return undefined;
  };
  const sweep = () => {
    const now = clock.now(), before = held.size;
    soonest = Infinity;
    for (const [text, { till }] of held) {
      if (till <= now) held.delete(text);
      else soonest = Math.min(soonest, till);
    }
    return before - held.size;
  };
  return {
    row,
    sweep,
    get: (key) => row(key)?.value,
    set(key, value, till = Infinity) {
      const text = keyText(key);
      // A table that is full of live rows is not looked through for each new one.
      if (
        held.size >= limit && !held.has(text) && (soonest > clock.now() || sweep() === 0)
      ) {
        throw new N2oError(
          "full",
          `the table holds ${limit} live rows: raise its limit or let rows expire`,
        );
      }
      held.set(text, { key, value, till });
      soonest = Math.min(soonest, till);
    },
    delete: (key) => held.delete(keyText(key)),
    *rows() {
      const now = clock.now();
      for (const entry of held.values()) if (entry.till > now) yield entry;
    },
    get size() {
      return held.size;
    },
  };
}
