/**
 * Which letters came already: one that somebody has copied and puts on the broker once more is not taken again.
 *
 * Each sender numbers its letters. Of each the last numbers are kept, so that letters may overtake each other, and the time of its latest
 * one. Of a sender that is not known, or was forgotten, a letter is taken if it is not old.
 *
 * @module
 */

/** What is known of a letter: `new`; `again`; `late`: it cannot be told whether it came before; `old`: as `late`, and long ago. */
export type Verdict = "new" | "again" | "late" | "old";

/** What a letter says of itself, under its seal. */
export interface Stamp {
  /** The bus that sent it. */
  readonly from: string;
  /** Counts the letters of that bus, from 1. */
  readonly number: number;
  /** When it was made: milliseconds since 1970 by the clock of its sender, which in a letter never goes back. */
  readonly time: number;
}

/** Numbers of a sender that are kept: so many of its letters may overtake one. */
const WINDOW = 4_096;
/** Senders that are kept. */
const SENDERS = 1_024;
/** Milliseconds that a letter may be older than the latest of its sender. */
const LATE = 60_000;
/** Milliseconds that a letter of a sender that is not known may be away from this clock: clocks may be an hour apart. */
const OLD = 2 * 3_600_000;

interface Sender {
  /** The greatest number of a letter that came from it; 0 before the first. */
  last: number;
  /** The time of that letter. */
  time: number;
  /** When it was heard of last. */
  heard: number;
  /** Which of the last numbers came, by their remainder. */
  readonly came: Uint32Array;
}

/** The letters that came, of a bounded number of senders. */
export class Seen {
  readonly #senders = new Map<string, Sender>();

  /** What is known of a letter, which has come then. */
  take({ from, number, time }: Stamp, now: number): Verdict {
    const sender = this.#senders.get(from) ?? this.#add(from, time, now);
    if (sender === undefined) return "old";
    const { last, came } = sender, place = number % WINDOW, bit = 1 << (place & 31);
    if (number <= last) {
      if (number > last - WINDOW && ((came[place >> 5] ?? 0) & bit) !== 0) return "again";
      if (number <= last - WINDOW || time < sender.time - LATE) {
        return Math.abs(time - now) > OLD ? "old" : "late";
      }
    } else {
      if (number - last >= WINDOW) came.fill(0);
      else for (let each = last + 1; each < number; each++) forget(came, each % WINDOW);
      sender.last = number;
      sender.time = time;
    }
    came[place >> 5] = (came[place >> 5] ?? 0) | bit;
    if (number > last) sender.heard = now;
    return "new";
  }

  #add(from: string, time: number, now: number): Sender | undefined {
    if (Math.abs(time - now) > OLD) return undefined;
    if (this.#senders.size >= SENDERS) this.#forgetOne();
    const made: Sender = { last: 0, time, heard: now, came: new Uint32Array(WINDOW / 32) };
    this.#senders.set(from, made);
    return made;
  }

  /** Forgets the sender that was heard of longest ago: of most that have ended nothing is taken by then, for it is too old. */
  #forgetOne(): void {
    let oldest = "", least = Infinity;
    for (const [name, { heard }] of this.#senders) {
      if (heard >= least) continue;
      least = heard;
      oldest = name;
    }
    this.#senders.delete(oldest);
  }
}

function forget(came: Uint32Array, place: number): void {
  came[place >> 5] = (came[place >> 5] ?? 0) & ~(1 << (place & 31));
}
