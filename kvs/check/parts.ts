/**
 * Checking the parts of large records, and the marks of those that are being written or deleted.
 *
 * @module
 */
import { isObject, sleep, systemClock } from "../../base/mod.ts";
import type { KvEntry, KvKey } from "../kv.ts";
import { chunkKey, pendingKey, pendingsKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import { isParts, type Parts } from "../rows/slot.ts";
import { discard, drop } from "../rows/stowage.ts";
import { keyText } from "../table/index.ts";
import {
  type Finding,
  foreign,
  isSound,
  mendBy,
  pages,
  type Range,
  type Run,
  settle,
  typeName,
} from "./report.ts";

/** Milliseconds that a value may take to be written. */
const HOUR = 3_600_000;
/** How often, and after how many milliseconds, it is asked whether what a writer deletes is gone. */
const LOOKS = 6, PAUSE = 50;
/** Parts that one commit deletes. */
const DELETES = 500;

/** Notes which parts lie in the store. */
export async function readParts(run: Run, there: Map<string, Range[]>): Promise<void> {
  for await (const page of pages(run, { prefix: ["kvs/chunk"] }, { size: 10 })) {
    for (const row of page) {
      const [, blob, n, ...rest] = row.key;
      const isPart = typeof blob === "string" && typeof n === "number" && rest.length === 0;
      if (!isPart || !(row.value instanceof Uint8Array)) {
        await foreign(run, "", row, "nothing: it is no part of a record");
        continue;
      }
      const ranges = there.get(blob) ?? [], last = ranges.at(-1);
      if (last?.[1] === n) ranges[ranges.length - 1] = [last[0], n + 1];
      else ranges.push([n, n + 1]);
      there.set(blob, ranges);
    }
  }
}

/** The numbers of parts that nobody has named, by their blobs. */
export function leftOf(
  there: ReadonlyMap<string, readonly Range[]>,
  named: ReadonlyMap<string, readonly Range[]> = new Map(),
): Map<string, Set<number>> {
  const left = new Map<string, Set<number>>();
  for (const [blob, ranges] of there) {
    const numbers = new Set<number>();
    for (const [from, to] of ranges) for (let n = from; n < to; n++) numbers.add(n);
    for (const [from, to] of named.get(blob) ?? []) {
      for (let n = from; n < to; n++) numbers.delete(n);
    }
    if (numbers.size > 0) left.set(blob, numbers);
  }
  return left;
}

/** Whether all parts of a record are there; notes that it names them. */
export async function hasParts(run: Run, slot: Parts): Promise<boolean> {
  const { blob, from = 0, parts } = slot, { blobs } = run;
  const ranges = blobs?.there.get(blob);
  if (ranges !== undefined) {
    const named = blobs?.named.get(blob);
    if (named === undefined) blobs?.named.set(blob, [[from, from + parts]]);
    else named.push([from, from + parts]);
    if (ranges.some(([start, end]) => start <= from && from + parts <= end)) return true;
  }
  let found = 0;
  const selector = { start: chunkKey(blob, from), end: chunkKey(blob, from + parts) };
  for await (const rows of pages(run, selector, { size: 10 })) {
    found += rows.filter(({ value }) => value instanceof Uint8Array).length;
  }
  return found === parts;
}

/**
 * That each part is named by someone. Whatever has no mark while it is there was committed with what
 * names it, which does not move: who then reads everything meets it, or a mark of its removal, or the
 * part is gone. Programs may name parts in keys of their own.
 *
 * @param left what no row of a feed or table was seen to name
 */
export async function checkParts(run: Run, left: Map<string, Set<number>>): Promise<void> {
  for (const blob of left.keys()) {
    const mark = await run.kv.get(pendingKey(blob));
    if (mark.versionstamp !== null) left.delete(blob);
  }
  if (left.size === 0) return;
  const others = [{ prefix: [], end: ["kvs/chunk"] }, { prefix: [], start: ["kvs/chunk\0"] }];
  for (const selector of [...others, { prefix: pendingsKey }]) {
    for await (const page of pages(run, selector)) forgetNamed(left, page);
  }
  for (const [blob, numbers] of left) {
    await settle(run, "", () => lookAtParts(run, blob, [...numbers]));
  }
}

/** What a value names, at any depth, is named. */
function forgetNamed(left: Map<string, Set<number>>, values: unknown): void {
  const seen = new Set<unknown>(), waiting = [values];
  for (
    let value = waiting.pop();
    waiting.length > 0 || value !== undefined;
    value = waiting.pop()
  ) {
    if (!isObject(value) || ArrayBuffer.isView(value) || seen.has(value)) continue;
    seen.add(value);
    for (const each of inner(value)) waiting.push(each);
    if (typeof value.blob === "string") forget(left, value as unknown as Parts); // as: it is looked at
  }
}

function inner(value: object): Iterable<unknown> {
  return value instanceof Map || value instanceof Set ? value.entries() : Object.values(value);
}

function forget(left: Map<string, Set<number>>, kept: Parts): void {
  const { blob, from = 0, parts } = kept, numbers = left.get(blob);
  if (numbers === undefined) return;
  if (!isSound(kept)) numbers.clear();
  for (let n = from; n < from + parts; n++) numbers.delete(n);
  if (numbers.size === 0) left.delete(blob);
}

async function lookAtParts(
  run: Run,
  blob: string,
  numbers: readonly number[],
): Promise<Finding | undefined> {
  const [mark, ...parts] = await getAll<unknown>(run.kv, [
    pendingKey(blob),
    ...numbers.map((n) => chunkKey(blob, n)),
  ]);
  const there = parts.filter(({ versionstamp }) => versionstamp !== null);
  if (mark === undefined || mark.versionstamp !== null || there.length === 0) return undefined;
  const found = `${there.length} ${there.length === 1 ? "part" : "parts"} of ${blob}`;
  return {
    fault: { kind: "unnamed_parts", where: "", found, right: "none: nobody names them" },
    mend: async () => {
      for (let i = 0; i < there.length; i += DELETES) {
        const done = await mendBy(run, "parts", (batch) => {
          batch.check(mark);
          for (const { key } of there.slice(i, i + DELETES)) batch.delete(key);
        });
        if (!done) return false;
      }
      return true;
    },
  };
}

/** When each mark was set, as it is now. */
export async function marksOf(run: Run): Promise<Map<string, string>> {
  const marks = new Map<string, string>();
  for await (const page of pages(run, { prefix: pendingsKey })) {
    for (const { key, versionstamp } of page) marks.set(keyText(key), versionstamp);
  }
  return marks;
}

/**
 * That marks are of writers at work: none of parts begun over an hour ago, and none of a removal that
 * stood before and does not go.
 */
export async function checkMarks(run: Run, before: ReadonlyMap<string, string>): Promise<void> {
  for await (const page of pages(run, { prefix: pendingsKey })) {
    for (const row of page) {
      const { key, value } = row;
      if (key.length !== 2 || typeof key[1] !== "string") {
        await foreign(run, "", row, "nothing: it is no mark");
      } else if (dropsOf(value) === undefined) {
        await settle(run, "", () => lookAtMark(run, key));
      } else if (before.get(keyText(key)) === row.versionstamp && await stays(run, row)) {
        await settle(run, "", () => lookAtMark(run, key));
      }
    }
  }
}

function dropsOf(value: unknown): readonly Parts[] | undefined {
  if (!isObject(value) || !Array.isArray(value.drop)) return undefined;
  return value.drop.filter((each): each is Parts => isParts(each) && isSound(each));
}

/** Whether what a writer deletes is there still after the time in which it is deleted. */
async function stays(
  { kv, signal }: Run,
  { key, versionstamp }: KvEntry<unknown>,
): Promise<boolean> {
  for (let look = 0; look < LOOKS; look++) {
    signal?.throwIfAborted();
    await sleep(systemClock, PAUSE);
    if ((await kv.get(key)).versionstamp !== versionstamp) return false;
  }
  return true;
}

async function lookAtMark(run: Run, key: KvKey): Promise<Finding | undefined> {
  const { kv, clock } = run, mark = await kv.get(key), { value, versionstamp } = mark;
  const drops = dropsOf(value), blob = String(key.at(-1));
  if (versionstamp === null) return undefined;
  if (drops !== undefined) {
    const found = `a mark of parts to delete: ${blob}`;
    return {
      fault: { kind: "pending", where: "", found, right: "nothing: they were let go" },
      mend: async () => {
        await drop(kv, key, drops);
        return true;
      },
    };
  }
  if (typeof value === "number" && value > clock.now() - HOUR) return undefined;
  const found = typeof value === "number"
    ? `a mark of parts begun at ${value}: ${blob}`
    : `a mark that is ${typeName(value)}: ${blob}`;
  const kind = typeof value === "number" ? "pending" : "corrupt";
  return {
    fault: { kind, where: "", found, right: "nothing: no record was made of them" },
    mend: async () => {
      // Set anew first: whoever still wanted to commit the record finds its check failing.
      const { ok } = await kv.atomic().check(mark).set(key, value).commit();
      if (ok) await discard(kv, blob);
      return ok;
    },
  };
}
