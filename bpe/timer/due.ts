/**
 * The index by time: timers, retries, leases that have run out, starts by the clock, and what an engine that is gone has left.
 *
 * @module
 */
import type { KvKey } from "../../kvs/kv.ts";
import { again } from "../engine/wait/timer.ts";
import { carry } from "../runtime/dispatch.ts";
import { messageDue } from "../message/correlate.ts";
import { nextStart, type Starts } from "../store/definitions.ts";
import { signalDue } from "../message/broadcast.ts";
import { check, draft, remove, set } from "../store/draft.ts";
import { type Host, now } from "../store/host.ts";
import { find, settleDue } from "../store/instances.ts";
import { take } from "../job/pool.ts";
import { type DueKind, dueRow, instanceRow, jobRow, latestRow } from "../store/keys.ts";
import { begin } from "../runtime/start.ts";
import { startedId } from "../store/id.ts";
import { performNow } from "../runtime/perform.ts";
import { isJob } from "../store/row/instance.ts";

/** How much is looked at in one go. */
const BATCH = 256;
/** How many goes at once: what cannot be done now is not to keep the rest from being looked at. */
const ROUNDS = 100;
/** How long something that fails is left alone. */
const REST = 60_000;

/**
 * Does everything that is due now, and takes jobs that wait for a handler which is here.
 *
 * @returns how many things were looked at
 */
export async function tick(host: Host): Promise<number> {
  let looked = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const rows = await dueRows(host);
    await Promise.all(rows.map(({ time, kind, id }) => look(host, time, kind, id)));
    looked += rows.length;
    if (rows.length < BATCH || !host.alive) break;
  }
  return looked + await takeJobs(host);
}

/** The time of the next thing that is due; undefined where there is none. */
export async function nextTime(host: Host): Promise<number | undefined> {
  for await (const { key } of host.kv.list({ prefix: dueRow.prefix() }, { limit: 1 })) {
    return dueRow.parse(key)[0];
  }
  return undefined;
}

interface Due {
  readonly time: number;
  readonly kind: DueKind;
  readonly id: string;
}

async function dueRows(host: Host): Promise<Due[]> {
  const rows: Due[] = [];
  const selector = { prefix: dueRow.prefix(), end: dueRow.prefix(now(host) + 1) };
  for await (const { key } of host.kv.list(selector, { limit: BATCH })) {
    const [time, kind, id] = dueRow.parse(key);
    if (isKind(kind)) rows.push({ time, kind, id });
  }
  return rows;
}

function isKind(kind: string): kind is DueKind {
  return kind === "instance" || kind === "start" || kind === "message" || kind === "signal";
}

/** Something that fails is told, and left alone for a minute, so that it does not stand in the way of the rest. */
async function look(host: Host, time: number, kind: DueKind, id: string): Promise<void> {
  try {
    switch (kind) {
      case "instance":
        return await host.lanes.enter(id, () => instanceDue(host, id, time));
      case "start":
        return await startDue(host, id, time);
      case "message":
        return await messageDue(host, id, time);
      case "signal":
        return await signalDue(host, id, time);
    }
  } catch (error) {
    if (!host.alive) return;
    host.options.onError(error);
    await postpone(host, time, kind, id);
  }
}

async function postpone(host: Host, time: number, kind: DueKind, id: string): Promise<void> {
  const change = draft();
  remove(change, dueRow.key(time, kind, id));
  set(change, dueRow.key(now(host) + REST, kind, id), 0);
  await host.commits.submit(change);
}

async function instanceDue(host: Host, id: string, time: number): Promise<void> {
  // What is kept may be older than what another process has written.
  if (host.cache.get(id)?.stored.due !== time) host.cache.delete(id);
  for (const wait of (await find(host, id))?.stored.state.waits ?? []) {
    if (wait.kind !== "timer" || (wait.due ?? 0) > now(host)) continue;
    await performNow(host, id, { do: "timer", wait: wait.id }, { giveUp: true });
  }
  for (const open of (await find(host, id))?.stored.open ?? []) {
    if (open.due === undefined || open.due > now(host)) continue;
    if (isJob(open)) await take(host, id, open);
    else carry(host, id, open);
  }
  await settleDue(host, id, time);
}

/** The clock starts an instance; its id is made of the time, so that it is started once. */
async function startDue(host: Host, process: string, time: number): Promise<void> {
  const key = latestRow.key(process);
  const row = await host.kv.get<Starts>(key);
  const starts = row.value;
  const change = draft();
  const at = now(host);
  remove(change, dueRow.key(time, "start", process));
  if (starts?.due === undefined || starts.due > at) {
    check(change, `latest ${process}`, key, row.versionstamp);
    return void await host.commits.submit(change);
  }
  const due = starts.triggers.filter((each) => each.kind === "timer" && (each.due ?? at + 1) <= at);
  for (const { node, due: when = at } of due) {
    await begin(host, {
      instance: await startedId(process, `${new Date(when).toISOString()}-${node}`),
      definition: starts.key,
      process,
      trigger: { node },
    });
  }
  const triggers = starts.triggers.flatMap((each) => {
    if (!due.includes(each)) return [each];
    const next = again({ ...each, id: 0, element: 0, node: 0 }, at);
    return next === undefined ? [] : [{ ...each, ...next }];
  });
  const next = nextStart(triggers);
  check(change, `latest ${process}`, key, row.versionstamp);
  // One that failed before was looked at later than its time.
  remove(change, dueRow.key(starts.due, "start", process));
  const { due: _, ...rest } = starts;
  set(change, key, { ...rest, triggers, ...(next === undefined ? {} : { due: next }) });
  if (next !== undefined) set(change, dueRow.key(next, "start", process), 0);
  await host.commits.submit(change);
}

/** Jobs that other engines have offered, as many as there is room for. */
async function takeJobs(host: Host): Promise<number> {
  let taken = 0;
  for (const topic of host.options.handlers.keys()) {
    const room = host.options.concurrency * 2 - host.queue.size;
    if (room <= 0) return taken;
    for await (
      const { key } of host.kv.list({ prefix: jobRow.prefix(topic) }, { limit: room })
    ) {
      try {
        const [, instance, element] = jobRow.parse(key);
        await takeJob(host, key, instance, element);
        taken++;
      } catch (error) {
        // One that is broken is not to keep the others from being done.
        if (host.alive) host.options.onError(error);
      }
    }
  }
  return taken;
}

function takeJob(host: Host, key: KvKey, id: string, element: number): Promise<void> {
  return host.lanes.enter(id, async () => {
    host.cache.delete(id);
    const loaded = await find(host, id);
    const open = loaded?.stored.open.find((each) =>
      isJob(each) && each.effect.element === element && each.due === undefined
    );
    if (open !== undefined && isJob(open)) return await take(host, id, open);
    // A row that no instance has as its own is left over.
    const change = draft();
    check(change, `instance ${id}`, instanceRow.key(id), loaded?.versionstamp ?? null);
    remove(change, key);
    await host.commits.submit(change);
  });
}
