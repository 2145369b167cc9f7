/**
 * Tables as races find them.
 *
 * @module
 */
import {
  all,
  feed,
  type Kv,
  put,
  read,
  type Table,
  table,
  type TableChange,
} from "../../../../kvs/mod.ts";
import { short } from "../exact.ts";
import { type Row, TableModel } from "./model.ts";
import type { Subject, World } from "../operation.ts";

/** A table of its own. */
export const tables: Subject<TableModel> = {
  name: "t",
  async text(kv, name) {
    const is = short(await all(kv, name)), told = short(await replayed(kv, name));
    return is === told ? is : `${is}, and its changes give ${told}`;
  },
};

/** The declaration of a table of a race. */
export const declared = (name: string): Table<Row> =>
  table<Row>(name, { keys: ["city"], indexes: [["city", "v"]], unique: ["email"], changes: true });

/** What the table holds by what its changes tell. */
async function replayed(kv: Kv, name: string): Promise<Row[]> {
  const rows = new Map<string, Row>();
  for (const { op, of, record } of await feed<TableChange<Row>>(kv, `/table/${name}`)) {
    if (op === "delete") rows.delete(String(of));
    else if (record !== undefined) rows.set(record.id, record);
  }
  return [...rows.values()].sort((a, b) => a.id < b.id ? -1 : 1);
}

async function versions(
  kv: Kv,
  name: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const id of ids) found.set(id, (await read(kv, name, id))?.version ?? "");
  return found;
}

/** Bytes that make a record of two parts, in the commit of its row. */
export const LARGE: Uint8Array = new Uint8Array(100_000).fill(1);
/** Bytes that make a record whose parts are written before the commit of its row. */
export const HUGE: Uint8Array = new Uint8Array(720_000).fill(2);

function world(name: string, rows: readonly Row[]): World<TableModel> {
  return {
    name,
    async prepare(kv, table) {
      if (rows.length > 0) await put(kv, declared(table), rows);
      return await versions(kv, table, rows.map(({ id }) => id));
    },
    model: () => new TableModel(rows),
  };
}

const old = (id: string, city: string, body?: Uint8Array): Row => ({
  id,
  city,
  v: "old",
  email: `${id}@${city}`,
  ...body !== undefined && { body },
});

/** All of them: the ids `a` to `c` are in most. */
export const worlds: readonly World<TableModel>[] = [
  world("three records", [old("a", "X"), old("b", "X"), old("c", "Y")]),
  world("large records", [old("a", "X", LARGE), old("b", "X", HUGE), old("c", "Y")]),
  world("nothing", []),
];
