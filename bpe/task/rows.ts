/**
 * The rows of the work list that a step changes.
 *
 * @module
 */
import { type Batch, COMMIT } from "../../kvs/mod.ts";
import type { Definition } from "../definition/definition.ts";
import { BpeError } from "../error.ts";
import type { Command, Complete, Fail } from "../state/command.ts";
import { variables } from "../state/data.ts";
import { withIncidents } from "../state/incident.ts";
import { elementOf } from "../state/lists.ts";
import type { Incident, State } from "../state/state.ts";
import type { Host } from "../store/host.ts";
import { type TaskIndex, taskIndexRow, taskRow } from "../store/keys.ts";
import type { Task } from "../store/row/task.ts";
import type { SecondaryRows, StepContext } from "../store/step.ts";
import { taskOf } from "./assignment.ts";

/** How many tasks a step may take away with a check of each. */
export const CHECKED: number = COMMIT.checks / 2;

/** The tasks that come up with a step. One for which it cannot be told who does it is an incident at its element instead. */
export function newTasks(
  { settings: { expressions } }: Pick<Host, "settings">,
  { definition, step: { state, outbox }, time }: StepContext,
): { readonly tasks: readonly Task[]; readonly state: State } {
  const tasks: Task[] = [], failed: Omit<Incident, "id" | "action">[] = [];
  for (const effect of outbox) {
    const node = effect.kind === "task" ? definition.nodes[effect.node] : undefined;
    if (effect.kind !== "task" || node === undefined) continue;
    try {
      tasks.push(taskOf(node, {
        instance: state.instance,
        element: effect.element,
        key: state.definition,
        definition,
        variables: variables(state, effect.element),
        reserved: state.reserved ?? {},
        expressions,
        now: time,
      }));
    } catch (error) {
      if (!(error instanceof BpeError)) throw error;
      const { code, message } = error;
      failed.push({ element: effect.element, node: effect.node, code, message, time });
    }
  }
  return { tasks, state: withIncidents(state, failed) };
}

/** Adds the tasks that have come up with a step, and takes away those that are done or withdrawn. */
export async function addTasks(
  host: Host,
  { rows: change }: Pick<SecondaryRows, "rows">,
  { before: loaded, definition, step, command, options }: StepContext,
  tasks: readonly Task[],
): Promise<void> {
  const before = loaded?.stored.state ?? step.state, id = before.instance;
  const over = step.outbox.flatMap((effect) => effect.kind === "close" ? [effect.element] : []);
  if (isAnswer(command)) over.push(command.element);
  for (const element of over) {
    if (!isTask(host, definition, before, element)) continue;
    const row = await host.kv.get<Task>(taskRow.key(id, element));
    if (row.versionstamp === null) continue;
    if ("element" in command && command.element === element) await options.permitTask?.(row.value);
    // A step that was given up changes nothing but the incident; who may not do the task may not cause that either.
    if (isAnswer(command) && command.element === element && step.incidents.some(isGivenUp)) {
      continue;
    }
    // Where there are too many for the checks of one commit, one that is claimed meanwhile leaves a row that leads to nothing.
    if (over.length <= CHECKED) {
      change.check({ key: row.key, versionstamp: row.versionstamp });
    }
    unstageTask(change, row.value);
  }
  for (const task of tasks) {
    // A resolved incident asks for its work again: a task that has been there all the time stays as it is.
    const isThere = command.do === "resolve" &&
      (await host.kv.get(taskRow.key(id, task.element))).versionstamp !== null;
    if (!isThere) stageTask(change, task);
  }
}

/** Whether a step was given up: what was asked is not done. */
function isGivenUp({ code }: Incident): boolean {
  return code === "budget" || code === "too_large";
}

/** Whether a command ends the work of its element. */
function isAnswer(command: Command): command is Complete | Fail {
  return command.do === "complete" || (command.do === "fail" && command.code !== undefined);
}

/** Sets a task and its rows in the indexes. */
export function stageTask(change: Batch, task: Task): void {
  change.set(taskRow.key(task.instance, task.element), task);
  for (const [by, value] of indexed(task)) {
    change.set(taskIndexRow.key(by, value, task.instance, task.element), 0);
  }
}

/** Removes a task and its rows in the indexes. */
export function unstageTask(change: Batch, task: Task): void {
  change.delete(taskRow.key(task.instance, task.element));
  for (const [by, value] of indexed(task)) {
    change.delete(taskIndexRow.key(by, value, task.instance, task.element));
  }
}

/** What a task is found by: its assignee; while it has none, its candidates; always its node. */
function indexed(task: Task): (readonly [by: TaskIndex, value: string])[] {
  const persons: (readonly [TaskIndex, string])[] = task.assignee === undefined
    ? [
      ...task.users.map((user) => ["user", user] as const),
      ...task.roles.map((role) => ["role", role] as const),
    ]
    : [["assignee", task.assignee]];
  return [...persons, ["node", `${task.process}/${task.node}`]];
}

function isTask(host: Host, definition: Definition, state: State, element: number): boolean {
  const node = definition.nodes[elementOf(state, element)?.node ?? -1];
  if (node === undefined) return false;
  const workers: Readonly<Record<string, string>> = host.settings.workers;
  return workers[node.kind] === "task";
}
