/**
 * Tables and feeds of the store as sources.
 *
 * @module
 */
import {
  append,
  appendInto,
  Batch,
  count,
  type FeedName,
  feedParts,
  feedPath,
  type Kv,
  KvsError,
  type KvsRecord,
  read,
  remove,
  type Table,
  writers,
} from "../../kvs/mod.ts";
import { alter, alterInto, appendNew, removeInto } from "../../kvs/alter.ts";
import { page } from "../../kvs/page/page.ts";
import { RestError } from "../error.ts";
import { feedChanges, tableChanges } from "../stream/changes.ts";
import type { Alteration, Beside, Listed, Query, Source, Stored } from "./source.ts";

/** The records of a table. */
export function tableSource<T extends KvsRecord>(kv: Kv, table: string | Table<T>): Source<T> {
  return {
    ...reading<T>(kv, table),
    kv,
    count: () => count(kv, table),
    alter: (changes, beside) =>
      beside === undefined ? alter<T>(kv, table, changes) : together(kv, async (batch) => {
        await alterInto(kv, batch, table, changes);
        await beside(batch);
      }),
    ...(typeof table === "object" && table.changes === true && {
      changes: tableChanges<T>(kv, table.name),
    }),
  };
}

/** Which entries of a feed are listed. */
export interface FeedSourceOptions {
  /** Only those that it holds itself, and not those of the feeds under it. */
  readonly own?: boolean;
}

/** The entries of a feed: those that it holds itself are read and changed; one that is created is appended. */
export function feedSource<T extends KvsRecord>(
  kv: Kv,
  feed: FeedName,
  { own = false }: FeedSourceOptions = {},
): Source<T> {
  return {
    ...reading<T>(kv, feed, own),
    kv,
    changes: feedChanges<T>(kv, feed, own),
    count: () => own ? count(kv, feed) : countAll(kv, feed),
    async alter(changes, beside) {
      const [only, ...more] = changes;
      if (only === undefined) return undefined;
      // What is alone is appended in parts, where no commit holds it in one piece.
      return more.length === 0 && beside === undefined
        ? await alterEntry(kv, feed, only)
        : await appendTogether(kv, feed, changes, beside);
    },
  };
}

async function countAll(kv: Kv, feed: FeedName): Promise<number> {
  return (await writers(kv, feed)).reduce((sum, { count }) => sum + count, 0);
}

/** Changes one entry: the version of one that is new. */
async function alterEntry<T extends KvsRecord>(
  kv: Kv,
  feed: FeedName,
  { id, record, version }: Alteration<T>,
): Promise<string | undefined> {
  if (record !== undefined && version === null) {
    return await appendNew(kv, record, feed) ?? refuse(feed);
  }
  const how = version === undefined ? {} : { version };
  if (record === undefined) await remove(kv, id, feed, how);
  else await append(kv, record, feed, how);
  return undefined;
}

/** @throws {KvsError} `conflict` */
function refuse(feed: FeedName): never {
  throw new KvsError("conflict", `feed "${feedPath(...feedParts(feed))}" has such an entry`);
}

/** Appends what is new and removes what goes, in one commit: the version of what was appended, where that is one. */
async function appendTogether<T extends KvsRecord>(
  kv: Kv,
  feed: FeedName,
  changes: readonly Alteration<T>[],
  beside: Beside | undefined,
): Promise<string | undefined> {
  const added = changes.flatMap(({ record }) => record ?? []);
  let isRefused = false;
  const version = await together(kv, async (batch) => {
    for (const { id, record, version } of changes) {
      if (record === undefined) {
        await removeInto(kv, batch, id, feed, version === undefined ? {} : { version });
      } else if (version !== null) {
        throw new RestError("method", "entries of a feed are replaced one by one");
      } else if (isRefused && await read(kv, feed, id) !== undefined) {
        refuse(feed);
      }
    }
    isRefused = true;
    appendInto(kv, batch, added, feed);
    await beside?.(batch);
  });
  return added.length === 1 ? version : undefined;
}

/** How often a commit is put together anew where others change what it was made of. */
const TRIES = 100;

/**
 * Makes a commit; who puts it together finds out why an earlier one was refused.
 *
 * @throws {KvsError} `conflict` where others came first again and again
 */
async function together(kv: Kv, stage: (batch: Batch) => Promise<void>): Promise<string> {
  for (let n = 0; n < TRIES; n++) {
    const batch = new Batch("change");
    await stage(batch);
    const version = await batch.commit(kv);
    if (version !== undefined) return version;
  }
  throw new KvsError("conflict", "others came first again and again: try later");
}

function reading<T extends KvsRecord>(
  kv: Kv,
  source: string | Table<T> | readonly string[],
  own = false,
): Pick<Source<T>, "read" | "list"> {
  return {
    async read(id): Promise<Stored<T> | undefined> {
      const found = await read<T>(kv, source, id);
      return found === undefined ? undefined : { record: found.record, version: found.version };
    },
    list: (query) => listed<T>(kv, source, query, own),
  };
}

async function listed<T extends KvsRecord>(
  kv: Kv,
  source: string | Table<T> | readonly string[],
  query: Query,
  own: boolean,
): Promise<Listed<T>> {
  // As: names of indexes were compared with the declaration before; page knows them by the record's type.
  const how = query as Parameters<typeof page<T>>[2];
  const { records, cursors, more, previous } = await page<T>(
    kv,
    source,
    own ? { ...how, own } : how,
  );
  return { records, cursors, more, previous };
}
