/**
 * How events ended, written a moment after they did: where the client's next event comes first its claim says so as well, and a write
 * is saved.
 *
 * @module
 */
import type { Clock, Log } from "../../base/mod.ts";
import type { Claimant, ClaimRead, ClaimRow, Claims } from "./claims.ts";

/** Ends that are still to be written, and what is known of the rows of clients. */
export interface Settling {
  /** What is known of a client's row, for who replaces it; an end that was not written yet is not written any more. */
  take(claimant: Claimant): Promise<ClaimRead | undefined>;
  /** Has an end written in place of the row of `version`. */
  put(claimant: Claimant, row: ClaimRow, version: string | null): void;
  /** Remembers a row as it is in the store. */
  keep(claimant: Claimant, read: ClaimRead): void;
  /** Writes every end now, and from then on each at once. */
  close(): Promise<void>;
}

/** How long an end waits for the client's next event, in milliseconds. */
const MOMENT = 100;
/** How many clients' rows are remembered: a forgotten one costs a read. */
const KNOWN = 10_000;

interface End extends ClaimRead {
  readonly claimant: Claimant;
  readonly row: ClaimRow;
}

/** Makes one without ends. */
export function settling(
  { claims, clock, log }: { readonly claims: Claims; readonly clock: Clock; readonly log: Log },
): Settling {
  const known = new Map<string, ClaimRead>();
  const waiting = new Map<string, End>(), underWay = new Map<string, Promise<void>>();
  let timer: unknown, isClosed = false;

  function remember(key: string, read: ClaimRead): void {
    known.delete(key);
    known.set(key, read);
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size > KNOWN) known.delete(oldest);
  }

  async function write(key: string, { claimant, row, version }: End): Promise<void> {
    try {
      const next = await claims.put(claimant, row, version);
      if (next !== undefined) remember(key, { row, version: next });
    } catch (error) {
      log("error", "how an event ended could not be written: it may be told as unknown", { error });
    } finally {
      underWay.delete(key);
    }
  }

  async function flush(): Promise<void> {
    clock.clearTimeout(timer);
    timer = undefined;
    for (const [key, end] of waiting) underWay.set(key, write(key, end));
    waiting.clear();
    await Promise.all(underWay.values());
  }

  return {
    async take(claimant) {
      const key = keyOf(claimant), end = waiting.get(key);
      if (end !== undefined) {
        waiting.delete(key);
        return end;
      }
      await underWay.get(key);
      const read = known.get(key);
      known.delete(key);
      return read;
    },
    put(claimant, row, version) {
      waiting.set(keyOf(claimant), { claimant, row, version });
      if (isClosed) void flush();
      else timer ??= clock.setTimeout(() => void flush(), MOMENT);
    },
    keep: (claimant, read) => remember(keyOf(claimant), read),
    async close() {
      isClosed = true;
      await flush();
    },
  };
}

function keyOf({ session, client }: Claimant): string {
  return `${session} ${client}`;
}
