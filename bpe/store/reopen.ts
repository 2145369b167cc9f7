/**
 * Changes of an instance without a step: of what is open, and the rows that did not fit the commit of a large step.
 *
 * @module
 */
import { retry } from "../../kvs/rows/commit.ts";
import { type Draft, keyBytes, remove, type Row, set } from "./draft.ts";
import type { Host } from "./host.ts";
import { jobs } from "./indexes.ts";
import { commitInstance, find, replacing } from "./instances.ts";
import type { Open, Stored } from "./row/instance.ts";

/** So many rows beside an instance go into its own commit; more are written right after it. */
export const TOGETHER = 400;
/** So many bytes of keys go into one commit of rows. */
const KEYS = 60_000;

/** Changes what is open of an instance, without a step; `change` answers undefined where there is nothing to change. */
export async function reopen(
  host: Host,
  id: string,
  change: (stored: Stored) => Stored["open"] | undefined,
  more?: (draft: Draft) => void,
): Promise<Stored | undefined> {
  const done = await retry(`instance ${id}`, async () => {
    const loaded = await find(host, id);
    const open = loaded === undefined ? undefined : change(loaded.stored);
    if (loaded === undefined || open === undefined) return { stored: undefined };
    const { due: _, ...rest } = loaded.stored;
    const next = await replacing(host, loaded, { ...rest, open });
    jobs(next.change, loaded.stored, next.stored);
    more?.(next.change);
    return await commitInstance(host, next.change, next.stored, next.raw, loaded.definition);
  });
  return done.stored;
}

/**
 * Writes the rows that did not fit the commit of a step, before anything else is done to the instance. Each commit takes those it
 * writes out of the instance, so that none is written twice.
 *
 * @returns the instance without them; undefined where there were none
 */
export async function flush(host: Host, id: string): Promise<Stored | undefined> {
  let last: Stored | undefined;
  for (;;) {
    let written: readonly Row[] = [];
    const stored = await reopen(host, id, ({ open }) => {
      const place = open.findIndex(isRows);
      const found = open[place]?.effect;
      if (found?.kind !== "rows") return undefined;
      written = found.rows.slice(0, fitting(found.rows));
      const rest = found.rows.slice(written.length);
      const left = rest.length === 0 ? [] : [{ ...open[place], effect: { ...found, rows: rest } }];
      return open.toSpliced(place, 1, ...left as Open[]); // as: one entry with fewer rows
    }, (change) => {
      for (const row of written) {
        if (row.value === undefined) remove(change, row.key);
        else set(change, row.key, row.value, row.expireIn);
      }
    });
    if (stored === undefined) return last;
    last = stored;
  }
}

/** How many rows go into one commit: as many as may be, and as their keys allow, at least one. */
function fitting(rows: readonly Row[]): number {
  let bytes = 0, count = 0;
  for (const { key } of rows.slice(0, TOGETHER)) {
    bytes += keyBytes(key);
    if (bytes > KEYS && count > 0) return count;
    count++;
  }
  return count;
}

/** Whether something open is rows that are still to be written. */
export function isRows({ effect }: Open): boolean {
  return effect.kind === "rows";
}
