/**
 * Who is in which topic, of all nodes together, and who is told of changes.
 *
 * @module
 */
import { type Meta, type Person, PresenceChange, type Watcher } from "./presence.ts";
import { fromTerm, frozenKey, type Key, keyText, type Plain, toTerm } from "../term/plain.ts";

/** One way in which somebody is in a topic. */
export interface Entry {
  /** Its name, which no other entry of any node has. */
  readonly ref: string;
  /** The topic, as {@linkcode keyText} writes it. */
  readonly topic: string;
  readonly key: string;
  readonly data: Plain;
}

/** Who is in which topics, and who watches those. */
export class Roster {
  /** By topic, then by key, then by ref. */
  readonly #topics = new Map<string, Map<string, Map<string, Plain>>>();
  readonly #watchers = new Map<string, { readonly key: Key; readonly all: Set<Watcher> }>();
  /** What each watches: who leaves costs nothing of what others watch. */
  readonly #watched = new Map<Watcher, Set<string>>();

  /** Takes entries in and out, and tells the watchers of each topic once. What is there already, or is not, is left out. */
  change(joins: readonly Entry[], leaves: readonly Entry[]): void {
    const gone = leaves.filter((entry) => this.#delete(entry));
    const come = joins.filter((entry) => this.#add(entry));
    for (const topic of new Set([...gone, ...come].map((entry) => entry.topic))) {
      const watchers = this.#watchers.get(topic);
      if (watchers === undefined) continue;
      const of = (entries: readonly Entry[]) => entries.filter((entry) => entry.topic === topic);
      for (const watcher of [...watchers.all]) {
        watcher(new PresenceChange(watchers.key, people(of(come)), people(of(gone))));
      }
    }
  }

  /** Who is in a topic, in the order of their keys. */
  list(topic: Key): Person[] {
    const keys = this.#topics.get(keyText(topic)) ?? [];
    return people(
      [...keys].flatMap(([key, refs]) =>
        [...refs].map(([ref, data]) => ({ ref, topic: "", key, data }))
      ),
    );
  }

  /** Has a watcher told of a topic. */
  watch(topic: Key, watcher: Watcher): void {
    const name = keyText(topic), found = this.#watchers.get(name);
    if (found !== undefined) found.all.add(watcher);
    else this.#watchers.set(name, { key: frozenKey(topic), all: new Set([watcher]) });
    this.#watched.set(watcher, (this.#watched.get(watcher) ?? new Set()).add(name));
  }

  /** Tells a watcher nothing more of a topic, or of all. */
  unwatch(watcher: Watcher, topic?: Key): void {
    const own = this.#watched.get(watcher);
    if (own === undefined) return;
    for (const name of topic === undefined ? [...own] : [keyText(topic)]) {
      own.delete(name);
      const found = this.#watchers.get(name);
      if (found?.all.delete(watcher) && found.all.size === 0) this.#watchers.delete(name);
    }
    if (own.size === 0) this.#watched.delete(watcher);
  }

  /** What a watcher is told of. */
  watchedBy(watcher: Watcher): Key[] {
    const names = [...this.#watched.get(watcher) ?? []];
    return names.flatMap((name) => this.#watchers.get(name)?.key ?? []);
  }

  /** Takes entries in that were never gone: nobody is told. */
  wake(entries: readonly Entry[]): void {
    for (const entry of entries) this.#add(entry);
  }

  /** Forgets all watchers. */
  close(): void {
    this.#watchers.clear();
    this.#watched.clear();
  }

  #add({ ref, topic, key, data }: Entry): boolean {
    const keys = this.#topics.get(topic) ?? new Map<string, Map<string, Plain>>();
    const refs = keys.get(key) ?? new Map<string, Plain>();
    if (refs.has(ref)) return false;
    this.#topics.set(topic, keys.set(key, refs.set(ref, data)));
    return true;
  }

  #delete({ ref, topic, key }: Entry): boolean {
    const keys = this.#topics.get(topic), refs = keys?.get(key);
    if (keys === undefined || refs?.delete(ref) !== true) return false;
    if (refs.size === 0) keys.delete(key);
    if (keys.size === 0) this.#topics.delete(topic);
    return true;
  }
}

/** Entries by person: each reader gets copies. */
function people(entries: readonly Entry[]): Person[] {
  const found = new Map<string, Meta[]>();
  for (const { key, ref, data } of entries) {
    const metas = found.get(key) ?? [];
    metas.push({ ref, data: fromTerm(toTerm(data)) });
    found.set(key, metas);
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, metas]) => ({
    key,
    metas: metas.toSorted((a, b) => (a.ref < b.ref ? -1 : 1)),
  }));
}

/** The entries of each owner, which are over with it. */
export class Owned {
  readonly #entries = new Map<object, Set<Entry>>();

  /** Those of an owner. */
  of(owner: object): readonly Entry[] {
    return [...this.#entries.get(owner) ?? []];
  }

  add(owner: object, entries: readonly Entry[]): void {
    const own = this.#entries.get(owner) ?? new Set();
    for (const entry of entries) own.add(entry);
    this.#entries.set(owner, own);
  }

  /** Whether it was there. */
  delete(owner: object, entry: Entry): boolean {
    return this.#entries.get(owner)?.delete(entry) ?? false;
  }

  /** Takes out those of an owner, or of one of its topics. */
  take(owner: object, topic: Key | undefined): Entry[] {
    const own = this.#entries.get(owner), name = topic === undefined ? undefined : keyText(topic);
    if (own === undefined) return [];
    const taken = [...own].filter((entry) => name === undefined || entry.topic === name);
    for (const entry of taken) own.delete(entry);
    if (own.size === 0) this.#entries.delete(owner);
    return taken;
  }

  clear(): void {
    this.#entries.clear();
  }
}
