/**
 * Values of variables from JSON.
 *
 * @module
 */
import { restored } from "../value/json.ts";
import type { Fields } from "./check.ts";
import type { Values } from "./engine.ts";

/** The values that JSON means: what comes back just as it was told is what is stored, bigint, dates and bytes included. */
export function restoredValues(json: Fields, stored: Values): Values {
  const values = Object.entries(json).map(([name, each]) =>
    [name, Object.hasOwn(stored, name) ? restored(each, stored[name]) : each] as const
  );
  return Object.fromEntries(values);
}
