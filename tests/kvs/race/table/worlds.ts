/**
 * Tables as races find them.
 *
 * @module
 */
import { all, put, type Table, table } from "../../../../kvs/mod.ts";
import { short } from "../exact.ts";
import { type Row, TableModel } from "./model.ts";
import type { Subject, World } from "../operation.ts";

/** Tables of their own, with an index. */
export const tables: Subject<TableModel> = {
  name: "t",
  text: async (kv, name) => short(await all(kv, name)),
};

/** The declaration of a table of a race. */
export const declared = (name: string): Table<Row> => table<Row>(name, { keys: ["city"] });

/** Bytes that make a record of two parts, in the commit of its row. */
export const LARGE: Uint8Array = new Uint8Array(100_000).fill(1);
/** Bytes that make a record whose parts are written before the commit of its row. */
export const HUGE: Uint8Array = new Uint8Array(720_000).fill(2);

function world(name: string, rows: readonly Row[]): World<TableModel> {
  return {
    name,
    async prepare(kv, table) {
      if (rows.length > 0) await put(kv, declared(table), rows);
      return new Map();
    },
    model: () => new TableModel(rows),
  };
}

const old = (id: string, city: string, body?: Uint8Array): Row => ({
  id,
  city,
  v: "old",
  ...body !== undefined && { body },
});

/** All of them: the ids `a` to `c` are in most. */
export const worlds: readonly World<TableModel>[] = [
  world("three records", [old("a", "X"), old("b", "X"), old("c", "Y")]),
  world("large records", [old("a", "X", LARGE), old("b", "X", HUGE), old("c", "Y")]),
  world("nothing", []),
];
