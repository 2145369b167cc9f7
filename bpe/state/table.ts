/**
 * Entries by their ids, in that order, in pages: a change copies one page, whatever there is beside it.
 *
 * A table that is forked stays as it was, and shares its pages with the fork; so each state of an instance has its own tables, and
 * a step costs what it changes.
 *
 * @module
 */

/** What has an id of its own. */
export interface Numbered {
  /** From 0. */
  readonly id: number;
}

/** Entries of a table that follow each other. */
export interface Page<T> {
  /** Its number, which no other page of its table has. */
  readonly no: number;
  /** At least one, by their ids. */
  readonly entries: readonly T[];
}

/** A page, and who may change it: the table that made it, until that is forked. */
interface OwnPage<T> extends Page<T> {
  readonly entries: T[];
  readonly owner: object;
}

/** The most entries of a page. */
export const PAGE = 64;
/** A page of so few is joined with the one before it, where both are no more than {@link JOINED}. */
const FEW = 12;
const JOINED = 40;
/** Owns what nobody may change. */
const NOBODY = {};
const NO_PAGES: readonly never[] = [];

/** Entries by their ids. */
export class Table<T extends Numbered> implements Iterable<T> {
  #pages: readonly OwnPage<T>[];
  #owner: object = this;
  #ownsPages = false;
  #next = 0;
  #size = 0;

  /** A table of pages, which are in the order of the ids. */
  constructor(pages?: readonly Page<T>[]) {
    this.#pages = NO_PAGES;
    if (pages === undefined) return;
    // as: what belongs to nobody is copied before it is changed
    this.#pages = pages.map(({ no, entries }) => ({ no, entries: entries as T[], owner: NOBODY }));
    this.#next = pages.reduce((most, { no }) => Math.max(most, no + 1), 0);
    this.#size = pages.reduce((sum, { entries }) => sum + entries.length, 0);
  }

  /** A table of entries; they are sorted where they are not. */
  static of<T extends Numbered>(given: readonly T[]): Table<T> {
    if (given.length === 0) return new Table();
    const entries = isSorted(given) ? given : given.toSorted((a, b) => a.id - b.id);
    if (entries.length <= PAGE) {
      const table = new Table<T>();
      // as: what belongs to nobody is copied before it is changed
      table.#pages = [{ no: 0, entries: entries as T[], owner: NOBODY }];
      table.#next = 1;
      table.#size = entries.length;
      return table;
    }
    const pages: Page<T>[] = [];
    for (let at = 0; at < entries.length; at += PAGE) {
      pages.push({ no: pages.length, entries: entries.slice(at, at + PAGE) });
    }
    return new Table(pages);
  }

  /** How many there are. */
  get size(): number {
    return this.#size;
  }

  /** A number that no page has had yet, and all that come will have at least. */
  get next(): number {
    return this.#next;
  }

  /** Its pages, by the ids of their entries. Not to be kept beyond the next change. */
  get pages(): readonly Page<T>[] {
    return this.#pages;
  }

  /** Another table with the same entries: what is changed in one is not in the other. */
  fork(): Table<T> {
    const fork = new Table<T>();
    fork.#pages = this.#pages;
    fork.#next = this.#next;
    fork.#size = this.#size;
    this.#owner = {};
    this.#ownsPages = false;
    return fork;
  }

  /** The entry with this id. */
  get(id: number): T | undefined {
    if (this.#size === 0) return undefined;
    const entries = this.#pages[this.#pageOf(id)]?.entries;
    if (entries === undefined) return undefined;
    const found = entries[placeOf(entries, id)];
    return found?.id === id ? found : undefined;
  }

  /** Whether there is an entry with this id. */
  has(id: number): boolean {
    return this.get(id) !== undefined;
  }

  /** Adds an entry, or puts it in the place of the one with its id. */
  set(entry: T): void {
    const at = this.#pageOf(entry.id), page = this.#pages[at];
    if (page === undefined) return this.#add(0, [entry]);
    const place = placeOf(page.entries, entry.id);
    if (page.entries[place]?.id === entry.id) {
      this.#own(at).entries[place] = entry;
      return;
    }
    this.#size++;
    if (page.entries.length < PAGE) {
      const { entries } = this.#own(at);
      // What is new is mostly the last.
      if (place === entries.length) entries.push(entry);
      else entries.splice(place, 0, entry);
      return;
    }
    this.#size--;
    // What is new is mostly the last: full pages stay full.
    if (place === PAGE) return this.#add(at + 1, [entry]);
    const upper = this.#own(at).entries.splice(PAGE / 2);
    this.#size -= upper.length;
    this.#add(at + 1, upper);
    this.set(entry);
  }

  /** Takes an entry away; tells whether it was there. */
  delete(id: number): boolean {
    if (this.#size === 0) return false;
    const at = this.#pageOf(id), page = this.#pages[at];
    const place = page === undefined ? 0 : placeOf(page.entries, id);
    if (page?.entries[place]?.id !== id) return false;
    this.#size--;
    if (page.entries.length === 1) {
      this.#list().splice(at, 1);
      return true;
    }
    const { entries } = this.#own(at);
    if (place === entries.length - 1) entries.pop();
    else entries.splice(place, 1);
    if (at === 0 || entries.length > FEW) return true;
    const before = this.#pages[at - 1];
    if (before === undefined) return true;
    if (before.entries.length + entries.length > JOINED) return true;
    this.#own(at - 1).entries.push(...entries);
    this.#list().splice(at, 1);
    return true;
  }

  /** The entries, by their ids. */
  *values(): Generator<T, void, void> {
    for (const { entries } of this.#pages) yield* entries;
  }

  [Symbol.iterator](): Iterator<T> {
    if (this.#pages.length > 1) return this.values();
    return (this.#pages[0]?.entries ?? NO_PAGES).values();
  }

  /** The entries from an id on, by their ids. */
  from(id: number): readonly T[] {
    if (this.#size === 0) return NO_PAGES;
    const found: T[] = [];
    for (let at = this.#pages.length - 1; at >= 0; at--) {
      const entries = this.#pages[at]?.entries ?? [];
      for (let place = entries.length - 1; place >= 0; place--) {
        const entry = entries[place];
        if (entry === undefined || entry.id < id) return found.reverse();
        found.push(entry);
      }
    }
    return found.reverse();
  }

  /** The entries, by their ids, in an array that stays as it is. */
  toArray(): readonly T[] {
    if (this.#pages.length > 1) return this.#pages.flatMap(({ entries }) => entries);
    const only = this.#pages[0];
    if (only === undefined) return [];
    // What is shown is not changed any more, but copied.
    this.#owner = {};
    return only.entries;
  }

  /** The last page whose first id is no greater; the first one where there is none. */
  #pageOf(id: number): number {
    if (this.#pages.length < 2) return 0;
    let low = 0, high = this.#pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pages[middle]?.entries[0]?.id ?? 0) <= id) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #add(at: number, entries: T[]): void {
    this.#list().splice(at, 0, { no: this.#next++, entries, owner: this.#owner });
    this.#size += entries.length;
  }

  /** The list of pages, to be changed. */
  #list(): OwnPage<T>[] {
    if (!this.#ownsPages) this.#pages = this.#pages.slice();
    this.#ownsPages = true;
    return this.#pages as OwnPage<T>[]; // as: it is this table's own now
  }

  /** A page, to be changed. */
  #own(at: number): OwnPage<T> {
    const page = this.#pages[at];
    if (page === undefined) throw new RangeError(`there is no page ${at}`);
    if (page.owner === this.#owner) return page;
    const own = { no: page.no, entries: page.entries.slice(), owner: this.#owner };
    this.#list()[at] = own;
    return own;
  }
}

/** Where an id stands in entries, or would stand. */
function placeOf(entries: readonly Numbered[], id: number): number {
  let low = 0, high = entries.length;
  // What is asked for is mostly new.
  const last = entries[high - 1];
  if (last === undefined || last.id < id) return high;
  if (last.id === id) return high - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.id ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSorted(entries: readonly Numbered[]): boolean {
  for (let at = 1; at < entries.length; at++) {
    if ((entries[at - 1]?.id ?? 0) >= (entries[at]?.id ?? 0)) return false;
  }
  return true;
}

/** Entries of which each belongs to a key. */
interface Group<T extends Numbered> extends Numbered {
  readonly members: Table<T>;
  readonly owner: object;
}

/** Entries by a key that several have in common: a fork costs nothing, a change what it changes. */
export class Groups<T extends Numbered> {
  #groups: Table<Group<T>>;
  #owner: object = {};

  /** There are none yet, unless they are taken from others. */
  constructor(groups: Table<Group<T>> = new Table()) {
    this.#groups = groups;
  }

  /** Other groups of the same entries. */
  fork(): Groups<T> {
    this.#owner = {};
    return new Groups(this.#groups.fork());
  }

  /** The entries of a key; undefined where there are none. */
  of(key: number): Table<T> | undefined {
    return this.#groups.get(key)?.members;
  }

  /** Adds an entry to its key, or puts it in the place of the one with its id. */
  set(key: number, entry: T): void {
    this.#own(key).set(entry);
  }

  /** Takes an entry away from its key. */
  delete(key: number, id: number): void {
    if (this.of(key) === undefined) return;
    const members = this.#own(key);
    members.delete(id);
    if (members.size === 0) this.#groups.delete(key);
  }

  #own(key: number): Table<T> {
    const group = this.#groups.get(key);
    if (group?.owner === this.#owner) return group.members;
    const members = group?.members.fork() ?? new Table<T>();
    this.#groups.set({ id: key, members, owner: this.#owner });
    return members;
  }
}
