/**
 * Completing a task.
 *
 * @module
 */
import type { Complete } from "../state/command.ts";
import { load } from "../store/instances.ts";
import { onceRow } from "../store/keys.ts";
import { type CommandResult, repeated } from "../store/step.ts";
import type { TaskHost } from "./host.ts";
import type { Identity } from "./identity.ts";
import { permit } from "./permission.ts";
import { findTask, refused, type TaskRef } from "./work_list.ts";

/** What completes a task. */
export interface Completion extends Omit<Complete, "do" | "element"> {
  /** Who completes it; undefined: the program itself. */
  readonly by: Identity | undefined;
  /** A key of its own: with a key that was seen nothing is done again. */
  readonly key: string | undefined;
}

/**
 * Completes a task with values.
 *
 * @throws {BpeError} `task` where it is done already or is somebody else's; `denied` where they may not
 */
export async function completeTask(
  host: TaskHost,
  ref: TaskRef,
  { by, key, ...values }: Completion,
): Promise<CommandResult> {
  const { instance, element } = ref;
  if (await findTask(host, ref) === undefined) {
    if (
      key !== undefined && (await host.kv.get(onceRow.key(instance, key))).versionstamp !== null
    ) {
      return repeated((await load(host, instance)).stored.state);
    }
    throw refused(ref, undefined, "is done already, or was withdrawn");
  }
  return await host.perform(instance, { do: "complete", element, ...values }, {
    key,
    by: by?.id,
    // Asked of the task as it is when it is done: one that somebody has claimed meanwhile is theirs.
    permitTask: (task) => permit(host, by, { do: "complete", task }),
  });
}
