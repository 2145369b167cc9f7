/**
 * From which networks somebody has logged in: a limit of tries from everywhere else does not hold for them.
 *
 * @module
 */
import { isInteger, sha256, toHex } from "../../base/mod.ts";
import type { Kv, KvKey } from "../../kvs/mod.ts";
import { RestError } from "../error.ts";

/** The networks that names have logged in from. */
export interface KnownNetworks {
  /** Whether a name has logged in from a network. */
  has(name: string, network: string): boolean | Promise<boolean>;
  /** Remembers that a name has logged in from a network. */
  add(name: string, network: string): void | Promise<void>;
}

/** How many are remembered in a process. */
const MOST = 10_000;
/** How many days unless told, and a day in milliseconds. */
const DAYS = 90, DAY = 86_400_000;

/** Those of this process, the last of them: none when it starts. */
export function recentNetworks(most: number = MOST): KnownNetworks {
  const known = new Set<string>();
  return {
    has: (name, network) => known.has(`${name} ${network}`),
    add(name, network) {
      const each = `${name} ${network}`;
      known.delete(each);
      known.add(each);
      for (const oldest of known) {
        if (known.size <= most) return;
        known.delete(oldest);
      }
    },
  };
}

/** How long networks are remembered. */
export interface KnownNetworksOptions {
  /** How many days after the last login; 90 unless told. */
  readonly days?: number;
}

/**
 * Those that programs on a store share: for `known` of `loginOperations`. A row is the digest of a name and a network, and goes by itself.
 *
 * @throws {RestError} `config` for a number of days that is no positive integer
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { knownNetworks } from "@n2o/n2o/rest/auth";
 *
 * using kv = memoryKv();
 * const known = knownNetworks(kv);
 * await known.add("ann", "192.0.2.1");
 * if (!await known.has("ann", "192.0.2.1") || await known.has("bob", "192.0.2.1")) throw new Error("ann's alone");
 * ```
 */
export function knownNetworks(
  kv: Kv,
  { days = DAYS }: KnownNetworksOptions = {},
): KnownNetworks {
  if (!isInteger(days, 1, 36_500)) {
    throw new RestError("config", "known networks: days: an integer from 1 to 36,500");
  }
  const keyOf = async (name: string, network: string): Promise<KvKey> => [
    "n2o",
    "rest",
    "known",
    toHex(await sha256(JSON.stringify([name, network]))),
  ];
  return {
    has: async (name, network) => (await kv.get(await keyOf(name, network))).versionstamp !== null,
    async add(name, network) {
      await kv.set(await keyOf(name, network), true, { expireIn: days * DAY });
    },
  };
}
