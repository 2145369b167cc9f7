/**
 * Entries by a key that several of them have in common.
 *
 * @module
 */
import { type Numbered, Table } from "./table.ts";

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
