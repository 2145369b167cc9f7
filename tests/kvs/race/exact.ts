/**
 * What holds of every store at every moment in which nobody writes to it.
 *
 * @module
 */
import { count, feed, get, type Id, keys, type Kv } from "../../../kvs/mod.ts";
import { idText, type Raw, type RawFeed, type RawTable, readRaw, textOf } from "./raw.ts";

/**
 * What is wrong with a store; nothing is where it is exact: of each feed count = entries = distinct ids = rows of the index, each of
 * which names its entry; of each table the same of size and indexes; no parts but those of records, and no pending mark. What is
 * read through the public functions is the same.
 */
export async function faults(kv: Kv): Promise<string[]> {
  const raw = await readRaw(kv), found = [...raw.parts], expiry = new Set<string>();
  for (const mark of raw.pending) found.push(`a pending mark is left: ${mark}`);
  for (const [name, each] of raw.feeds) {
    found.push(...feedFaults(name, each, expiry), ...await shownFaults(kv, name, each));
  }
  const index = new Map<string, string>();
  for (const [name, each] of raw.tables) {
    found.push(...tableFaults(name, each), ...await shownRows(kv, name, each));
    for (const { record, until } of each.rows.map(({ stored }) => stored)) {
      for (const [key, id] of indexOf(name, each, record)) {
        if (index.has(key)) found.push(`two records of table ${name} have the key ${key}`);
        index.set(key, id);
      }
      if (until !== undefined) {
        expiry.add(textOf("kvs/expiry", until, "table", name, ...idOf(record)));
      }
    }
  }
  return [...found, ...indexFaults(raw, index), ...differ("what is to expire", raw.expiry, expiry)];
}

function feedFaults(name: string, feed: RawFeed, expiry: Set<string>): string[] {
  const found: string[] = [], ids = new Map<string, string>();
  let entries = 0;
  for (const { at, slots } of feed.rows) {
    if (slots.every((slot) => slot === undefined)) {
      found.push(`${name}: the row ${at} holds nothing`);
    }
    for (const [sub, slot] of slots.entries()) {
      if (slot === undefined) continue;
      entries++;
      const id = idText(slot.record.id);
      if (ids.has(id)) found.push(`${name}: the id ${id} is there twice`);
      ids.set(id, `${at}.${sub}`);
      if (slot.until !== undefined) {
        const own = new Uint8Array(0);
        expiry.add(
          textOf("kvs/expiry", slot.until, "feed", ...feed.path, own, ...idOf(slot.record)),
        );
      }
    }
  }
  const counted = feed.count ?? 0n;
  if (counted !== BigInt(entries)) found.push(`${name}: a count of ${counted}, ${entries} entries`);
  if (feed.count === undefined && entries > 0) found.push(`${name}: it has no count`);
  for (const { id, at, sub } of feed.index) {
    const place = ids.get(id);
    if (place !== `${at}.${sub}`) {
      found.push(`${name}: the index has ${id} at ${at}.${sub}, it is at ${place}`);
    }
    ids.delete(id);
  }
  for (const id of ids.keys()) found.push(`${name}: the index does not have ${id}`);
  return found;
}

/** What the public functions tell of a feed, and of no feed under it. */
async function shownFaults(kv: Kv, name: string, { path, rows }: RawFeed): Promise<string[]> {
  const records = rows.flatMap(({ slots }) => slots.flatMap((slot) => slot ? [slot.record] : []));
  const said = {
    count: await count(kv, path),
    keys: (await keys(kv, path)).map(idText).sort(),
    feed: (await feed(kv, path)).map(short),
    get: await Promise.all(records.map(async ({ id }) => short(await get(kv, path, id as Id)))), // as: it was stored as one
  };
  const own = {
    count: records.length,
    keys: records.map(({ id }) => idText(id)).sort(),
    feed: records.map(short),
    get: records.map(short),
  };
  return unlike(name, said, own);
}

async function shownRows(kv: Kv, name: string, { rows }: RawTable): Promise<string[]> {
  const ids = rows.map(({ stored }) => stored.record.id as Id); // as: it was stored as one
  const said = {
    count: await count(kv, name),
    keys: (await keys(kv, name)).map(idText).sort(),
    get: await Promise.all(ids.map(async (id) => short(await get(kv, name, id)))),
  };
  const own = {
    count: ids.length,
    keys: ids.map(idText).sort(),
    get: rows.map(({ stored }) => short(stored.record)),
  };
  return unlike(`table ${name}`, said, own);
}

function unlike(
  name: string,
  said: Readonly<Record<string, unknown>>,
  own: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(own).filter((each) => short(said[each]) !== short(own[each])).map((each) =>
    `${name}: ${each} gives ${short(said[each])}, stored is ${short(own[each])}`
  );
}

function tableFaults(name: string, { rows, size }: RawTable): string[] {
  const found = rows.filter(({ id, stored }) => id !== idText(stored.record.id)).map(({ id }) =>
    `table ${name}: under ${id} lies another record`
  );
  if ((size ?? 0n) !== BigInt(rows.length)) {
    found.push(`table ${name}: a size of ${size}, ${rows.length} records`);
  }
  return found;
}

/** The rows that the indexes of a table hold for a record. */
function* indexOf(
  name: string,
  { schema }: RawTable,
  record: Record<string, unknown>,
): Generator<readonly [key: string, id: string]> {
  const id = idOf(record), { keys, indexes = [], unique = [] } = schema;
  const have = (fields: readonly string[]) => fields.every((field) => record[field] != null);
  const values = (fields: readonly string[]) => fields.map((field) => record[field]);
  for (const field of keys) {
    if (!have([field])) continue;
    yield [textOf("kvs/index", name, field, record[field], ...id), textOf(...id)];
  }
  for (const of of indexes.filter(have)) {
    yield [textOf("kvs/index", name, of.length, ...of, ...values(of), ...id), textOf(...id)];
  }
  for (const of of unique.filter(have)) {
    yield [textOf("kvs/unique", name, of.length, ...of, ...values(of)), textOf(...id)];
  }
}

function indexFaults({ index }: Raw, expected: ReadonlyMap<string, string>): string[] {
  const rows = (of: ReadonlyMap<string, string>) => new Set([...of].map(([k, id]) => `${k} ${id}`));
  return differ("the index", rows(index), rows(expected));
}

function differ(what: string, is: ReadonlySet<string>, should: ReadonlySet<string>): string[] {
  return [
    ...[...is.difference(should)].map((each) => `${what}: ${each} should not be there`),
    ...[...should.difference(is)].map((each) => `${what}: ${each} is missing`),
  ];
}

function idOf({ id }: Record<string, unknown>): readonly unknown[] {
  return Array.isArray(id) ? id : [id];
}

/** A value as text, long texts by their first letter and length. */
export function short(value: unknown): string {
  return JSON.stringify(value, (_, each) => {
    if (typeof each === "bigint") return `${each}n`;
    if (each instanceof Uint8Array) return `${each.length} bytes ${each[0]}`;
    return typeof each === "string" && each.length > 60 ? `${each[0]}*${each.length}` : each;
  }) ?? "undefined";
}
