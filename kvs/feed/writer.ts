/**
 * Writers: what the store knows of each feed. The feed of all of them is the system feed `writer`.
 *
 * @module
 */
import { append } from "./append.ts";
import { write } from "../rows/attempt.ts";
import { within } from "../rows/commit.ts";
import { toCount } from "../rows/counter.ts";
import { end } from "./cursor.ts";
import { given } from "../error.ts";
import type { Kv, KvEntry, KvKey, KvListSelector } from "../kv.ts";
import { after, argsKey, countKey, isCountKey, parseEntryKey, treeKey } from "../rows/layout.ts";
import { feedLabel, type FeedName, feedParts, feedPath } from "./path.ts";
import { type Place, placeOf } from "./place.ts";
import type { KvsRecord } from "../rows/record.ts";
import { seq } from "../rows/seq.ts";
import { LIMITS } from "../store/limits.ts";
import { snapshot } from "../value/snapshot.ts";

/** Rows of one read of the list of writers: the whole of a small feed and its count. */
const STEP = 8;

/** A feed as its writer sees it. */
export interface Writer<T = unknown> {
  /** The path, which names the writer too. */
  readonly id: string;
  /** How many entries the feed itself holds. */
  readonly count: number;
  /** Its newest entry; absent while it is empty. */
  readonly cache?: Place;
  /** What `add` is to append, or has appended. */
  readonly args?: T;
  /** Its oldest entry; absent while it is empty. */
  readonly first?: Place;
}

/** The writer of a feed; one with a count of 0 for a feed that does not exist. */
export async function writer<T = unknown>(kv: Kv, feed: FeedName): Promise<Writer<T>> {
  const path = feedParts(feed);
  const [[count, args], first, last] = await within(feedLabel(path), () =>
    Promise.all([
      kv.getMany<[unknown, T]>([countKey(path), argsKey(path)]),
      end<KvsRecord>(kv, path, 0, true),
      end<KvsRecord>(kv, path, 1, true),
    ]));
  return {
    id: feedPath(...path),
    count: toCount(count.value),
    ...(last && { cache: placeOf(last) }),
    ...(args.versionstamp !== null && { args: args.value }),
    ...(first && { first: placeOf(first) }),
  };
}

/**
 * A feed and every feed under it with its count, in the order of `feed`: the system feed `writer`.
 * Takes a read for each.
 *
 * @param under the path; `/`, that is all, unless given
 */
export async function writers(kv: Kv, under: FeedName = "/"): Promise<Writer<never>[]> {
  const path = feedParts(under), found: Writer<never>[] = [];
  return await within(feedLabel(path), async () => {
    for await (const { key, value } of countRows(kv, path)) {
      found.push({ id: feedPath(...parseEntryKey(key).path), count: toCount(value) });
    }
    return found;
  });
}

/**
 * The counts of a feed and of every feed under it, in the order of `feed`.
 *
 * Counts stand behind the entries of their feeds: where a read has not come to one, the next begins
 * with it.
 */
export async function* countRows(
  kv: Kv,
  path: readonly string[],
): AsyncGenerator<KvEntry<unknown>> {
  const prefix = treeKey(path);
  for (let selector: KvListSelector | undefined = { prefix }; selector !== undefined;) {
    let read = 0, last: KvKey = [];
    for await (const row of kv.list(selector, { limit: STEP, batchSize: STEP })) {
      read++;
      last = row.key;
      if (isCountKey(row.key)) yield row;
    }
    const start = isCountKey(last) ? after(last) : countKey(parseEntryKey(last).path);
    selector = read === STEP ? { prefix, start } : undefined;
  }
}

/**
 * Appends a writer's `args` to its feed, in one commit with the count; a record without an `id` is
 * given one of `seq(kv)`.
 *
 * @returns the writer as it then is
 */
export async function add<T extends object>(kv: Kv, writer: Writer<T>): Promise<Writer<T>> {
  const { id: feed, args } = given("a writer", () => ({ id: writer.id, args: { ...writer.args } }));
  const where = feedLabel(feedParts(feed));
  const id = "id" in args ? args.id : undefined;
  // as: append checks the id
  const record = { ...args, id: id ?? await seq(kv) } as unknown as T & KvsRecord;
  await within(where, () => append(kv, record, feed));
  const { args: _, ...now } = await getWriter<T>(kv, feed);
  return { ...now, args: record };
}

/** Stores a writer's `args`, and lists its feed even while it is empty. */
export async function saveWriter<T>(kv: Kv, writer: Writer<T>): Promise<Writer<T>> {
  const { id, args } = given("a writer", () => ({ id: writer.id, args: writer.args }));
  const path = feedParts(id), where = feedLabel(path);
  const copy = args === undefined ? undefined : snapshot(args, where, LIMITS.valueBytes).value;
  await write(kv, where, (changes) => {
    changes.sum(countKey(path), 0n);
    if (copy === undefined) changes.delete(argsKey(path));
    else changes.set(argsKey(path), copy);
  });
  return writer;
}

/** Lists a feed even while it is empty. */
export async function ensure(kv: Kv, writer: Pick<Writer, "id">): Promise<void> {
  const path = feedParts(given("a writer", () => writer.id));
  await write(kv, feedLabel(path), (changes) => changes.sum(countKey(path), 0n));
}

const getWriter = writer;
