/**
 * Writing items into a store. Each batch is one commit, and each item may be written again: what broke off is mended by
 * doing it once more.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import {
  type AnyTable,
  appendMany,
  ensure,
  feedParts,
  join,
  type Kv,
  type KvKey,
  KvsError,
  type KvsRecord,
  put,
} from "../../kvs/mod.ts";
import {
  argsKey,
  getAll,
  idKey,
  readerKey,
  retainKey,
  retry,
  rowKey,
  schemaKey,
  seqKey,
  within,
} from "../../kvs/tool.ts";
import { ConsoleError } from "../error.ts";
import { batches } from "./batch.ts";
import { emptyTally, type Item, type Kind, type Tally } from "./item.ts";
import { limitsOf } from "./line.ts";
import { keyToJson } from "../text/key.ts";
import { settleReader } from "./stand.ts";

/** Options of {@linkcode writeItems}; each is off unless told. */
export interface WriteOptions {
  /** Leaves alone what is there; it is replaced unless told. */
  readonly keep?: boolean;
  /** Writes nothing: only counts what was read, and what is there. */
  readonly dryRun?: boolean;
  /** Is told of the items done, after each batch. */
  readonly step?: (items: number) => void;
}

/** What became of the items. */
export interface Written {
  /** All that were read, written or not. */
  readonly items: Tally;
  /** Those that were there; counted with `keep` and `dryRun` only, which look. */
  readonly there: Tally;
}

/** What is joined with what is there, so that nothing is lost: fields and indexes are added, sequences go on. */
const MERGED: ReadonlySet<Kind> = new Set<Kind>(["schema", "seq"]);

/**
 * Writes items in their order. Entries are appended, so they come behind what their feed has; an entry, record, key,
 * reader or `args` that is there is replaced in its place; a sequence never goes back.
 *
 * @throws {ConsoleError} `refused`, with the lines of what came from lines
 * @throws {KvsError} as the functions of tables and feeds do, for what did not
 */
export async function writeItems(
  kv: Kv,
  items: AsyncIterable<Item>,
  { keep = false, dryRun = false, step = () => {} }: WriteOptions = {},
): Promise<Written> {
  const written = { items: emptyTally(), there: emptyTally() };
  for await (const batch of batches(items)) {
    const kind = batch[0]?.kind ?? "key";
    const found = keep || dryRun ? await present(kv, batch) : [];
    written.items[kind] += batch.length;
    written.there[kind] += found.filter(Boolean).length;
    const wanted = keep && !MERGED.has(kind) ? batch.filter((_, i) => !found[i]) : batch;
    if (!dryRun && wanted.length > 0) await write(kv, wanted);
    step(batch.length);
  }
  return written;
}

async function write(kv: Kv, batch: readonly Item[]): Promise<void> {
  try {
    await commit(kv, batch);
  } catch (error) {
    // Rows that are replaced may be larger, and indexes more, than what replaces them tells.
    if (batch.length === 1 || !KvsError.is(error, "too_large")) throw refused(batch, error);
    const half = Math.ceil(batch.length / 2);
    await write(kv, batch.slice(0, half));
    await write(kv, batch.slice(half));
  }
}

/** One commit; a batch is of one kind, and of one feed or table. */
async function commit(kv: Kv, batch: readonly Item[]): Promise<void> {
  const [item] = batch;
  switch (item?.kind) {
    case "entry":
      await appendMany(kv, batch.flatMap((i) => i.kind === "entry" ? [i.record] : []), item.feed);
      break;
    case "record":
      await putBatch(kv, item.table, batch.flatMap((i) => i.kind === "record" ? [i.record] : []));
      break;
    case "key":
      await within(batch.length === 1 ? label(item.key) : "keys", async () => {
        const atomic = kv.atomic();
        for (const each of batch) if (each.kind === "key") atomic.set(each.key, each.value);
        await atomic.commit();
      });
      break;
    case "schema":
      await join(kv, { name: item.table, tables: [tableOf(item)] });
      break;
    case "writer":
      if (item.args === undefined) await ensure(kv, { id: item.feed });
      else await setArgs(kv, item.feed, item.args.value);
      break;
    case "retain":
      await within(
        `feed "${item.feed}"`,
        () => kv.set(retainKey(feedParts(item.feed)), limitsOf(item)),
      );
      break;
    case "seq":
      await raise(kv, item.name, item.last);
      break;
    case "reader": {
      const value = await settleReader(kv, item);
      await within(`reader "${item.id}"`, () => kv.set(readerKey(item.id), value));
    }
  }
}

/** Whether a table tells its changes is the application's to say: what is copied would be told anew. */
function tableOf(item: Item & { readonly kind: "schema" }): AnyTable {
  const { table: name, fields, keys, indexes, unique } = item;
  return { name, fields, keys, ...indexes && { indexes }, ...unique && { unique } };
}

/** What a store once took is put whatever fields were declared later. */
async function putBatch(
  kv: Kv,
  name: string,
  records: readonly KvsRecord[],
): Promise<void> {
  const fields = [...new Set(records.flatMap((record) => Object.keys(record)))];
  await put(kv, { name, fields: fields as "id"[], keys: [] }, records); // as: the records' own fields
}

async function setArgs(kv: Kv, feed: string, args: unknown): Promise<void> {
  await within(`feed "${feed}"`, async () => {
    await ensure(kv, { id: feed });
    await kv.set(argsKey(feedParts(feed)), args);
  });
}

async function raise(kv: Kv, name: string, last: number): Promise<void> {
  const key = seqKey(name);
  await retry(`sequence "${name}"`, async () => {
    const { value, versionstamp } = await kv.get<number>(key);
    if (value !== null && value >= last) return true;
    const { ok } = await kv.atomic().check({ key, versionstamp }).set(key, last).commit();
    return ok || undefined;
  });
}

async function present(kv: Kv, batch: readonly Item[]): Promise<boolean[]> {
  return (await getAll(kv, batch.map(keyOf))).map(({ versionstamp }) => versionstamp !== null);
}

/** The key that is there where the item is. */
function keyOf(item: Item): KvKey {
  switch (item.kind) {
    case "entry":
      return idKey(feedParts(item.feed), item.record.id, item.feed);
    case "record":
      return rowKey(item.table, item.record.id);
    case "key":
      return item.key;
    case "schema":
      return schemaKey(item.table);
    case "writer":
      return argsKey(feedParts(item.feed));
    case "retain":
      return retainKey(feedParts(item.feed));
    case "seq":
      return seqKey(item.name);
    case "reader":
      return readerKey(item.id);
  }
}

/** How messages name a key: its beginning. */
function label(key: KvKey): string {
  const text = JSON.stringify(keyToJson(key));
  return `key ${text.length > 80 ? `${text.slice(0, 80)}...` : text}`;
}

/** What the store refused says which lines it came from, if from any. */
function refused(batch: readonly Item[], cause: unknown): unknown {
  const first = batch[0]?.line, last = batch.at(-1)?.line;
  if (first === undefined) return cause;
  const lines = first === last ? `line ${first}` : `lines ${first} to ${last}`;
  return new ConsoleError("refused", `${lines}: ${messageOf(cause)}`, { cause });
}
