/**
 * `count`: how much a store, a feed, a table or a prefix holds.
 *
 * @module
 */
import type { Kv } from "../../kvs/mod.ts";
import { emptyTally, KINDS, tallySum } from "../item/item.ts";
import type { Io } from "../io.ts";
import { startProgress } from "../progress.ts";
import { readItems } from "../item/read.ts";
import type { Selection } from "../text/select.ts";
import { totalOf } from "../item/total.ts";

/**
 * Prints one number for a feed (with the feeds under it), a table or a prefix; for a whole store one line for each kind
 * of what it holds, for which everything is read.
 */
export async function count(
  kv: Kv,
  io: Io,
  part: Selection,
  options: { readonly progress?: boolean | undefined } = {},
): Promise<void> {
  const one = part.feed !== undefined || part.table !== undefined;
  if (one) return await io.out(`${await totalOf(kv, part)}\n`);
  const progress = startProgress(io, { label: "counting", always: options.progress });
  const tally = emptyTally();
  for await (const { kind } of readItems(kv, part)) {
    tally[kind]++;
    progress.step(1);
  }
  await progress.end();
  if (part.prefix !== undefined) return await io.out(`${tallySum(tally)}\n`);
  for (const [kind, [one, more]] of KINDS) {
    const n = tally[kind];
    await io.out(`${String(n).padStart(9)}  ${n === 1 ? one : more}\n`);
  }
}
