/**
 * The schema as stored: every node keeps the indexes that any node has declared.
 *
 * @module
 */
import { change } from "../rows/attempt.ts";
import { Batch } from "../rows/batch.ts";
import { openRecords } from "../rows/chunk.ts";
import { within } from "../rows/commit.ts";
import { expireRows, tableLabel } from "./change.ts";
import { stamp } from "../rows/format.ts";
import {
  holderOf,
  type Indexing,
  type IndexRow,
  indexRows,
  isIndexed,
  taken,
  type Uniques,
} from "./index.ts";
import { given, KvsError } from "../error.ts";
import type { Kv, KvCheck, KvEntryMaybe, KvKey } from "../kv.ts";
import { rowsKey, schemaKey, schemasKey, sizeKey, uniqueKey } from "../rows/layout.ts";
import {
  type AnyTable,
  checkTable,
  covers,
  type Declaration,
  missing,
  type Schema,
  type StoredTable,
  SYSTEM,
  tableName,
  UNDECLARED,
} from "./metainfo.ts";
import { slotOf } from "../rows/slot.ts";
import { type Id, idText } from "../rows/record.ts";

/**
 * Declares the tables of a schema to the store and builds the indexes that are new. Puts made
 * meanwhile keep the new indexes already: each checks that the schema is still the one that it has
 * read. Where a process has ended while it built, the next `join` builds again.
 *
 * @throws {KvsError} `taken` where two records have the same values of a unique index that is new:
 * the declaration of that index is taken back; `bad_index` where a record has a value that cannot
 * stand in a key
 */
export async function join(kv: Kv, schema: Schema): Promise<void> {
  const all = given("join", () => [...schema.tables]).map(checkTable);
  for (const table of all) {
    if (SYSTEM.includes(table.name)) continue; // known to every store
    const { building } = await announce(kv, table);
    if (building === undefined) continue;
    const { keys, indexes = [], unique = [] } = building;
    if (keys.length + indexes.length > 0) await build(kv, table.name, { keys, indexes });
    for (const fields of unique) await buildUnique(kv, table.name, fields);
    await built(kv, table.name, building);
  }
}

/**
 * What the store knows of a table. A table given by its declaration is declared to the store first
 * where the store does not know all of its indexes, so that every reader and writer goes by the
 * same.
 */
export async function storedTable(kv: Kv, table: string | AnyTable): Promise<StoredTable> {
  const name = tableName(table), { value } = await kv.get<StoredTable>(schemaKey(name));
  if (typeof table === "string") return value ?? UNDECLARED;
  const declared = checkTable(table);
  if (value !== null && covers(value, declared)) return value;
  if (covers(UNDECLARED, declared)) return value ?? { fields: declared.fields, keys: [] };
  await join(kv, { name, tables: [declared] });
  return await storedTable(kv, name);
}

/** Every declared table, by name. */
export async function tables(kv: Kv): Promise<AnyTable[]> {
  const found: AnyTable[] = [];
  return await within("store", async () => {
    for await (const { key, value } of kv.list<StoredTable>({ prefix: schemasKey })) {
      const { building: _, ...declared } = value;
      found.push({ name: String(key.at(-1)), ...declared });
    }
    return found;
  });
}

/** Adds a declaration to what is stored; answers what is stored then. */
async function announce(kv: Kv, { name, ...declared }: AnyTable): Promise<StoredTable> {
  return await changeSchema(kv, name, ({ value, size, batch }) => {
    const before = value ?? UNDECLARED, isNew = value === null;
    const fields = union(before.fields, declared.fields);
    if (!isNew && covers(before, declared) && fields.length === before.fields.length) return before;
    // A table that nothing was ever put into has no rows that an index would lack.
    const isEmpty = size.versionstamp === null;
    if (isEmpty) batch.check(size);
    const added = isEmpty ? NOTHING : lacking(before, declared);
    return merged({ ...before, fields }, { ...declared, fields }, added);
  });
}

const NOTHING: Indexing = { keys: [] };

/** The indexes that a declaration adds. */
function lacking(before: Declaration, declared: Declaration): Indexing {
  return {
    keys: declared.keys.filter((field) => !before.keys.includes(field)),
    indexes: missing(before.indexes, declared.indexes),
    unique: missing(before.unique, declared.unique),
  };
}

function merged(before: StoredTable, declared: Declaration, added: Indexing): StoredTable {
  const together = (a: Indexing, b: Indexing) => ({
    keys: union(a.keys, b.keys),
    indexes: [...a.indexes ?? [], ...missing(a.indexes, b.indexes)],
    unique: [...a.unique ?? [], ...missing(a.unique, b.unique)],
  });
  return trimmed({
    fields: before.fields,
    ...together(before, declared),
    ...(before.changes || declared.changes) && { changes: true },
    building: together(before.building ?? NOTHING, added),
  });
}

/** What of the indexes is left without some. */
function except(all: Indexing, some: Indexing): Indexing {
  return {
    keys: all.keys.filter((field) => !some.keys.includes(field)),
    indexes: missing(some.indexes, all.indexes),
    unique: missing(some.unique, all.unique),
  };
}

/** As it is stored: without what is empty. */
function trimmed({ fields, changes, building, ...indexes }: StoredTable): StoredTable {
  return {
    fields,
    ...listed(indexes),
    ...changes && { changes },
    ...building && isIndexed(building) && { building: listed(building) },
  };
}

function listed({ keys, indexes = [], unique = [] }: Indexing): Indexing {
  return { keys, ...indexes.length > 0 && { indexes }, ...unique.length > 0 && { unique } };
}

/** What a change of a schema is told. */
interface SchemaView {
  readonly value: StoredTable | null;
  readonly size: KvCheck;
  /** For checks of its own. */
  readonly batch: Batch;
}

/** Changes a schema in one commit; answers what is stored then. */
function changeSchema(
  kv: Kv,
  name: string,
  make: (view: SchemaView) => StoredTable,
): Promise<StoredTable> {
  const where = tableLabel(name), key = schemaKey(name);
  return change(kv, where, async (layout) => {
    const [{ value, versionstamp }, size] = await kv.getMany<[StoredTable, unknown]>([
      key,
      sizeKey(name),
    ]);
    const batch = new Batch(where), check = { key: size.key, versionstamp: size.versionstamp };
    const stored = make({ value, size: check, batch });
    if (stored === value) return stored;
    stamp(batch, layout);
    batch.check({ key, versionstamp }).set(key, stored);
    return await batch.commit(kv) === undefined ? undefined : stored;
  });
}

/** Notes in the schema that these indexes are built. */
async function built(kv: Kv, name: string, some: Indexing): Promise<void> {
  await changeSchema(kv, name, ({ value }) => {
    const { building, ...stored } = value ?? UNDECLARED;
    if (value === null || building === undefined) return value ?? UNDECLARED;
    return trimmed({ ...stored, building: except(building, some) });
  });
}

/** @throws {KvsError} `taken`, and the index is declared no more */
async function buildUnique(kv: Kv, name: string, fields: readonly string[]): Promise<void> {
  try {
    await build(kv, name, { keys: [], unique: [fields] });
  } catch (cause) {
    if (KvsError.is(cause, "taken")) await takeBack(kv, name, { keys: [], unique: [fields] });
    throw cause;
  }
}

/** Declares unique indexes no more, and removes their rows, unless somebody declares them again meanwhile. */
async function takeBack(kv: Kv, name: string, some: Indexing): Promise<void> {
  await changeSchema(kv, name, ({ value }) => {
    if (value === null) return UNDECLARED;
    const { building = NOTHING } = value;
    return trimmed({ ...value, ...except(value, some), building: except(building, some) });
  });
  for (const fields of some.unique ?? []) {
    const { value, key, versionstamp } = await kv.get<StoredTable>(schemaKey(name));
    if (missing(value?.unique, [fields]).length === 0) continue;
    for await (const row of kv.list({ prefix: uniqueKey(name, fields, []) })) {
      const batch = new Batch(tableLabel(name)).check({ key, versionstamp }).delete(row.key);
      if (await batch.commit(kv) === undefined) break;
    }
  }
}

/** Adds the rows that records from before a declaration lack. */
async function build(kv: Kv, name: string, how: Indexing): Promise<void> {
  const where = tableLabel(name);
  await within(where, async () => {
    for await (const { key } of kv.list({ prefix: rowsKey(name) })) {
      await change(kv, where, (layout) => buildRow(kv, name, how, { key, layout }));
    }
  });
}

interface BuiltRow {
  readonly key: KvKey;
  readonly layout: KvCheck;
}

/** Adds the rows of one record in one commit; undefined where another writer came first. */
async function buildRow(
  kv: Kv,
  name: string,
  how: Indexing,
  { key, layout }: BuiltRow,
): Promise<true | undefined> {
  const where = tableLabel(name);
  const [schema, row] = await kv.getMany<[StoredTable, unknown]>([schemaKey(name), key]);
  const slot = slotOf(row, where), stored = schema.value;
  if (slot === undefined || stored === null || !covers(stored, { fields: [], ...how })) return true;
  const record = (await openRecords(kv, [slot], where))?.[0];
  if (!record) return undefined;
  const batch = new Batch(where).sum(sizeKey(name), 0n);
  stamp(batch, layout);
  for (const { key, versionstamp } of [schema, row]) batch.check({ key, versionstamp });
  for (const [text, each] of indexRows(name, how, record)) {
    if (each.unique) {
      const found = await kv.get<Id>(each.key), table = { name, where, stored };
      const others = await rivals(kv, table, { text, row: each, found });
      if (others.length > 0) {
        await expireRows(kv, name, others);
        return undefined; // and again, without them
      }
      batch.check({ key: found.key, versionstamp: found.versionstamp });
    }
    batch.set(each.key, each.id);
  }
  return await batch.commit(kv) === undefined ? undefined : true;
}

interface Claim {
  readonly text: string;
  readonly row: IndexRow;
  /** The row of the unique index as it is. */
  readonly found: KvEntryMaybe<Id>;
}

/**
 * The records that may have to be taken out, because they have expired, before a record has a unique
 * value.
 *
 * @throws {KvsError} `taken` where two have it that have not
 */
async function rivals(kv: Kv, table: Uniques, { text, row, found }: Claim): Promise<Id[]> {
  if (found.versionstamp === null || idText(found.value) === idText(row.id)) return [];
  const holder = await holderOf(kv, table, text, found);
  if (holder === undefined) return [];
  if (holder === "expired") return [found.value];
  const own = await holderOf(kv, table, text, { ...found, value: row.id });
  if (own === "live") throw taken(table.where, row, found.value);
  return [row.id];
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
