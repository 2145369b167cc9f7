/**
 * The work list: persons find, claim, release and complete tasks.
 *
 * @module
 */
import { retry } from "../../kvs/rows/commit.ts";
import type { KvKey, KvListSelector } from "../../kvs/kv.ts";
import type { Besides, Complete } from "../state/command.ts";
import { BpeError } from "../error.ts";
import type { Variables } from "../state/state.ts";
import { check, draft, remove } from "../store/draft.ts";
import { type Host, notify } from "../store/host.ts";
import { find } from "../store/instances.ts";
import type { Deed, Identity } from "./identity.ts";
import { taskIndexKey, taskKey } from "../store/keys.ts";
import { ownText } from "../store/input.ts";
import { perform, repeated } from "../runtime/perform.ts";
import type { Performed } from "../store/command.ts";
import type { Task } from "./task.ts";
import { stageTask, unstageTask } from "./rows.ts";

/** Which task. */
export interface TaskRef {
  /** The instance. */
  readonly instance: string;
  /** The element. */
  readonly element: number;
}

/** Which tasks: all that fit everything that is said. */
export interface TaskQuery {
  /** Those that somebody may do: assigned to him, or unassigned and his by name or role. */
  readonly for?: Identity;
  /** Those assigned to somebody. */
  readonly assignee?: string;
  /** Unassigned ones with this candidate. */
  readonly user?: string;
  /** Unassigned ones with this role. */
  readonly role?: string;
  /** Those of a node: `process/node`. */
  readonly node?: string;
  /** Those of an instance. */
  readonly instance?: string;
  /** Those of a lane. */
  readonly lane?: string;
  /** Those that are due before this time. */
  readonly dueBefore?: number;
}

/** The tasks that fit, each once. */
export async function* tasks(host: Host, query: TaskQuery = {}): AsyncGenerator<Task, void, void> {
  const seen = new Set<string>();
  for (const { selector, isIndex } of selectors(query)) {
    for await (const { key, value } of host.kv.list<Task>(selector, { batchSize: 200 })) {
      const ref = { instance: String(key[isIndex ? 3 : 1]), element: Number(key[isIndex ? 4 : 2]) };
      const id = `${ref.instance}/${ref.element}`;
      if (seen.has(id)) continue;
      seen.add(id);
      const task = isIndex ? await findTask(host, ref) : value;
      if (task === undefined) await sweep(host, ref, key);
      else if (fits(task, query)) yield task;
    }
  }
}

/** Removes a row of an index that leads to no task. */
async function sweep(host: Host, { instance, element }: TaskRef, key: KvKey): Promise<void> {
  const change = draft();
  check(change, `task ${instance} ${element}`, taskKey(instance, element), null);
  remove(change, key);
  await host.commits.submit(change);
}

/** The task of an element; undefined where it has none. */
export async function findTask(
  host: Host,
  { instance, element }: TaskRef,
): Promise<Task | undefined> {
  const key = taskKey(ownText(instance, "instance"), element);
  return (await host.kv.get<Task>(key)).value ?? undefined;
}

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
    const row = await host.kv.get<Task>(taskKey(ownText(ref.instance, "instance"), ref.element));
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

interface Selecting {
  readonly selector: KvListSelector;
  readonly isIndex: boolean;
}

function selectors({ for: who, assignee, user, role, node, instance }: TaskQuery): Selecting[] {
  const by = (name: string, value: string): Selecting => ({
    selector: { prefix: taskIndexKey(name, ownText(value, name), "", 0).slice(0, 3) },
    isIndex: true,
  });
  if (instance !== undefined) {
    const prefix = taskKey(ownText(instance, "instance"), 0).slice(0, 2);
    return [{ selector: { prefix }, isIndex: false }];
  }
  if (assignee !== undefined) return [by("assignee", assignee)];
  if (user !== undefined) return [by("user", user)];
  if (role !== undefined) return [by("role", role)];
  if (who !== undefined) {
    return [
      by("assignee", who.id),
      by("user", who.id),
      ...(who.roles ?? []).map((each) => by("role", each)),
    ];
  }
  if (node !== undefined) return [by("node", node)];
  return [{ selector: { prefix: taskKey("", 0).slice(0, 1) }, isIndex: false }];
}

function fits(task: Task, query: TaskQuery): boolean {
  const { assignee, user, role, node, instance, lane, dueBefore } = query;
  return (assignee === undefined || task.assignee === assignee) &&
    (user === undefined || (task.assignee === undefined && task.users.includes(user))) &&
    (role === undefined || (task.assignee === undefined && task.roles.includes(role))) &&
    (node === undefined || `${task.process}/${task.node}` === node) &&
    (instance === undefined || task.instance === instance) &&
    (lane === undefined || task.lane === lane) &&
    (dueBefore === undefined || (task.due !== undefined && task.due < dueBefore)) &&
    (query.for === undefined || isFor(task, query.for));
}

function isFor(task: Task, { id, roles = [] }: Identity): boolean {
  if (task.assignee !== undefined) return task.assignee === id;
  return task.users.includes(id) || task.roles.some((role) => roles.includes(role));
}
