/**
 * Whether somebody may give a command that reaches the tasks of others.
 *
 * @module
 */
import type { Command } from "../state/command.ts";
import { elementOf } from "../state/lists.ts";
import type { State } from "../state/state.ts";
import { taskRow } from "../store/keys.ts";
import type { Loaded } from "../store/loaded.ts";
import type { Task } from "../store/row/task.ts";
import type { StepOptions } from "../store/step.ts";
import type { TaskHost } from "./host.ts";
import type { Identity } from "./identity.ts";
import { commandPermission, permit } from "./permission.ts";

/**
 * What is asked before a command of somebody is carried out: their leave for it, and, for each task that it answers, changes or
 * withdraws, the leave to complete that task. Else a command would do what `complete` refuses.
 */
export function permits(
  host: TaskHost,
  by: Identity,
  command: Command,
): Pick<StepOptions, "permit" | "permitTask"> {
  const permitTask = (task: Task) => permit(host, by, { do: "complete", task });
  return {
    permit: async (loaded) => {
      await permit(host, by, commandPermission(command, loaded));
      for await (const task of reached(host, command, loaded)) await permitTask(task);
    },
    // Asked once more of the row that is taken away: one that somebody has claimed meanwhile is theirs.
    permitTask,
  };
}

/** The open tasks that a command reaches: that of its element, and those inside what it ends. */
async function* reached(
  { kv }: TaskHost,
  command: Command,
  { stored: { id, state } }: Loaded,
): AsyncGenerator<Task, void, void> {
  const element = elementFor(command, state);
  if (!endsAll(command)) {
    if (element === undefined) return;
    const row = await kv.get<Task>(taskRow.key(id, element));
    if (row.versionstamp !== null) yield row.value;
    return;
  }
  for await (const { value } of kv.list<Task>({ prefix: taskRow.prefix(id) })) {
    if (element === undefined || isIn(state, value.element, element)) yield value;
  }
}

/** The element that a command is about: of an incident, the one that failed; undefined: the instance. */
function elementFor(command: Command, state: State): number | undefined {
  if (command.do === "resolve") {
    return state.incidents.find((each) => each.id === command.incident)?.element;
  }
  return "element" in command ? command.element : undefined;
}

/** Whether a command ends all that is inside its element too. */
function endsAll(command: Command): boolean {
  return command.do === "cancel" || (command.do === "activate" && command.node === undefined);
}

function isIn(state: State, element: number, outer: number): boolean {
  for (
    let each = elementOf(state, element);
    each !== undefined;
    each = elementOf(state, each.parent)
  ) {
    if (each.id === outer) return true;
  }
  return false;
}
