/**
 * Items as lines of ndjson, each told by its first name: `schema`, `table`, `feed`, `writer`, `retain`, `seq`, `reader`,
 * `key`.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import { feedParts, type Id, type KvsRecord } from "../../kvs/mod.ts";
import { idOf, idParts, tableName } from "../../kvs/tool.ts";
import { ConsoleError } from "../error.ts";
import type { Item, Stand } from "./item.ts";
import { keyFromJson, keyToJson } from "../text/key.ts";
import { isKept } from "../text/select.ts";
import { fromText, toText } from "../text/value.ts";

/** The first line of an export. */
export interface Header {
  /** The version of these lines. */
  readonly kvs: 1;
}
/** The last line of an export: how many items stand before it. */
export interface Footer {
  /** From 0; the header is not counted. */
  readonly end: number;
}

/** The line of an item, without its end. */
export function toLine(item: Item): string {
  return JSON.stringify(shape(item));
}

function shape(item: Item): object {
  switch (item.kind) {
    case "schema":
      return {
        schema: item.table,
        fields: item.fields,
        keys: item.keys,
        ...(item.indexes && { indexes: item.indexes }),
        ...(item.unique && { unique: item.unique }),
      };
    case "record":
      return { table: item.table, ...toText(item.record) };
    case "entry":
      return { feed: item.feed, ...toText(item.record), ...(item.gap && { gap: true }) };
    case "writer":
      return { writer: item.feed, ...(item.args && { args: toText(item.args.value) }) };
    case "retain":
      return { retain: item.feed, ...limitsOf(item) };
    case "seq":
      return { seq: item.name, last: item.last };
    case "reader":
      return {
        reader: item.id,
        ...toText(item.value),
        ...(item.at && { at: standToJson(item.at) }),
      };
    case "key":
      return { key: keyToJson(item.key), ...toText(item.value) };
  }
}

function standToJson({ feed, id, behind }: Stand): object {
  return {
    feed,
    ...(id !== undefined && { id: keyToJson(idParts(id, feed)) }),
    ...(behind && { behind }),
  };
}

/**
 * The item, the header or the footer of a line.
 *
 * @throws {ConsoleError} `bad_line` with what is wrong with it
 */
export function fromLine(text: string): Item | Header | Footer {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line !== "object" || line === null) throw new Error("it is no object");
    return parse(line as Line); // as: every field is checked where it is read
  } catch (cause) {
    const why = messageOf(cause);
    throw new ConsoleError("bad_line", why, { cause });
  }
}

type Line = Readonly<Record<string, unknown>>;

function parse(line: Line): Item | Header | Footer {
  if ("schema" in line) {
    return {
      kind: "schema",
      table: tableName(text(line, "schema")),
      fields: texts(line, "fields"),
      keys: texts(line, "keys"),
      ...(line.indexes !== undefined && { indexes: lists(line, "indexes") }),
      ...(line.unique !== undefined && { unique: lists(line, "unique") }),
    };
  }
  if ("table" in line) {
    const table = tableName(text(line, "table"));
    return { kind: "record", table, record: recordOf(line, `table "${table}"`) };
  }
  if ("feed" in line) {
    const feed = feedOf(line, "feed"), record = recordOf(line, `feed "${feed}"`);
    return { kind: "entry", feed, record, ...(line.gap === true && { gap: true }) };
  }
  if ("writer" in line) {
    const feed = feedOf(line, "writer");
    if (line.args === undefined) return { kind: "writer", feed };
    return { kind: "writer", feed, args: { value: fromText(object(line, "args")) } };
  }
  if ("retain" in line) {
    return { kind: "retain", feed: feedOf(line, "retain"), ...limitsOf(line) };
  }
  if ("seq" in line) {
    return { kind: "seq", name: text(line, "seq"), last: whole(line, "last") };
  }
  if ("reader" in line) {
    const at = line.at === undefined ? {} : { at: standFromJson(object(line, "at")) };
    return { kind: "reader", id: text(line, "reader"), value: valueOf(line), ...at };
  }
  if ("key" in line) {
    const key = keyFromJson(line.key);
    if (isKept(key)) throw new Error(`keys under "${String(key[0])}" belong to tables and feeds`);
    return { kind: "key", key, value: valueOf(line) };
  }
  if ("kvs" in line) {
    if (line.kvs !== 1) throw new Error(`version ${JSON.stringify(line.kvs)} is not known, only 1`);
    return { kvs: 1 };
  }
  if ("end" in line) return { end: whole(line, "end") };
  throw new Error(
    'it has none of "schema", "table", "feed", "writer", "retain", "seq", "reader", "key"',
  );
}

/** What a feed keeps, without what is not told. */
export function limitsOf(line: { entries?: unknown; age?: unknown }): {
  entries?: number;
  age?: number;
} {
  return {
    ...(line.entries !== undefined && { entries: whole(line, "entries") }),
    ...(line.age !== undefined && { age: whole(line, "age") }),
  };
}

function standFromJson(json: Line): Stand {
  const feed = feedOf(json, "feed"), [first, second, ...more] = keyFromJson(json.id ?? []);
  const id: Id | undefined = first === undefined || second === undefined
    ? first
    : [first, second, ...more];
  return {
    feed,
    ...(id !== undefined && { id }),
    ...((json.behind === true || id === undefined) && { behind: true }),
  };
}

function valueOf(line: Line): unknown {
  if (!("value" in line || "v8" in line || "u64" in line)) throw new Error("it has no value");
  return fromText(line);
}

function recordOf(line: Line, where: string): KvsRecord {
  const record = valueOf(line) as KvsRecord; // as: the next line checks it
  idOf(record, where);
  return record;
}

function feedOf(line: Line, name: string): string {
  const feed = text(line, name);
  if (feedParts(feed).length > 0) return feed;
  throw new Error(`"${name}" must name a feed, not all of them`);
}

function text(line: Line, name: string): string {
  const value = line[name];
  if (typeof value === "string") return value;
  throw new Error(`"${name}" must be text`);
}

function texts(line: Line, name: string): string[] {
  const value = line[name];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new Error(`"${name}" must be an array of text`);
}

function lists(line: Line, name: string): string[][] {
  const value = line[name];
  if (Array.isArray(value)) return value.map((each) => texts({ [name]: each }, name));
  throw new Error(`"${name}" must be an array of arrays of text`);
}

function whole(line: object, name: string): number {
  const value: unknown = Reflect.get(line, name);
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`"${name}" must be a whole number`);
}

function object(line: Line, name: string): Line {
  const value = line[name];
  if (typeof value === "object" && value !== null) return value as Line; // as: its fields are checked where they are read
  throw new Error(`"${name}" must be an object`);
}
