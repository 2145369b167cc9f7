/**
 * Checking tables: their records, sizes, indexes and unique values.
 *
 * The size of a table changes with the set of its ids only, so what was counted between two reads of
 * the same size is as of one moment. A table that others put into all the time is too busy for that.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import type { KvEntry, KvEntryMaybe, KvKey } from "../kv.ts";
import {
  after,
  indexesKey,
  rowKey,
  rowsKey,
  schemaKey,
  sizeKey,
  uniquesKey,
} from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import type { Id } from "../rows/record.ts";
import { isU64, KvU64 } from "../store/kvu64.ts";
import { checkRows, declared, isTexts, keyFits, open, type Table, wantedBy } from "./records.ts";
import { keyText } from "../table/index.ts";
import {
  type Finding,
  foreign,
  idIn,
  isId,
  keyName,
  mendBy,
  pages,
  type Run,
  settle,
  typeName,
} from "./report.ts";

/** How often a table is counted anew before it is too busy. */
const COUNTS = 3;
const KINDS = ["kvs/table", "kvs/size", "kvs/schema", "kvs/index", "kvs/unique"] as const;

/** Checks every table. */
export async function checkTables(run: Run): Promise<void> {
  const names = new Set<string>();
  for (const kind of KINDS) for await (const name of namesIn(run, kind)) names.add(name);
  for (const name of [...names].sort()) await checkTable(run, name);
}

/** The tables that have keys of this kind. */
async function* namesIn(run: Run, kind: typeof KINDS[number]): AsyncGenerator<string> {
  const prefix = [kind], isOne = kind === "kvs/size" || kind === "kvs/schema";
  for (let start: KvKey | undefined;;) {
    const selector = start === undefined ? { prefix } : { prefix, start };
    const { value: row } = await run.kv.list(selector, { limit: 1 }).next();
    if (row === undefined) return;
    const name = row.key[1];
    if (typeof name === "string" && isOne === (row.key.length === 2)) {
      yield name;
      start = after([kind, name]);
    } else {
      await foreign(run, "", row, "nothing: it belongs to no table");
      start = [...row.key, new Uint8Array()];
    }
  }
}

/** Checks a table. */
export async function checkTable(run: Run, name: string): Promise<void> {
  const table: Table = { run, name, label: `table "${name}"`, told: new Set(), unread: new Set() };
  run.step("tables", 1);
  await settle(run, name, () => lookAtSchema(table));
  const [schema, size] = await run.kv.getMany<unknown[]>([schemaKey(name), sizeKey(name)]);
  // What mends rows adds to the size, which must be a number for that.
  if (run.mend && !isCount(size?.value)) await checkSize(table, undefined, 0);
  let rows = 0;
  for await (const page of pages(run, { prefix: rowsKey(name) })) {
    rows += page.length;
    run.step("records", page.length);
    await checkRows(table, declared(schema?.value), page);
  }
  await checkSize(table, size?.versionstamp, rows);
  for (const prefix of [indexesKey(name), uniquesKey(name)]) await checkIndex(table, prefix);
}

async function lookAtSchema({ run, name, label }: Table): Promise<Finding | undefined> {
  const schema = await run.kv.get(schemaKey(name)), { value, versionstamp } = schema;
  if (versionstamp === null) return undefined;
  const isRight = isObject(value) && isTexts(value.fields) && isTexts(value.keys) &&
    [value.indexes, value.unique].every((list) =>
      list === undefined || (Array.isArray(list) && list.every(isTexts))
    );
  if (isRight) return undefined;
  const { building, ...rest } = declared(value);
  const usable = {
    ...rest,
    ...(isObject(value) && value.changes === true && { changes: true }),
    ...(building && { building }),
  };
  return {
    fault: {
      kind: "corrupt",
      where: name,
      found: `a schema that is ${typeName(value)}`,
      right: "fields and keys",
    },
    mend: () => mendBy(run, label, (batch) => batch.check(schema).set(schema.key, usable)),
  };
}

function isCount(value: unknown): boolean {
  return value === null || isU64(value);
}

/** That the size is how many rows there are. */
async function checkSize(
  { run, name, label }: Table,
  before: string | null | undefined,
  rows: number,
): Promise<void> {
  const key = sizeKey(name);
  let seen: number | undefined = rows;
  await settle(run, name, async () => {
    let size = await run.kv.get(key);
    if (size.versionstamp !== before || seen === undefined) {
      seen = 0;
      for await (const page of pages(run, { prefix: rowsKey(name) })) seen += page.length;
      const now = await run.kv.get(key), isSame = now.versionstamp === size.versionstamp;
      if (!isSame) return "again";
      size = now;
    }
    const right = seen, { value, versionstamp } = size;
    seen = undefined;
    const isRight = versionstamp === null
      ? right === 0
      : isU64(value) && value.value === BigInt(right);
    if (isRight) return undefined;
    const found = versionstamp === null ? "no size" : typeName(value);
    return {
      fault: { kind: "count", where: name, found, right: String(right) },
      mend: () =>
        mendBy(run, label, (batch) => batch.check(size).set(key, new KvU64(BigInt(right)))),
    };
  }, run.mend ? undefined : COUNTS);
}

/** That each row of an index, or of unique values, names a record of these values. */
async function checkIndex(table: Table, prefix: KvKey): Promise<void> {
  const { run, name, told, unread } = table;
  for await (const page of pages(run, { prefix }, { size: 200 })) {
    const known: { row: KvEntry<unknown>; id: Id }[] = [];
    for (const row of page) {
      const id = named(row);
      if (id !== undefined) known.push({ row, id });
      else if (!told.has(keyText(row.key))) {
        await foreign(run, name, row, "nothing: it is no row of an index");
      }
    }
    const schema = await run.kv.get(schemaKey(name));
    const rows = await getAll<unknown>(run.kv, known.map(({ id }) => rowKey(name, id)));
    for (const [i, { row: { key } }] of known.entries()) {
      const row = rows[i];
      if (row !== undefined && await wantedBy(table, schema, row, key) !== undefined) continue;
      const isTold = told.has(keyText(key)) || (row !== undefined && unread.has(keyText(row.key)));
      if (run.mend || !isTold) await settle(run, name, () => lookAtIndex(table, key));
    }
  }
}

/** The id that an index row names; undefined where it is none. */
function named({ key, value }: KvEntryMaybe<unknown>): Id | undefined {
  const [first, ...rest] = key.slice(2), n = Number(first);
  if (key[0] === "kvs/unique") {
    return rest.length === 2 * n && isId(value) && keyFits(String(key[1]), value)
      ? value
      : undefined;
  }
  return idIn(
    rest.slice(typeof first === "string" ? 1 : Number.isInteger(n) && n > 0 ? 2 * n : rest.length),
  );
}

async function lookAtIndex(table: Table, key: KvKey): Promise<Finding | "again" | undefined> {
  const { run, name, label, unread } = table, seen = await run.kv.get(key), id = named(seen);
  if (seen.versionstamp === null || id === undefined) return undefined;
  const read = await run.kv.getMany<unknown[]>([schemaKey(name), key, rowKey(name, id)]);
  const [schema, index, row] = read;
  if (schema === undefined || row === undefined) return "again";
  if (index?.versionstamp !== seen.versionstamp) return "again";
  if (await wantedBy(table, schema, row, key) !== undefined) return undefined;
  const isGone = row.versionstamp === null;
  if (!isGone && typeof await open(table, row) === "string") return undefined; // that is told
  const found = isGone
    ? "that names no record"
    : "of other values, or of fields that are not declared";
  return {
    fault: {
      kind: "stale_index",
      where: name,
      id,
      found: `an index row ${found}: ${keyName(key)}`,
      right: "no index row",
    },
    quiet: unread.has(keyText(row.key)),
    mend: () =>
      mendBy(run, label, (batch) => {
        batch.check(...read).delete(key).sum(sizeKey(name), 0n);
      }),
  };
}
