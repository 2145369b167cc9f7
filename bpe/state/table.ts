/**
 * Entries by their ids, in that order.
 *
 * A table that is forked stays as it was, and shares with the fork what neither changes; so each state of an instance has its own
 * tables, and a step costs what it changes. A few entries lie in one array, with their ids beside them; more lie in {@link Pages}.
 *
 * @module
 */
import { type Numbered, PAGE, type Page, Pages } from "./pages.ts";

export type { Numbered, Page } from "./pages.ts";

const NONE: readonly never[] = [];

/** Entries by their ids. */
export class Table<T extends Numbered> implements Iterable<T> {
  /** The ids of the entries: looking through them touches no entry, whatever its shape. */
  #ids: number[] = [];
  #ownsIds = true;
  #entries: readonly T[] = NONE;
  #ownsEntries = false;
  /** Where there are many the entries are here and nowhere else. */
  #pages: Pages<T> | undefined;

  /** A table of pages, which are in the order of the ids. */
  constructor(pages?: readonly Page<T>[]) {
    this.#pages = pages === undefined || pages.length === 0 ? undefined : new Pages(pages);
  }

  /** A table of entries; they are sorted where they are not. */
  static of<T extends Numbered>(given: readonly T[]): Table<T> {
    const table = new Table<T>(), ids = table.#ids;
    if (given.length === 0) return table;
    let isSorted = true, last = -Infinity;
    for (const { id } of given) {
      if (id <= last) isSorted = false;
      last = id;
      ids.push(id);
    }
    const entries = isSorted ? given : given.toSorted((a, b) => a.id - b.id);
    if (!isSorted) ids.sort((a, b) => a - b);
    table.#entries = entries;
    if (entries.length > PAGE) table.#turn();
    return table;
  }

  /** How many there are. */
  get size(): number {
    return this.#pages === undefined ? this.#entries.length : this.#pages.size;
  }

  /** A number that no page has had yet, and all that come will have at least. */
  get next(): number {
    return this.#pages?.next ?? (this.#entries.length === 0 ? 0 : 1);
  }

  /** Its pages, by the ids of their entries. Not to be kept beyond the next change. */
  get pages(): readonly Page<T>[] {
    if (this.#pages !== undefined) return this.#pages.all;
    return this.#entries.length === 0 ? NONE : [{ no: 0, entries: this.#entries }];
  }

  /** Another table with the same entries: what is changed in one is not in the other. */
  fork(): Table<T> {
    const fork = new Table<T>();
    if (this.#pages !== undefined) fork.#pages = this.#pages.fork();
    else if (this.#entries.length > 0) {
      fork.#ids = this.#ids;
      fork.#entries = this.#entries;
      fork.#ownsIds = this.#ownsIds = this.#ownsEntries = false;
    }
    return fork;
  }

  /** The entry with this id. */
  get(id: number): T | undefined {
    if (this.#pages !== undefined) return this.#pages.get(id);
    const ids = this.#ids, place = placeOf(ids, id);
    return ids[place] === id ? this.#entries[place] : undefined;
  }

  /** Whether there is an entry with this id. */
  has(id: number): boolean {
    return this.get(id) !== undefined;
  }

  /** Adds an entry, or puts it in the place of the one with its id. */
  set(entry: T): void {
    if (this.#pages !== undefined) return this.#pages.set(entry);
    const { id } = entry, place = placeOf(this.#ids, id);
    if (this.#ids[place] === id) {
      this.#own()[place] = entry;
      return;
    }
    if (this.#ids.length === PAGE) return this.#turn().set(entry);
    const ids = this.#ownIds(), entries = this.#own();
    // What is new is mostly the last.
    if (place === ids.length) {
      ids.push(id);
      entries.push(entry);
    } else {
      ids.splice(place, 0, id);
      entries.splice(place, 0, entry);
    }
  }

  /** Takes an entry away; tells whether it was there. */
  delete(id: number): boolean {
    if (this.#pages !== undefined) return this.#pages.delete(id);
    const place = placeOf(this.#ids, id);
    if (this.#ids[place] !== id) return false;
    const ids = this.#ownIds(), entries = this.#own();
    if (place === ids.length - 1) {
      ids.pop();
      entries.pop();
    } else {
      ids.splice(place, 1);
      entries.splice(place, 1);
    }
    return true;
  }

  /** The entries, by their ids. */
  values(): IteratorObject<T> {
    return this.#pages === undefined ? this.#entries.values() : this.#pages.values();
  }

  [Symbol.iterator](): Iterator<T> {
    return this.values();
  }

  /** The entries from an id on, by their ids. */
  from(id: number): readonly T[] {
    if (this.#pages !== undefined) return this.#pages.from(id);
    const place = placeOf(this.#ids, id);
    return place === this.#ids.length ? NONE : this.#entries.slice(place);
  }

  /** The entries, by their ids, in an array that stays as it is. */
  toArray(): readonly T[] {
    if (this.#pages !== undefined) return this.#pages.toArray();
    // What is shown is not changed any more, but copied.
    this.#ownsEntries = false;
    return this.#entries.length === 0 ? [] : this.#entries;
  }

  /** There are many from now on. */
  #turn(): Pages<T> {
    const pages = Pages.of(this.#entries);
    this.#ids = [];
    this.#entries = NONE;
    return this.#pages = pages;
  }

  /** The ids, to be changed. */
  #ownIds(): number[] {
    if (!this.#ownsIds) this.#ids = this.#ids.slice();
    this.#ownsIds = true;
    return this.#ids;
  }

  /** The entries, to be changed. */
  #own(): T[] {
    if (!this.#ownsEntries) this.#entries = this.#entries.slice();
    this.#ownsEntries = true;
    return this.#entries as T[]; // as: it is this table's own now
  }
}

/** Where an id stands among ids, or would stand. */
function placeOf(ids: readonly number[], id: number): number {
  let low = 0, high = ids.length;
  // What is asked for is mostly new, or the last.
  const last = high === 0 ? -Infinity : ids[high - 1] ?? 0;
  if (last < id) return high;
  if (last === id) return high - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
