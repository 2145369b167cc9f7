/**
 * Messages that wait in memory for somebody who wants them.
 *
 * @module
 */
import type { Keys } from "../state/state.ts";
import { keySets, keyText } from "../store/correlation.ts";

/** A message on its way. */
export interface Message {
  /** The name of its `message` element. */
  readonly name: string;
  /** What it brings to who takes it: an object becomes variables; nothing where it is left out. */
  readonly payload?: unknown;
  /** Its correlation keys. */
  readonly keys: Keys;
  /** Until when it waits: milliseconds since 1970. */
  readonly until: number;
}

/** Messages that wait, the oldest first. */
export class Messages {
  /** By name and every set of their keys: a wait finds those that it wants by the keys that it has. */
  readonly #found = new Map<string, Set<Message>>();
  /** All of them, in the order in which they came. */
  readonly #all = new Set<Message>();
  readonly #most: number;
  readonly #lost: (message: Message) => void;

  /**
   * None waits yet.
   *
   * @param most how many wait at once, at most: the oldest is lost where one more comes
   * @param lost hears of each that nobody has taken
   */
  constructor(most: number, lost: (message: Message) => void) {
    this.#most = most;
    this.#lost = lost;
  }

  /** Whether none waits. */
  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /**
   * Lets a message wait.
   *
   * @throws {BpeError} `limit` with more than 4 keys
   */
  keep(message: Message): void {
    for (const place of placesOf(message)) {
      const found = this.#found.get(place);
      if (found === undefined) this.#found.set(place, new Set([message]));
      else found.add(message);
    }
    this.#all.add(message);
    const [oldest] = this.#all;
    if (this.#all.size > this.#most && oldest !== undefined) this.#lose(oldest);
  }

  /** Takes a message away; tells whether it was there. */
  take(message: Message): boolean {
    if (!this.#all.delete(message)) return false;
    for (const place of placesOf(message)) {
      const found = this.#found.get(place);
      found?.delete(message);
      if (found?.size === 0) this.#found.delete(place);
    }
    return true;
  }

  /** Those of a name that bear these keys, the oldest first; the one at hand may be taken meanwhile. */
  wanted(name: string, keys: Keys | undefined): Iterable<Message> {
    return this.#found.get(place(name, keyText(keys))) ?? [];
  }

  /** Loses those whose time is over. */
  expire(now: number): void {
    for (const message of this.#all) if (message.until <= now) this.#lose(message);
  }

  #lose(message: Message): void {
    if (this.take(message)) this.#lost(message);
  }
}

function placesOf({ name, keys }: Message): string[] {
  return keySets(keys, name).map((set) => place(name, set));
}

function place(name: string, set: string): string {
  return `${set} ${name}`;
}
