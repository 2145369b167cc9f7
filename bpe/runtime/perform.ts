/**
 * A command on an instance: read, step, commit; and again where somebody else came first.
 *
 * @module
 */
import { giveUp, step as stepOf } from "../engine/engine.ts";
import { BpeError } from "../error.ts";
import type { Command } from "../state/command.ts";
import { closed } from "../store/commits.ts";
import { now } from "../store/host.ts";
import { findAnew, load } from "../store/instances.ts";
import { onceRow } from "../store/keys.ts";
import { flush } from "../store/reopen.ts";
import { retry } from "../store/retry.ts";
import { type CommandResult, repeated, type StepOptions, unchanged } from "../store/step.ts";
import type { RuntimeHost } from "./host.ts";
import { save } from "./save.ts";
import { isStoreError, storeError } from "../store/store_error.ts";

/** Carries out a command, in the instance's turn: see {@link Engine.perform}. */
export function perform(
  host: RuntimeHost,
  id: string,
  command: Command,
  options: StepOptions = {},
): Promise<CommandResult> {
  const run = () => attempts(host, id, command, options);
  return options.inTurn === true ? run() : host.turns.run(id, run);
}

async function attempts(
  host: RuntimeHost,
  id: string,
  command: Command,
  options: StepOptions,
): Promise<CommandResult> {
  return await retry(`instance ${id}`, async (n) => {
    if (!host.alive) throw closed();
    if (n > 0 && await options.isOver?.()) return unchanged((await load(host, id)).stored.state);
    const isKept = host.cache.has(id);
    try {
      const done = await attempt(host, id, command, options);
      if (done === undefined || done.applied || !isKept) return done;
    } catch (error) {
      // What may have been committed is not carried out again.
      if (!isKept || !(error instanceof BpeError) || isStoreError(error)) throw error;
    }
    // What is kept may be older than what another process has written: a no is given on what the store says.
    await findAnew(host, id);
    return await attempt(host, id, command, options);
  });
}

/** One attempt; undefined where somebody else came first. */
async function attempt(
  host: RuntimeHost,
  id: string,
  command: Command,
  options: StepOptions,
): Promise<CommandResult | undefined> {
  let before = await load(host, id);
  if (before.stored.open.isSpilled) {
    await flush(host, id);
    before = await load(host, id);
  }
  const { stored: { state }, definition } = before;
  if (options.key !== undefined && await isSeen(host, id, options.key)) return repeated(state);
  await options.permit?.(before);
  if (options.wanted?.(before.stored) === false) return unchanged(state);
  const time = now(host);
  const step = stepOf(definition, state, command, time, host.settings);
  if (!step.applied) return unchanged(state);
  const context = { before, definition, command, step, time, options };
  try {
    return await save(host, context);
  } catch (error) {
    const refused = storeError(error);
    if (options.giveUp !== true || !BpeError.is(refused, "too_large")) throw refused;
    const given = giveUp({
      definition,
      state,
      command,
      code: refused.code,
      message: refused.message,
      now: time,
      settings: host.settings,
    });
    return await save(host, { ...context, step: given });
  }
}

async function isSeen(host: RuntimeHost, id: string, key: string): Promise<boolean> {
  return (await host.kv.get(onceRow.key(id, key))).versionstamp !== null;
}
