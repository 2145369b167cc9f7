/**
 * A step into the store: one commit, and what follows from it.
 *
 * @module
 */
import { awaitedMessages } from "../message/correlate.ts";
import { messageRows } from "../message/rows.ts";
import { notify } from "../store/host.ts";
import { indexRows } from "../store/indexes.ts";
import { commitInstance, instanceDraft } from "../store/instances.ts";
import { flush } from "../store/reopen.ts";
import type { Stored } from "../store/row/instance.ts";
import type { CommandResult, StepContext } from "../store/step.ts";
import { newTasks, taskRows } from "../task/rows.ts";
import {
  addKey,
  addSecondary,
  historyOf,
  historyRows,
  isSpilled,
  secondaryRows,
  withSpill,
} from "./commit.ts";
import type { RuntimeHost } from "./host.ts";
import { openAfter } from "./outbox.ts";

/**
 * Commits a step.
 *
 * @returns undefined where somebody else came first
 */
export async function save(
  host: RuntimeHost,
  context: StepContext,
): Promise<CommandResult | undefined> {
  const { before, definition, step, time, options } = context;
  const { tasks, state } = newTasks(host, context);
  const awaited = await awaitedMessages(host, step.waits);
  const next: Omit<Stored, "due"> = {
    id: state.instance,
    state,
    ...openAfter(host, context, awaited),
    started: before?.stored.started ?? time,
    ...(state.status === "active" ? {} : { ended: before?.stored.ended ?? time }),
  };
  const messages = messageRows(context, host.messageTtl);
  const secondary = secondaryRows({
    tasks: await taskRows(host, context, tasks),
    messages,
    indexes: indexRows(host, context, next),
  });
  const history = historyOf(next, context);
  const kept = history.kept.length === 0 ? next : { ...next, steps: history.kept };
  const instance = await instanceDraft(host, before, withSpill(kept, secondary, time), definition);
  const { change, stored } = instance;
  addKey(change, context, state);
  options.together?.(change);
  change.add(historyRows(host.kv, stored.id, history.written));
  addSecondary(change, secondary);
  if (await commitInstance(host, instance) === undefined) return undefined;
  const after = isSpilled(secondary) ? await flush(host, stored.id) ?? stored : stored;
  const { sent } = messages;
  const saved = { before: before?.stored, after, definition, step, sent };
  host.dispatch(saved);
  notify(host, saved);
  return { state, applied: true, repeated: false, step };
}
