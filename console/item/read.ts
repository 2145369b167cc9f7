/**
 * Everything that a store, or a part of it, holds, one item after the other.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import {
  feedParts,
  feedPath,
  type Kv,
  type KvKey,
  KvsError,
  type KvsRecord,
  writers,
} from "../../kvs/mod.ts";
import {
  argsKey,
  idOf,
  openRow,
  readSlots,
  retainKey,
  ROW_SIZE,
  rowsKey,
  schemaKey,
  seqKey,
  sizeBound,
  type Slot,
  type StoredTable,
  tableNames,
} from "../../kvs/tool.ts";
import type { Item } from "./item.ts";
import { ownRanges, type Selection } from "../text/select.ts";
import { limitsOf } from "./line.ts";
import { gapAt, readReaders } from "./stand.ts";

const PAGE = 200;

/**
 * The items of a selection, in an order in which they can be written: schemas before records, entries before the
 * readers that stand at them. What is written meanwhile may or may not be among them.
 */
export async function* readItems(kv: Kv, part: Selection): AsyncGenerator<Item> {
  const { feed, table, prefix } = part;
  const whole = feed === undefined && table === undefined && prefix === undefined;
  if (whole) { for (const name of await tableNames(kv)) yield* tableItems(kv, name); }
  if (table !== undefined) yield* tableItems(kv, table);
  if (whole || feed !== undefined) yield* feedItems(kv, feed ?? "/", whole);
  if (whole || feed !== undefined) yield* retainItems(kv, feed ?? "/");
  if (whole) yield* seqItems(kv);
  if (whole) { for await (const { gap: _, ...item } of readReaders(kv)) yield item; }
  if (whole || prefix !== undefined) yield* keyItems(kv, part);
}

async function* tableItems(kv: Kv, table: string): AsyncGenerator<Item> {
  const { value } = await kv.get<StoredTable>(schemaKey(table));
  if (value !== null) {
    const { fields, keys, indexes, unique } = value;
    yield {
      kind: "schema",
      table,
      fields,
      keys,
      ...indexes && { indexes },
      ...unique && { unique },
    };
  }
  const where = `table "${table}"`;
  for await (const row of kv.list({ prefix: rowsKey(table) }, { batchSize: PAGE })) {
    for (const record of await openRow(kv, row, where)) {
      yield { kind: "record", table, record: checked(record, where) };
    }
  }
}

async function* feedItems(kv: Kv, feed: string, whole: boolean): AsyncGenerator<Item> {
  const path = feedParts(feed), gaps = new Set<string>();
  if (whole) { for await (const { gap } of readReaders(kv)) if (gap !== undefined) gaps.add(gap); }
  for await (const slot of slotsOf(kv, path)) {
    const item = {
      kind: "entry",
      feed: feedPath(...slot.path),
      record: checked(slot.record, feed),
    } as const;
    yield gaps.has(gapAt(slot)) ? { ...item, gap: true } : item;
  }
  for (const { id, count } of await writers(kv, path)) {
    if (count === 0) yield { kind: "writer", feed: id };
  }
  const prefix = argsKey(path), own = path.length === 0 ? undefined : await kv.get(prefix);
  if (own !== undefined && own.versionstamp !== null) {
    yield { kind: "writer", feed, args: { value: own.value } };
  }
  for await (const { key, value } of kv.list({ prefix }, { batchSize: 100 })) {
    yield { kind: "writer", feed: feedPath(...key.slice(1).map(String)), args: { value } };
  }
}

async function* retainItems(kv: Kv, feed: string): AsyncGenerator<Item> {
  const path = feedParts(feed), prefix = retainKey(path);
  const own = path.length === 0 ? undefined : await kv.get(prefix);
  if (own !== undefined && own.versionstamp !== null) yield retainItem(own.key, own.value);
  for await (const { key, value } of kv.list({ prefix }, { batchSize: 100 })) {
    yield retainItem(key, value);
  }
}

function retainItem(key: KvKey, value: unknown): Item {
  const feed = feedPath(...key.slice(1).map(String));
  if (isObject(value)) return { kind: "retain", feed, ...limitsOf(value) };
  throw new KvsError("corrupt", `what feed "${feed}" keeps is not told by an object`);
}

/** Read by the page, whose size follows that of the entries, so that those of 16 MiB fit memory too. */
async function* slotsOf(kv: Kv, path: readonly string[]): AsyncGenerator<Slot<KvsRecord>> {
  let from: Slot<KvsRecord> | undefined, limit = 4;
  for (let more = true; more;) {
    const slots: Slot<KvsRecord>[] = await readSlots<KvsRecord>(kv, path, { from }, limit);
    yield* slots;
    more = slots.length === limit;
    from = slots.at(-1);
    const large = slots.some(({ record }) => sizeBound(record, ROW_SIZE) > ROW_SIZE);
    limit = large ? Math.ceil(limit / 4) : Math.min(PAGE, limit * 2);
  }
}

async function* seqItems(kv: Kv): AsyncGenerator<Item> {
  for await (const { key, value } of kv.list({ prefix: seqKey("").slice(0, 1) })) {
    const name = String(key.at(-1));
    if (typeof value !== "number") {
      throw new KvsError("corrupt", `sequence "${name}" holds no number`);
    }
    yield { kind: "seq", name, last: value };
  }
}

async function* keyItems(kv: Kv, { prefix }: Selection): AsyncGenerator<Item> {
  if (prefix !== undefined && prefix.length > 0) {
    const { key, value, versionstamp } = await kv.get(prefix);
    if (versionstamp !== null) yield { kind: "key", key, value };
  }
  for (const range of ownRanges(prefix)) {
    for await (const { key, value } of kv.list(range, { batchSize: 100 })) {
      yield { kind: "key", key, value };
    }
  }
}

function checked(record: unknown, where: string): KvsRecord {
  idOf(record as KvsRecord, where); // as: this is the check
  return record as KvsRecord;
}
