/**
 * A store that an earlier state of the project has written: `tests/golden/store`, whose README tells how.
 *
 * @module
 */
import { deserialize } from "node:v8";
import { gunzipSync } from "node:zlib";
import {
  type Kv,
  type KvKeyPart,
  type KvsRecord,
  KvU64,
  memoryKv,
  openKv,
} from "../../../kvs/mod.ts";
import { assert, equal } from "../assert.ts";
import { type VirtualClock, virtualClock } from "../clock.ts";
import { lacks } from "../permission.ts";

const folder = new URL("../../golden/store/", import.meta.url);

/** One entry, by the number of the commit that set it. */
type Line = { readonly commit: number; readonly key: readonly Part[] } & Value;
type Part = string | number | boolean | { readonly bytes: string } | { readonly bigint: string };
/** A value as JSON where that is all of it, else its bytes in hexadecimal digits. */
type Value =
  | { readonly json: unknown }
  | { readonly u64: string }
  | { readonly bytes: string }
  | { readonly v8: string };

/** A file of the folder; empty where it may not be read: its tests are then ignored. */
export function oldFile(name: string): Uint8Array {
  if (lacks("read")) return new Uint8Array();
  const bytes = Deno.readFileSync(new URL(name, folder));
  return name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

/** What the application has put into the store, and so expects of it. Texts of one letter are told by it and their length. */
export interface Expected {
  /** What each feed itself holds, in order. */
  readonly feeds: Readonly<Record<string, readonly Row[]>>;
  /** What each table holds, in the order of the ids. */
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  /** What was saved in writers, by feed. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The ids of `/chat/room` that each saved reader has still to take. */
  readonly readers: Readonly<Record<string, readonly number[]>>;
  /** The last number of the sequence `ticket`, and of that without a name. */
  readonly seq: { readonly ticket: number; readonly last: string };
  /** Counters under `["count", name]`. */
  readonly counts: Readonly<Record<string, string>>;
  /** When each instance was started, and when it ended: milliseconds since 1970. */
  readonly started: Readonly<Record<string, number>>;
  readonly ended: Readonly<Record<string, number>>;
  /** When the store was left. */
  readonly now: number;
}

/** A record of a feed or a table. */
export type Row = KvsRecord & Readonly<Record<string, unknown>>;

/** What stands for the file where it may not be read. */
const UNREAD =
  `{"feeds":{},"tables":{},"args":{},"readers":{},"counts":{},"started":{},"ended":{}}`;

/** See {@link Expected}. */
export const expected: Expected = JSON.parse(
  new TextDecoder().decode(oldFile("expected.json")) || UNREAD,
  (_, value) =>
    typeof value?.repeat === "string" ? value.repeat.repeat(Number(value.times)) : value,
);

/** The clock as it stood when the store was left. */
export function oldClock(): VirtualClock {
  return virtualClock(expected.now);
}

/** A test on a copy of the old store in memory, and on one in a file of Deno KV. */
export function onOldStores(
  name: string,
  run: (kv: Kv, clock: VirtualClock) => Promise<void>,
): void {
  Deno.test(`${name} (memory)`, async () => {
    const clock = oldClock();
    using kv = memoryKv({ clock });
    await replay(kv, "FORMAT1.jsonl.gz");
    await run(kv, clock);
  });
  Deno.test(`${name} (native)`, async () => {
    const file = await Deno.makeTempFile({ suffix: ".sqlite3" });
    try {
      await Deno.writeFile(file, oldFile("FORMAT1.db.gz"));
      using kv = await openKv(file);
      await run(kv, oldClock());
    } finally {
      for (const rest of ["", "-wal", "-shm"]) await Deno.remove(file + rest).catch(() => {});
    }
  });
}

/**
 * Fills a store in memory with the lines of a file. Every entry is set in a commit of the same number as the one that had set it:
 * feeds are ordered by these numbers, and the index by id names rows by them.
 */
export async function replay(kv: Kv, file: string): Promise<void> {
  const all = linesOf(file);
  let commits = 0;
  for (let at = 0; at < all.length;) {
    const number = all[at]?.commit ?? 0;
    // Commits of which nothing is left have their numbers, too.
    while (++commits < number) await kv.atomic().delete(["nothing"]).commit();
    const atomic = kv.atomic();
    for (let line = all[at]; line?.commit === number; line = all[++at]) {
      atomic.set(line.key.map(partOf), valueOf(line));
    }
    const done = await atomic.commit();
    assert(done.ok);
    equal(parseInt(done.versionstamp.slice(0, 16), 16), number, "commits in memory count from 1");
  }
}

const read = new Map<string, readonly Line[]>();

/** The lines of a file, which are read once for all tests. */
function linesOf(file: string): readonly Line[] {
  const lines = read.get(file) ?? new TextDecoder().decode(oldFile(file))
    .split("\n").filter(Boolean).map((line) => JSON.parse(line));
  read.set(file, lines);
  return lines;
}

function partOf(part: Part): KvKeyPart {
  if (typeof part !== "object") return part;
  return "bytes" in part ? bytesOf(part.bytes) : BigInt(part.bigint);
}

function valueOf(value: Value): unknown {
  if ("json" in value) return value.json;
  if ("u64" in value) return new KvU64(BigInt(value.u64));
  return "bytes" in value ? bytesOf(value.bytes) : deserialize(bytesOf(value.v8));
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => parseInt(digits, 16));
}
