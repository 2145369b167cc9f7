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
import { type Entry, Owned, Roster } from "./roster.ts";
import { packedSize } from "../term/packed.ts";
import { type Key, keyText, type Plain } from "../term/plain.ts";

/** Entries of a place, and of one connection: they are kept with its socket. */
const ENTRIES = 100_000, OWNED = 1_024;
/** Bytes that the entries of one connection have there: beside them is room for the state of its page, and what else it is. */
const KEPT = 700_000;

/** Makes the presence of such a place. */
export function socketPresence(): Presence {
  return new Sockets();
}

class Sockets implements Presence {
  readonly #roster = new Roster();
  /** The entries of an owner; those without one live as long as this does. */
  readonly #owned = new Owned();
  readonly #sizes = new WeakMap<object, number>();
  #size = 0;
  #isOpen = true;

  track(topic: Key, key: string, data: Plain, owner?: object): () => void {
    const name = keyText(topic);
    bound(name, key, data);
    const others = owner === undefined ? [] : this.#owned.of(owner);
    if (this.#size >= ENTRIES || others.length >= OWNED) {
      const [most, who] = this.#size >= ENTRIES ? [ENTRIES, "place"] : [OWNED, "connection"];
      throw new N2oError("full", `presence: this ${who} holds ${most} entries already`);
    }
    if (!this.#isOpen) return () => {};
    const entry: Entry = { ref: randomId(), topic: name, key, data: structuredClone(data) };
    if (owner !== undefined) {
      this.#checkKept([...others, entry]);
      this.#owned.add(owner, [entry]);
    }
    this.#size++;
    this.#roster.change([entry], []);
    let isOver = false;
    return () => {
      // Whatever its owner held is over with the owner.
      if (isOver || owner !== undefined && !this.#owned.delete(owner, entry)) return;
      isOver = true;
      this.#end([entry]);
    };
  }

  /** Refuses what the socket of a connection could not keep: it would be closed for that. */
  #checkKept(entries: readonly Entry[]): void {
    let bytes = 0;
    for (const entry of entries) {
      const size = this.#sizes.get(entry) ?? packedSize(entry);
      this.#sizes.set(entry, size);
      bytes += size;
    }
    if (bytes > KEPT) {
      throw new N2oError("full", `presence: this connection holds ${bytes} bytes, over ${KEPT}`);
    }
  }

  untrack(owner: object, topic?: Key): void {
    this.#end(this.#owned.take(owner, topic));
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
    const tracked = this.#owned.of(owner), watched = this.#roster.watchedBy(owner);
    return tracked.length + watched.length > 0 ? { tracked, watched } : undefined;
  }

  wake(owner: Watcher, { tracked, watched }: Held): void {
    // Before it watches: it does not hear of itself either.
    if (tracked.length > 0) {
      this.#owned.add(owner, tracked);
      this.#size += tracked.length;
      this.#roster.wake(tracked);
    }
    for (const topic of watched) this.#roster.watch(topic, owner);
  }

  #end(entries: readonly Entry[]): void {
    this.#size -= entries.length;
    this.#roster.change([], entries);
  }
}
