/**
 * The work list: persons find, claim, release and complete tasks.
 *
 * @module
 */
import { retry } from "../../kvs/rows/commit.ts";
import type { Besides, Complete } from "../state/command.ts";
import { BpeError } from "../error.ts";
import type { Variables } from "../state/state.ts";
import { check, draft } from "../store/draft.ts";
import { type Host, notify } from "../store/host.ts";
import { find } from "../store/instances.ts";
import type { Deed, Identity } from "./identity.ts";
import { taskRow } from "../store/keys.ts";
import { ownText } from "../store/input.ts";
import { perform, repeated } from "../runtime/perform.ts";
import type { Performed } from "../store/command.ts";
import type { Task } from "./task.ts";
import { findTask, type TaskRef } from "./work_list.ts";
import { stageTask, unstageTask } from "./rows.ts";

/**
 * Makes a task somebody's own.
 *
 * @throws {BpeError} `task` where there is none, or it is somebody else's; `denied` where he may not
 */
export function claim(host: Host, ref: TaskRef, identity: Identity): Promise<Task> {
  return change(host, ref, identity, "claim", (task) => {
    if (task.assignee !== undefined && task.assignee !== identity.id) {
      throw refused(ref, task, `is claimed by ${task.assignee}`);
    }
    return { ...task, assignee: ownText(identity.id, "identity") };
  });
}

/** Gives a task back to its candidates. */
export function release(host: Host, ref: TaskRef, identity?: Identity): Promise<Task> {
  return change(host, ref, identity, "release", ({ assignee: _, ...task }) => task);
}

/** Makes a task somebody else's. */
export function assign(
  host: Host,
  ref: TaskRef,
  assignee: string,
  identity?: Identity,
): Promise<Task> {
  return change(host, ref, identity, "assign", (task) => ({
    ...task,
    assignee: ownText(assignee, "assignee"),
  }));
}

/**
 * Completes a task with values.
 *
 * @throws {BpeError} `task` where it is done already or is somebody else's; `denied` where he may not
 */
export async function completeTask(
  host: Host,
  ref: TaskRef,
  variables: Variables,
  identity?: Identity,
  key?: string,
  besides: Besides = {},
): Promise<Performed> {
  const task = await findTask(host, ref);
  if (task === undefined) {
    const before = key === undefined ? undefined : await repeated(host, ref.instance, key);
    if (before !== undefined) return before;
    throw refused(ref, undefined, "is done already, or was withdrawn");
  }
  const command: Complete = { do: "complete", element: ref.element, variables, ...besides };
  return await perform(host, ref.instance, command, {
    key,
    by: identity?.id,
    // Asked of the task as it is when it is done: one that somebody has claimed meanwhile is his.
    task: (task) => permit(host, identity, { do: "complete", task }),
  });
}

/** Asks whether somebody may do something. */
export async function permit(
  host: Host,
  identity: Identity | undefined,
  deed: Deed,
): Promise<void> {
  const roles = "task" in deed ? deed.task.roles : deed.do === "command" ? deed.roles : [];
  if (await host.options.auth(identity, roles, deed)) return;
  const what = "task" in deed
    ? `task ${deed.task.node}`
    : "process" in deed
    ? `process ${deed.process}`
    : `instance ${deed.instance}`;
  const how = deed.do === "command" ? `${deed.command} ${deed.node} of` : deed.do;
  throw new BpeError("denied", `is not allowed to ${how} ${what}`, {
    element: identity?.id ?? "nobody",
    instance: "task" in deed ? deed.task.instance : "instance" in deed ? deed.instance : undefined,
  });
}

async function change(
  host: Host,
  ref: TaskRef,
  identity: Identity | undefined,
  deed: "claim" | "release" | "assign",
  next: (task: Task) => Task,
): Promise<Task> {
  return await retry(`task ${ref.instance}/${ref.element}`, async () => {
    const row = await host.kv.get<Task>(
      taskRow.key(ownText(ref.instance, "instance"), ref.element),
    );
    if (row.versionstamp === null) {
      throw refused(ref, undefined, "is done already, or was withdrawn");
    }
    const task = row.value;
    await permit(host, identity, { do: deed, task });
    const changed = next(task);
    const change = draft();
    check(change, `task ${ref.instance} ${ref.element}`, row.key, row.versionstamp);
    unstageTask(change, task);
    stageTask(change, changed);
    if (await host.commits.submit(change) === undefined) return undefined;
    await tell(host, changed);
    return changed;
  });
}

/** Whoever observes the runtime hears that a task has another assignee. */
async function tell(host: Host, task: Task): Promise<void> {
  if (host.observers.size === 0) return;
  const loaded = await find(host, task.instance);
  if (loaded === undefined) return;
  const { stored, definition } = loaded;
  notify(host, { before: stored, after: stored, definition, step: undefined, sent: [], task });
}

function refused(ref: TaskRef, task: Task | undefined, why: string): BpeError {
  return new BpeError("task", why, {
    element: task?.node ?? `task ${ref.element}`,
    instance: ref.instance,
  });
}
