/**
 * The error class of the module.
 *
 * @module
 */
import { CodedError } from "../base/mod.ts";

/** What went wrong, for programs. */
export type N2oErrorCode =
  /** The operation needs a running message: it was called outside of `context.run`. */
  | "no_context"
  /** A pickle or token that this server did not make, or made for another session or purpose. */
  | "forged"
  /** A pickle or token past its expiry. */
  | "expired"
  /** A session that was logged out, or whose time is over, while something was to be done in it. */
  | "ended"
  /** A frame of the client that is no term. */
  | "frame"
  /** A setting that cannot work; the message names the key. */
  | "config"
  /** A bound was reached: a table, a mailbox, a connection's backlog. */
  | "full"
  /** The broker of a bus cannot be reached. */
  | "unavailable"
  /** A value that has no term, or a term that stands for no plain value. */
  | "value"
  /** A call, an `init` or a message of a process took longer than it may. */
  | "timeout"
  /** There is no such process: it ended, it is restarting, or it never was. A message that meets this was not begun. */
  | "noproc"
  /** The process failed over this message, which may be half done, or in its `init`. */
  | "crashed"
  /** A process waits for itself. */
  | "calling_self"
  /** A process of this name runs already, or is being restarted. */
  | "already_started"
  /** A ring without members has nobody to give a key to. */
  | "empty_ring"
  /** The host has no Workers. */
  | "no_worker";

/** An error of the n2o module. `code` is for programs, `message` for people, `cause` is what led to it. */
export class N2oError extends CodedError<N2oErrorCode> {
  /** The class, by which errors of another copy of the module are recognised. */
  static override readonly name = "N2oError";
}
