/**
 * Many entries by their ids, in that order, in pages: a change copies one page, whatever there is beside it.
 *
 * @module
 */

/** What has an id of its own. */
export interface Numbered {
  /** A whole number from 0; the entries of a table stand in its order. */
  readonly id: number;
}

/** Entries of a table that follow each other. */
export interface Page<T> {
  /** Its number, which no other page of its table has. */
  readonly no: number;
  /** At least one, by their ids. */
  readonly entries: readonly T[];
}

/** A page, and who may change it: those that made it, until they are forked. */
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

/** Pages of a table. */
export class Pages<T extends Numbered> {
  #all: readonly OwnPage<T>[];
  #owner: object = this;
  #ownsAll = false;
  #next: number;
  #size: number;

  /** They are in the order of the ids. */
  constructor(pages: readonly Page<T>[]) {
    // as: what belongs to nobody is copied before it is changed
    this.#all = pages.map(({ no, entries }) => ({ no, entries: entries as T[], owner: NOBODY }));
    this.#next = pages.reduce((most, { no }) => Math.max(most, no + 1), 0);
    this.#size = pages.reduce((sum, { entries }) => sum + entries.length, 0);
  }

  /** Pages of entries, of which there are some, in the order of their ids. */
  static of<T extends Numbered>(entries: readonly T[]): Pages<T> {
    if (entries.length <= PAGE) return new Pages([{ no: 0, entries }]);
    const pages: Page<T>[] = [];
    for (let at = 0; at < entries.length; at += PAGE) {
      pages.push({ no: pages.length, entries: entries.slice(at, at + PAGE) });
    }
    return new Pages(pages);
  }

  /** How many entries there are. */
  get size(): number {
    return this.#size;
  }

  /** A number that no page has had yet, and all that come will have at least. */
  get next(): number {
    return this.#next;
  }

  /** The pages, by the ids of their entries. Not to be kept beyond the next change. */
  get all(): readonly Page<T>[] {
    return this.#all;
  }

  /** Others with the same entries: what is changed in one is not in the other. */
  fork(): Pages<T> {
    const fork = new Pages<T>([]);
    fork.#all = this.#all;
    fork.#next = this.#next;
    fork.#size = this.#size;
    this.#owner = {};
    this.#ownsAll = false;
    return fork;
  }

  /** The entry with this id. */
  get(id: number): T | undefined {
    const entries = this.#all[this.#pageOf(id)]?.entries;
    if (entries === undefined) return undefined;
    const found = entries[placeOf(entries, id)];
    return found?.id === id ? found : undefined;
  }

  /** Adds an entry, or puts it in the place of the one with its id. */
  set(entry: T): void {
    const at = this.#pageOf(entry.id), page = this.#all[at];
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
    const at = this.#pageOf(id), page = this.#all[at];
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
    const before = this.#all[at - 1];
    if (before === undefined) return true;
    if (before.entries.length + entries.length > JOINED) return true;
    this.#own(at - 1).entries.push(...entries);
    this.#list().splice(at, 1);
    return true;
  }

  /** The entries, by their ids. */
  *values(): Generator<T, void, void> {
    for (const { entries } of this.#all) yield* entries;
  }

  /** The entries from an id on, by their ids. */
  from(id: number): readonly T[] {
    const found: T[] = [];
    for (let at = this.#all.length - 1; at >= 0; at--) {
      const entries = this.#all[at]?.entries ?? [];
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
    if (this.#all.length > 1) return this.#all.flatMap(({ entries }) => entries);
    const only = this.#all[0];
    if (only === undefined) return [];
    // What is shown is not changed any more, but copied.
    this.#owner = {};
    return only.entries;
  }

  /** The last page whose first id is no greater; the first one where there is none. */
  #pageOf(id: number): number {
    let low = 0, high = this.#all.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#all[middle]?.entries[0]?.id ?? 0) <= id) low = middle;
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
    if (!this.#ownsAll) this.#all = this.#all.slice();
    this.#ownsAll = true;
    return this.#all as OwnPage<T>[]; // as: it is their own now
  }

  /** A page, to be changed. */
  #own(at: number): OwnPage<T> {
    const page = this.#all[at];
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
