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
  /** A warning about a peer: a line of the log as long as its address has not caused too many in this minute; then it is counted. */
  warn(
    address: string | undefined,
    message: string,
    details: Readonly<Record<string, unknown>>,
  ): void;
  /** Tells of the warnings that were counted, a line for each address, where their minute is over; a host calls it once a minute. */
  tell(): void;
}

/** The warnings of one address. */
interface Warnings {
  readonly since: number;
  count: number;
}

const MINUTE = 60_000;
/** How many addresses are told apart in the log: made-up ones cost no memory without end. */
const ADDRESSES = 10_000;
/** What stands for all others. */
const OTHERS = "others";

/** Makes the peers of a server. */
export function peers(limits: Limits, clock: Pick<Clock, "now">, log: Log): Peers {
  const connected = new Map<string, number>(), warned = new Map<string, Warnings>();

  function tell(): void {
    const now = clock.now();
    for (const [address, warnings] of warned) {
      if (now - warnings.since >= MINUTE) over(address, warnings);
    }
  }
  function over(address: string, { count }: Warnings): void {
    warned.delete(address);
    const more = count - limits.lines;
    if (more > 0) {
      log("warning", "more of the same peer was not told one by one", { address, more });
    }
  }
  function warningsOf(address: string): Warnings {
    const now = clock.now();
    let found = warned.get(address);
    if (found !== undefined && now - found.since >= MINUTE) {
      over(address, found);
      found = undefined;
    }
    if (found === undefined) warned.set(address, found = { since: now, count: 0 });
    return found;
  }

  return {
    tell,
    refusal(address, connections) {
      if (connections >= limits.connections) return "too many connections";
      return address !== undefined && (connected.get(address) ?? 0) >= limits.address
        ? "too many connections of one address"
        : undefined;
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
      if (warned.size >= ADDRESSES && !warned.has(address)) tell();
      const name = warned.size >= ADDRESSES && !warned.has(address) ? OTHERS : address;
      if (++warningsOf(name).count <= limits.lines) log("warning", message, details);
    },
  };
}
