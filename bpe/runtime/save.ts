/**
 * A step into the store: one commit, and what follows from it.
 *
 * @module
 */
import type { Command } from "../state/command.ts";
import type { Step } from "../state/outcome.ts";
import { beside, isSpilled, spilled, stage } from "./commit.ts";
import type { Draft } from "../store/draft.ts";
import { type Host, type Loaded, notify, now } from "../store/host.ts";
import { commitInstance, creating, replacing } from "../store/instances.ts";
import { openAfter } from "./outbox.ts";
import type { Performed, Performing } from "../store/command.ts";
import { recordOf } from "../store/row/step.ts";
import { flush } from "../store/reopen.ts";
import { isRest } from "./rest.ts";
import type { Stored } from "../store/row/instance.ts";
import { messagesThere } from "../message/waiting.ts";
import { tasksOf } from "../task/rows.ts";

/** What a step was made of. */
export interface Origin {
  /** The instance before; for a new one, one without anything. */
  readonly stored: Stored;
  /** What it runs on. */
  readonly definition: Loaded["definition"];
  /** The instance as it was read; undefined for a new one. */
  readonly loaded: Loaded | undefined;
}

/**
 * Commits a step.
 *
 * @param also adds what else goes into the commit
 * @returns undefined where somebody else came first
 */
export async function save(
  host: Host,
  { stored, definition, loaded }: Origin,
  command: Command,
  done: Step,
  more: Performing,
  also?: (change: Draft) => void,
): Promise<Performed | undefined> {
  const time = now(host);
  const { tasks, state } = tasksOf(host, definition, done);
  const there = await messagesThere(host, done.waits);
  const next: Omit<Stored, "due"> = {
    id: stored.id,
    state,
    ...openAfter(host, { stored, definition }, command, done, time, there),
    started: stored.started,
    ...(state.status === "active" ? {} : { ended: stored.ended ?? time }),
  };
  const before = loaded?.stored;
  const side = await beside(host, { before, next, definition, tasks, done, command, more });
  const told = [...stored.steps ?? [], recordOf(done, command.do, time, more.by)];
  const rests = isRest(next, told);
  const whole = spilled(rests ? next : { ...next, steps: told }, side, time);
  const { change, stored: after, raw } = loaded === undefined
    ? await creating(host, whole)
    : await replacing(host, loaded, whole);
  stage(change, side, state, rests ? told : [], more);
  also?.(change);
  if (await commitInstance(host, change, after, raw, definition) === undefined) return undefined;
  const settled = isSpilled(side) ? await flush(host, after.id) ?? after : after;
  const committed = { before, after: settled, definition, step: done, sent: side.sent };
  host.after(committed);
  notify(host, committed);
  return { state: after.state, applied: true, repeated: false, step: done };
}
