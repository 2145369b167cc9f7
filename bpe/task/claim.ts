/**
 * Whose a task is: it is claimed, given back, and given to somebody else.
 *
 * @module
 */
import { Batch } from "../../kvs/mod.ts";
import { type Host, notify } from "../store/host.ts";
import { keyPart } from "../store/input.ts";
import { find } from "../store/instances.ts";
import { taskRow } from "../store/keys.ts";
import { retry } from "../store/retry.ts";
import type { Task } from "../store/row/task.ts";
import type { TaskHost } from "./host.ts";
import type { Identity } from "./identity.ts";
import { permit } from "./permission.ts";
import { stageTask, unstageTask } from "./rows.ts";
import { refused, type TaskRef } from "./work_list.ts";

/**
 * Makes a task somebody's own.
 *
 * @throws {BpeError} `task` where there is none, or it is somebody else's; `denied` where they may not
 */
export function claim(host: TaskHost, ref: TaskRef, by: Identity): Promise<Task> {
  return change(host, ref, { do: "claim", by }, (task) => {
    if (task.assignee !== undefined && task.assignee !== by.id) {
      throw refused(ref, task, `is claimed by ${task.assignee}`);
    }
    return { ...task, assignee: keyPart(by.id, "identity") };
  });
}

/** Gives a task back to its candidates. */
export function release(
  host: TaskHost,
  ref: TaskRef,
  by: Identity | undefined,
): Promise<Task> {
  return change(host, ref, { do: "release", by }, ({ assignee: _, ...task }) => task);
}

/** Makes a task somebody else's. */
export function assign(
  host: TaskHost,
  ref: TaskRef,
  assignee: string,
  by: Identity | undefined,
): Promise<Task> {
  return change(host, ref, { do: "assign", by }, (task) => ({
    ...task,
    assignee: keyPart(assignee, "assignee"),
  }));
}

interface TaskChange {
  readonly do: "claim" | "release" | "assign";
  readonly by: Identity | undefined;
}

async function change(
  host: TaskHost,
  ref: TaskRef,
  asked: TaskChange,
  next: (task: Task) => Task,
): Promise<Task> {
  return await retry(`task ${ref.instance}/${ref.element}`, async () => {
    const row = await host.kv.get<Task>(
      taskRow.key(keyPart(ref.instance, "instance"), ref.element),
    );
    if (row.versionstamp === null) {
      throw refused(ref, undefined, "is done already, or was withdrawn");
    }
    const task = row.value;
    await permit(host, asked.by, { do: asked.do, task });
    const changed = next(task);
    const change = new Batch();
    change.check({ key: row.key, versionstamp: row.versionstamp });
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
