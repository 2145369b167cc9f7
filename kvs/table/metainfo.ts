/**
 * Metainfo: what a program declares about its tables.
 *
 * @module
 */
import { given, KvsError } from "../error.ts";
import { keySize } from "../value/size.ts";
import type { Id, KvsRecord } from "../rows/record.ts";

/** A table of records `T`. */
export interface Table<T = unknown> {
  /** Its name: not empty, not beginning with `/`. */
  readonly name: string;
  /** The fields that a record may be asked for; any where none are declared. */
  readonly fields: readonly (keyof T & string)[];
  /** Fields with a secondary index. */
  readonly keys: readonly (keyof T & string)[];
  /** Indexes by several fields, in their order; none unless given. */
  readonly indexes?: readonly (readonly (keyof T & string)[])[];
  /** Fields whose values, together, only one record has; none unless given. */
  readonly unique?: readonly (readonly (keyof T & string)[])[];
  /** Whether each change is told to the feed `/table/` and the name. */
  readonly changes?: boolean;
  /** As of {@linkcode TableOptions}. */
  readonly type?: TableType;
  /** As of {@linkcode TableOptions}. */
  readonly mappings?: TableMappings;
  /** Carries the type; never set. */
  readonly instance?: T;
}

/** A table, whatever its records. */
export interface AnyTable {
  /** As of {@linkcode Table}. */
  readonly name: string;
  /** As of {@linkcode Table}. */
  readonly fields: readonly string[];
  /** As of {@linkcode Table}. */
  readonly keys: readonly string[];
  /** As of {@linkcode Table}. */
  readonly indexes?: readonly (readonly string[])[];
  /** As of {@linkcode Table}. */
  readonly unique?: readonly (readonly string[])[];
  /** As of {@linkcode Table}. */
  readonly changes?: boolean;
  /** As of {@linkcode Table}. */
  readonly type?: TableType;
  /** As of {@linkcode Table}. */
  readonly mappings?: TableMappings;
}

/** The kinds of tables of the originals. */
export type TableType = "set" | "ordered_set" | "bag";

/** Fields that name records of other tables, with the names of these. */
export type TableMappings = readonly (readonly [field: string, table: string])[];

/** What {@linkcode table} is told of records `T`. */
export interface TableOptions<T extends object> {
  /** What records have, `id` included or not; any fields where none are given. */
  readonly fields?: readonly (keyof T & string)[];
  /** Fields with a secondary index each. */
  readonly keys?: readonly (keyof T & string)[];
  /** Indexes by several fields each. */
  readonly indexes?: readonly (readonly (keyof T & string)[])[];
  /** A field, or several together, whose value only one record may have; it is looked up as an index is. */
  readonly unique?: readonly ((keyof T & string) | readonly (keyof T & string)[])[];
  /** Tells each change to a feed, in the commit that makes it: what it tells must fit 16 MiB, too. */
  readonly changes?: boolean;
  /** As the originals declare it: told by `getTable`, and nothing to the store, where every table is an ordered set. */
  readonly type?: TableType;
  /** As the originals declare them: told by `getTable`, and nothing to the store. */
  readonly mappings?: TableMappings;
}

/**
 * What the feed of a table with `changes` tells; its path is `/table/` and the table's name. A record
 * that has expired is deleted a little later, and that is told then.
 */
export interface TableChange<T = KvsRecord> extends KvsRecord {
  /** Its own; random. */
  readonly id: string;
  /** Whether the record was put, new or over another, or deleted. */
  readonly op: "put" | "delete";
  /** The id of the record. */
  readonly of: Id;
  /** As it was put. */
  readonly record?: T;
}

/** What is stored of a table: as of {@linkcode Table}, of all declarations that were joined. */
export interface StoredTable extends Declaration {
  /** The indexes that may lack rows of records from before they were declared: puts keep them, and `join` builds them. */
  readonly building?: Omit<Declaration, "fields" | "changes">;
}

/** Tables that belong together. */
export interface Schema {
  /** Shown by `modules`, and nowhere stored. */
  readonly name: string;
  /** In any order; the system's may be among them. */
  readonly tables: readonly AnyTable[];
}

/** What is known of a table that nobody has declared. */
export const UNDECLARED: StoredTable = { fields: [], keys: [] };

/** True where the store keeps everything that a declaration asks for. */
export function covers(stored: Declaration, declared: Declaration): boolean {
  return missing(stored.keys.map(alone), declared.keys.map(alone)).length === 0 &&
    missing(stored.indexes, declared.indexes).length === 0 &&
    missing(stored.unique, declared.unique).length === 0 &&
    (stored.changes === true || declared.changes !== true);
}

/** What a declaration asks for. */
export type Declaration = Omit<AnyTable, "name" | "type" | "mappings">;

/** The indexes, by their fields, that are wanted and not there. */
export function missing(
  there: readonly (readonly string[])[] = [],
  wanted: readonly (readonly string[])[] = [],
): readonly (readonly string[])[] {
  return wanted.filter((fields) => !there.some((each) => sameFields(each, fields)));
}

/** True for the same names in the same order. */
function sameFields(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((field, i) => field === b[i]);
}

function alone(field: string): readonly string[] {
  return [field];
}

/** Names that stand for feeds' writers, saved readers and counters. */
export const SYSTEM: readonly string[] = ["writer", "reader", "id_seq"];

/**
 * The tables of the system itself: counters, saved readers, and the writers of all feeds. They are
 * declared as the originals declare them; a reader's `seek` is among the fields and never set.
 */
export function core(): Schema {
  return {
    name: "kvs",
    tables: [
      { name: "id_seq", fields: ["thing", "id"], keys: ["thing"] },
      {
        name: "reader",
        fields: ["id", "pos", "cache", "args", "feed", "seek", "count", "dir"],
        keys: [],
      },
      { name: "writer", fields: ["id", "count", "args", "cache", "first"], keys: [] },
    ],
  };
}

/**
 * Declares a table: the record's type flows to every function that takes the table.
 *
 * Fields that are undefined or null keep a record out of an index. A value of `unique` that a second
 * record would have is refused with `taken`. With `changes` each put and delete also appends a
 * {@linkcode TableChange} to the feed `/table/` and the name: follow it with `watchFeed`.
 *
 * @param name its name in the store
 * @throws {KvsError} `bad_table` for a name that is empty, begins with `/`, or is one of the
 * system's; `bad_index` for an index without fields
 *
 * @example
 * ```ts
 * import { index, join, openKv, put, table } from "@n2o/n2o/kvs";
 *
 * interface User { id: string; name: string; city: string; email: string }
 * const users = table<User>("user", {
 *   fields: ["id", "name", "city", "email"],
 *   keys: ["city"],
 *   indexes: [["city", "name"]],
 *   unique: ["email"],
 * });
 *
 * using kv = await openKv(":memory:");
 * await join(kv, { name: "app", tables: [users] });
 * await put(kv, users, { id: "ann", name: "Ann", city: "Kyiv", email: "ann@example.com" });
 * const [ann] = await index(kv, users, ["city", "name"], ["Kyiv", "Ann"]);
 * if (ann?.id !== "ann") throw new Error("found by her city and name");
 * ```
 */
export function table<T extends object>(name: string, options: TableOptions<T> = {}): Table<T> {
  const own = checkName(name);
  const told = given(`table "${name}"`, () => ({ ...options }));
  const { fields = [], keys = [], indexes = [], unique = [], changes = false } = told;
  const made: Table<T> = Object.freeze({
    name: own,
    ...checkFields(own, { fields, keys }),
    ...(indexes.length > 0 && { indexes: checkLists(own, indexes) }),
    ...(unique.length > 0 && { unique: checkLists(own, unique) }),
    ...(changes && { changes }),
    ...checkMeaning(own, told),
  });
  DECLARED.add(made);
  return made;
}

/** Declarations that were checked, and cannot have changed since. */
const DECLARED = new WeakSet<AnyTable>();

/**
 * The name of a table that records are put into, none of the system's; checked as its whole declaration
 * is where one is given.
 *
 * @throws {KvsError} `bad_table`
 */
export function tableName(table: string | AnyTable): string {
  return checkName(typeof table === "string" ? table : checkTable(table).name);
}

/**
 * A declaration as it is now, the caller's no more.
 *
 * @throws {KvsError} `bad_table` for what is none
 */
export function checkTable<T extends AnyTable>(table: T): T {
  if (DECLARED.has(table)) return table;
  const own = given("a table", () => ({ ...table })), { name, indexes, unique } = own;
  if (!isName(name)) throw badName(name);
  return {
    ...own,
    name: name.toWellFormed(),
    ...checkFields(name, own),
    ...indexes && { indexes: checkLists(name, indexes) },
    ...unique && { unique: checkLists(name, unique) },
  };
}

/** Fields are parts of keys, where text that is no Unicode would be another text. */
function checkFields<F>(
  name: string,
  { fields, keys }: { fields: readonly F[]; keys: readonly F[] },
): { fields: readonly F[]; keys: readonly F[] } {
  const checked = given(`table "${name}"`, () => ({
    fields: Object.freeze([...fields]),
    keys: Object.freeze([...keys]),
  }));
  for (const field of [...checked.fields, ...checked.keys]) {
    if (typeof field === "string" && field.isWellFormed()) continue;
    throw new KvsError("bad_table", `table "${name}": the name of each field must be text`);
  }
  return checked;
}

/** What means something to the application only. */
function checkMeaning(
  name: string,
  { type, mappings }: Pick<AnyTable, "type" | "mappings">,
): Pick<AnyTable, "type" | "mappings"> {
  if (type !== undefined && !["set", "ordered_set", "bag"].includes(type)) {
    throw new KvsError("bad_table", `table "${name}": its type is "set", "ordered_set" or "bag"`);
  }
  const pairs = given(
    `table "${name}"`,
    () => mappings?.map(([field, table]): readonly [string, string] => [field, table]),
  );
  if (pairs?.flat().some((each) => typeof each !== "string")) {
    throw new KvsError(
      "bad_table",
      `table "${name}": a mapping is of a field and a table, both text`,
    );
  }
  return { ...(type !== undefined && { type }), ...(pairs !== undefined && { mappings: pairs }) };
}

/** The fields of indexes over several, or of one. */
function checkLists<F extends string>(
  name: string,
  lists: readonly (F | readonly F[])[],
): readonly (readonly F[])[] {
  return given(`table "${name}"`, () => [...lists]).map((each) => {
    const { keys } = checkFields(name, {
      fields: [],
      keys: typeof each === "string" ? [each] : each,
    });
    if (keys.length > 0) return keys;
    throw new KvsError("bad_index", `table "${name}": an index must have a field`);
  });
}

function checkName(name: string): string {
  if (!isName(name) || SYSTEM.includes(name)) throw badName(name);
  return name.toWellFormed();
}

function isName(name: unknown): name is string {
  if (typeof name !== "string" || name === "" || name.startsWith("/")) return false;
  return name.length * 3 < MAX_BYTES || keySize([name]) <= MAX_BYTES;
}

/** The key of a record has 2,048 bytes, and some for its kind and its id. */
const MAX_BYTES = 2013;

function badName(name: unknown): KvsError {
  const shown = typeof name === "string" ? `"${name.slice(0, 50)}"` : `of type ${typeof name}`;
  return new KvsError(
    "bad_table",
    `table ${shown}: a name must be text that is neither empty, a path, the system's, nor of more than ${MAX_BYTES} bytes`,
  );
}
