/**
 * Pages of what a person has to do with: as full as others', and with no cursor of a record that is not for them.
 *
 * @module
 */
import type { KvsRecord } from "../../kvs/mod.ts";
import type { Listed, Query, Source } from "./source.ts";

/** The most records that are looked through for one page. */
const MOST = 10_000;

/** A record, and its cursor. */
interface Seen<T> {
  readonly record: T;
  readonly cursor: string;
}

/**
 * A page of the records that a function says yes to; of all where there is none. Where nearly none is seen it is found after at most 10,000
 * others: what comes then is the next page.
 */
export async function seenPage<T extends KvsRecord>(
  source: Source<T>,
  query: Query,
  isSeen: ((record: T) => Promise<boolean>) | undefined,
): Promise<Listed<T>> {
  if (isSeen === undefined) return await source.list(query);
  const { limit } = query, isBack = query.before !== undefined && query.after === undefined;
  let seen: readonly Seen<T>[] = [], looked = 0, begins: Listed<T> | undefined;
  for (let at = query;;) {
    const page = await source.list(at), found: Seen<T>[] = [];
    begins ??= page;
    looked += page.records.length;
    for (const [n, record] of page.records.entries()) {
      if (await isSeen(record)) found.push({ record, cursor: page.cursors[n] ?? "" });
    }
    seen = isBack ? [...found, ...seen] : [...seen, ...found];
    const goesOn = isBack ? page.previous : page.more;
    const edge = isBack ? page.cursors[0] : page.cursors.at(-1);
    if (seen.length >= limit || !goesOn || edge === undefined || looked >= MOST) {
      const kept = isBack ? seen.slice(-limit) : seen.slice(0, limit);
      const isMore = goesOn || kept.length < seen.length;
      return {
        records: kept.map(({ record }) => record),
        // Where none of so many is seen the way on begins at one that is not.
        cursors: kept.length === 0 && isMore && edge !== undefined
          ? [edge]
          : kept.map(({ cursor }) => cursor),
        more: isBack ? begins.more : isMore,
        previous: isBack ? isMore : begins.previous,
      };
    }
    at = { ...query, [isBack ? "before" : "after"]: edge };
  }
}
