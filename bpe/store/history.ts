/**
 * The history of an instance, as a runtime tells it.
 *
 * @module
 */
import { entries, get, type Place } from "../../kvs/mod.ts";
import type { Happening } from "../state/outcome.ts";
import { definitionOf } from "./definitions.ts";
import type { Host } from "./host.ts";
import { read } from "./instances.ts";
import { histFeed } from "./keys.ts";
import { type HistoryRecord, type StepLog, unpackStep } from "./row/step.ts";

/** More steps than an entry of a history has: it goes to the feed before they take much room. */
const MOST_STEPS = 32;

/** One line of an instance's history. */
export interface HistoryLine {
  /** The number of the command that it belongs to, from 1. */
  readonly step: number;
  /** When: milliseconds since 1970. */
  readonly time: number;
  /** The command: `start`, `complete`, `timer`, ... */
  readonly command: string;
  /** Who asked. */
  readonly by?: string;
  /** What happened. */
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
  const isTail = !reverse && after !== undefined && limit === Infinity;
  for await (const step of isTail ? newer(host, id, after) : steps(host, id, reverse)) {
    if (after !== undefined && (reverse ? step.step >= after : step.step <= after)) continue;
    const all = await Array.fromAsync(lines(host, step));
    for (const line of reverse ? all.reverse() : all) {
      if (left-- <= 0) return;
      yield line;
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

async function* steps(
  host: Host,
  id: string,
  reverse: boolean,
): AsyncGenerator<StepLog, void, void> {
  // What is not in the feed yet is read first: it may go there meanwhile, and is not told twice.
  const recent = ((await read(host, id))?.stored.steps ?? []).map(unpackStep);
  const feed = entries<HistoryRecord>(host.kv, histFeed(id), { reverse });
  if (reverse) {
    const first = recent[0]?.step ?? Infinity;
    yield* recent.toReversed();
    for await (const { record } of feed) {
      for (const step of record.steps.map(unpackStep).reverse()) if (step.step < first) yield step;
    }
    return;
  }
  let last = 0;
  for await (const { record } of feed) {
    for (const step of record.steps.map(unpackStep)) {
      yield step;
      last = step.step;
    }
  }
  for (const step of recent) if (step.step > last) yield step;
}

/** The steps behind one, oldest first; read from the newest back, so that they cost as much as there are of them. */
async function* newer(host: Host, id: string, after: number): AsyncGenerator<StepLog, void, void> {
  const recent = ((await read(host, id))?.stored.steps ?? []).map(unpackStep);
  const records: HistoryRecord[] = [];
  if ((recent[0]?.step ?? Infinity) > after + 1) {
    for await (const record of newest(host, id)) {
      if (record.id <= after) break;
      records.push(record);
    }
  }
  const written = records.reverse().flatMap(({ steps }) => steps.map(unpackStep));
  let last = after;
  for (const step of [...written, ...recent]) {
    if (step.step > last) yield step;
    last = Math.max(last, step.step);
  }
}

/** The records of a feed from the newest to the oldest, few at first: mostly one is enough. */
async function* newest(host: Host, id: string): AsyncGenerator<HistoryRecord, void, void> {
  let after: Place | undefined;
  for (let limit = 2;; limit *= 4) {
    let left = limit;
    const query = { reverse: true, limit, ...(after === undefined ? {} : { after }) };
    for await (const { record, place } of entries<HistoryRecord>(host.kv, histFeed(id), query)) {
      yield record;
      after = place;
      left--;
    }
    if (left > 0) return;
  }
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
