/**
 * The protocols of an application: given as they are, or by the names that the original has for them.
 *
 * @module
 */
import { isObject } from "../base/mod.ts";
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
function isProtocolName(name: unknown): name is ProtocolName {
  return typeof name === "string" && Object.hasOwn(NAMED, name);
}

/** Names that the original has, and what stands for them here. */
const MADE: ReadonlyMap<unknown, string> = new Map([
  [
    "bpe_n2o",
    "is made of a bpe: give bpeN2o(bpe), or for the whole setting processes(bpe) of host/bpe",
  ],
  [
    "n2o_ftp",
    "is made of where files go: give uploads(given, sink) of host/files, in a function of what is given",
  ],
]);

/** What is wrong with a list of the settings, if anything: the first that is no protocol, and what to give in its place. */
export function complaintOfProtocols(value: unknown): string | undefined {
  const general = 'objects with info(), or "n2o_heart" and "nitro_n2o"';
  if (!Array.isArray(value)) return `give a list of ${general}`;
  const index = value.findIndex((each) =>
    !(isObject(each) && typeof each.info === "function") && !isProtocolName(each)
  );
  if (index < 0) return undefined;
  const odd: unknown = value[index];
  const shown = typeof odd === "string" ? JSON.stringify(odd.slice(0, 40)) : typeof odd;
  return `number ${index + 1}, ${shown}, ${
    MADE.get(odd) ?? `is none: give ${general}; others by what makes them, such as bpeN2o(bpe)`
  }`;
}

/** The chain that the settings mean. */
export function chainOf(settings: readonly ProtocolSetting[]): readonly n2o.Protocol[] {
  return settings.map((each) => typeof each === "string" ? NAMED[each] : each);
}
