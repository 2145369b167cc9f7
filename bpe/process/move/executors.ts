/**
 * Who works on a process after a move.
 *
 * @module
 */
import type { Meta } from "../../state/reserved.ts";
import { keptMeta } from "../change.ts";
import { type Context, type Snapshot, withinTime } from "../context.ts";
import type { ActionResult, MoveRequest } from "../module.ts";
import type { Proc } from "../proc.ts";

/** A move that is about to be committed. */
export interface Moved {
  /** The move, as the module's functions see it. */
  readonly request: MoveRequest;
  /** What the action answered. */
  readonly result: ActionResult;
  /** The process with the documents that it will have. */
  readonly after: Proc;
}

/** The executors that the module names, and marks of those who have done their part, as what the process keeps; undefined where there are neither. */
export async function executorsAfter(
  cx: Context,
  seen: Snapshot,
  { request, result: { executed = [] }, after }: Moved,
): Promise<Meta | undefined> {
  const { proc, module } = seen;
  if (executed.length === 0 && module.executors === undefined) return undefined;
  const time = cx.clock.now();
  const executors =
    await withinTime(cx, proc.id, "executors", () => module.executors?.(request, after)) ?? [];
  if (executors.length + proc.executors.length + executed.length === 0) return undefined;
  return {
    ...keptMeta(seen),
    executors: executors.map((each) => ({ ...each, received: each.received ?? time })),
    ...(executed.length === 0
      ? {}
      : { executed: Object.fromEntries(executed.map((id) => [id, time])) }),
  };
}
