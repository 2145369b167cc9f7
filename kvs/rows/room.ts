/**
 * Room in a commit, filled one thing after the other.
 *
 * @module
 */
import { given, KvsError } from "../error.ts";
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

  /**
   * Room for a whole commit, or for less of what `limits` names.
   *
   * @throws {KvsError} `bad_count` for a limit that is no number from 0
   */
  constructor(limits: Partial<Weight> = {}) {
    const all: Weight = given("room", () => ({ ...COMMIT, ...limits }));
    this.#limits = {
      checks: countOf(all.checks, "checks"),
      mutations: countOf(all.mutations, "mutations"),
      bytes: countOf(all.bytes, "bytes"),
      keyBytes: countOf(all.keyBytes, "bytes of keys"),
    };
  }

  /** The sum of the weights that were taken. */
  get taken(): Weight {
    return this.#taken;
  }

  /** Takes a weight; false, and nothing taken, where there is no room for it. */
  take(weight: Weight): boolean {
    const together = given("room", () => plus(this.#taken, weight));
    if (over(together, this.#limits) !== undefined) return false;
    this.#taken = together;
    return true;
  }

  /** Leaves room for nothing more: for what fits no commit, and so goes by itself. */
  fill(): void {
    this.#taken = this.#limits;
  }
}

function countOf(limit: unknown, what: string): number {
  if (typeof limit === "number" && limit >= 0) return limit;
  throw new KvsError("bad_count", `room: a limit of ${what} is a number from 0`);
}

/**
 * Parts things, in their order, into as few groups as fit a commit each. One that does not fit even
 * alone is a group of its own: the commit says what is too much.
 *
 * @param weigh what each takes of a commit
 * @param limits less than a whole commit, and the most things of a group
 * @throws {KvsError} `bad_count` for a limit that is no number, `bad_argument` for things that cannot be
 * iterated or weighed
 */
export function* groups<T>(
  things: Iterable<T>,
  weigh: (thing: T) => Weight,
  limits: Partial<Weight> & { readonly most?: number } = {},
): Generator<T[], void, void> {
  const most = given("groups", () => countOf(limits.most ?? Infinity, "things"));
  const isIterable = given("groups", () => typeof things[Symbol.iterator] === "function");
  if (!isIterable || typeof weigh !== "function") {
    throw new KvsError("bad_argument", "groups: takes what can be iterated, and a function");
  }
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
