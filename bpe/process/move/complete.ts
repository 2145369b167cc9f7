/**
 * Moving a process that does not step: a task that waits for a person is completed.
 *
 * @module
 */
import type { Doc } from "../../state/documents.ts";
import type { Task } from "../../task/task.ts";
import { type Ask, changes } from "./options.ts";
import { answered, type Context, later, type Look, refuse } from "../context.ts";
import type { MoveRequest } from "../module.ts";
import { type Reply, replyOf } from "../reply.ts";

/** Completes the named task, or the one that has been open longest; undefined where the process has changed meanwhile. */
export async function completeOpen(
  cx: Context,
  { proc, stored, module }: Look,
  docs: readonly Doc[],
  { task: name, identity }: Ask,
): Promise<Reply | undefined> {
  const task = await oldest(cx, proc.id, name);
  if (task === undefined) {
    return await refuse(cx, proc.id, name === undefined ? "No open task" : "No such task", name);
  }
  const edited = { ...proc, docs };
  const may = await answered(
    cx,
    proc.id,
    "auth",
    () => module.auth?.(task.roles, identity, edited),
  );
  if (may === false) {
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
  const result = await answered(cx, proc.id, "action", () => module.action?.(request, edited)) ??
    {};
  const after = { ...edited, docs: result.docs ?? docs };
  const { applied, state } = await cx.runtime.complete(task, {}, {
    ...(identity === undefined ? {} : { identity }),
    besides: { version: proc.version, ...changes(proc.docs, after.docs) },
  });
  if (!applied) {
    if (state.version !== stored.state.version) return undefined;
    return await refuse(cx, proc.id, "No open task", task.node);
  }
  if (module.moved !== undefined) {
    later(cx, (async () => await module.moved?.(request, result, after))());
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
