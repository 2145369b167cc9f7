/**
 * Names that were read by what the values of another evaluation had.
 *
 * @module
 */
import { spend } from "../budget.ts";
import { FeelError } from "../error.ts";
import type { Machine } from "../machine.ts";
import { type Names, oddOf } from "../parse/given.ts";
import type { Doubt } from "../parse/tree.ts";

/** Thrown where a text must be read again for the values at hand; it never leaves the evaluator. */
export const STALE: unique symbol = Symbol("stale");

/**
 * Sees to it that a name that is not in a context was not another one.
 *
 * @param isTaken whether another value of the same list has the name that was taken
 * @throws STALE where the text would be read in another way for this context
 * @throws {FeelError} `expression` where it was read for it, but what the context has could not be known then: better no value than a
 * null that nobody sees
 */
export function doubted(
  machine: Machine,
  context: Names,
  doubt: NonNullable<Doubt>,
  isTaken = false,
): void {
  const { odd, words, names } = doubt;
  if (odd && !isTaken && !machine.fresh && Object.hasOwn(context, words)) throw STALE;
  const there = oddIn(machine, context);
  if (there.size === 0) return;
  let meant: string | undefined;
  for (const [key, name] of there) if (names.has(key)) meant = name;
  if (meant === undefined) return;
  if (!machine.fresh) throw STALE;
  // Another one of several values has the name that was taken.
  if (odd) return;
  const name = JSON.stringify(meant.slice(0, 100));
  throw new FeelError(
    "expression",
    `that a value has ${name} is not known before it is there: write \`get value\` with ${name}`,
  );
}

/**
 * Tells whether a context that has the name that was taken has a longer one, too, which would have been taken for it. It remembers the
 * names of the last context that had none, since most contexts in one place have the same.
 */
export function longerIn(doubt: NonNullable<Doubt>): (context: Names) => boolean {
  let clear: readonly string[] = [];
  return (context) => {
    let index = 0;
    let same = true;
    for (const name in context) {
      if (name !== clear[index++]) {
        same = false;
        break;
      }
    }
    if (same && index === clear.length) return false;
    for (const key of oddOf([context]).keys()) if (doubt.names.has(key)) return true;
    const names = Object.keys(context);
    if (names.length <= CLEAR) clear = names;
    return false;
  };
}

/** The most names of a context that are remembered. */
const CLEAR = 64;

/** The names of a context that could have been meant; each context is looked at once. */
function oddIn(machine: Machine, context: Names): ReadonlyMap<string, string> {
  const known = machine.odd ??= new WeakMap();
  let found = known.get(context);
  if (found === undefined) {
    found = oddOf([context]);
    spend(machine, 1 + found.size);
    known.set(context, found);
  }
  return found;
}
