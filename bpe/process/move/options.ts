/**
 * What is asked of a process, and what goes with the command that does it.
 *
 * @module
 */
import { type Doc, type Splice, spliceOf } from "../../state/documents.ts";
import type { Identity } from "../../task/identity.ts";
import type { State } from "../../state/state.ts";
import type { Reply } from "../reply.ts";

/** What is asked of a process. */
export interface Ask {
  /** The flow that shall move. */
  readonly flow?: string | undefined;
  /** The task that shall be completed, or reached. */
  readonly task?: string | undefined;
  /** What is done to the documents first. */
  readonly edit?: (docs: readonly Doc[]) => readonly Doc[];
  /** Who asks. */
  readonly identity?: Identity | undefined;
}

/** The change of the documents, as a command carries it. */
export function changes(
  before: readonly Doc[],
  after: readonly Doc[],
): { readonly docs?: Splice } {
  const docs = spliceOf(before, after);
  return docs === undefined ? {} : { docs };
}

/** Undefined, to try again, where the process is not any more what was decided on. */
export function stale(now: State, then: State): Reply | undefined {
  return now.version === then.version ? { error: "Nothing to move", what: [] } : undefined;
}

/** Who asks, for the history. */
export function by(identity: Identity | undefined): { readonly by?: string } {
  return identity === undefined ? {} : { by: identity.id };
}
