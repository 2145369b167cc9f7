/**
 * Changes of an instance without a step: of what is open, and the rows that did not fit the commit of a large step.
 *
 * @module
 */
import { type Draft, keyBytes, remove, type Row, set } from "./draft.ts";
import type { Host } from "./host.ts";
import { stageOffers } from "./indexes.ts";
import { commitInstance, find, instanceDraft } from "./instances.ts";
import { retry } from "./retry.ts";
import type { Open, OpenDelivery, Rows, Stored } from "./row/instance.ts";

/** So many rows beside an instance go into its own commit; more are written right after it. */
export const SPILLED_ROWS = 400;
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
    const next = await instanceDraft(host, loaded, { ...rest, open }, loaded.definition);
    stageOffers(next.change, loaded.stored, next.stored);
    more?.(next.change);
    return await commitInstance(host, next);
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
      const place = open.findIndex(isSpill), found = open[place];
      if (found === undefined || !isSpill(found)) return undefined;
      written = found.effect.rows.slice(0, fitting(found.effect.rows));
      const rows = found.effect.rows.slice(written.length);
      const left = rows.length === 0 ? [] : [{ ...found, effect: { ...found.effect, rows } }];
      return open.toSpliced(place, 1, ...left);
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
  for (const { key } of rows.slice(0, SPILLED_ROWS)) {
    bytes += keyBytes(key);
    if (bytes > KEYS && count > 0) return count;
    count++;
  }
  return count;
}

/** Whether something open is rows that are still to be written. */
export function isSpill(open: Open): open is OpenDelivery & { readonly effect: Rows } {
  return open.effect.kind === "rows";
}
