/**
 * How often it may be tried to log in: by network, by name from one network, by name from wherever.
 *
 * A limit by name alone has two ends: it stops who guesses from many networks, and it lets anybody lock somebody out. So a name has a short
 * limit in each network, which holds for that one only, and a long one over all networks but those from which it has logged in before.
 *
 * @module
 */
import { sha256Sync, toHex } from "../../base/mod.ts";
import { type Counter, counter, withinRate } from "../rate.ts";
import { type KnownNetworks, recentNetworks } from "./known.ts";

/** How often may be tried; what is left out is counted in this process. */
export interface LoginRates {
  /** From a network, under whatever names; 30 times in 5 minutes unless told. */
  readonly address?: Counter;
  /** Under a name from one network; 10 times in 5 minutes unless told. */
  readonly pair?: Counter;
  /** Under a name from all networks that it has not logged in from before; 100 times in a day unless told. */
  readonly name?: Counter;
}

/** What tries are counted by. */
export interface AttemptsOptions {
  /** The network that a request comes from; undefined where it is not known. */
  readonly address?: (request: Request) => string | undefined;
  /** How many tries in which time, of each of the three ways in which they are counted. */
  readonly rates?: LoginRates;
  /** From which networks a name has logged in before; the last 10,000 in this process unless told. */
  readonly known?: KnownNetworks;
}

/** Where tries are counted, and stopped. */
export interface Attempts {
  /**
   * Counts one for its network, before its name is read; nothing where the network is not known.
   *
   * @throws {RestError} `limited` where it is one too many
   */
  from(request: Request): Promise<void>;
  /**
   * Counts one under a name in its network, and from all others than its own, whether there is such a user or not.
   *
   * @throws {RestError} `limited` where it is one too many
   */
  under(name: string, request: Request): Promise<void>;
  /** Somebody has logged in: their network is known from now on. */
  succeeded(name: string, request: Request): Promise<void>;
}

const WINDOW = 300, DAY = 86_400, BY_ADDRESS = 30, BY_PAIR = 10, BY_NAME = 100;

/** What counts tries by network and name; in this process where no other counters are given. */
export function attempts(
  { address, rates = {}, known = recentNetworks() }: AttemptsOptions,
): Attempts {
  const byAddress = rates.address ?? counter({ limit: BY_ADDRESS, window: WINDOW });
  const byPair = rates.pair ?? counter({ limit: BY_PAIR, window: WINDOW });
  // Where networks are not told apart a day's limit would lock out who is meant by it.
  const byName = rates.name ?? (address && counter({ limit: BY_NAME, window: DAY }));
  return {
    async from(request) {
      const from = address?.(request);
      if (from !== undefined) withinRate(await byAddress(`address ${from}`));
    },
    async under(text, request) {
      const name = nameOf(text), from = address?.(request);
      // First: who is stopped by it takes nothing of the longer limit.
      withinRate(await byPair(`pair ${name} ${from ?? ""}`));
      const isKnown = from !== undefined && await known.has(name, from);
      if (!isKnown && byName !== undefined) withinRate(await byName(`name ${name}`));
    },
    async succeeded(text, request) {
      const from = address?.(request);
      if (from !== undefined) await known.add(nameOf(text), from);
    },
  };
}

/**
 * One name in whatever spelling, of a length that costs nothing to keep: whoever looks names up without regard to case, form, or what nobody sees
 * has no more tries for it. By upper case: ß is SS, and a sigma is one wherever it stands.
 */
function nameOf(text: string): string {
  const seen = text.normalize("NFKC").replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, "");
  const folded = seen.toLowerCase().toUpperCase().toLowerCase().normalize("NFKC").trim();
  return toHex(sha256Sync(folded));
}
