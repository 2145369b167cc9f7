/**
 * What is asked of a process that is to move.
 *
 * @module
 */
import type { ByOptions } from "../../runtime/api.ts";
import type { Doc } from "../../state/documents.ts";
import type { State } from "../../state/state.ts";
import type { Reply } from "../reply.ts";

/** What is asked of a process that is to move. */
export interface MoveOptions extends ByOptions {
  /** The id of the flow that shall move; the one whose turn it is where not said. */
  readonly flow?: string | undefined;
  /** The id of the task that shall be completed, or reached. */
  readonly task?: string | undefined;
  /** What is done to the documents first. */
  readonly edit?: (docs: readonly Doc[]) => readonly Doc[];
}

/** Undefined, to try again, where the process is not any more what was decided on. */
export function stale(now: State, then: State): Reply | undefined {
  return now.version === then.version ? { error: "Nothing to move", what: [] } : undefined;
}
