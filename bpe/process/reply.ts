/**
 * What is answered to who moves a process.
 *
 * @module
 */
import { isRecord } from "../state/data.ts";

/** The answer to `next`, `complete`, `amend` and the like. */
export type Reply =
  /** A token went to this node; of a process that does not step, the task that was completed. */
  | { readonly complete: string }
  /** What the action of the process answered instead. */
  | { readonly reply: unknown }
  /** Nothing was done: why, and about what. */
  | { readonly error: string; readonly what: unknown }
  /** No token is left to be moved; the process has ended, unless an incident keeps it. */
  | "Final";

/** The reply that an action's answer makes; `target` is where the token went. */
export function replyOf(said: unknown, target: string): Reply {
  if (said === undefined) return { complete: target };
  return isRecord(said) && typeof said.complete === "string"
    ? { complete: said.complete }
    : { reply: said };
}
