/**
 * Changes of an instance without a step: of what is open, and the rows that did not fit the commit of a large step.
 *
 * @module
 */
import { Batch, COMMIT, groups, type Weight } from "../../kvs/mod.ts";
import type { Host } from "./host.ts";
import { stageOffers } from "./indexes.ts";
import { commitInstance, find, instanceDraft } from "./instances.ts";
import { retry } from "./retry.ts";
import type { Stored } from "./row/instance.ts";
import type { Open, OpenDelivery, Row, Rows } from "./row/open.ts";

/** So many rows beside an instance go into its own commit; more are written right after it, as many at a time. */
export const SPILLED_ROWS: number = COMMIT.mutations * 0.4;

/** Changes what is open of an instance, without a step; `change` answers undefined where there is nothing to change. */
export async function reopen(
  host: Host,
  id: string,
  change: (stored: Stored) => Stored["open"] | undefined,
  more?: (draft: Batch) => void,
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
      const found = open.isSpilled ? firstSpill(open) : undefined;
      if (found === undefined) return undefined;
      written = slicesOf(found.effect.rows)[0] ?? [];
      const rows = found.effect.rows.slice(written.length);
      // Stores of a version before have all rows of a step in one.
      const left = rows.length === 0 ? [] : [{ ...found, effect: { ...found.effect, rows } }];
      return open.with(left, [found]);
    }, (change) => {
      for (const row of written) stageRow(change, row);
    });
    if (stored === undefined) return last;
    last = stored;
  }
}

/** Rows in slices, each of which goes into one commit with the instance that holds the others. */
export function slicesOf(rows: readonly Row[]): readonly (readonly Row[])[] {
  return [...groups(rows, weightOf, {
    most: SPILLED_ROWS,
    bytes: COMMIT.bytes / 16,
    keyBytes: COMMIT.keyBytes * 0.75,
  })];
}

function firstSpill(open: Stored["open"]): Spill | undefined {
  for (const each of open) if (isSpill(each)) return each;
  return undefined;
}

type Spill = OpenDelivery & { readonly effect: Rows };

function weightOf(row: Row): Weight {
  const batch = new Batch();
  stageRow(batch, row);
  return batch.weight;
}

function stageRow(change: Batch, { key, value, expireIn }: Row): void {
  if (value === undefined) change.delete(key);
  else if (expireIn === undefined) change.set(key, value);
  else change.set(key, value, { expireIn });
}

/** Whether something open is rows that are still to be written. */
function isSpill(open: Open): open is Spill {
  return open.effect.kind === "rows";
}
