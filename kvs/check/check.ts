/**
 * Check and mend: that counts, indexes, parts and marks agree with the entries and records, and that
 * they do again.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import { within } from "../rows/commit.ts";
import { given, KvsError } from "../error.ts";
import { clockOf } from "../store/clock.ts";
import { ready } from "../rows/format.ts";
import { indication } from "../feed/feed.ts";
import { feedLabel, feedParts, feedPath, isFeed } from "../feed/path.ts";
import type { Kv, KvEntry } from "../kv.ts";
import { entryKey, expiriesKey, idKey, rowKey } from "../rows/layout.ts";
import type { Id } from "../rows/record.ts";
import { isWhole, slotsOf, untilOf } from "../rows/slot.ts";
import { tableName } from "../table/metainfo.ts";
import { checkFeeds } from "./feeds.ts";
import { checkMarks, checkParts, leftOf, marksOf, readParts } from "./parts.ts";
import { keyText } from "../table/index.ts";
import {
  type Blobs,
  type CheckReport,
  type Fault,
  feedOf,
  type Finding,
  foreign,
  idIn,
  LISTED,
  mendBy,
  pages,
  type Range,
  type Run,
  settle,
} from "./report.ts";
import { checkTable, checkTables } from "./tables.ts";

export type { CheckReport, Fault, FaultKind } from "./report.ts";

/** What is checked, whether it is mended, and who is told. */
export interface CheckOptions {
  /** Mends what can be mended; only tells of it unless given. */
  readonly mend?: boolean;
  /** The path of a feed, which is checked with the feeds under it, or the name of a table: parts and marks are left out then. The whole store unless given. */
  readonly source?: string | readonly string[];
  /** Is told of each fault as it is found, and mended. */
  readonly onFault?: (fault: Fault) => void;
  /** Is told how many more entries and records were looked at. */
  readonly onStep?: (items: number) => void;
  /** Breaks off: the promise rejects with its reason. What was mended stays so. */
  readonly signal?: AbortSignal;
  /** Tells how old a mark is; the clock of the store unless given. */
  readonly clock?: Pick<Clock, "now">;
}

/**
 * Checks a store while others read and write it: that the count of each feed is that of its entries,
 * each entry is the one that its id leads to, and each index row leads to one; that the size of each
 * table is that of its records, and its indexes and unique values name them; that all parts of
 * records over 64 KiB are there, and no others; that notes of what expires agree with what does.
 *
 * What seems wrong is looked at again, as of one moment, before it is told: of a store that is only
 * written to by this module nothing is. Where others write too much to decide, `busy` names the feed
 * or table: one that others put into all the time, or remove from. Rows of an index that `join` is
 * building are not missed. Each row is read about twice, page by page: what is held in memory does not
 * grow with a feed or a table, but with the records over 64 KiB (some 100 bytes each) and the faults.
 * What `args`, readers, sequences, groups, claims and retention hold is not looked at, nor is what the
 * parts of a record say.
 *
 * Mending is a commit for each fault, with checks of all that it was concluded from; {@linkcode FaultKind}
 * tells what it does; what a mend brings to light, as the index rows of a record that is one again, the next check finds. Entries stay in their places, and no entry or record is removed that can be read, but for the second
 * of one id in a feed.
 *
 * @throws {KvsError} `bad_argument`, `bad_feed`, `bad_table`, `layout`; what the store refuses
 *
 * @example
 * ```ts
 * import { append, openKv } from "@n2o/n2o/kvs";
 * import { check } from "@n2o/n2o/kvs/check";
 *
 * using kv = await openKv(":memory:");
 * await append(kv, { id: 1 }, "/log");
 * const { faults, entries } = await check(kv, { mend: true });
 * if (faults.length !== 0 || entries !== 1) throw new Error("nothing to mend");
 * ```
 */
export async function check(kv: Kv, options: CheckOptions = {}): Promise<CheckReport> {
  const how = given("check", () => read(options)), { source } = how;
  return await within("check", () => checked(kv, how, source)).catch((cause) => {
    how.signal?.throwIfAborted(); // with its own reason
    throw cause;
  });
}

/** @throws {KvsError} `bad_argument` */
function read(options: CheckOptions): CheckOptions {
  const { mend, source, onFault, onStep, signal, clock } = options;
  const refuse = (isWrong: boolean, what: string) => {
    if (isWrong) throw new KvsError("bad_argument", `check: ${what}`);
  };
  refuse(mend !== undefined && typeof mend !== "boolean", "mend is true or false");
  const isCall = (call: unknown) => call === undefined || typeof call === "function";
  refuse(!isCall(onFault) || !isCall(onStep), "what is told of faults and steps is a function");
  refuse(signal !== undefined && !(signal instanceof AbortSignal), "signal is an AbortSignal");
  refuse(clock !== undefined && typeof clock.now !== "function", "clock has a function now");
  const isName = source === undefined || typeof source === "string" || Array.isArray(source);
  refuse(!isName, "source is a path or the name of a table");
  return { ...options };
}

async function checked(
  kv: Kv,
  options: CheckOptions,
  source: CheckOptions["source"],
): Promise<CheckReport> {
  const there = new Map<string, Range[]>();
  const blobs = source === undefined ? { there, named: new Map<string, Range[]>() } : undefined;
  const { run, report } = begin(kv, options, blobs);
  if (isFeed(source)) {
    const path = feedParts(source);
    await ready(kv);
    await checkFeeds(run, path);
  } else if (source !== undefined) {
    const name = tableName(source);
    await ready(kv);
    await checkTable(run, name);
  } else {
    await ready(kv);
    const marks = await marksOf(run);
    await readParts(run, there);
    await checkFeeds(run, []);
    await checkTables(run);
    await checkExpiries(run);
    await checkMarks(run, marks);
    await checkParts(run, leftOf(there, blobs?.named));
  }
  return report();
}

function begin(
  kv: Kv,
  { mend = false, onFault, onStep, signal, clock = clockOf(kv) }: CheckOptions,
  blobs: Blobs | undefined,
): { run: Run; report: () => CheckReport } {
  const seen = { feeds: 0, tables: 0, entries: 0, records: 0 };
  const faults: Fault[] = [], busy = new Set<string>();
  let found = 0, mended = 0;
  const run: Run = {
    kv,
    mend,
    clock,
    signal,
    blobs,
    excused: new Set(),
    step: (what, n) => {
      seen[what] += n;
      if (what === "entries" || what === "records") onStep?.(n);
    },
    tell: (fault) => {
      found++;
      if (fault.mended) mended++;
      if (faults.length < LISTED) faults.push(fault);
      onFault?.(fault);
    },
    busy: (where) => {
      if (busy.size < LISTED) busy.add(where);
    },
  };
  return { run, report: () => ({ ...seen, faults, found, mended, busy: [...busy] }) };
}

/** That each note of what expires names what expires then. */
async function checkExpiries(run: Run): Promise<void> {
  for await (const page of pages(run, { prefix: expiriesKey }, { size: 200 })) {
    for (const row of page) {
      const of = expiring(row), where = of === undefined ? "" : of.name;
      if (of === undefined) {
        await foreign(run, where, row, "nothing: it is no note of what expires");
      } else if (!run.excused.has(keyText(row.key)) || run.mend) {
        await settle(run, where, () => lookAtNote(run, row, of));
      }
    }
  }
}

/** What a note says will expire. */
interface Expiring {
  readonly until: number;
  readonly id: Id;
  /** Of the table, or the path of the feed. */
  readonly name: string;
  /** Undefined for a table. */
  readonly path: readonly string[] | undefined;
}

function expiring({ key }: KvEntry<unknown>): Expiring | undefined {
  const [, until, kind, name, ...rest] = key, feed = kind === "feed" ? feedOf(key, 3) : undefined;
  const id = idIn(feed?.rest ?? rest);
  if (typeof until !== "number" || id === undefined) return undefined;
  if (feed !== undefined) return { until, id, name: feedPath(...feed.path), path: feed.path };
  return kind === "table" && typeof name === "string"
    ? { until, id, name, path: undefined }
    : undefined;
}

async function lookAtNote(
  run: Run,
  { key }: KvEntry<unknown>,
  { until, id, name: where, path }: Expiring,
): Promise<Finding | "again" | undefined> {
  const { kv, excused } = run, named = path && idKey(path, id, feedLabel(path));
  const seen = named && await kv.get(named), place = seen && indication(seen);
  const isGone = path !== undefined && place === undefined;
  const row = path === undefined ? rowKey(where, id) : entryKey(path, place?.at ?? "");
  const [note, stored, index] = await kv.getMany<unknown[]>([key, row, named ?? key]);
  if (note === undefined || stored === undefined || index === undefined) return "again";
  if (note.versionstamp === null) return undefined;
  if (named !== undefined && index.versionstamp !== seen?.versionstamp) return "again";
  if (!isGone && stored.versionstamp !== null && !excused.has(keyText(row))) {
    const slots = slotsOf(stored.value);
    if (slots === undefined && !isWhole(stored.value)) return undefined; // told: it cannot be read
    if (untilOf(slots?.[place?.sub ?? 0]) === until) return undefined;
  }
  const read = [note, stored, index];
  return {
    fault: {
      kind: "stale_expiry",
      where,
      id,
      found: `a note that it expires at ${until}`,
      right: "none",
    },
    quiet: excused.has(keyText(row)),
    mend: () => mendBy(run, where, (batch) => void batch.check(...read).delete(key)),
  };
}
