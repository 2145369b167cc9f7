/**
 * Tables of the standard as tests.
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import { type Feel, feel } from "../../../feel/mod.ts";

/** The evaluator of these tests: it is 2026-11-24, half past one. */
export const evaluator: Feel = feel({
  clock: { now: () => Date.UTC(2026, 10, 24, 13, 30, 15, 250) },
});

/** The value of a text. */
export function value(text: string, variables: Readonly<Record<string, unknown>> = {}): unknown {
  return evaluator.evaluate(text, variables);
}

/** Texts and their values. */
export type Table = readonly (readonly [string, unknown])[];

/** A table of the standard (DMN 1.5), by its place in it; texts and values as they stand there. */
export function standard(place: string, table: Table): void {
  Deno.test(`FEEL is as the standard has it: ${place}`, () => {
    for (const [text, wanted] of table) equal(value(text), wanted, text);
  });
}
