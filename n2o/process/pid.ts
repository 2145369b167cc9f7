/**
 * A process as others see it: what reaches it, and what they hear when it does not.
 *
 * @module
 */
import type { Key } from "../term/plain.ts";

/** What became of a message that nobody waits for: it waits in the mailbox, the mailbox is full, or there is no such process any more. */
export type Cast = "ok" | "full" | "noproc";

/** Settings of a call. */
export interface CallOptions {
  /** Milliseconds until the caller is told `timeout`; 5,000 by default, `Infinity` for never. */
  readonly timeout?: number;
}

/**
 * Why a process ended. `"normal"` and `"shutdown"` are no failures; anything else is: `"killed"`, another text, or the error that was
 * thrown.
 */
export type Reason = unknown;

/** How a process ended. */
export interface End {
  /** Why it ended: `"normal"` and `"shutdown"` are no failures. */
  readonly reason: Reason;
  /** How many messages were waiting. */
  readonly lost: number;
  /** Whether its `init` had succeeded. */
  readonly hasBegun: boolean;
}

/** A message that is on its way, delayed. */
export interface Timer {
  /** Calls it off; tells whether it was still to come. */
  cancel(): boolean;
}

/** A process: what it is asked is typed by the module that it runs. */
export interface Pid<Message = unknown, Answer = unknown> {
  /** Tells it from every other process of its supervisor, those before its restarts too: `<0.12.0>`. */
  readonly id: string;
  /** The table that it is registered in. */
  readonly table: string;
  /** Its name in that table. */
  readonly name: Key;
  /** Whether it takes messages. */
  readonly alive: boolean;
  /**
   * Calls it: resolves to what it replies.
   *
   * Rejects with {@linkcode N2oError} `full` and `noproc` for a message that was not begun, `crashed` for one over which the process failed,
   * `timeout` when there is no answer in time (one that was not begun by then never will be), and `calling_self` within the process itself.
   */
  send(message: Message, options?: CallOptions): Promise<Answer>;
  /** Puts a message into its mailbox. */
  cast(message: Message): Cast;
  /**
   * Puts a message into its mailbox so many milliseconds from now, unless it has ended by then. One that meets a full mailbox is lost and
   * logged.
   *
   * @throws {N2oError} `noproc` when it has ended, `full` when as many messages are delayed as its mailbox holds, `value` for a time that is
   * none or longer than 24.8 days
   */
  sendAfter(ms: number, message: Message): Timer;
  /** Ends it at once for a reason, as if it had failed: what it is doing is dropped, and its supervisor hears of it. */
  exit(reason: Reason): void;
}

/** Whether a process that ended so has failed. */
export function isFailure(reason: Reason): boolean {
  return reason !== "normal" && reason !== "shutdown";
}
