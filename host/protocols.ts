/**
 * The protocols of an application: given as they are, or by the names that the original has for them.
 *
 * @module
 */
import type { Log } from "../base/mod.ts";
import * as n2o from "../n2o/mod.ts";
import { nitro } from "../nitro/mod.ts";

/** A protocol that needs nothing to be made of, by its name. */
export type ProtocolName = "n2o_heart" | "nitro_n2o";

/** What the settings may hold in their list. */
export type ProtocolSetting = n2o.Protocol | ProtocolName;

const NAMED: Readonly<Record<ProtocolName, n2o.Protocol>> = {
  n2o_heart: n2o.heart,
  nitro_n2o: nitro,
};

/** Whether a name stands for a protocol. */
export function isProtocolName(name: unknown): name is ProtocolName {
  return typeof name === "string" && Object.hasOwn(NAMED, name);
}

/** The chain that the settings mean; in development the first of it tells where two of the others overlap. */
export function chainOf(
  settings: readonly ProtocolSetting[],
  isWatched: boolean,
  log: Log,
): readonly n2o.Protocol[] {
  const chain = settings.map((each) => typeof each === "string" ? NAMED[each] : each);
  return isWatched ? [n2o.overlap(chain, log), ...chain] : chain;
}
