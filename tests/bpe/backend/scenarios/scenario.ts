/**
 * A scenario: what an engine is asked for, and what it is to show.
 *
 * @module
 */
import type { Kv } from "../../../../kvs/kv.ts";
import type { Handler } from "../../../../bpe/mod.ts";
import type { Driver } from "../drivers.ts";

/** What every engine can be asked for. */
export interface CommonScenario {
  /** What it shows. */
  readonly name: string;
  /** Files. */
  readonly files: readonly string[];
  /** Handlers by topic; new ones for each run. */
  readonly handlers?: () => Readonly<Record<string, Handler>>;
  /** Does it. */
  readonly run: (on: Driver) => Promise<void>;
  /** Whether values are too large for the history. */
  readonly bulky?: boolean;
}

/** What needs a store. */
export interface DurableScenario {
  /** What it shows. */
  readonly name: string;
  /** Does it on an empty store. */
  readonly run: (kv: Kv) => Promise<string>;
}
