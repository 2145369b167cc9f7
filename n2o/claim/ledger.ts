/**
 * What carries events out at most once over processes.
 *
 * @module
 */
import type { Clock, Log } from "../../base/mod.ts";
import type { Attempt } from "./attempt.ts";
import type { Claimant } from "./claims.ts";

/** How an event ended: `unknown` where it began and nobody can tell whether it was carried out. */
export type EventOutcome = "done" | "failed" | "unknown";

/** An event to be carried out. */
export interface ClaimedEvent extends Claimant {
  /** Its number, from 1. */
  readonly seq: number;
  /** When the claim is forgotten, in milliseconds since the epoch. */
  readonly till: number;
  /** Whether its handler commits the claim with its own write: nothing is claimed before then. */
  readonly isOwn: boolean;
  /** Called where it was carried out before, and gave its session this id. */
  moved?(session: string): void;
}

/** Carries events out, each at most once. */
export interface Ledger {
  /**
   * Runs the handler of an event unless it, or a later one of its client, was claimed before; tells how it ended, whoever ran it. The
   * handler's failure is thrown.
   */
  run(event: ClaimedEvent, handler: (attempt: Attempt) => Promise<void>): Promise<EventOutcome>;
  /** Writes how the latest events ended: a server that stops waits for it. */
  close(): Promise<void>;
}

/** Makes the ledger of a server, of its clock and its log. */
export type MakeLedger = (options: { readonly clock: Clock; readonly log: Log }) => Ledger;
