/**
 * What a connection remembers of the updates that its client has: for each target a tree of hashes, in bytes, so that it sleeps and wakes
 * with the connection. What does not fit pushes out the oldest.
 *
 * The key of the hashes (8 bytes), the number of the session (4), then for each target: its length (2), updates in a row that had another shape (1), how many more are
 * not looked at (1), when its events were sealed, in seconds (4), whether anything but leaves is known no more (1), its tree, and how to
 * find its leaves (`again.ts`).
 *
 * @module
 */
import { hasName, HEAD, int, type Key, type Past, past, putInt, short, UNKNOWN } from "./pack.ts";
import { numberOfText } from "./text.ts";

/** Bytes of all that a connection remembers. */
export const MEMORY = 8_192;
const KEY = 12;
/** Room for what is moved within. */
const moved = new Uint8Array(MEMORY);

/** What is remembered of a target. */
export interface Entry {
  readonly at: number;
  readonly to: number;
  readonly misses: number;
  readonly skips: number;
  /** When its events were sealed, in seconds since the epoch; 0 where there are none. */
  readonly sealed: number;
  /** Whether something but leaves is known no more. */
  readonly isStale: boolean;
  /** What is remembered of it. */
  readonly root: Past;
  readonly target: string;
}

/** What a connection remembers. Its bytes are changed in place. */
export class Memory {
  #bytes: Uint8Array<ArrayBuffer>;

  /** Goes on with what was remembered in a session, or begins under a key of its own. */
  constructor(bytes: Uint8Array<ArrayBuffer> | undefined, session: string) {
    this.#bytes = bytes ?? crypto.getRandomValues(new Uint8Array(KEY));
    // What was sealed for another session is to be sealed anew.
    const number = numberOfText(session) | 0;
    if (bytes !== undefined && int(bytes, 8) !== number) this.forgetAll();
    putInt(this.#bytes, 8, number);
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }

  get key(): Key {
    return { low: int(this.#bytes, 0), high: int(this.#bytes, 4) };
  }

  /** Whether nothing is remembered. */
  get isEmpty(): boolean {
    return this.#bytes.length <= KEY;
  }

  /** The targets, the oldest first. */
  *entries(): Generator<Entry> {
    const bytes = this.#bytes;
    for (let at = KEY; at < bytes.length; at += short(bytes, at)) yield entryAt(bytes, at);
  }

  /** Whether anything is remembered but a target. */
  hasOther(target: string): boolean {
    for (const entry of this.entries()) if (entry.target !== target) return true;
    return false;
  }

  /** What is remembered of a target. */
  find(target: string): Entry | undefined {
    const bytes = this.#bytes;
    for (let at = KEY; at < bytes.length; at += short(bytes, at)) {
      const entry = entryAt(bytes, at);
      if (entry.target === target) return entry;
    }
    return undefined;
  }

  /** Remembers a target, in place of what was; the tree may be too large for all. */
  put(target: string, entry: Uint8Array): void {
    this.forget(target);
    if (KEY + entry.length > MEMORY) return;
    let from = KEY;
    while (from < this.#bytes.length && this.#bytes.length - from + KEY + entry.length > MEMORY) {
      from += short(this.#bytes, from);
    }
    const kept = this.#bytes.subarray(from),
      made = new Uint8Array(KEY + kept.length + entry.length);
    made.set(this.#bytes.subarray(0, KEY));
    made.set(kept, KEY);
    made.set(entry, KEY + kept.length);
    this.#bytes = made;
  }

  /** Makes a target that was updated in place the youngest. */
  touchedLast({ at, to }: Entry): void {
    const bytes = this.#bytes;
    if (to === bytes.length) return;
    moved.set(bytes.subarray(at, to));
    bytes.copyWithin(at, to);
    bytes.set(moved.subarray(0, to - at), bytes.length - (to - at));
  }

  /** Forgets a target. */
  forget(target: string): void {
    const found = this.find(target);
    if (found !== undefined) this.#cut(found);
  }

  /** Forgets every target; the key and the number of the session stay. */
  forgetAll(): void {
    if (!this.isEmpty) this.#bytes = this.#bytes.slice(0, KEY);
  }

  #cut({ at, to }: Entry): void {
    const made = new Uint8Array(this.#bytes.length - (to - at));
    made.set(this.#bytes.subarray(0, at));
    made.set(this.#bytes.subarray(to), at);
    this.#bytes = made;
  }

  /** Of no target anything counts that is known but the names in it: what is where. */
  outdateAll(): void {
    for (const entry of this.entries()) this.#forgetShape(entry, entry.root);
  }

  /** The same of the targets, but for one, in which something has one of these names. */
  outdate(names: ReadonlySet<number>, but?: string): void {
    for (const entry of this.entries()) {
      if (entry.target !== but && this.#has(entry, (name) => names.has(name))) {
        this.#forgetShape(entry, entry.root);
      }
    }
  }

  /** The same of the targets in which an id is, or in which one of that id could be moved away or come in beside. */
  outdateAround(id: string): void {
    this.outdate(new Set([numberOfText(id)]));
  }

  /** Whether any of these names was not in a target before and is in another. */
  hasElsewhere(before: Entry, names: readonly number[]): boolean {
    return this.hasOther(before.target) && this.#isIn(names, this.#namesIn(before), before.target);
  }

  #namesIn(entry: Entry): Set<number> {
    const names = new Set<number>();
    for (const each of this.#all(entry)) this.#isCalled(each, (name) => !names.add(name));
    return names;
  }

  /** Whether a target but for one has something of one of these names that were not in that. */
  #isIn(names: Iterable<number>, had: ReadonlySet<number>, but: string): boolean {
    const came = new Set<number>();
    for (const name of names) if (!had.has(name)) came.add(name);
    if (came.size === 0) return false;
    for (const entry of this.entries()) {
      if (entry.target !== but && this.#has(entry, (name) => came.has(name))) return true;
    }
    return false;
  }

  /**
   * A target has these names from now on: the targets within it are part of it, or gone, and of those around it and of those elsewhere that
   * have one of the names nothing else counts that is known.
   *
   * @returns whether one is elsewhere, so that an instruction could find that in place of its own.
   */
  shares(names: ReadonlySet<number>, target: string): boolean {
    const own = numberOfText(target), before = this.find(target);
    const had = before && this.#namesIn(before);
    const isElsewhere = had !== undefined && this.#isIn(names, had, target);
    let isOther = false;
    for (const entry of [...this.entries()].reverse()) {
      if (entry.target === target) continue;
      const root = numberOfText(entry.target);
      if (names.has(root) || had?.has(root)) this.#cut(entry);
      else if (this.#has(entry, (name) => names.has(name))) {
        this.#forgetShape(entry, entry.root);
        isOther ||= !this.#has(entry, (name) => name === own);
      }
    }
    return isOther || isElsewhere;
  }

  /** Whether something in a target is called so. */
  #has(entry: Entry, test: (name: number) => boolean): boolean {
    for (const each of this.#all(entry)) if (this.#isCalled(each, test)) return true;
    return false;
  }

  #isCalled({ names, nameCount }: Past, test: (name: number) => boolean): boolean {
    for (let at = 0; at < nameCount; at++) {
      if (test(int(this.#bytes, names + 4 * at) >>> 0)) return true;
    }
    return false;
  }

  /** Elements of a target, as they stand. */
  *#all({ at, root: { to } }: Entry): Generator<Past> {
    for (let place = at + HEAD; place < to;) {
      const found = past(this.#bytes, place);
      yield found;
      place = found.children;
    }
  }

  /** An action changed something of this id: what is known of it counts for nothing. */
  changed(id: string): void {
    for (const [entry, each] of this.#named(numberOfText(id))) this.#forgetShape(entry, each);
  }

  /** What has a name, with the target that it is in. */
  *#named(number: number): Generator<readonly [Entry, Past]> {
    const bytes = this.#bytes;
    for (let at = KEY; at < bytes.length; at += short(bytes, at)) {
      const from = at + HEAD;
      if (!hasName(bytes, from, from + short(bytes, from + 1), number)) continue;
      const entry = entryAt(bytes, at);
      for (const each of this.#all(entry)) {
        if (this.#isCalled(each, (name) => name === number)) yield [entry, each];
      }
    }
  }

  /**
   * The person's value of a control went to the server: what its client shows is known no more, so that the next update states it. The
   * control is named by its id or its name, of which others may be one choice with it.
   */
  carried(source: string): void {
    if (this.isEmpty) return;
    const number = numberOfText(source);
    let mates: Set<number> | undefined;
    for (const [entry, each] of this.#named(number)) {
      this.#carried(entry, each, number);
      if (!each.isRadio) continue;
      const names = mates ??= new Set();
      this.#isCalled(each, (name) => !names.add(name));
    }
    if (mates === undefined) return;
    for (const entry of this.entries()) {
      for (const each of this.#all(entry)) {
        if (each.isRadio && this.#isCalled(each, (name) => mates?.has(name) === true)) {
          this.#carried(entry, each, number);
        }
      }
    }
  }

  #carried(entry: Entry, each: Past, number: number): void {
    if (each.isInput) {
      // Ticks are found only where the whole is read.
      if (each.isTick) this.#bytes[entry.at + 8] = 1;
      for (let leaf = 0; leaf < each.leafCount; leaf++) {
        putInt(this.#bytes, each.leaves + 8 * leaf, UNKNOWN);
      }
    } else if (
      each.isControl || each.isRadio || int(this.#bytes, each.names) >>> 0 !== number
    ) this.#forgetShape(entry, each);
  }

  #forgetShape({ at }: Entry, { shape }: Past): void {
    this.#bytes[shape] = 0;
    this.#bytes[at + 8] = 1;
  }
}

/** What is remembered of the target at a place. */
function entryAt(bytes: Uint8Array, at: number): Entry {
  const root = past(bytes, at + HEAD);
  return {
    at,
    to: at + short(bytes, at),
    misses: bytes[at + 2] ?? 0,
    skips: bytes[at + 3] ?? 0,
    sealed: int(bytes, at + 4) >>> 0,
    isStale: bytes[at + 8] === 1,
    root,
    target: root.id ?? "",
  };
}
