/**
 * The originals' calls carried out on this module, and its answers put as the originals put theirs.
 *
 * A record `{msg,Id,Next,Prev,User,Msg}` becomes `{ id, next, prev, user, msg }`. The links `Next`
 * and `Prev` are how the originals chain a feed; here they are filled in from the order that the
 * feed has. On the recorded back ends an appended record is a row of its table also; here it is
 * reached through its feed, so `get` looks there too.
 *
 * Where a reader stands at no entry, the originals put `[]`, but after `top` a key of their default
 * table with `[]` as the id: both are an absent `cache` here, and put as the call puts it.
 */
import {
  atom,
  type Binary,
  binary,
  type Term,
  text,
  type Tuple,
  tuple,
} from "../../_support/erlang_text.ts";
import { KvsError } from "../../../kvs/error.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { type Kvs, kvs } from "../../../kvs/kvs.ts";
import { defined, field, setfield } from "../../../kvs/table/field.ts";
import { type AnyTable, core, type Schema, table } from "../../../kvs/table/metainfo.ts";
import type { Id } from "../../../kvs/rows/record.ts";
import {
  fromId,
  fromMsg,
  fromReader,
  fromWriter,
  isBinary,
  type Msg,
  nameOf,
  NIL,
  tag,
  toId,
  toMsg,
  toReader,
  toWriter,
} from "./terms.ts";

const MSG = table<Msg>("msg", {
  fields: ["id", "next", "prev", "user", "msg"],
});
const OK = atom("ok"), missing = tuple(atom("error"), atom("not_found"));

/** The modules that the recorded answers were configured with, and their tables. */
const SCHEMA: readonly Schema[] = [
  { name: "kvs", tables: [...core().tables, MSG] },
  { name: "kvs_stream", tables: core().tables.filter(({ name }) => name !== "id_seq").reverse() },
];

/**
 * Runs one recorded call; `undefined` where it threw a KvsError, but for one that says that
 * something is not there, which the originals answer.
 */
export async function replay(kv: Kv, op: string, args: Term[]): Promise<Term | undefined> {
  const call = calls[op];
  if (call === undefined) throw new Error(`no counterpart of ${op} here`);
  try {
    return await call(kvs(kv, { schema: SCHEMA }), ...args);
  } catch (error) {
    if (error instanceof KvsError) return error.code === "not_found" ? missing : undefined;
    throw error;
  }
}

const calls: Record<string, (db: Kvs, ...args: Term[]) => Promise<Term>> = {
  "kvs:put": async (db, records) => {
    const list = Array.isArray(records) ? records : [records];
    await db.put(list[0] === undefined ? "msg" : tag(list[0]), list.map(toMsg));
    return OK;
  },
  "kvs:get": async (db, name, id) => {
    const found = await db.get<Msg>(nameOf(name), toId(id)) ?? await findInFeeds(db, toId(id));
    return found === undefined ? missing : tuple(OK, await fromMsg(db, found));
  },
  "kvs:delete": async (db, name, id) => {
    await db.delete(nameOf(name), toId(id));
    for (const { id: feed } of await db.all("writer")) await db.delete(feed, toId(id));
    return OK;
  },
  "kvs:count": async (db, name) => {
    const feeds = await db.all("writer");
    return await db.count(nameOf(name)) + feeds.reduce((sum, { count }) => sum + count, 0);
  },
  "kvs:all": async (db, name) => {
    if (isBinary(name)) return await list(db, text(name));
    return await Promise.all((await db.all<Msg>(nameOf(name))).map((msg) => fromMsg(db, msg)));
  },
  "kvs:feed": (db, feed) => list(db, text(feed as Binary)),
  "kvs:append": async (db, record, feed) =>
    fromId(await db.append(toMsg(record), text(feed as Binary))),
  "kvs:remove": async (db, record, feed) =>
    await db.remove(toMsg(record), text(feed as Binary)) ?? missing,
  "kvs:cut": async (db, feed) => await db.cut(text(feed as Binary)),
  "kvs:delete_range": async (db, name, id) => await db.deleteRange([nameOf(name)], toId(id)),
  "kvs:writer": async (db, feed) => fromWriter(await db.writer<Msg>(text(feed as Binary))),
  "kvs:add": async (db, writer) => fromWriter(await db.add(await toWriter(db, writer))),
  "kvs:save": async (db, cursor) =>
    tag(cursor) === "writer"
      ? fromWriter(await db.save(await toWriter(db, cursor)))
      : await fromReader(db, await db.save(await toReader(db, cursor))),
  "kvs:reader": async (db, feed) =>
    await fromReader(db, await db.reader<Msg>(text(feed as Binary))),
  "kvs:load_reader": async (db, id) => {
    const found = await db.loadReader<Msg>(isBinary(id) ? text(id) : String(id));
    return found === undefined
      ? tuple(atom("reader"), NIL, 0, NIL, NIL, NIL, NIL, 0, 0)
      : await fromReader(db, found);
  },
  "kvs:top": async (db, r) => {
    const top = await db.top(await toReader(db, r)), shown = await fromReader(db, top);
    const none = top.cache === undefined && typeof shown === "object" && "tuple" in shown;
    return none ? tuple(...shown.tuple.with(3, tuple(atom(MSG.name), NIL))) : shown;
  },
  "kvs:bot": async (db, r) => await fromReader(db, await db.bot(await toReader(db, r))),
  "kvs:next": (db, r) => step(db, r, "next"),
  "kvs:prev": (db, r) => step(db, r, "prev"),
  "kvs:take": async (db, r) => await fromReader(db, await db.take(await toReader(db, r))),
  "kvs:drop": async (db, r) => await fromReader(db, await db.drop(await toReader(db, r))),
  "kvs:seq": async (db, name, incr) =>
    binary(await db.seq(nameOf(name), typeof incr === "number" ? incr : undefined)),
  "kvs:index": async (db, name, field, value) => {
    const found = await db.index<Msg>(
      nameOf(name),
      nameOf(field) as keyof Msg,
      text(value as Binary),
    );
    return await Promise.all(found.map((msg) => fromMsg(db, msg)));
  },
  "kvs:match": async (db, pattern) => {
    const [, , , , user, msg] = (pattern as Tuple).tuple;
    const wanted = Object.fromEntries(
      Object.entries({ user, msg }).filter(([, term]) => JSON.stringify(term) !== '{"atom":"_"}'),
    );
    return await Promise.all(
      (await db.match<Msg>(tag(pattern), wanted)).map((found) => fromMsg(db, found)),
    );
  },
  "kvs:keys": async (db, name) => (await db.keys(nameOf(name))).map(fromId),
  "kvs:key_match": async (db, name, end) =>
    (await db.keyMatch(nameOf(name), text(end as Binary))).map(fromId),
  "kvs:tables": async (db) => (await db.tables()).map(fromTable),
  "kvs:core": () => Promise.resolve(core().tables.map(fromTable)),
  "kvs:cursors": (db) =>
    Promise.resolve(db.cursors().map(({ name, fields }) => tuple(atom(name), fields.map(atom)))),
  "kvs:dir": async (db) =>
    (await db.join(), await db.dir()).map((name) => tuple(atom("table"), atom(name))),
  "kvs:ver": (db) => Promise.resolve(tuple(atom("version"), binary(db.ver().version))),
  "kvs:modules": (db) => Promise.resolve(db.modules().map(atom)),
  "kvs:defined": (_, record, name) =>
    Promise.resolve(atom(String(defined(toFields(record), nameOf(name))))),
  "kvs:field": (_, record, name) => later(() => field(toFields(record), nameOf(name))),
  "kvs:setfield": (_, record, name, value) =>
    later(() => {
      const { tag, ...fields } = setfield(toFields(record), nameOf(name), value ?? NIL);
      return tuple(tag ?? NIL, ...Object.values(fields));
    }),
  "kvs:fields": (db, name) => Promise.resolve(db.fields(nameOf(name)).map(atom)),
  "kvs:get_table": (db, name) => {
    const found = db.getTable(nameOf(name));
    return Promise.resolve(found === undefined ? atom("false") : fromTable(found));
  },
};

function fromTable({ name, fields, keys }: AnyTable): Term {
  const options: Term[] = [atom("disc_copies"), tuple(), NIL];
  return tuple(
    atom("table"),
    atom(name),
    atom("false"),
    atom("set"),
    fields.map(atom),
    keys.map(atom),
    ...options,
  );
}

/** A record by its fields, as its table declares them. */
function toFields(record: Term): Record<string, Term> {
  const names = ["tag", ...MSG.fields], items = (record as Tuple).tuple;
  return Object.fromEntries(names.map((name, i) => [name, items[i] ?? NIL]));
}

function later(run: () => Term): Promise<Term> {
  return Promise.resolve().then(run);
}

async function step(db: Kvs, r: Term, op: "next" | "prev"): Promise<Term> {
  const reader = await toReader(db, r), moved = await db[op](reader);
  if (moved !== undefined) return await fromReader(db, moved);
  return reader.cache === undefined ? tuple(atom("error"), atom("empty")) : missing;
}

async function list(db: Kvs, feed: string): Promise<Term[]> {
  return await Promise.all((await db.feed<Msg>(feed)).map((msg) => fromMsg(db, msg)));
}

async function findInFeeds(db: Kvs, id: Id): Promise<Msg | undefined> {
  for (const { id: feed } of await db.all("writer")) {
    const found = await db.get<Msg>(feed, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
