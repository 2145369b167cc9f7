/**
 * Names that were read by what the values of another evaluation had.
 *
 * @module
 */
import { FeelError } from "../error.ts";
import type { Machine } from "../machine.ts";
import { canonical } from "../parse/part.ts";
import type { Doubt } from "../parse/tree.ts";

/** Thrown where a text must be read again for the values at hand; it never leaves the evaluator. */
export const STALE: unique symbol = Symbol("stale");

/**
 * Sees to it that a name that is not in a context was not another one.
 *
 * @throws STALE where the text would be read in another way for this context
 * @throws {FeelError} `expression` where it was read for it, but what the context has could not be known then: better no value than a
 * null that nobody sees
 */
export function doubted(
  machine: Machine,
  context: Readonly<Record<string, unknown>>,
  doubt: NonNullable<Doubt>,
): void {
  const { odd, names } = doubt;
  const meant = Object.keys(context).find((name) => names.includes(canonical(name)?.key ?? ""));
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
