/**
 * The entries of several feeds in the order of their commits: by versionstamp, then by the feed's path,
 * then as they were appended. Each feed is read in pages, so that what is kept does not depend on how
 * many entries there are.
 *
 * @module
 */
import { BTree } from "../deps.ts";
import type { Kv } from "../kv.ts";
import type { KvsRecord } from "../rows/record.ts";
import { toBinary } from "../value/bytes.ts";
import { encodeKey } from "../value/key.ts";
import { readSlots, type Slot, type Spot } from "./slots.ts";

/** How far feeds have been read: to an entry, or to the end of a commit where no path is given. */
export type Mark = Pick<Spot, "at"> & Partial<Spot>;

/** How many entries are kept, of all feeds together, and of one at most and at least. */
const KEPT = 1_000, MOST = 100, LEAST = 2;
/** How many feeds are read at once. */
const AT_ONCE = 16;

/** One of the feeds. */
interface Source<T> {
  readonly path: readonly string[];
  /** Its path as text that sorts as its key does. */
  readonly order: string;
  /** Behind which entry the next page begins. */
  from: Spot;
  /** What has been read and not given yet, the next one last. */
  slots: Slot<T>[];
  /** Whether there may be more. */
  more: boolean;
}

/** What tells which entry comes first. */
type Head = readonly [at: string, order: string];

/**
 * The entries of feeds themselves behind a mark, up to and with the commit `last`; to the end where
 * none is given.
 */
export async function* interleave<T extends KvsRecord>(
  kv: Kv,
  paths: readonly (readonly string[])[],
  mark: Mark,
  last?: string,
): AsyncGenerator<Slot<T>, void, void> {
  const size = Math.min(MOST, Math.max(LEAST, Math.floor(KEPT / paths.length)));
  const heads = new BTree<Head, Source<T>>(undefined, compare);
  const place = async (source: Source<T>): Promise<void> => {
    if (source.slots.length === 0 && source.more) await fill(kv, source, size, last);
    const next = source.slots.at(-1);
    if (next !== undefined) heads.set([next.at, source.order], source);
  };
  const marked = orderOf(mark.path ?? []);
  for (let i = 0; i < paths.length; i += AT_ONCE) {
    await Promise.all(
      paths.slice(i, i + AT_ONCE).map((path) => place(sourceOf<T>(path, mark, marked))),
    );
  }
  for (let head = heads.minKey(); head !== undefined; head = heads.minKey()) {
    const source = heads.get(head), slot = source?.slots.pop();
    heads.delete(head);
    if (source === undefined || slot === undefined) continue;
    yield slot;
    await place(source);
  }
}

function sourceOf<T>(path: readonly string[], mark: Mark, marked: string): Source<T> {
  const order = orderOf(path);
  // Of the marked commit the feeds in front of the marked one are through, those behind it to come.
  const { at, sub = Infinity } = mark;
  const isDone = mark.path === undefined || order < marked;
  const from = { path, at, sub: isDone ? Infinity : order === marked ? sub : -1 };
  return { path, order, from, slots: [], more: true };
}

async function fill<T>(
  kv: Kv,
  source: Source<T>,
  size: number,
  last: string | undefined,
): Promise<void> {
  const slots = await readSlots<T>(kv, source.path, { own: true, from: source.from }, size);
  const known = last === undefined ? slots : slots.filter(({ at }) => at <= last);
  source.more = known.length === size;
  source.from = known.at(-1) ?? source.from;
  source.slots = known.reverse();
}

function orderOf(path: readonly string[]): string {
  return toBinary(encodeKey(path));
}

function compare([at, order]: Head, [otherAt, otherOrder]: Head): number {
  if (at !== otherAt) return at < otherAt ? -1 : 1;
  return order === otherOrder ? 0 : order < otherOrder ? -1 : 1;
}
