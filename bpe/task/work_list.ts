/**
 * The work list: which tasks there are, and whose they are.
 *
 * @module
 */
import { compareText } from "../../base/mod.ts";
import { Batch, type KvKey } from "../../kvs/mod.ts";
import type { Identity } from "./identity.ts";
import { behind } from "../store/behind.ts";
import type { Host } from "../store/host.ts";
import { keyPart } from "../store/input.ts";
import { merged } from "../store/merged.ts";
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
  /** Only tasks behind this one, in the direction read: where an earlier page of the same query ended. */
  readonly after?: TaskRef;
  /** From the last instance to the first: ids that are made begin with their time, so the newest come first. */
  readonly reverse?: boolean;
}

/** The tasks that fit, each once, by instance and element. */
export async function* tasks(host: Host, query: TaskQuery = {}): AsyncGenerator<Task, void, void> {
  const way = query.reverse === true ? -1 : 1,
    rows = lists(query).map((list) => rowsOf(host, list, query));
  for await (const found of merged(rows, (one, other) => way * order(one.ref, other.ref))) {
    const { ref, key } = found, task = found.task ?? await findTask(host, ref);
    if (task === undefined) await sweep(host, ref, key);
    else if (fits(task, query)) yield task;
  }
}

/** A row that leads to a task. */
interface Found {
  readonly ref: TaskRef;
  readonly key: KvKey;
  /** The task; undefined for a row of the index, which does not hold it. */
  readonly task: Task | undefined;
}

async function* rowsOf(
  host: Host,
  { prefix, keyOf, refOf, isIndex }: TaskList,
  { after, reverse = false, instance }: TaskQuery,
): AsyncGenerator<Found, void, void> {
  // Behind a task of another instance there is nothing but the whole list of this one.
  const from = instance === undefined || after?.instance === instance ? after : undefined;
  const selector = behind(prefix, from === undefined ? undefined : keyOf(from), reverse);
  for await (const { key, value } of host.kv.list<Task>(selector, { batchSize: 200, reverse })) {
    yield { ref: refOf(key), key, task: isIndex ? undefined : value };
  }
}

/** That of their keys. */
function order(one: TaskRef, other: TaskRef): number {
  return compareText(one.instance, other.instance) || one.element - other.element;
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
  readonly prefix: KvKey;
  readonly keyOf: (ref: TaskRef) => KvKey;
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
    prefix: instance === undefined ? taskRow.prefix() : taskRow.prefix(instance),
    keyOf: ({ instance, element }) => taskRow.key(instance, element),
    refOf(key) {
      const [instance, element] = taskRow.parse(key);
      return { instance, element };
    },
    isIndex: false,
  };
}

function listBy(name: TaskIndex, value: string): TaskList {
  const text = keyPart(value, name);
  return {
    prefix: taskIndexRow.prefix(name, text),
    keyOf: ({ instance, element }) => taskIndexRow.key(name, text, instance, element),
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
