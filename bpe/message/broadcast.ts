/**
 * Signals reach everybody who waited when they were thrown (BPMN 2.0.2, 10.5.5), and start the processes they start.
 *
 * A wait that is younger than the signal, by the store's own order of commits, does not hear it; so a broadcast that a crash
 * has cut short is repeated without anybody hearing it twice.
 *
 * @module
 */
import { release } from "../../kvs/rows/chunk.ts";
import { BpeError } from "../error.ts";
import { latest } from "../store/definitions.ts";
import { check, draft, remove } from "../store/draft.ts";
import { type Host, now } from "../store/host.ts";
import { dueRow, signalRow, signalWaitRow, startRow } from "../store/keys.ts";
import { DELIVERY } from "../runtime/outbox.ts";
import { longId, startedId } from "../store/id.ts";
import { begin } from "../runtime/start.ts";
import { perform } from "../runtime/perform.ts";
import { readSignal, stageSignal, type StoredSignal } from "./rows.ts";

/** Throws a signal from outside; answers when all who waited have it. */
export async function throwSignal(host: Host, name: string, payload?: unknown): Promise<number> {
  const time = now(host);
  const signal: StoredSignal = {
    id: longId(time),
    name,
    ...(payload === undefined ? {} : { payload }),
    from: "",
    sent: time,
    due: time + DELIVERY,
  };
  const change = draft();
  stageSignal(change, signal);
  await host.commits.submit(change);
  return await broadcast(host, signal.id);
}

/** Brings a signal to all who wait for it and takes it out of the store; answers how many have heard it. */
export async function broadcast(host: Host, id: string): Promise<number> {
  const row = await readSignal(host.kv, id);
  if (row === undefined) return 0;
  const { name, payload, from, due } = row.value;
  const content = payload === undefined ? {} : { payload };
  let heard = 0;
  const failures: unknown[] = [];
  const prefix = signalWaitRow.prefix(name);
  let batch = new Map<string, Promise<void>>();
  const settle = async () => {
    await Promise.all(batch.values());
    batch = new Map();
  };
  for await (const wait of host.kv.list({ prefix })) {
    const [, instance] = signalWaitRow.parse(wait.key);
    if (instance === from || wait.versionstamp >= row.versionstamp || batch.has(instance)) continue;
    const hearing = hear(host, id, instance, name, content).then(
      (does) => void (heard += does ? 1 : 0),
      (error) => void failures.push(error),
    );
    batch.set(instance, hearing);
    if (batch.size === 64) await settle();
  }
  await settle();
  heard += await startAll(host, row.value, content);
  // Whoever could not hear it is not to keep the others from going on; the signal stays, and is tried again for them.
  if (failures.length > 0) {
    throw new AggregateError(failures, `signal ${name}: some cannot hear it`);
  }
  const change = draft();
  check(change, `signal ${id}`, row.key, row.versionstamp);
  remove(change, row.key);
  change.stages.push((atomic) => release(atomic, row.raw));
  remove(change, dueRow.key(due, "signal", id));
  await host.commits.submit(change);
  return heard;
}

/**
 * One instance hears a signal, all its waits for it at once. Where it still waits for it afterwards, it remembers that it has
 * heard this one.
 */
async function hear(
  host: Host,
  id: string,
  instance: string,
  name: string,
  content: { readonly payload?: unknown },
): Promise<boolean> {
  try {
    const done = await perform(host, instance, { do: "signal", name, ...content }, {
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

/** Each process that the signal starts is started once: the instance has its id from the signal. */
async function startAll(
  host: Host,
  { id, name }: StoredSignal,
  content: { readonly payload?: unknown },
): Promise<number> {
  let started = 0;
  for await (const { key } of host.kv.list({ prefix: startRow.prefix("signal", name) })) {
    const [, , process] = startRow.parse(key);
    const starts = await latest(host, process);
    const trigger = starts?.triggers.find((each) => each.kind === "signal" && each.name === name);
    if (starts === undefined || trigger === undefined) continue;
    const { applied } = await begin(host, {
      instance: await startedId(process, id),
      definition: starts.key,
      process,
      trigger: { node: trigger.node, name, ...content },
    });
    if (applied) started++;
  }
  return started;
}

/** A signal that lies in the store past its time was left by an engine that is gone. */
export async function signalDue(host: Host, id: string, time: number): Promise<void> {
  await broadcast(host, id);
  const row = await host.kv.get(signalRow.key(id));
  if (row.versionstamp !== null) return;
  const change = draft();
  remove(change, dueRow.key(time, "signal", id));
  await host.commits.submit(change);
}
