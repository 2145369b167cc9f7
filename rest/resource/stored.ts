/**
 * Tables and feeds of the store as sources.
 *
 * @module
 */
import {
  append,
  count,
  type FeedName,
  type Kv,
  type KvsRecord,
  read,
  remove,
  type Table,
} from "../../kvs/mod.ts";
import { alter } from "../../kvs/alter.ts";
import { page } from "../../kvs/page/page.ts";
import { RestError } from "../error.ts";
import type { Alteration, Listed, Query, Source, Stored } from "./source.ts";

/** The records of a table. */
export function tableSource<T extends KvsRecord>(kv: Kv, table: string | Table<T>): Source<T> {
  return {
    ...reading<T>(kv, table),
    alter: (changes) => alter<T>(kv, table, changes),
  };
}

/** The entries of a feed itself; one that is created is appended. */
export function feedSource<T extends KvsRecord>(kv: Kv, feed: FeedName): Source<T> {
  return {
    ...reading<T>(kv, feed),
    async alter(changes) {
      const [change, ...more] = changes;
      if (change === undefined) return undefined;
      if (more.length > 0) {
        throw new RestError("method", "entries of a feed are changed one by one");
      }
      await alterEntry(kv, feed, change);
      return undefined;
    },
  };
}

async function alterEntry<T extends KvsRecord>(
  kv: Kv,
  feed: FeedName,
  { id, record, version }: Alteration<T>,
): Promise<void> {
  const how = version === undefined ? {} : { version };
  if (record === undefined) await remove(kv, id, feed, how);
  else await append(kv, record, feed, how);
}

function reading<T extends KvsRecord>(
  kv: Kv,
  source: string | Table<T> | readonly string[],
): Omit<Source<T>, "alter"> {
  return {
    async read(id): Promise<Stored<T> | undefined> {
      const found = await read<T>(kv, source, id);
      return found === undefined ? undefined : { record: found.record, version: found.version };
    },
    list: (query) => listed<T>(kv, source, query),
    count: () => count(kv, source),
  };
}

async function listed<T extends KvsRecord>(
  kv: Kv,
  source: string | Table<T> | readonly string[],
  query: Query,
): Promise<Listed<T>> {
  // As: names of indexes were compared with the declaration before; page knows them by the record's type.
  const { records, cursors, more, previous } = await page<T>(
    kv,
    source,
    query as Parameters<typeof page<T>>[2],
  );
  return { records, cursors, more, previous };
}
