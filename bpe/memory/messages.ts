/**
 * Messages that wait in memory for somebody who wants them.
 *
 * @module
 */
import { matches } from "../engine/wait/correlation.ts";
import type { Keys } from "../state/state.ts";

/** A message on its way. */
export interface Message {
  /** The name of its `message` element. */
  readonly name: string;
  /** Its content. */
  readonly payload?: unknown;
  /** Its correlation keys. */
  readonly keys: Keys;
  /** Until when it waits: milliseconds since 1970. */
  readonly until: number;
}

/** Messages that wait, the oldest first. */
export class Messages {
  readonly #named = new Map<string, Set<Message>>();
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

  /** Lets a message wait. */
  keep(message: Message): void {
    this.#all.add(message);
    const named = this.#named.get(message.name);
    if (named === undefined) this.#named.set(message.name, new Set([message]));
    else named.add(message);
    const [oldest] = this.#all;
    if (this.#all.size > this.#most && oldest !== undefined) this.#lose(oldest);
  }

  /** Takes a message away; tells whether it was there. */
  take(message: Message): boolean {
    const named = this.#named.get(message.name);
    named?.delete(message);
    if (named?.size === 0) this.#named.delete(message.name);
    return this.#all.delete(message);
  }

  /** Those of a name that bear these keys, the oldest first. */
  wanted(name: string, keys: Keys | undefined): readonly Message[] {
    const named = this.#named.get(name);
    return named === undefined ? [] : [...named].filter((each) => matches(keys, each.keys));
  }

  /** Loses those whose time is over. */
  expire(now: number): void {
    for (const message of this.#all) if (message.until <= now) this.#lose(message);
  }

  #lose(message: Message): void {
    if (this.take(message)) this.#lost(message);
  }
}
