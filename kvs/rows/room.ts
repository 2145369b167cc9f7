/**
 * Room in a commit, filled one thing after the other.
 *
 * @module
 */
import { COMMIT, EMPTY, over, plus, type Weight } from "./weight.ts";

/**
 * What is left of a commit's room. It answers, and remembers, what was taken; what is committed is
 * the caller's business.
 *
 * @example
 * ```ts
 * import { Room } from "@n2o/n2o/kvs";
 *
 * const room = new Room({ mutations: 2 });
 * const set = { checks: 0, mutations: 1, bytes: 100, keyBytes: 10 };
 * const taken = [1, 2, 3].filter(() => room.take(set));
 * if (taken.length !== 2) throw new Error("there is room for two");
 * ```
 */
export class Room {
  readonly #limits: Weight;
  #taken: Weight = EMPTY;

  /** Room for a whole commit, or for less of what `limits` names. */
  constructor(limits: Partial<Weight> = {}) {
    this.#limits = { ...COMMIT, ...limits };
  }

  /** What was taken. */
  get taken(): Weight {
    return this.#taken;
  }

  /** Takes a weight; false, and nothing taken, where there is no room for it. */
  take(weight: Weight): boolean {
    const together = plus(this.#taken, weight);
    if (over(together, this.#limits) !== undefined) return false;
    this.#taken = together;
    return true;
  }

  /** Leaves room for nothing more: for what fits no commit, and so goes by itself. */
  fill(): void {
    this.#taken = this.#limits;
  }
}

/**
 * Parts things, in their order, into as few groups as fit a commit each. One that does not fit even
 * alone is a group of its own: the commit says what is too much.
 *
 * @param weigh what each takes of a commit
 * @param limits less than a whole commit, and the most things of a group
 */
export function* groups<T>(
  things: Iterable<T>,
  weigh: (thing: T) => Weight,
  { most = Infinity, ...limits }: Partial<Weight> & { readonly most?: number } = {},
): Generator<T[], void, void> {
  let group: T[] = [], room = new Room(limits);
  for (const thing of things) {
    const weight = weigh(thing);
    if (group.length >= most || !room.take(weight)) {
      if (group.length > 0) yield group;
      group = [], room = new Room(limits);
      if (!room.take(weight)) room.fill();
    }
    group.push(thing);
  }
  if (group.length > 0) yield group;
}
