/**
 * What lies in a store, read key by key as FORMAT.md tells it: an oracle that shares nothing with what writes it but the
 * deserialiser.
 *
 * @module
 */
import type { Kv, KvEntry, KvKeyPart } from "../../../kvs/kv.ts";
import { readValue } from "../../../kvs/value/v8/read.ts";

/** A record that is stored somewhere. */
export interface Stored {
  readonly record: Record<string, unknown>;
  /** When it expires; undefined: never. */
  readonly until: number | undefined;
}

/** A row of a feed. */
export interface RawRow {
  readonly at: string;
  /** Undefined stands for an entry that is gone. */
  readonly slots: readonly (Stored | undefined)[];
}

/** A feed, by the text of its path. */
export interface RawFeed {
  readonly path: readonly string[];
  readonly rows: RawRow[];
  /** Rows of the index by id: the text of the id, and the place that it names. */
  readonly index: { readonly id: string; readonly at: string; readonly sub: number }[];
  count: bigint | undefined;
}

/** A table. */
export interface RawTable {
  readonly rows: { readonly id: string; readonly stored: Stored }[];
  size: bigint | undefined;
  schema: { keys: string[]; indexes?: string[][]; unique?: string[][] };
}

/** A whole store. */
export interface Raw {
  readonly feeds: Map<string, RawFeed>;
  readonly tables: Map<string, RawTable>;
  /** Texts of the keys of all rows of indexes, of unique ones too, each with the text of the id it holds. */
  readonly index: Map<string, string>;
  /** Texts of the keys of what is to expire. */
  readonly expiry: Set<string>;
  /** Names of marks of parts that are being written or deleted. */
  readonly pending: string[];
  /** Parts that no row names, or that several do or that are missing. */
  readonly parts: string[];
}

/** Reads a store. */
export async function readRaw(kv: Kv): Promise<Raw> {
  const entries: KvEntry<unknown>[] = [];
  for await (
    const entry of kv.list({ start: ["kvs/"], end: ["kvs0"] }, { batchSize: 500 })
  ) entries.push(entry);
  const raw: Raw = {
    feeds: new Map(),
    tables: new Map(),
    index: new Map(),
    expiry: new Set(),
    pending: [],
    parts: [],
  };
  const parts = new Parts(entries);
  for (const { key, value, versionstamp } of entries) {
    const [kind, ...rest] = key;
    if (kind === "kvs/entry") addEntry(raw, parts, rest, value);
    else if (kind === "kvs/id") addId(raw, rest, value, versionstamp);
    else if (kind === "kvs/table") {
      const [stored] = parts.slots(value);
      if (stored) tableOf(raw, rest[0]).rows.push({ id: textOf(...rest.slice(1)), stored });
      else raw.parts.push(`the row ${textOf(...key)} holds no record`);
    } else if (kind === "kvs/size") tableOf(raw, rest[0]).size = toCount(value);
    else if (kind === "kvs/schema") Object.assign(tableOf(raw, rest[0]).schema, value);
    else if (kind === "kvs/index" || kind === "kvs/unique") {
      raw.index.set(textOf(...key), idText(value));
    } else if (kind === "kvs/expiry") raw.expiry.add(textOf(...key));
    else if (kind === "kvs/pending") raw.pending.push(textOf(...key));
  }
  raw.parts.push(...parts.faults());
  return raw;
}

function addEntry(raw: Raw, parts: Parts, rest: readonly KvKeyPart[], value: unknown): void {
  const path = rest.slice(0, -2).map(String), at = rest.at(-1), feed = feedOf(raw, path);
  if (at === true) feed.count = toCount(value);
  else feed.rows.push({ at: String(at), slots: parts.slots(value) });
}

function addId(raw: Raw, rest: readonly KvKeyPart[], value: unknown, stamp: string): void {
  const own = rest.findIndex((part) => part instanceof Uint8Array && part.length === 0);
  const [sub, at] = Array.isArray(value) ? value : [value, stamp];
  feedOf(raw, rest.slice(0, own).map(String)).index.push({
    id: textOf(...rest.slice(own + 1)),
    at: String(at),
    sub: Number(sub),
  });
}

function feedOf(raw: Raw, path: readonly string[]): RawFeed {
  const name = textOf(...path);
  const feed = raw.feeds.get(name) ?? { path, rows: [], index: [], count: undefined };
  raw.feeds.set(name, feed);
  return feed;
}

function tableOf(raw: Raw, part: KvKeyPart | undefined): RawTable {
  const name = String(part);
  const table = raw.tables.get(name) ?? { rows: [], size: undefined, schema: { keys: [] } };
  raw.tables.set(name, table);
  return table;
}

/** Parts of large records, and which of them a row has named. */
class Parts {
  readonly #bytes = new Map<string, Map<number, Uint8Array>>();
  readonly #faults: string[] = [];
  readonly #named = new Set<string>();

  constructor(entries: readonly KvEntry<unknown>[]) {
    for (const { key: [kind, blob, part], value } of entries) {
      if (kind !== "kvs/chunk" || !(value instanceof Uint8Array)) continue;
      const of = this.#bytes.get(String(blob)) ?? new Map<number, Uint8Array>();
      this.#bytes.set(String(blob), of.set(Number(part), value));
    }
  }

  /** What a row holds. */
  slots(value: unknown): (Stored | undefined)[] {
    if (Array.isArray(value)) return value.flatMap((slot) => this.#slot(slot).slice(0, 1));
    return this.#slot(value);
  }

  #slot(slot: unknown): (Stored | undefined)[] {
    if (slot === null) return [undefined];
    // as: whatever is stored is an object; what it has is looked at
    const { blob, parts, from = 0, until, record, whole } = slot as Record<string, unknown>;
    if (Object.hasOwn(slot as object, "id")) return [stored(slot)];
    if (blob === undefined) return [stored(record, until)];
    const all = this.#take(String(blob), Number(from), Number(parts));
    if (all === undefined) return [undefined];
    const records = readValue(all);
    if (Array.isArray(records)) {
      // All slots of the row, or one record.
      const isRow = whole === true || !Object.hasOwn(slot as object, "from");
      return isRow
        ? records.flatMap((each) => this.#slot(each).slice(0, 1))
        : records.map((each) => stored(each, until));
    }
    this.#faults.push(`the parts of ${blob} from ${from} hold no array`);
    return [undefined];
  }

  #take(blob: string, from: number, parts: number): Uint8Array | undefined {
    const found: Uint8Array[] = [];
    for (let at = from; at < from + parts; at++) {
      const bytes = this.#bytes.get(blob)?.get(at), name = `${blob}/${at}`;
      if (this.#named.has(name)) this.#faults.push(`two rows name the part ${name}`);
      if (bytes === undefined) this.#faults.push(`the part ${name} is missing`);
      else found.push(bytes);
      this.#named.add(name);
    }
    return found.length === parts ? concat(found) : undefined;
  }

  /** What is wrong with the parts, once all rows were looked at. */
  faults(): string[] {
    const all = [...this.#bytes].flatMap(([blob, parts]) =>
      [...parts.keys()].map((at) => `${blob}/${at}`)
    );
    return [
      ...this.#faults,
      ...all.filter((name) => !this.#named.has(name)).map((name) =>
        `no row names the part ${name}`
      ),
    ];
  }
}

function stored(record: unknown, until?: unknown): Stored {
  // as: a record is an object
  return {
    record: record as Record<string, unknown>,
    until: until === undefined ? undefined : Number(until),
  };
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) all.set(part, at), at += part.length;
  return all;
}

function toCount(value: unknown): bigint {
  return (value as { value: bigint }).value; // as: counts are KvU64
}

/** A text that two keys share only if they are the same. */
export function textOf(...parts: readonly unknown[]): string {
  return parts.map((part) => {
    if (part instanceof Uint8Array) return `<${part.join(" ")}>`;
    if (typeof part === "string") return JSON.stringify(part);
    return Object.is(part, -0) ? "-0" : `${String(part)}${typeof part === "bigint" ? "n" : ""}`;
  }).join("/");
}

/** The text of an id, of one part or several. */
export function idText(id: unknown): string {
  return Array.isArray(id) ? textOf(...id) : textOf(id);
}
