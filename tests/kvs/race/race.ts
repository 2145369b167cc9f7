/**
 * Races that are carried out one step at a time.
 *
 * @module
 */
import type { Kv } from "../../../kvs/kv.ts";
import { faults } from "./exact.ts";
import {
  answerOf,
  type Ended,
  type Model,
  type Operation,
  type Subject,
  unserial,
  type World,
} from "./operation.ts";
import type { Random } from "../../_support/random.ts";
import { stopping } from "./stop.ts";

/** Two operations on a world. */
export interface Pair<M> {
  readonly subject: Subject<M>;
  readonly world: World<M>;
  /** The one that is stopped. */
  readonly first: Operation<M>;
  /** The one that is let in. */
  readonly second: Operation<M>;
}

/** Ways to open an empty store. */
export type Open = () => Promise<Kv>;

/**
 * Lets a whole operation in at each point of another, before each of its reads and commits, each time in a fresh store.
 *
 * @returns what went wrong
 */
export async function atEachPoint<M extends Model<M>>(
  open: Open,
  pair: Pair<M>,
): Promise<string[]> {
  const found: string[] = [];
  for (let point = 1;; point++) {
    const kv = await open();
    try {
      const { reached, wrong } = await atPoint(kv, pair, point);
      found.push(...wrong);
      if (!reached) return found;
    } finally {
      kv.close();
    }
  }
}

/** A point that is not reached tells of the operation alone, and then the other. */
async function atPoint<M extends Model<M>>(
  kv: Kv,
  { subject, world, first, second }: Pair<M>,
  point: number,
): Promise<{ reached: boolean; wrong: string[] }> {
  const { name } = subject, versions = await world.prepare(kv, name);
  const trace: string[] = [], ended: Ended<M>[] = [];
  const letIn = async () => {
    trace.push(`<< ${second.name} >>`);
    ended.push({ operation: second, answer: await answerOf(second, { kv, name, versions }) });
  };
  let points = 0;
  const stopped = stopping(kv, async (what) => {
    if (++points === point) await letIn();
    trace.push(what);
    if (points === ENDLESS) throw new Error("it goes on without end");
  });
  const answer = await answerOf(first, { kv: stopped, name, versions });
  ended.push({ operation: first, answer });
  const reached = points >= point;
  if (!reached) await letIn();
  return { reached, wrong: await wrongIn(kv, { subject, name, world, ended, trace }) };
}

/** More steps than any operation takes. */
const ENDLESS = 300;

interface Race<M> {
  readonly subject: Subject<M>;
  readonly name: string;
  readonly world: World<M>;
  readonly ended: readonly Ended<M>[];
  readonly trace: readonly string[];
}

async function wrongIn<M extends Model<M>>(
  kv: Kv,
  { subject, name, world, ended, trace }: Race<M>,
): Promise<string[]> {
  const wrong = await faults(kv);
  const unlike = unserial(world.model(), ended, await subject.text(kv, name));
  if (unlike !== undefined) wrong.push(unlike);
  if (wrong.length === 0) return [];
  return [`on ${world.name}:\n  ${wrong.join("\n  ")}\n    ${trace.join("\n    ")}`];
}

/** Several operations on a world. */
export interface Several<M> {
  readonly subject: Subject<M>;
  readonly world: World<M>;
  readonly operations: readonly Operation<M>[];
}

/**
 * Carries operations out at once: all of them stop before each read and commit, and which one goes on is drawn.
 *
 * @returns what went wrong
 */
export async function interleaved<M extends Model<M>>(
  kv: Kv,
  { subject, world, operations }: Several<M>,
  { below }: Random,
): Promise<string[]> {
  const { name } = subject, versions = await world.prepare(kv, name);
  const trace: string[] = [], ended: Ended<M>[] = [];
  const turns = new Turns(operations.length);
  const all = Promise.all(operations.map(async (operation, n) => {
    const stopped = stopping(kv, (what) => {
      trace.push(`${n} ${operation.name}: ${what}`);
      return turns.stop(n);
    });
    ended.push({ operation, answer: await answerOf(operation, { kv: stopped, name, versions }) });
    turns.end(n);
  }));
  // One that fails ends the race.
  while (await Promise.race([turns.allStopped(), all.then(() => false)])) {
    const next = turns.waiting(), n = next[below(next.length)];
    if (n === undefined) break;
    trace.push(`${n} goes on`);
    turns.goOn(n);
  }
  await all;
  return await wrongIn(kv, { subject, name, world, ended, trace });
}

/** Who of several waits to be let on. What one asks for at the same time is let on together. */
class Turns {
  readonly #running = new Set<number>();
  readonly #waiting = new Map<number, (() => void)[]>();
  #stopped = Promise.withResolvers<true>();

  constructor(count: number) {
    for (let n = 0; n < count; n++) this.#running.add(n);
  }

  stop(n: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.set(n, [...this.#waiting.get(n) ?? [], resolve]);
    this.end(n);
    return promise;
  }

  end(n: number): void {
    this.#running.delete(n);
    if (this.#running.size === 0) this.#stopped.resolve(true);
  }

  allStopped(): Promise<true> {
    return this.#stopped.promise;
  }

  waiting(): number[] {
    return [...this.#waiting.keys()].sort((a, b) => a - b);
  }

  goOn(n: number): void {
    this.#stopped = Promise.withResolvers();
    this.#running.add(n);
    const all = this.#waiting.get(n) ?? [];
    this.#waiting.delete(n);
    for (const each of all) each();
  }
}

/** Fails with the first few of what went wrong. */
export function none(wrong: readonly string[]): void {
  if (wrong.length === 0) return;
  throw new Error(`${wrong.length} went wrong:\n${wrong.slice(0, 5).join("\n")}`);
}
