/**
 * Metainfo: what a program declares about its tables.
 *
 * @module
 */
import { given, KvsError } from "../error.ts";
import { keySize } from "../value/size.ts";

/** A table of records `T`. */
export interface Table<T = unknown> {
  /** Its name: not empty, not beginning with `/`. */
  readonly name: string;
  /** The fields that a record may be asked for; any where none are declared. */
  readonly fields: readonly (keyof T & string)[];
  /** Fields with a secondary index. */
  readonly keys: readonly (keyof T & string)[];
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
}

/** Tables that belong together. */
export interface Schema {
  /** Shown by `modules`, and nowhere stored. */
  readonly name: string;
  /** In any order; the system's may be among them. */
  readonly tables: readonly AnyTable[];
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
 * @param name its name in the store
 * @param options `fields`: what records have, `id` included or not; `keys`: fields with a secondary
 * index
 * @throws {KvsError} `bad_table` for a name that is empty, begins with `/`, or is one of the
 * system's
 *
 * @example
 * ```ts
 * import { index, join, openKv, put, table } from "@n2o/n2o/kvs";
 *
 * interface User { id: string; name: string; city: string }
 * const users = table<User>("user", { fields: ["id", "name", "city"], keys: ["city"] });
 *
 * using kv = await openKv(":memory:");
 * await join(kv, { name: "app", tables: [users] });
 * await put(kv, users, { id: "ann", name: "Ann", city: "Kyiv" });
 * const [ann] = await index(kv, users, "city", "Kyiv");
 * if (ann?.name !== "Ann") throw new Error("found by her city");
 * ```
 */
export function table<T extends object>(
  name: string,
  options: {
    readonly fields?: readonly (keyof T & string)[];
    readonly keys?: readonly (keyof T & string)[];
  } = {},
): Table<T> {
  const own = checkName(name);
  const { fields = [], keys = [] } = given(`table "${name}"`, () => ({ ...options }));
  const made: Table<T> = Object.freeze({ name: own, ...checkFields(own, { fields, keys }) });
  DECLARED.add(made);
  return made;
}

/** Declarations that were checked, and cannot have changed since. */
const DECLARED = new WeakSet<AnyTable>();

/**
 * The name of a table, checked as its whole declaration is where one is given.
 *
 * @throws {KvsError} `bad_table`
 */
export function tableName(table: string | AnyTable): string {
  return typeof table === "string" ? checkName(table) : checkTable(table).name;
}

/**
 * A declaration as it is now, the caller's no more.
 *
 * @throws {KvsError} `bad_table` for what is none
 */
export function checkTable<T extends AnyTable>(table: T): T {
  if (DECLARED.has(table)) return table;
  const { name, fields, keys } = given("a table", () => ({ ...table }));
  if (!isName(name)) throw badName(name);
  return { ...table, name: name.toWellFormed(), ...checkFields(name, { fields, keys }) };
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
