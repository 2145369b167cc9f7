/**
 * What may happen to a table, with what a plain model makes of it.
 *
 * @module
 */
import {
  all,
  count,
  create,
  delete as del,
  get,
  getMany,
  index,
  put,
  read,
  update,
} from "../../../../kvs/mod.ts";
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

/** A put of a record whose email another may have. */
const claims = (id: string, email: string, v: string): TableOperation => {
  const row: Row = { id, city: "Y", v, email };
  return {
    name: `put ${id} with ${email} ${v}`,
    run: ({ kv, name }) => put(kv, declared(name), row),
    model: (table) => table.put(row),
  };
};

/** A version that no record has. */
const NEVER = "0".repeat(20);

const putsIfUnchanged = (id: string, v: string): TableOperation => {
  const row: Row = { id, city: "Z", v };
  return {
    name: `put ${id} ${v} if unchanged`,
    run: ({ kv, name, versions }) =>
      put(kv, declared(name), row, { version: versions.get(id) ?? NEVER }),
    model(table) {
      table.unchanged(id);
      table.put(row);
    },
  };
};

const deletesIfUnchanged = (id: string): TableOperation => ({
  name: `delete ${id} if unchanged`,
  run: ({ kv, name, versions }) =>
    del(kv, declared(name), id, { version: versions.get(id) ?? NEVER }),
  model(table) {
    table.unchanged(id);
    table.delete(id);
  },
});

const creates = (id: string, v: string): TableOperation => {
  const row: Row = { id, city: "X", v, email: `${id}@X` };
  return {
    name: `create ${id} ${v}`,
    run: ({ kv, name }) => create(kv, row, declared(name)),
    model(table) {
      table.absent(id);
      table.put(row);
      return id;
    },
  };
};

/** An update that adds to what is there. */
const updates = (id: string, v: string): TableOperation => ({
  name: `update ${id} ${v}`,
  run: ({ kv, name }) =>
    update<Row>(kv, declared(name), id, (row) => row && { ...row, v: `${row.v}+${v}` }),
  model(table) {
    const row = table.get(id);
    if (row === undefined) return undefined;
    table.put({ ...row, v: `${row.v}+${v}` });
    return table.get(id);
  },
});

const getsMany = (ids: readonly string[]): TableOperation => ({
  name: `getMany ${ids}`,
  run: ({ kv, name }) => getMany(kv, name, ids),
  model: (table) => ids.map((id) => table.get(id)),
  // One in parts that are gone when they are read is read again, without the others.
  accepts: (answer, states) =>
    Array.isArray(answer) && states.some((state) => state.rows().some(({ body }) => body)) &&
    ids.every((id, at) => states.some((state) => short(state.get(id)) === short(answer[at]))),
});

const readsOne = (id: string): TableOperation => ({
  name: `read ${id}`,
  run: async ({ kv, name }) => (await read(kv, name, id))?.record,
  model: (table) => table.get(id),
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
    claims("n", "a@X", v),
    claims("c", "n@X", v),
    putsIfUnchanged("a", v),
    creates("n", v),
    creates("a", v),
    updates("a", v),
    updates("n", v),
    deletesIfUnchanged("a"),
    deletes("a"),
    deletes("n"),
    readsOne("a"),
    getsMany(["a", "b", "n"]),
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
