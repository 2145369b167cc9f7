/**
 * The tables that an application has declared.
 *
 * @module
 */
import type { AnySource } from "./access.ts";
import { KvsError } from "./error.ts";
import { isFeed } from "./feed/path.ts";
import { type AnyTable, core, type Schema, SYSTEM } from "./table/metainfo.ts";

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

/** Reads schemas. */
export function declared(schema: readonly Schema[]): Declared {
  const given = schema.flatMap(({ tables }) => tables);
  const own = new Map(
    given.filter(({ name }) => !SYSTEM.includes(name)).map((table) => [table.name, table]),
  );
  /** The system's are among them whether they are given or not. */
  const all: readonly AnyTable[] = [
    ...core().tables.filter((table) => !given.some(({ name }) => name === table.name)),
    ...given,
  ];
  return {
    all,
    getTable: (name) => own.get(name) ?? all.find((table) => table.name === name),
    known(source) {
      const any: AnySource = source;
      const name = typeof any === "string" ? any : "name" in any ? any.name : "/";
      if (own.size === 0 || isFeed(name) || SYSTEM.includes(name)) return source;
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
