/**
 * Records, readers and writers of the originals as terms, and as values of this module.
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
import type { Kvs } from "../../../kvs/kvs.ts";
import type { Reader } from "../../../kvs/feed/cursor.ts";
import type { Place } from "../../../kvs/feed/place.ts";
import type { Id } from "../../../kvs/rows/record.ts";
import type { Writer } from "../../../kvs/feed/writer.ts";

/** A message of the originals; the links are how they chain a feed. */
export interface Msg {
  id: Id;
  next?: Term;
  prev?: Term;
  user?: Term;
  msg?: Term;
}

/** The empty list, which stands for what is not there. */
export const NIL: Term = [];

export function toMsg(record: Term): Msg {
  const [, id, ...rest] = (record as Tuple).tuple;
  const names = ["next", "prev", "user", "msg"];
  return { id: toId(id), ...Object.fromEntries(rest.map((term, i) => [names[i], term])) };
}

export function plain({ id, next, prev, user, msg }: Msg): Term {
  return tuple(atom("msg"), fromId(id), next ?? NIL, prev ?? NIL, user ?? NIL, msg ?? NIL);
}

export async function fromMsg(db: Kvs, record: Msg): Promise<Term> {
  const id = JSON.stringify(record.id);
  for (const { id: feed } of await db.all("writer")) {
    const ids = (await db.feed(feed)).map(({ id }) => id);
    const at = ids.findIndex((other) => JSON.stringify(other) === id);
    if (at < 0) continue;
    const [prev, next] = [ids[at - 1], ids[at + 1]].map((id) =>
      id === undefined ? NIL : fromId(id)
    );
    return plain({ ...record, next: next ?? NIL, prev: prev ?? NIL });
  }
  return plain(record);
}

export async function toWriter(db: Kvs, writer: Term): Promise<Writer<Msg>> {
  const [, id, count, args, cache, first] = (writer as Tuple).tuple;
  const feed = text(id as Binary);
  const [last, oldest] = await Promise.all([cache, first].map((place) => toPlace(db, feed, place)));
  return {
    id: feed,
    count: Number(count),
    ...(Array.isArray(args) ? {} : { args: toMsg(args as Term) }),
    ...(last && { cache: last }),
    ...(oldest && { first: oldest }),
  };
}

export function fromWriter({ id, count, args, cache, first }: Writer<Msg>): Term {
  return tuple(
    atom("writer"),
    binary(id),
    count,
    args === undefined ? NIL : plain(args),
    fromPlace(cache),
    fromPlace(first),
  );
}

export async function toReader(db: Kvs, reader: Term): Promise<Reader<Msg>> {
  const [, id, pos, cache, args, feed, , count, dir] = (reader as Tuple).tuple;
  const path = text(feed as Binary);
  const place = await toPlace(db, path, cache);
  return {
    id: text(id as Binary),
    pos: Number(pos),
    ...(place === undefined ? {} : { cache: place }),
    args: Array.isArray(args) ? args.map(toMsg) : Number(args),
    feed: path,
    count: Number(count),
    dir: dir === 1 ? 1 : 0,
  };
}

/** The originals' readers have no count: it is put as 0. */
export async function fromReader(
  db: Kvs,
  { id, pos, cache, args, feed, dir }: Reader<Msg>,
): Promise<Term> {
  const shown = typeof args === "number"
    ? args
    : await Promise.all(args.map((msg) => fromMsg(db, msg)));
  return tuple(atom("reader"), binary(id), pos, fromPlace(cache), shown, binary(feed), NIL, 0, dir);
}

export async function toPlace(
  db: Kvs,
  feed: string,
  place: Term | undefined,
): Promise<Place | undefined> {
  if (Array.isArray(place)) return undefined;
  const id = JSON.stringify(toId((place as Tuple).tuple[1]));
  for await (const { place } of db.entries(feed)) if (JSON.stringify(place.id) === id) return place;
  return undefined;
}

export function fromPlace(place: Place | undefined): Term {
  return place === undefined ? NIL : tuple(atom("msg"), fromId(place.id));
}

export function toId(term: Term | undefined): Id {
  if (typeof term === "number" || typeof term === "bigint") return term;
  if (term !== undefined && isBinary(term)) return text(term);
  return ["erlang", JSON.stringify(term)];
}

export function fromId(id: Id): Term {
  if (Array.isArray(id)) return JSON.parse(String(id[1]));
  return typeof id === "number" || typeof id === "bigint" ? id : binary(String(id));
}

export function tag(record: Term): string {
  return nameOf((record as Tuple).tuple[0]);
}

export function nameOf(term: Term | undefined): string {
  return typeof term === "object" && "atom" in term ? term.atom : text(term as Binary);
}

export function isBinary(term: Term): term is Binary {
  return typeof term === "object" && "binary" in term;
}
