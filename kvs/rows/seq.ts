/**
 * Sequences: numbers that no two nodes get twice.
 *
 * @module
 */
import { change } from "./attempt.ts";
import { stamp } from "./format.ts";
import { given, KvsError } from "../error.ts";
import type { Kv } from "../kv.ts";
import { seqKey } from "./layout.ts";

interface Waiter {
  readonly incr: number;
  readonly resolve: (value: number) => void;
  readonly reject: (cause: unknown) => void;
}

interface Counter {
  waiting: Waiter[];
  drawing: boolean;
  /** A block on its way. */
  refill: Promise<number> | undefined;
  /** Numbers drawn beforehand, of the sequence without a name. */
  next: number;
  end: number;
}

/**
 * Calls of one isolate that wait for the same counter of the same store are served by one commit.
 */
const counters = new WeakMap<Kv, Map<string, Counter>>();
const BLOCK = 64;
const WIDTH = 20;

/**
 * The next number of a sequence, as text.
 *
 * With a name, numbers follow each other by `incr` over all nodes, from 1: `"1"`, `"2"`, ...
 * Without one it is an id of 20 digits that is greater, as text too, than any that this store has
 * given this isolate before; nodes draw 64 at a time, so that ids of different nodes are unique but
 * interleave.
 *
 * @param name the sequence, usually a table's name
 * @param incr how much to add: a whole number, 1 unless told
 * @throws {KvsError} `bad_count` for another increment, `conflict`, `store`
 */
export async function seq(kv: Kv, name: string = "", incr: number = 1): Promise<string> {
  if (typeof name !== "string") {
    throw new KvsError(
      "bad_argument",
      `a sequence goes by text, not by what is of type ${typeof name}`,
    );
  }
  if (!Number.isSafeInteger(incr) || incr < 1) {
    throw new KvsError(
      "bad_count",
      `sequence "${name}": add a whole number from 1, not ${shown(incr)}`,
    );
  }
  const counter = given(`sequence "${name}"`, () => counterOf(kv, name));
  if (name !== "") return String(await draw(kv, name, counter, incr));
  while (counter.next >= counter.end) {
    counter.refill ??= draw(kv, name, counter, BLOCK).finally(() => counter.refill = undefined);
    const end = await counter.refill + 1;
    if (end > counter.end) [counter.next, counter.end] = [end - BLOCK, end]; // else another call has done it
  }
  return String(counter.next++).padStart(WIDTH, "0");
}

function shown(incr: unknown): string {
  return typeof incr === "number" ? String(incr) : `what is of type ${typeof incr}`;
}

function counterOf(kv: Kv, name: string): Counter {
  const named = counters.get(kv) ?? new Map<string, Counter>();
  counters.set(kv, named);
  const counter = named.get(name) ??
    { waiting: [], drawing: false, refill: undefined, next: 0, end: 0 };
  named.set(name, counter);
  return counter;
}

function draw(kv: Kv, name: string, counter: Counter, incr: number): Promise<number> {
  return new Promise((resolve, reject) => {
    counter.waiting.push({ incr, resolve, reject });
    if (!counter.drawing) void serve(kv, name, counter);
  });
}

async function serve(kv: Kv, name: string, counter: Counter): Promise<void> {
  counter.drawing = true;
  while (counter.waiting.length > 0) {
    const served = counter.waiting;
    counter.waiting = [];
    try {
      let value = await advance(kv, name, served.reduce((sum, { incr }) => sum + incr, 0));
      for (const { incr, resolve } of served) resolve(value += incr);
    } catch (cause) {
      for (const { reject } of served) reject(cause);
    }
  }
  counter.drawing = false;
}

/** Adds to the stored number and answers what it was. */
function advance(kv: Kv, name: string, by: number): Promise<number> {
  const where = `sequence "${name}"`, key = seqKey(name);
  return change(kv, where, async (layout) => {
    const { value, versionstamp } = await kv.get<number>(key), before = value ?? 0;
    const atomic = kv.atomic().check({ key, versionstamp }).set(key, before + by);
    stamp(atomic, layout);
    const { ok } = await atomic.commit();
    return ok ? before : undefined;
  });
}
