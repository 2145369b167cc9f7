/**
 * What the cases of the conformance suite have in common.
 *
 * @module
 */
import type { Kv } from "../../../kvs/kv.ts";
import type { VirtualClock } from "../../_support/clock.ts";

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
  /** The tests are reported as ignored. */
  ignore?: boolean;
  /** The store has no queue. */
  noQueue?: boolean;
  /** How many sequences of random operations the model is compared on: 30 unless told. */
  sequences?: number;
  /** The first seed of them: 1 unless told. */
  seed?: number;
}

/** Registers a test that gets a store of its own. */
export type Register = (sentence: string, run: (kv: Kv) => Promise<void>) => void;

/** All entries of an iterator. */
export async function collect<T>(entries: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const entry of entries) all.push(entry);
  return all;
}
