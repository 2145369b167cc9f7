/**
 * The history of an instance, as a runtime tells it.
 *
 * @module
 */
import { entries, get } from "../../kvs/mod.ts";
import { idKey, indication, readSlots, type Spot } from "../../kvs/tool.ts";
import type { Happening } from "../state/outcome.ts";
import { definitionOf } from "./definitions.ts";
import type { Host } from "./host.ts";
import { read } from "./instances.ts";
import { histFeed } from "./keys.ts";
import { type HistoryRecord, type StepLog, unpackStep } from "./row/step.ts";

/** More steps than an entry of a history has: it goes to the feed before they take much room. */
const MOST_STEPS = 32;
/** How many entries are read at first, and how many at once at most. */
const FIRST_READ = 4, MOST_READ = 200;
/** How many ids of entries are looked up at once. */
const AT_ONCE = 8;

/** One line of an instance's history. */
export interface HistoryLine {
  /** The number of the command that it belongs to, from 1. */
  readonly step: number;
  /** When: milliseconds since 1970. */
  readonly time: number;
  /** The command: `start`, `complete`, `timer`, ... */
  readonly command: string;
  /** The id of whoever gave the command; absent where the program itself did. */
  readonly by?: string;
  /** What happened to the element: `entered`, `completed`, `taken`, `set`, ... */
  readonly event: Happening;
  /** The element, as numbered in the instance. */
  readonly element: number;
  /** The id of the node, or of the process. */
  readonly node: string;
  /** The name of the node, or of the process. */
  readonly name: string;
  /** The id of the sequence flow, with `taken`. */
  readonly flow?: string;
  /** Values that were set, with `set`; the code of an error, with `failed`. */
  readonly data?: unknown;
}

/** Asks for lines of a history. */
export interface HistoryQuery {
  /** From the newest to the oldest. */
  readonly reverse?: boolean;
  /** Only steps behind this one, in the direction read. */
  readonly after?: number;
  /** At most so many lines. */
  readonly limit?: number;
}

/** The history of an instance, oldest first unless told; nothing for one that was never started. */
export async function* history(
  host: Host,
  id: string,
  { reverse = false, after, limit = Infinity }: HistoryQuery = {},
): AsyncGenerator<HistoryLine, void, void> {
  let left = limit;
  if (left <= 0) return;
  for await (const step of steps(host, id, { reverse, after })) {
    const all = await Array.fromAsync(lines(host, step));
    for (const line of reverse ? all.reverse() : all) {
      yield line;
      if (--left <= 0) return;
    }
  }
}

/**
 * What one command did to an instance.
 *
 * @param step its number from 1; the last one by default
 * @returns its lines, oldest first; none where there was no such command
 */
export async function stepOf(
  host: Host,
  id: string,
  step?: number,
): Promise<readonly HistoryLine[]> {
  const recent = ((await read(host, id))?.stored.steps ?? []).map(unpackStep);
  const found = step === undefined
    ? recent.at(-1) ?? await lastWritten(host, id)
    : recent.find((each) => each.step === step) ?? await written(host, id, step);
  return found === undefined ? [] : await Array.fromAsync(lines(host, found));
}

async function lastWritten(host: Host, id: string): Promise<StepLog | undefined> {
  const last = entries<HistoryRecord>(host.kv, histFeed(id), { reverse: true, limit: 1 });
  for await (const { record } of last) return record.steps.map(unpackStep).at(-1);
  return undefined;
}

/** An entry has the number of its last step as its id, and few steps: the one that is wanted stands in the first from its own number on. */
async function written(host: Host, id: string, step: number): Promise<StepLog | undefined> {
  for (let last = step; last < step + MOST_STEPS; last++) {
    const record = await get<HistoryRecord>(host.kv, histFeed(id), last);
    if (record === undefined) continue;
    return record.steps.map(unpackStep).find((each) => each.step === step);
  }
  return undefined;
}

/** The part of a history that is read. */
interface StepsQuery {
  readonly reverse: boolean;
  /** Only steps behind this one, in the direction read. */
  readonly after: number | undefined;
}

/** The steps behind one: what is read depends on how many are taken, not on how many there are. */
async function* steps(
  host: Host,
  id: string,
  { reverse, after }: StepsQuery,
): AsyncGenerator<StepLog, void, void> {
  // What is not in the feed yet is read first: it may go there meanwhile, and is not told twice.
  const recent = ((await read(host, id))?.stored.steps ?? []).map(unpackStep);
  const first = recent[0]?.step ?? Infinity;
  if (reverse) {
    const end = after ?? Infinity, below = Math.min(first, end);
    for (const step of recent.toReversed()) if (step.step < end) yield step;
    for await (const record of records(host, id, { reverse, after })) {
      for (const step of record.steps.map(unpackStep).reverse()) if (step.step < below) yield step;
    }
    return;
  }
  let last = after ?? 0;
  if (first > last + 1) {
    for await (const record of records(host, id, { reverse, after })) {
      for (const step of record.steps.map(unpackStep)) {
        if (step.step <= last) continue;
        yield step;
        last = step.step;
      }
    }
  }
  for (const step of recent) if (step.step > last) yield step;
}

/** Entries of the feed, from the one that holds the step `after` on; few are read at first, for mostly few are wanted. */
async function* records(
  host: Host,
  id: string,
  { reverse, after }: StepsQuery,
): AsyncGenerator<HistoryRecord, void, void> {
  const path = histFeed(id);
  let from = after === undefined ? undefined : await spotOf(host, id, after);
  if (from === undefined && after !== undefined && !reverse && after >= 1) {
    // No entry holds the step: mostly it is the newest there is.
    const newest = await lastWritten(host, id);
    if (newest === undefined || newest.step <= after) return;
  }
  for (let limit = FIRST_READ, inclusive = true;; limit = Math.min(limit * 2, MOST_READ)) {
    const range = { own: true, from, inclusive, reverse };
    const slots = await readSlots<HistoryRecord>(host.kv, path, range, limit);
    for (const { record } of slots) yield record;
    if (slots.length < limit) return;
    from = slots.at(-1);
    inclusive = false;
  }
}

/** Where the entry with a step is: the first whose own number is not less. */
async function spotOf(host: Host, id: string, step: number): Promise<Spot | undefined> {
  if (!Number.isSafeInteger(step) || step < 1) return undefined;
  const path = histFeed(id);
  // What was taken last is mostly the end of an entry.
  for (let first = step, length = 1; first < step + MOST_STEPS; first += length, length = AT_ONCE) {
    const keys = Array.from({ length }, (_, n) => idKey(path, first + n, `history of ${id}`));
    for (const row of await host.kv.getMany<number[]>(keys)) {
      const found = indication(row);
      if (found !== undefined) return { path, at: found.at, sub: found.sub };
    }
  }
  return undefined;
}

async function* lines(host: Host, record: StepLog): AsyncGenerator<HistoryLine, void, void> {
  const definition = await definitionOf(host, record.definition);
  const process = definition.processes.find(({ id }) => record.definition.startsWith(`${id}:`));
  for (const { event, element, node: index, flow, data } of record.entries) {
    const node = definition.nodes[index] ?? process;
    const taken = flow === undefined ? undefined : definition.flows[flow]?.id;
    yield {
      step: record.step,
      time: record.time,
      command: record.do,
      ...(record.by === undefined ? {} : { by: record.by }),
      event,
      element,
      node: node?.id ?? "",
      name: node?.name ?? "",
      ...(taken === undefined ? {} : { flow: taken }),
      ...(data === undefined ? {} : { data }),
    };
  }
}
