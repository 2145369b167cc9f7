/**
 * What a process runs.
 *
 * @module
 */
import type { Clock, Log } from "../../base/mod.ts";
import type { Key } from "../term/plain.ts";
import type { End, Reason } from "./pid.ts";
import type { Schedule } from "./turn.ts";

/** What a message leads to; nothing at all for one that is done with. */
export interface Outcome<State, Answer> {
  /** What the caller gets; `undefined` by default. */
  readonly reply?: Answer;
  /** Fails the caller with this error, in place of a reply; the process goes on. */
  readonly refuse?: unknown;
  /** The state from now on; the same by default. */
  readonly state?: State;
  /** Ends the process: `"normal"` and `"shutdown"` are no failures, anything else is. */
  readonly stop?: Reason;
}

/**
 * What a process runs: functions of its state, called one at a time. A module of a page's kind: `import * as counter from "./counter.ts"`.
 *
 * `signal` is aborted when the process has ended, however that came: hand it to what should end then as well.
 */
export interface Module<State = unknown, Message = unknown, Answer = unknown> {
  /** Its name as `whichChildren` tells it; "pi" by default. */
  readonly name?: string;
  /** Makes the state from the one that `start` was given, which it is by default. What it throws fails the start. */
  init?(given: State, signal: AbortSignal): State | void | Promise<State | void>;
  /** Handles one message, the next one when its promise has resolved. What it throws ends the process. */
  proc(
    message: Message,
    state: State,
    signal: AbortSignal,
  ): Outcome<State, Answer> | void | Promise<Outcome<State, Answer> | void>;
  /** Called once at the end, whatever the reason, with the state before the message that failed. What it throws is logged. */
  terminate?(reason: Reason, state: State, signal: AbortSignal): void | Promise<void>;
}

/** Makes surroundings for one turn of a process: what it left open is done when the promise resolves. */
export type Enter = <T>(body: () => T) => T | Promise<Awaited<T>>;

/** What a process is made of. */
export interface ProcessOptions<State, Message, Answer> {
  readonly id: string;
  readonly table: string;
  readonly name: Key;
  readonly module: Module<State, Message, Answer>;
  readonly state: State;
  /** Milliseconds that `init` and `terminate` may take. */
  readonly timeout: number;
  /** Milliseconds that a message may take. */
  readonly limit: number;
  /** How many messages may wait. */
  readonly mailbox: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly schedule: Schedule;
  readonly enter: Enter;
  /** Called once, when all is over. */
  readonly onEnd: (end: End) => void;
}
