/**
 * Signals reach everybody who waited when they were thrown (BPMN 2.0.2, 10.5.5), and start the processes they start.
 *
 * A wait that is younger than the signal, by the store's own order of commits, does not hear it; so a broadcast that a crash
 * has cut short is repeated without anybody hearing it twice.
 *
 * @module
 */
import { Batch } from "../../kvs/mod.ts";
import { BpeError } from "../error.ts";
import { type Host, now } from "../store/host.ts";
import { longId } from "../store/id.ts";
import { dueRow, REMEMBERED, signalOnceRow, signalRow, signalWaitRow } from "../store/keys.ts";
import { DELIVERY } from "../store/row/open.ts";
import type { StoredSignal } from "../store/row/message.ts";
import { readSignal, stageSignal, unstageSignal } from "./rows.ts";
import { startsBy } from "./start.ts";

/** How many instances hear a signal at once. */
const TOGETHER = 64;

/** What goes with a signal from outside. */
export interface SignalOptions {
  /** A key of its own: a signal with a key that was seen is not thrown again; it is remembered for a week. */
  readonly key?: string;
}

/**
 * Throws a signal from outside; answers, when all who waited have it, how many they were. One whose key was seen is brought to its end, where a
 * crash has cut it short, and answers what the first has; whom that had reached before the crash is not counted then.
 */
export async function throwSignal(
  host: Host,
  name: string,
  payload?: unknown,
  { key }: SignalOptions = {},
): Promise<number> {
  const before = key === undefined ? undefined : await thrown(host, key);
  if (before !== undefined) return before;
  const time = now(host);
  const signal: StoredSignal = {
    id: longId(time),
    name,
    ...(payload === undefined ? {} : { payload }),
    from: "",
    sent: time,
    due: time + DELIVERY,
    ...(key === undefined ? {} : { key }),
  };
  const change = new Batch();
  if (key !== undefined) {
    const once = signalOnceRow.key(key);
    change.check({ key: once, versionstamp: null });
    change.set(once, signal.id, { expireIn: REMEMBERED });
  }
  stageSignal(change, signal);
  await host.commits.submit(change);
  // Whose it is, and who brings it, may be another that came with the key meanwhile.
  return key === undefined ? await broadcast(host, signal.id) : await thrown(host, key) ?? 0;
}

/** How many have heard the signal with a key; undefined where it was not thrown. */
async function thrown(host: Host, key: string): Promise<number | undefined> {
  const once = await host.kv.get<number | string>(signalOnceRow.key(key));
  if (once.versionstamp === null) return undefined;
  if (typeof once.value === "number") return once.value;
  const heard = await broadcast(host, once.value);
  const after = await host.kv.get<number | string>(signalOnceRow.key(key));
  return typeof after.value === "number" ? after.value : heard;
}

/**
 * Brings a signal to all who wait for it and takes it out of the store; answers how many have heard it. Whoever else brings it in this process
 * waits, and finds it gone: each counts whom it brought it to, and one of them alone shall have counted all. No id of an instance begins with a
 * zero.
 */
export function broadcast(host: Host, id: string): Promise<number> {
  return host.turns.run(`\0signal ${id}`, () => bring(host, id));
}

async function bring(host: Host, id: string): Promise<number> {
  const row = await readSignal(host.kv, id);
  if (row === undefined) return 0;
  const { name, from } = row.value;
  let heard = 0;
  const failures: unknown[] = [];
  let hearing = new Map<string, Promise<void>>();
  const settle = async () => {
    await Promise.all(hearing.values());
    hearing = new Map();
  };
  for await (const wait of host.kv.list({ prefix: signalWaitRow.prefix(name) })) {
    const [, instance] = signalWaitRow.parse(wait.key);
    const isYounger = wait.versionstamp >= row.versionstamp;
    if (instance === from || isYounger || hearing.has(instance)) continue;
    const heardBy = hear(host, row.value, instance).then(
      (does) => void (heard += does ? 1 : 0),
      (error) => void failures.push(error),
    );
    hearing.set(instance, heardBy);
    if (hearing.size === TOGETHER) await settle();
  }
  await settle();
  for await (const start of startsBy(host, "signal", row.value)) {
    try {
      if ((await start()).applied) heard++;
    } catch (error) {
      failures.push(error);
    }
  }
  // Whoever could not hear it is not to keep the others from going on; the signal stays, and is tried again for them.
  if (failures.length > 0) {
    throw new AggregateError(failures, `signal ${name}: some cannot hear it`);
  }
  const change = new Batch();
  change.check({ key: row.key, versionstamp: row.versionstamp });
  unstageSignal(change, row.value, row.raw);
  const { key } = row.value;
  if (key !== undefined) change.set(signalOnceRow.key(key), heard, { expireIn: REMEMBERED });
  await host.commits.submit(change);
  return heard;
}

/**
 * One instance hears a signal, all its waits for it at once. Where it still waits for it afterwards, it remembers that it has
 * heard this one.
 */
async function hear(
  host: Host,
  { id, name, payload }: StoredSignal,
  instance: string,
): Promise<boolean> {
  const content = payload === undefined ? {} : { payload };
  try {
    const done = await host.perform(instance, { do: "signal", name, ...content }, {
      key: `signal ${id}`,
      giveUp: true,
      remember: ({ waits }) => waits.some((wait) => wait.kind === "signal" && wait.name === name),
    });
    return done.applied;
  } catch (error) {
    if (error instanceof BpeError && error.code === "instance") return false;
    throw error;
  }
}

/** A signal that lies in the store past its time was left by an engine that is gone. */
export async function signalDue(host: Host, id: string, time: number): Promise<void> {
  await broadcast(host, id);
  const row = await host.kv.get(signalRow.key(id));
  if (row.versionstamp !== null) return;
  const change = new Batch();
  change.delete(dueRow.key(time, "signal", id));
  await host.commits.submit(change);
}
