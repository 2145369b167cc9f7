/**
 * Metainfo: what a program declares about its tables.
 *
 * @module
 */
import { KvsError } from "../error.ts";

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
  checkName(name);
  return Object.freeze({ name, fields: options.fields ?? [], keys: options.keys ?? [] });
}

/** The name of a table, checked. */
export function tableName(table: string | { readonly name: string }): string {
  return typeof table === "string" ? checkName(table) : table.name;
}

function checkName(name: string): string {
  if (typeof name === "string" && name !== "" && !name.startsWith("/") && !SYSTEM.includes(name)) {
    return name;
  }
  throw new KvsError(
    "bad_table",
    `table "${name}": a name must be text that is neither empty, a path nor the system's`,
  );
}
