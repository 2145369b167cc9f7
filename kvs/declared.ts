/**
 * The tables that an application has declared.
 *
 * @module
 */
import type { AnySource } from "./access.ts";
import { given, KvsError } from "./error.ts";
import { isFeed } from "./feed/path.ts";
import {
  type AnyTable,
  checkTable,
  core,
  type Schema,
  SYSTEM,
  tableName,
} from "./table/metainfo.ts";

/** Declared tables, by name. */
export interface Declared {
  /** Every declaration, the system's first; one that stands in two schemas is there twice. */
  readonly all: readonly AnyTable[];
  /** The declaration of this name. */
  readonly getTable: (name: string) => AnyTable | undefined;
  /**
   * The declaration of a table that is named only, so that its indexes are kept.
   *
   * @throws {KvsError} `no_table` for a table that is not declared, where some are
   */
  readonly known: <S extends AnySource>(source: S) => S;
}

/**
 * Reads schemas.
 *
 * @throws {KvsError} `bad_argument` for what are none, `bad_table` for a table that is none
 */
export function declared(schema: readonly Schema[]): Declared {
  const tables = given(
    "schema",
    () => [...schema].flatMap(({ tables }) => [...tables]).map(checkTable),
  );
  const own = new Map(
    tables.filter(({ name }) => !SYSTEM.includes(name)).map((table) => [table.name, table]),
  );
  /** The system's are among them whether they are given or not. */
  const all: readonly AnyTable[] = [
    ...core().tables.filter((table) => !tables.some(({ name }) => name === table.name)),
    ...tables,
  ];
  return {
    all,
    getTable: (name) => own.get(name) ?? all.find((table) => table.name === name),
    known(source) {
      if (own.size === 0 || isFeed(source) || SYSTEM.some((name) => name === source)) return source;
      const of = source as string | AnyTable; // as: it is no feed
      const name = typeof of === "string" ? tableName(of) : checkTable(of).name;
      if (SYSTEM.includes(name)) return source;
      const table = own.get(name);
      // as: it declares this name
      if (table !== undefined) {
        return (typeof source === "string" ? table : source) as typeof source;
      }
      throw new KvsError(
        "no_table",
        `table "${name}" is not declared; there are ${[...own.keys()].join(", ")}`,
      );
    },
  };
}
