/**
 * Where everything lies in the store: the one place that knows the shape of keys. FORMAT.md tells
 * the reasons.
 *
 * @module
 */
import { KvsError } from "../error.ts";
import type { KvKey, KvKeyPart } from "../kv.ts";
import { type Id, type IdPart, idParts } from "./record.ts";
import { LIMITS } from "../store/limits.ts";
import { encodeKey } from "../value/key.ts";
import { fnv1a } from "../value/bytes.ts";
import { keySize } from "../value/size.ts";

type Path = readonly string[];

/** Every key of tables and feeds lies between these two, so that an application may keep keys of its own beside. */
export const SPAN = { start: ["kvs/"], end: ["kvs0"] } as const;

/** The first parts of all keys, in order: what lies under them belongs to tables and feeds. */
export const KINDS: readonly string[] = [
  "kvs/age",
  "kvs/args",
  "kvs/chunk",
  "kvs/claim",
  "kvs/entry",
  "kvs/expiry",
  "kvs/group",
  "kvs/id",
  "kvs/index",
  "kvs/pending",
  "kvs/reader",
  "kvs/retain",
  "kvs/schema",
  "kvs/seq",
  "kvs/size",
  "kvs/table",
  "kvs/unique",
  "kvs:feeds",
  "kvs:format",
  "kvs:watched",
];

/** The layout that the store is written in (a number): see `format.ts`. It belongs to no table or feed. */
export const formatKey: KvKey = ["kvs:format"];

/**
 * Stands before a feed's own entries: bytes sort before strings, so a feed's own precede its
 * children's.
 */
const OWN = new Uint8Array(0);

/** Everything that a feed and the feeds under it hold, in order. */
export const treeKey = (path: Path): KvKey => ["kvs/entry", ...path];
/** Prefix of what a feed itself holds, without the feeds under it. */
export const ownKey = (path: Path): KvKey => ["kvs/entry", ...path, OWN];
/**
 * One row of a feed: the last part is the versionstamp of the append, or the symbol that stands for
 * it.
 */
export const entryKey = (
  path: Path,
  at: string | symbol,
): KvKey => ["kvs/entry", ...path, OWN, at];
/** Path and position of an entry's key. */
export function parseEntryKey(key: KvKey): { path: string[]; at: string } {
  return { path: key.slice(1, -2).map(String), at: String(key.at(-1)) };
}

/**
 * The index of a feed by id: the value is the place within the row, the versionstamp names the row.
 */
export const idKey = (path: Path, id: Id, where: string): KvKey =>
  fitting(["kvs/id", ...path, OWN, ...idParts(id, where)], where);
/** Prefix of a feed's index by id. */
export const idsKey = (path: Path): KvKey => ["kvs/id", ...path, OWN];

/**
 * How many entries a feed itself holds (a KvU64). Every append touches it, so it is what is
 * watched, and it stands right behind the newest entry, so that both change the same page of the
 * store: booleans sort after strings.
 */
export const countKey = (path: Path): KvKey => ["kvs/entry", ...path, OWN, true];
/** True for the key of a count among the keys of entries. */
export const isCountKey = (key: KvKey): boolean => key.at(-1) === true;
/** What was saved in a writer's `args`. */
export const argsKey = (path: Path): KvKey => ["kvs/args", ...path];
/** A saved reader. */
export const readerKey = (id: string): KvKey => ["kvs/reader", id];
/** A counter of `seq`. */
export const seqKey = (name: string): KvKey => ["kvs/seq", name];

/** True where appends set what watches of many feeds watch. */
export const watchedKey: KvKey = ["kvs:watched"];
/** Set by every append to any feed, where that is watched: what a watch of many feeds watches. Its value says nothing. */
export const feedsKey: KvKey = ["kvs:feeds"];
/** Set by every append to a feed under this one, and to feeds under some others: there are 64 of them. */
export const belowKey = (path: Path): KvKey => [...feedsKey, fnv1a(encodeKey(path)) % 64];
/** What an append to a feed sets for those who watch it with others: one key for all, and those of the feeds above it. */
export function feedsKeys(path: Path): KvKey[] {
  const keys = [feedsKey];
  for (let depth = 1; depth < path.length; depth++) keys.push(belowKey(path.slice(0, depth)));
  return keys;
}
/** How many entries a feed keeps, and for how long. */
export const retainKey = (path: Path): KvKey => ["kvs/retain", ...path];
/** Prefix of what all feeds keep. */
export const retainsKey: KvKey = ["kvs/retain"];
/** Where the newest entry of all feeds was at a time, in milliseconds since 1970. */
export const ageKey = (time: number): KvKey => ["kvs/age", time];
/** Prefix of all those. */
export const agesKey: KvKey = ["kvs/age"];
/** Where a group of consumers of a feed stands. */
export const groupKey = (path: Path, group: string): KvKey => ["kvs/group", ...path, OWN, group];
/** Prefix of a feed's groups. */
export const groupsKey = (path: Path): KvKey => ["kvs/group", ...path, OWN];
/** What a group has been given and has not acknowledged. */
export const claimKey = (path: Path, group: string, ...rest: KvKey): KvKey => [
  "kvs/claim",
  ...path,
  OWN,
  group,
  ...rest,
];

/** A record of a table. */
export const rowKey = (table: string, id: Id): KvKey => {
  const where = `table "${table}"`;
  return fitting(["kvs/table", table, ...idParts(id, where)], where);
};
/** Prefix of a table's records. */
export const rowsKey = (table: string): KvKey => ["kvs/table", table];
/** How many records a table holds (a KvU64). */
export const sizeKey = (table: string): KvKey => ["kvs/size", table];
/** Prefix of the sizes of all tables. */
export const sizesKey: KvKey = ["kvs/size"];
/** Prefix of the metainfo of all tables. */
export const schemasKey: KvKey = ["kvs/schema"];
/** Prefix of a table's indexes. */
export const indexesKey = (table: string): KvKey => ["kvs/index", table];
/** The one record of a table that has these values in these fields. */
export const uniqueKey = (
  table: string,
  fields: readonly string[],
  values: readonly IdPart[],
): KvKey => ["kvs/unique", table, fields.length, ...fields, ...values];
/** Prefix of a table's unique values. */
export const uniquesKey = (table: string): KvKey => ["kvs/unique", table];
/** A table's metainfo. */
export const schemaKey = (table: string): KvKey => ["kvs/schema", table];

/** A record of a table that is gone at a time, in milliseconds since 1970. */
export const rowExpiryKey = (until: number, table: string, id: Id): KvKey => [
  ...rowExpiriesKey(until, table),
  ...idParts(id, `table "${table}"`),
];
/** Prefix of all of a table that are gone at that time. */
export const rowExpiriesKey = (until: number, table: string): KvKey => [
  "kvs/expiry",
  until,
  "table",
  table,
];
/** An entry of a feed that is gone at a time, in milliseconds since 1970. */
export const entryExpiryKey = (
  until: number,
  path: Path,
  id: Id,
  where: string,
): KvKey => ["kvs/expiry", until, "feed", ...path, OWN, ...idParts(id, where)];
/** Prefix of everything that is gone at some time, the next first. */
export const expiriesKey: KvKey = ["kvs/expiry"];
/** The keys of what is gone by now. */
export const expiredKeys = (now: number): { prefix: KvKey; end: KvKey } => ({
  prefix: expiriesKey,
  end: [...expiriesKey, now, true], // behind its strings
});

/** What is gone at a time: an entry of the feed of this path, or a record of a table. */
export type Expiring =
  & { readonly until: number; readonly id: Id }
  & ({ readonly path: Path } | { readonly table: string });

/** The inverse of {@linkcode rowExpiryKey} and {@linkcode entryExpiryKey}. */
export function parseExpiryKey([, time, kind, ...rest]: KvKey): Expiring {
  const until = Number(time), own = kind === "feed" ? rest.findIndex(isBytes) : 0;
  const id = idOfKey(rest.slice(own + 1) as IdPart[]); // as: ids are stored as their parts
  if (kind !== "feed") return { until, id, table: String(rest[0]) };
  return { until, id, path: rest.slice(0, own).map(String) };
}

function isBytes(part: KvKeyPart): boolean {
  return part instanceof Uint8Array;
}

/**
 * The id whose parts stand in a key.
 *
 * @throws {KvsError} `corrupt` where there are none
 */
export function idOfKey(parts: readonly IdPart[]): Id {
  const [first, second, ...more] = parts;
  if (first === undefined) throw new KvsError("corrupt", "a row without an id");
  return second === undefined ? first : [first, second, ...more];
}

/** One part of a value that is too large for one key. */
export const chunkKey = (blob: string, part: number): KvKey => ["kvs/chunk", blob, part];
/** Prefix of the parts of one value. */
export const chunksKey = (blob: string): KvKey => ["kvs/chunk", blob];
/** Marks parts whose value is not committed yet, so that what a crash left can be swept. */
export const pendingKey = (blob: string): KvKey => ["kvs/pending", blob];

/** Prefix of all those marks. */
export const pendingsKey: KvKey = ["kvs/pending"];

/** The least key greater than one whose last part is a string. */
export function after(key: KvKey): KvKey {
  const last = key.at(-1);
  return typeof last === "string" ? [...key.slice(0, -1), `${last}\0`] : [...key, OWN];
}

/**
 * A key that a store takes.
 *
 * @throws {KvsError} `too_large` for a longer one
 */
function fitting(key: KvKey, where: string): KvKey {
  let bound = 0; // of most keys cheap, and enough
  for (const part of key) {
    if (typeof part === "string") bound += part.length * 3 + 2;
    else if (part instanceof Uint8Array) bound += part.length * 2 + 2;
    else bound += typeof part === "bigint" ? 258 : 9;
  }
  if (bound <= LIMITS.writeKeyBytes) return key;
  const size = keySize(key);
  if (size <= LIMITS.writeKeyBytes) return key;
  throw new KvsError(
    "too_large",
    `${where}: with the id a key takes ${size} bytes, over ${LIMITS.writeKeyBytes}`,
  );
}
