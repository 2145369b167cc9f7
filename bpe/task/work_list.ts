/**
 * The work list: which tasks there are, and whose they are.
 *
 * @module
 */
import { Batch, type KvKey, type KvListSelector } from "../../kvs/mod.ts";
import type { Identity } from "./identity.ts";
import type { Host } from "../store/host.ts";
import { keyPart } from "../store/input.ts";
import { type TaskIndex, taskIndexRow, taskRow } from "../store/keys.ts";
import { BpeError } from "../error.ts";
import type { Task } from "../store/row/task.ts";

/** A task, by the element of the instance that waits for it. */
export interface TaskRef {
  /** The id of the instance. */
  readonly instance: string;
  /** As numbered in the instance. */
  readonly element: number;
}

/** Asks for the tasks that fit everything that is said. */
export interface TaskQuery {
  /** Those that somebody may do: assigned to them, or unassigned and theirs by name or role. */
  readonly for?: Identity;
  /** Those assigned to somebody. */
  readonly assignee?: string;
  /** Unassigned ones with this candidate. */
  readonly user?: string;
  /** Unassigned ones with this role. */
  readonly role?: string;
  /** Those of a node: `process/node`. */
  readonly node?: string;
  /** Those of one instance. */
  readonly instance?: string;
  /** Those of a lane. */
  readonly lane?: string;
  /** Those that are due before this time: milliseconds since 1970. */
  readonly dueBefore?: number;
}

/** The tasks that fit, each once. */
export async function* tasks(host: Host, query: TaskQuery = {}): AsyncGenerator<Task, void, void> {
  const seen = new Set<string>();
  for (const { selector, refOf, isIndex } of lists(query)) {
    for await (const { key, value } of host.kv.list<Task>(selector, { batchSize: 200 })) {
      const ref = refOf(key), id = `${ref.instance}/${ref.element}`;
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
  const change = new Batch();
  change.check({ key: taskRow.key(instance, element), versionstamp: null });
  change.delete(key);
  await host.commits.submit(change);
}

/** The task of an element; undefined where it has none. */
export async function findTask(
  host: Host,
  { instance, element }: TaskRef,
): Promise<Task | undefined> {
  const key = taskRow.key(keyPart(instance, "instance"), element);
  return (await host.kv.get<Task>(key)).value ?? undefined;
}

/** Rows that lead to tasks. */
interface TaskList {
  readonly selector: KvListSelector;
  readonly refOf: (key: KvKey) => TaskRef;
  /** Whether its rows are of the index, which holds no tasks. */
  readonly isIndex: boolean;
}

/** The shortest lists that together hold all that fits. */
function lists({ for: who, assignee, user, role, node, instance }: TaskQuery): TaskList[] {
  if (instance !== undefined) return [listAll(keyPart(instance, "instance"))];
  if (assignee !== undefined) return [listBy("assignee", assignee)];
  if (user !== undefined) return [listBy("user", user)];
  if (role !== undefined) return [listBy("role", role)];
  if (who !== undefined) {
    return [
      listBy("assignee", who.id),
      listBy("user", who.id),
      ...(who.roles ?? []).map((each) => listBy("role", each)),
    ];
  }
  return [node === undefined ? listAll() : listBy("node", node)];
}

function listAll(instance?: string): TaskList {
  return {
    selector: { prefix: instance === undefined ? taskRow.prefix() : taskRow.prefix(instance) },
    refOf(key) {
      const [instance, element] = taskRow.parse(key);
      return { instance, element };
    },
    isIndex: false,
  };
}

function listBy(name: TaskIndex, value: string): TaskList {
  return {
    selector: { prefix: taskIndexRow.prefix(name, keyPart(value, name)) },
    refOf(key) {
      const [, , instance, element] = taskIndexRow.parse(key);
      return { instance, element };
    },
    isIndex: true,
  };
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

/** What is said of a task that cannot be done. */
export function refused(ref: TaskRef, task: Task | undefined, why: string): BpeError {
  return new BpeError("task", why, {
    element: task?.node ?? `task ${ref.element}`,
    instance: ref.instance,
  });
}
