/**
 * What may happen to a table, with what a plain model makes of it.
 *
 * @module
 */
import { all, count, delete as del, get, index, put } from "../../../../kvs/mod.ts";
import { short } from "../exact.ts";
import type { Row, TableModel } from "./model.ts";
import type { Operation } from "../operation.ts";
import { declared, HUGE, LARGE } from "./worlds.ts";

type TableOperation = Operation<TableModel>;

/** A put of some records in one commit. */
export function puts(
  ids: readonly string[],
  city: string,
  v: string,
  body?: Uint8Array,
): TableOperation {
  const rows: Row[] = ids.map((id) => ({ id, city, v, ...body !== undefined && { body } }));
  return {
    name: `put ${ids} ${city} ${v}`,
    run: ({ kv, name }) => put(kv, declared(name), rows),
    model: (table) => table.put(...rows),
  };
}

const deletes = (id: string): TableOperation => ({
  name: `delete ${id}`,
  run: ({ kv, name }) => del(kv, declared(name), id),
  model: (table) => table.delete(id),
});

const gets = (id: string): TableOperation => ({
  name: `get ${id}`,
  run: ({ kv, name }) => get(kv, name, id),
  model: (table) => table.get(id),
});

const counts: TableOperation = {
  name: "count",
  run: ({ kv, name }) => count(kv, name),
  model: (table) => table.rows().length,
};

/** What reads row by row: each record as it was at some moment, none twice. */
const reads = (
  name: string,
  run: TableOperation["run"],
  wanted: (row: Row) => boolean,
): TableOperation => ({
  name,
  run,
  model: (table) => table.rows().filter(wanted),
  accepts(answer, states) {
    if (!Array.isArray(answer)) return false;
    const known = new Set(states.flatMap((state) => state.rows().filter(wanted).map(short)));
    const all = answer.map(short);
    return new Set(all).size === all.length && all.every((each) => known.has(each));
  },
});

/** Each kind of operation; `v` tells whose it is. */
export function kinds(v: string): readonly TableOperation[] {
  return [
    puts(["n"], "X", v),
    puts(["a"], "X", v),
    puts(["a"], `Z${v}`, v),
    puts(["a", "b", "n"], `Z${v}`, v),
    puts(["b", "c"], "Y", v),
    puts(["a"], "Y", `${v} large`, LARGE),
    { ...puts(["a", "n"], "Y", `${v} huge`, HUGE), huge: true },
    deletes("a"),
    deletes("n"),
    gets("a"),
    gets("b"),
    counts,
    reads("all", ({ kv, name }) => all(kv, name), () => true),
    reads(
      "index X",
      ({ kv, name }) => index(kv, declared(name), "city", "X"),
      ({ city }) => city === "X",
    ),
  ];
}
