/**
 * The clock of a store: what expires does so by it.
 *
 * @module
 */
import { type Clock, systemClock } from "../../base/mod.ts";

const clocks = new WeakMap<object, Pick<Clock, "now">>();

/** Lets what is stored in a store expire by a clock; answers the store. */
export function withClock<K extends object>(kv: K, clock: Pick<Clock, "now"> | undefined): K {
  if (clock !== undefined) clocks.set(kv, clock);
  return kv;
}

/** The clock of a store: the system's unless it was opened with another. */
export function clockOf(kv: object): Pick<Clock, "now"> {
  return clocks.get(kv) ?? systemClock;
}
