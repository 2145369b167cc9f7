/**
 * What a step asks for outside.
 *
 * @module
 */
import type { Effect } from "../../state/outcome.ts";

/** Effects in the order in which they are asked for; each has a key of its own. */
export class Outbox {
  readonly #effects: (Effect | undefined)[] = [];
  /** Where each stands. Most steps take nothing back, and need not know. */
  #places: Map<string, number> | undefined;

  /** Asks for an effect, behind all that was asked for before. */
  add(effect: Effect): void {
    this.#places?.set(effect.key, this.#effects.length);
    this.#effects.push(effect);
  }

  /** Takes one back; undefined where there is none. */
  take(key: string): Effect | undefined {
    this.#places ??= new Map(
      this.#effects.flatMap((each, at) => each === undefined ? [] : [[each.key, at] as const]),
    );
    const at = this.#places.get(key);
    if (at === undefined) return undefined;
    const effect = this.#effects[at];
    this.#effects[at] = undefined;
    this.#places.delete(key);
    return effect;
  }

  /** All that is asked for. */
  get all(): readonly Effect[] {
    return this.#places === undefined
      ? this.#effects as Effect[] // as: nothing was taken back
      : this.#effects.filter((each) => each !== undefined);
  }
}
