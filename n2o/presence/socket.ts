/**
 * Presence where all sockets live in one place that sleeps, as in a Durable Object: who is there is whose socket is there. Nothing beats
 * and nothing is leased; what each connection holds is kept with its socket, and taken in again when the place wakes.
 *
 * @module
 */
import { randomId } from "../../base/mod.ts";
import { N2oError } from "../error.ts";
import { bound } from "./words.ts";
import type { Held, Person, Presence, Watcher } from "./presence.ts";
import { type Entry, Roster } from "./roster.ts";
import { type Key, keyText, type Plain } from "../term/plain.ts";

/** Entries of a place, and of one connection: they are kept with its socket. */
const ENTRIES = 100_000, OWNED = 1_024;

/** Makes the presence of such a place. */
export function socketPresence(): Presence {
  return new Sockets();
}

class Sockets implements Presence {
  readonly #roster = new Roster();
  /** The entries of an owner; those without one live as long as this does. */
  readonly #owned = new Map<object, Set<Entry>>();
  #size = 0;
  #isOpen = true;

  track(topic: Key, key: string, data: Plain, owner?: object): () => void {
    const name = keyText(topic);
    bound(name, key, data);
    const owned = owner === undefined ? undefined : this.#ownedBy(owner);
    if (this.#size >= ENTRIES || (owned?.size ?? 0) >= OWNED) {
      const [most, who] = this.#size >= ENTRIES ? [ENTRIES, "place"] : [OWNED, "connection"];
      throw new N2oError("full", `presence: this ${who} holds ${most} entries already`);
    }
    if (!this.#isOpen) return () => {};
    const entry: Entry = { ref: randomId(), topic: name, key, data: structuredClone(data) };
    owned?.add(entry);
    this.#size++;
    this.#roster.change([entry], []);
    let isOver = false;
    return () => {
      // Whatever its owner held is over with the owner.
      if (isOver || owned?.delete(entry) === false) return;
      isOver = true;
      this.#end([entry]);
    };
  }

  untrack(owner: object, topic?: Key): void {
    const owned = this.#owned.get(owner), name = topic === undefined ? undefined : keyText(topic);
    if (owned === undefined) return;
    const ended = [...owned].filter((entry) => name === undefined || entry.topic === name);
    for (const entry of ended) owned.delete(entry);
    if (owned.size === 0) this.#owned.delete(owner);
    this.#end(ended);
  }

  list(topic: Key): Person[] {
    return this.#roster.list(topic);
  }

  watch(topic: Key, watcher: Watcher): void {
    this.#roster.watch(topic, watcher);
  }

  unwatch(watcher: Watcher, topic?: Key): void {
    this.#roster.unwatch(watcher, topic);
  }

  close(): void {
    this.#isOpen = false;
    this.#roster.close();
    this.#owned.clear();
  }

  held(owner: Watcher): Held | undefined {
    const tracked = [...this.#owned.get(owner) ?? []], watched = this.#roster.watchedBy(owner);
    return tracked.length + watched.length > 0 ? { tracked, watched } : undefined;
  }

  wake(owner: Watcher, { tracked, watched }: Held): void {
    // Before it watches: it does not hear of itself either.
    if (tracked.length > 0) {
      const owned = this.#ownedBy(owner);
      for (const entry of tracked) owned.add(entry);
      this.#size += tracked.length;
      this.#roster.wake(tracked);
    }
    for (const topic of watched) this.#roster.watch(topic, owner);
  }

  #ownedBy(owner: object): Set<Entry> {
    const owned = this.#owned.get(owner) ?? new Set();
    this.#owned.set(owner, owned);
    return owned;
  }

  #end(entries: readonly Entry[]): void {
    this.#size -= entries.length;
    this.#roster.change([], entries);
  }
}
