/**
 * Commits of a runtime: what is asked for while one is on its way goes together into the next.
 *
 * @module
 */
import type { Kv } from "../../kvs/mod.ts";
import { type GroupCommit, groupCommit } from "../../kvs/tool.ts";
import { BpeError } from "../error.ts";

/** A group commit over a store; what is asked of a runtime that is not alive is refused with `closed`. */
export function commits(kv: Kv, isAlive: () => boolean): GroupCommit {
  const group = groupCommit(kv);
  return {
    submit: (batch) => isAlive() ? group.submit(batch) : Promise.reject(closed()),
  };
}

/** What is asked of a runtime that is closed. */
export function closed(): BpeError {
  return new BpeError("closed", "the runtime is closed: open another");
}
