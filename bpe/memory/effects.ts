/**
 * What instances in memory ask for outside, of handlers and of each other, waits here for its turn.
 *
 * @module
 */
import { BpeError } from "../error.ts";

/** So many things are done in one go, at most: more is taken for an endless loop. */
const MOST = 1_000_000;

/** Effects are carried out one after another, not one inside another. */
export class Effects {
  #waiting: (() => void)[] = [];
  #isDraining = false;
  #starts = 0;
  readonly #mostStarts: number;
  readonly #report: (error: unknown) => void;

  /**
   * Nothing waits yet.
   *
   * @param mostStarts how many instances effects start in one go, at most
   * @param report hears of an effect that fails, which keeps no other from being carried out
   */
  constructor(mostStarts: number, report: (error: unknown) => void) {
    this.#mostStarts = mostStarts;
    this.#report = report;
  }

  /** Adds one, which waits until {@link drain}. */
  add(effect: () => void): void {
    this.#waiting.push(effect);
  }

  /**
   * Counts an instance that starts.
   *
   * @throws {BpeError} `budget` where effects start more than they may
   */
  countStart(): void {
    if (this.#isDraining && ++this.#starts > this.#mostStarts) {
      throw endless(`${this.#mostStarts} instances that instances start`);
    }
  }

  /**
   * Carries out all that wait, and all that comes up meanwhile; within an effect it does nothing.
   *
   * @throws {BpeError} `budget` where there is no end to it: what still waits is given up
   */
  drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    try {
      for (let done = 0; this.#waiting.length > 0;) {
        const effects = this.#waiting;
        this.#waiting = [];
        for (const effect of effects) {
          if (++done > MOST) throw endless(`${MOST} things that instances ask for`);
          this.guard(effect);
        }
      }
    } finally {
      this.#waiting = [];
      this.#isDraining = false;
      this.#starts = 0;
    }
  }

  /** What fails in something nobody has called for is reported: there is nobody to catch it. */
  guard(effect: () => void): void {
    try {
      effect();
    } catch (error) {
      if (!BpeError.is(error) || error.code === "budget") throw error;
      this.#report(error);
    }
  }
}

function endless(what: string): BpeError {
  const message =
    `comes to no rest within ${what}: let something wait on the way, or raise the budget`;
  return new BpeError("budget", message, { element: "volatile" });
}
