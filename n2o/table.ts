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

/**
 * What a row gives way to when the table is full: `kept` to nothing; a `copy` of what is kept elsewhere to new copies and kept rows; a
 * `spare` one, whose loss costs next to nothing, to every new row. The one that was put least recently goes first.
 */
export type Rank = "kept" | "copy" | "spare";

/** Values by key with an expiry. */
export interface Table<V = unknown> {
  /** The live value under `key`, or `undefined`; as of `now` (ms since the epoch), which the clock tells by default. */
  get(key: Key, now?: number): V | undefined;
  /** The live row under `key`, or `undefined`. */
  row(key: Key): TableRow<V> | undefined;
  /** Puts a value under `key` until `till` (ms since the epoch; for ever by default); `rank` says what it gives way to, nothing by default. */
  set(key: Key, value: V, till?: number, rank?: Rank): void;
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
 * A row that expired is never returned. When a new key does not fit, a row of a lower rank (or of the same, but for `kept`) makes room, in
 * constant time; where there is none, expired rows are swept.
 *
 * @throws {N2oError} `full`, from `set`, when the table holds `limit` live rows and none of them gives way.
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
  const held = new Map<Place, Held<V>>();
  const lines = { spare: new Line<V>(), copy: new Line<V>(), kept: undefined };
  /** No row that is held expires before. */
  let soonest = Infinity;
  const drop = (row: Held<V>) => {
    row.line?.remove(row);
    return held.delete(row.place);
  };
  const live = (key: Key, now = clock.now()) => {
    const found = held.get(placeOf(key));
    if (found === undefined || found.till > now) return found;
    drop(found);
    return undefined;
  };
  const sweep = () => {
    const now = clock.now(), before = held.size;
    soonest = Infinity;
    for (const row of held.values()) {
      if (row.till <= now) drop(row);
      else soonest = Math.min(soonest, row.till);
    }
    return before - held.size;
  };
  const makeRoom = (rank: Rank) => {
    const oldest = lines.spare.first ?? (rank === "spare" ? undefined : lines.copy.first);
    if (oldest !== undefined) return void drop(oldest);
    // A table that is full of live rows is not looked through for each new one.
    if (soonest > clock.now() || sweep() === 0) {
      throw new N2oError(
        "full",
        `the table holds ${limit} live rows: raise its limit or let rows expire`,
      );
    }
  };
  return {
    sweep,
    row(key) {
      const found = live(key);
      return found && shown(found);
    },
    get: (key, now) => live(key, now)?.value,
    set(key, value, till = Infinity, rank = "kept") {
      const place = placeOf(key);
      let row = held.get(place);
      if (row === undefined) {
        if (held.size >= limit) makeRoom(rank);
        row = new Held(place, key, value, till);
        held.set(place, row);
      } else {
        row.line?.remove(row);
        row.key = key;
        row.value = value;
        row.till = till;
      }
      lines[rank]?.add(row);
      soonest = Math.min(soonest, till);
    },
    delete(key) {
      const found = held.get(placeOf(key));
      return found !== undefined && drop(found);
    },
    *rows() {
      const now = clock.now();
      for (const row of held.values()) if (row.till > now) yield shown(row);
    },
    get size() {
      return held.size;
    },
  };
}

/** A row as it is held: what is put again under its key changes it in place, and moves it to the end of its line. */
class Held<V> {
  readonly place: Place;
  key: Key;
  value: V;
  till: number;
  /** The line in which it stands, and its neighbours there; undefined for a row that gives way to nothing. */
  line: Line<V> | undefined;
  before: Held<V> | undefined;
  after: Held<V> | undefined;

  constructor(place: Place, key: Key, value: V, till: number) {
    this.place = place;
    this.key = key;
    this.value = value;
    this.till = till;
    this.line = this.before = this.after = undefined;
  }
}

/** A row as it is now. */
function shown<V>({ key, value, till }: Held<V>): TableRow<V> {
  return { key, value, till };
}

/** Rows that give way, the least recently put first. */
class Line<V> {
  first: Held<V> | undefined;
  #last: Held<V> | undefined;

  /** Adds a row that stands in no line. */
  add(row: Held<V>): void {
    row.line = this;
    row.before = this.#last;
    if (this.#last === undefined) this.first = row;
    else this.#last.after = row;
    this.#last = row;
  }

  remove(row: Held<V>): void {
    const { before, after } = row;
    if (before === undefined) this.first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    row.line = row.before = row.after = undefined;
  }
}

/** What a map finds a key by: equal keys have the same, and no others. */
type Place = string | number | boolean;

/** A text is its own place, which spares writing it anew each time, unless it could be taken for the text of a list. */
function placeOf(key: Key): Place {
  if (typeof key !== "string") return typeof key === "object" ? keyText(key) : simple(key);
  const first = key.charCodeAt(0);
  return first === BRACKET || first === QUOTE ? keyText(key) : key;
}

const BRACKET = 0x5b, QUOTE = 0x22;

/** @throws {N2oError} `value` for a number that is no name. */
function simple(key: number | boolean): Place {
  keyText(key);
  return key;
}

/**
 * A table of a server.
 *
 * @throws {N2oError} `config` if it has none of this name.
 */
export function tableOf(tables: ReadonlyMap<string, Table>, name: string): Table {
  const found = tables.get(name);
  if (found !== undefined) return found;
  throw new N2oError(
    "config",
    `tables: there is no "${name}", the server has ${[...tables.keys()].join(", ")}`,
  );
}
