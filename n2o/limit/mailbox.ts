/**
 * What waits to be handled at a connection, and the heartbeats that overtake it.
 *
 * @module
 */
import { systemClock } from "../../base/mod.ts";
import { type Message, PING } from "../proto.ts";

/** What waits to be handled: a frame of the client or a message of the server. */
export type Letter = string | ArrayBuffer | Message;

/** Whether it came from the client. */
export function isFrame(letter: Letter): letter is string | ArrayBuffer {
  return typeof letter === "string" || letter instanceof ArrayBuffer;
}

/** Letters in the order they came. */
export class Mailbox {
  #letters: Letter[] = [];
  /** Whether a heartbeat that waits is about to overtake. */
  #isOvertaking = false;

  /** How many wait. */
  get size(): number {
    return this.#letters.length;
  }

  /** Puts one behind all others. */
  put(letter: Letter): void {
    this.#letters.push(letter);
  }

  /** Takes the first one out. */
  take(): Letter | undefined {
    return this.#letters.shift();
  }

  /** Has `overtake` called, unless the turn of what waits comes before the host looks for anything else to do. */
  soon(overtake: () => void): void {
    if (this.#isOvertaking) return;
    this.#isOvertaking = true;
    systemClock.setTimeout(() => {
      this.#isOvertaking = false;
      overtake();
    }, 0);
  }

  /** Takes the heartbeats out, where `can` says so, and answers how many they were. */
  beats(can: () => boolean): number {
    const before = this.size;
    if (!this.#letters.includes(PING) || !can()) return 0;
    this.#letters = this.#letters.filter((letter) => letter !== PING);
    return before - this.size;
  }
}
