/**
 * The desk: what the pages share.
 *
 * @module
 */
import type * as bpe from "../../bpe/mod.ts";
import type { Drafts } from "../../form/mod.ts";
import type { Live } from "./live.ts";
import type { Tally } from "./tally.ts";
import type { Warehouse } from "./warehouse.ts";

/** What the pages share. */
export interface Desk {
  /** The engine. */
  readonly runtime: bpe.Runtime;
  /** The processes, at their latest versions. */
  readonly processes: readonly bpe.Version[];
  /** How many instances stand where. */
  readonly tally: Tally;
  /** Tells pages of what changed. */
  readonly live: Live;
  /** The stock system. */
  readonly warehouse: Warehouse;
  /** What people have entered and not sent. */
  readonly drafts: Drafts;
  /** The id of the instance that an event starts. */
  readonly instanceOf: (event: string) => Promise<string>;
}
