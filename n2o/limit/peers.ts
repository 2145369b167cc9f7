/**
 * What the peers of a server do, by their network address: how many connections each has, and how many lines of the log it causes.
 *
 * @module
 */
import type { Clock, Log } from "../../base/mod.ts";
import type { Limits } from "../limits.ts";

/** The peers of a server. Those whose address is not known count as one for the log, and are not counted as connections. */
export interface Peers {
  /** Why one more connection of this address is refused, or undefined. */
  refusal(address: string | undefined, connections: number): string | undefined;
  /** A connection of this address begins. */
  enter(address: string | undefined): void;
  /** A connection of this address ends. */
  leave(address: string | undefined): void;
  /** The server stops: every further connection is refused. */
  close(): void;
  /** A warning about a peer: a line of the log as long as its address has not caused too many in this minute; then it is counted. */
  warn(
    address: string | undefined,
    message: string,
    details: Readonly<Record<string, unknown>>,
  ): void;
  /**
   * Tells of the warnings that were counted where their minute is over: a line for an address, and one for all that would be too many
   * lines again; a host calls it once a minute.
   */
  tell(): void;
}

/** The warnings of one address. */
interface Warnings {
  readonly since: number;
  count: number;
  /** Those of them that are in the log. */
  told: number;
}

const MINUTE = 60_000;
/** How many addresses are told apart in the log: made-up ones cost no memory without end. */
const ADDRESSES = 10_000;
/** What stands for all others. */
const OTHERS = "others";
/** How many times the lines of one address all addresses together may cause in a minute. */
const TOGETHER = 20;

/** Makes the peers of a server. */
export function peers(limits: Limits, clock: Pick<Clock, "now">, log: Log): Peers {
  const connected = new Map<string, number>(), warned = new Map<string, Warnings>();

  let isClosed = false;
  /** The lines of all in this minute. */
  let all = { since: -Infinity, told: 0 };

  function mayTell(): boolean {
    const now = clock.now();
    if (now - all.since >= MINUTE) all = { since: now, told: 0 };
    return ++all.told <= limits.lines * TOGETHER;
  }
  function tell(): void {
    const now = clock.now();
    let lines = 0, addresses = 0, rest = 0;
    // The oldest stand first.
    for (const [address, { since, count, told }] of warned) {
      if (now - since < MINUTE) break;
      warned.delete(address);
      const more = count - told;
      if (more === 0) continue;
      if (lines++ < limits.lines) {
        log("warning", "more of the same peer was not told one by one", { address, more });
      } else {
        addresses++;
        rest += more;
      }
    }
    if (addresses === 0) return;
    log("warning", "more of many peers was not told one by one", { addresses, more: rest });
  }
  function warningsOf(address: string): Warnings {
    const [oldest] = warned.values();
    if (oldest !== undefined && clock.now() - oldest.since >= MINUTE) tell();
    const name = warned.size >= ADDRESSES && !warned.has(address) ? OTHERS : address;
    const warnings = warned.get(name) ?? { since: clock.now(), count: 0, told: 0 };
    warned.set(name, warnings);
    return warnings;
  }

  return {
    tell,
    refusal(address, connections) {
      if (isClosed) return "the server stops";
      if (connections >= limits.connections) return "too many connections";
      return address !== undefined && (connected.get(address) ?? 0) >= limits.address
        ? "too many connections of one address"
        : undefined;
    },
    close() {
      isClosed = true;
    },
    enter(address) {
      if (address !== undefined) connected.set(address, (connected.get(address) ?? 0) + 1);
    },
    leave(address) {
      const left = address === undefined ? undefined : connected.get(address);
      if (address === undefined || left === undefined) return;
      if (left > 1) connected.set(address, left - 1);
      else connected.delete(address);
    },
    warn(address = "unknown", message, details) {
      const warnings = warningsOf(address);
      warnings.count++;
      if (warnings.told >= limits.lines || !mayTell()) return;
      warnings.told++;
      log("warning", message, details);
    },
  };
}
