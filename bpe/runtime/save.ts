/**
 * A step into the store: one commit, and what follows from it.
 *
 * @module
 */
import { Batch } from "../../kvs/mod.ts";
import { awaitedMessages } from "../message/correlate.ts";
import { addMessages } from "../message/rows.ts";
import { notify } from "../store/host.ts";
import { addIndexes } from "../store/indexes.ts";
import { commitInstance, instanceDraft } from "../store/instances.ts";
import { flush } from "../store/reopen.ts";
import type { Stored } from "../store/row/instance.ts";
import type { CommandResult, SecondaryRows, StepCommit, StepContext } from "../store/step.ts";
import { addTasks, newTasks } from "../task/rows.ts";
import { addHistory, addKey, addSecondary, historyOf, isSpilled, withSpill } from "./commit.ts";
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
  const secondary: SecondaryRows = { rows: new Batch(), parts: new Batch() };
  await addTasks(host, secondary, context, tasks);
  const sent = addMessages(secondary, context, host.messageTtl);
  addIndexes(host, secondary, context, next);
  const history = historyOf(next, context);
  const kept = history.kept.length === 0 ? next : { ...next, steps: history.kept };
  const draft = await instanceDraft(host, before, withSpill(kept, secondary, time), definition);
  const { stored } = draft, commit: StepCommit = { instance: draft.change, ...secondary };
  addKey(commit.instance, context, state);
  options.together?.(commit.instance);
  addHistory(host.kv, commit.instance, stored.id, history.written);
  addSecondary(commit.instance, commit);
  if (await commitInstance(host, draft) === undefined) return undefined;
  const after = isSpilled(secondary) ? await flush(host, stored.id) ?? stored : stored;
  const saved = { before: before?.stored, after, definition, step, sent };
  host.dispatch(saved);
  notify(host, saved);
  return { state, applied: true, repeated: false, step };
}
