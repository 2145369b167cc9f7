/**
 * What every store must do, as tests: run on each back end, and on native Deno KV as the reference.
 *
 * @module
 */
import type { Kv } from "../../../kvs/kv.ts";
import { conformAtomic } from "./atomic.ts";
import { conformErrors } from "./errors.ts";
import { conformList } from "./list.ts";
import { conformModel } from "./model.ts";
import { conformQueue } from "./queue.ts";
import { conformTime } from "./time.ts";
import { conformValues } from "./values.ts";
import { conformWatch } from "./watch.ts";
import type { VirtualClock } from "../../_support/virtual_clock.ts";

/** Opens a store that is empty. */
export type Open = () => Promise<Kv> | Kv;

/** What a back end is allowed, or cannot be asked. */
export interface ConformanceOptions {
  /** Opens a store on a virtual clock; without it, tests of `expireIn` are left out. */
  openTimed?: (clock: VirtualClock) => Promise<Kv> | Kv;
  /**
   * A commit that throws because a sum met another type may leave its earlier changes (a defect of
   * native Deno KV).
   */
  tornSums?: boolean;
  /** The store has no queue. */
  noQueue?: boolean;
  /** How many sequences of random operations the model is compared on: 30 unless told. */
  sequences?: number;
  /** The first seed of them: 1 unless told. */
  seed?: number;
}

/** Registers the tests of a back end under its name. */
export function conformance(name: string, open: Open, options: ConformanceOptions = {}): void {
  const test: Register = (sentence, run) => {
    Deno.test(`${name}: ${sentence}`, async () => {
      using kv = await open();
      await run(kv);
    });
  };
  conformValues(test);
  conformErrors(test);
  conformList(test);
  conformAtomic(test, options);
  conformWatch(test);
  conformModel(test, options);
  if (!options.noQueue) conformQueue(test);
  const { openTimed } = options;
  if (openTimed) conformTime(name, openTimed);
}

/** Registers a test that gets a store of its own. */
export type Register = (sentence: string, run: (kv: Kv) => Promise<void>) => void;

/** All entries of an iterator. */
export async function collect<T>(entries: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const entry of entries) all.push(entry);
  return all;
}
