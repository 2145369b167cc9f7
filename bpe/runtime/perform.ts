/**
 * A command on an instance: read, step, commit; and again where somebody else came first.
 *
 * @module
 */
import { retry } from "../../kvs/rows/commit.ts";
import type { Command } from "../state/command.ts";
import { giveUp, step as stepOf } from "../engine/engine.ts";
import { BpeError } from "../error.ts";
import { type Host, now } from "../store/host.ts";
import { load } from "../store/instances.ts";
import { onceRow } from "../store/keys.ts";
import { closed } from "../store/gone.ts";
import { nothing, type Performed, type Performing } from "../store/command.ts";
import { flush, isRows } from "../store/reopen.ts";
import { save } from "./save.ts";

/**
 * Carries out a command. What is answered is durable.
 *
 * @throws {BpeError} `instance` where there is none; `command` where it does not fit; what the store throws
 */
export function perform(
  host: Host,
  id: string,
  command: Command,
  more: Performing = {},
): Promise<Performed> {
  return host.lanes.enter(id, () => performNow(host, id, command, more));
}

/** As {@link perform}, for who is in the instance's lane already. */
export async function performNow(
  host: Host,
  id: string,
  command: Command,
  more: Performing = {},
): Promise<Performed> {
  return await retry(`instance ${id}`, async (n) => {
    if (!host.alive) throw closed();
    if (n > 0 && await more.over?.()) return nothing((await load(host, id)).stored.state);
    const isKept = host.cache.has(id);
    try {
      const done = await attempt(host, id, command, more);
      if (done === undefined || done.applied || !isKept) return done;
    } catch (error) {
      if (!isKept || !(error instanceof BpeError)) throw error;
    }
    // What is kept may be older than what another process has written: a no is given on what the store says.
    host.cache.delete(id);
    return await attempt(host, id, command, more);
  });
}

/** One attempt; undefined where somebody else came first. */
async function attempt(
  host: Host,
  id: string,
  command: Command,
  more: Performing,
): Promise<Performed | undefined> {
  let loaded = await load(host, id);
  if (loaded.stored.open.some(isRows)) {
    await flush(host, id);
    loaded = await load(host, id);
  }
  const { stored, definition } = loaded;
  if (more.key !== undefined && await seen(host, id, more.key)) {
    return { ...nothing(stored.state), repeated: true };
  }
  await more.permit?.(loaded);
  if (more.wanted?.(stored) === false) return nothing(stored.state);
  const time = now(host);
  const done = stepOf(definition, stored.state, command, time, host.options.settings);
  if (!done.applied) return nothing(stored.state);
  try {
    return await save(host, { ...loaded, loaded }, command, done, more);
  } catch (error) {
    if (more.giveUp !== true || !isTooLarge(error)) throw error;
    const { message } = error;
    const given = giveUp(
      definition,
      stored.state,
      command,
      "too_large",
      message,
      time,
      host.options.settings,
    );
    return await save(host, { ...loaded, loaded }, command, given, more);
  }
}

function isTooLarge(error: unknown): error is Error {
  return error instanceof Error &&
    (("code" in error && error.code === "too_large") ||
      /too (large|many|big)/i.test(error.message));
}

/** What has become of a command whose key was seen; undefined where it was not. */
export async function repeated(
  host: Host,
  id: string,
  key: string,
): Promise<Performed | undefined> {
  if (!await seen(host, id, key)) return undefined;
  return { ...nothing((await load(host, id)).stored.state), repeated: true };
}

async function seen(host: Host, id: string, key: string): Promise<boolean> {
  return (await host.kv.get(onceRow.key(id, key))).versionstamp !== null;
}
