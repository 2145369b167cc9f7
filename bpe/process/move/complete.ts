/**
 * Moving a process that does not step: a task that waits for a person is completed.
 *
 * @module
 */
import type { Doc } from "../../state/documents.ts";
import type { Task } from "../../store/row/task.ts";
import { docsChange } from "../change.ts";
import { type Context, inBackground, type Snapshot, withinTime } from "../context.ts";
import type { MoveRequest } from "../module.ts";
import { refuse } from "../refusal.ts";
import { type Reply, replyOf } from "../reply.ts";
import type { MoveOptions } from "./options.ts";

/** Completes the named task, or the one that has been open longest; undefined where the process has changed meanwhile. */
export async function completeOpen(
  cx: Context,
  { proc, stored, module }: Snapshot,
  docs: readonly Doc[],
  { task: name, by }: MoveOptions,
): Promise<Reply | undefined> {
  const task = await oldest(cx, proc.id, name);
  if (task === undefined) {
    return await refuse(cx, proc.id, name === undefined ? "No open task" : "No such task", name);
  }
  const edited = { ...proc, docs };
  const isAllowed = await withinTime(
    cx,
    proc.id,
    "auth",
    () => module.auth?.(task.roles, by, edited),
  );
  if (isAllowed === false) {
    return await refuse(cx, proc.id, "Access denied", task.node);
  }
  const targets = proc.flows.filter(({ source }) => source === task.node);
  const [only] = targets.length === 1 ? targets : [];
  const request: MoveRequest = {
    kind: "request",
    source: task.node,
    target: only?.target ?? task.node,
    flow: only,
    key: `${proc.id}/${task.element}`,
  };
  const result = await withinTime(cx, proc.id, "action", () => module.action?.(request, edited)) ??
    {};
  const after = { ...edited, docs: result.docs ?? docs };
  const { applied, state } = await cx.runtime.complete(task, {}, {
    by,
    version: proc.version,
    ...docsChange(proc.docs, after.docs),
  });
  if (!applied) {
    if (state.version !== stored.state.version) return undefined;
    return await refuse(cx, proc.id, "No open task", task.node);
  }
  if (module.moved !== undefined) {
    inBackground(cx, (async () => await module.moved?.(request, result, after))());
  }
  return replyOf(result.reply, task.node);
}

async function oldest(
  { runtime }: Context,
  instance: string,
  node: string | undefined,
): Promise<Task | undefined> {
  let found: Task | undefined;
  for await (const task of runtime.tasks({ instance })) {
    if (node !== undefined && task.node !== node) continue;
    if (found === undefined || task.element < found.element) found = task;
  }
  return found;
}
