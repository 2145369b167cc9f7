/**
 * Incidents that may come by the thousand: each kind is logged once a minute, with how many there were.
 *
 * @module
 */
import type { Clock, Level, Log } from "../../base/mod.ts";

/** Milliseconds between two entries of one kind. */
const QUIET = 60_000;

/** Reports an incident; `kind` is one of a few texts of the program's own. */
export type Incidents = (
  level: Level,
  kind: string,
  details?: Readonly<Record<string, unknown>>,
) => void;

/** Reports incidents to a log: the first of a kind at once, the next after a minute, with the number of those between. */
export function incidents(log: Log, clock: Pick<Clock, "now">): Incidents {
  const told = new Map<string, { at: number; unsaid: number }>();
  return (level, kind, details) => {
    const now = clock.now(), last = told.get(kind);
    if (last !== undefined && Math.abs(now - last.at) < QUIET) return void last.unsaid++;
    log(level, kind, last?.unsaid ? { ...details, before: last.unsaid } : details);
    told.set(kind, { at: now, unsaid: 0 });
  };
}
