/**
 * The index by time: timers, retries, leases that have run out, starts by the clock, and what an engine that is gone has left.
 *
 * @module
 */
import { Batch } from "../../kvs/mod.ts";
import type { JobHost } from "../job/host.ts";
import { jobUnhandled, takeJob, takeOffered } from "../job/take.ts";
import { signalDue } from "../message/broadcast.ts";
import { messageDue } from "../message/correlate.ts";
import { deliver } from "../message/delivery.ts";
import { type Host, inBackground, now } from "../store/host.ts";
import { find, findAnew, settleDue } from "../store/instances.ts";
import { type DueKind, dueRow } from "../store/keys.ts";
import { pagesDue } from "../store/page/note.ts";
import { isJob } from "../store/row/open.ts";
import { startDue } from "./start.ts";

/** How much is looked at in one go. */
const BATCH = 256;
/** How many goes at once: what cannot be done now is not to keep the rest from being looked at. */
const ROUNDS = 100;
/** Milliseconds that something that fails is left alone. */
const PAUSE = 60_000;

/** Something that is due. */
interface Due {
  readonly time: number;
  readonly kind: DueKind;
  readonly id: string;
  readonly value: unknown;
}

/**
 * Does everything that is due now, and takes jobs that wait for a handler which is here.
 *
 * @returns how many things were looked at
 */
export async function tick(host: JobHost): Promise<number> {
  let looked = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const all = await dueNow(host);
    await Promise.all(all.map((due) => look(host, due)));
    looked += all.length;
    if (all.length < BATCH || !host.alive) break;
  }
  return looked + await takeOffered(host);
}

/** The time of the next thing that is due: milliseconds since 1970; undefined where there is none. */
export async function nextTime(host: Host): Promise<number | undefined> {
  for await (const { key } of host.kv.list({ prefix: dueRow.prefix() }, { limit: 1 })) {
    return dueRow.parse(key)[0];
  }
  return undefined;
}

async function dueNow(host: Host): Promise<Due[]> {
  const all: Due[] = [];
  const selector = { prefix: dueRow.prefix(), end: dueRow.prefix(now(host) + 1) };
  for await (const { key, value } of host.kv.list(selector, { limit: BATCH })) {
    const [time, kind, id] = dueRow.parse(key);
    if (isKind(kind)) all.push({ time, kind, id, value });
  }
  return all;
}

function isKind(kind: string): kind is DueKind {
  return kind === "instance" || kind === "start" || kind === "message" || kind === "signal" ||
    kind === "pages";
}

/** Something that fails is reported, and left alone for a minute, so that it does not stand in the way of the rest. */
async function look(host: JobHost, due: Due): Promise<void> {
  const { time, kind, id } = due;
  try {
    switch (kind) {
      case "instance":
        return await host.turns.run(id, () => instanceDue(host, id, time));
      case "start":
        return await startDue(host, id, time);
      case "message":
        return await messageDue(host, id, time);
      case "signal":
        return await signalDue(host, id, time);
      case "pages":
        return await pagesDue(host, id, time);
    }
  } catch (error) {
    if (!host.alive) return;
    host.report(error);
    await postpone(host, due);
  }
}

async function postpone(host: Host, { time, kind, id, value }: Due): Promise<void> {
  const change = new Batch();
  change.delete(dueRow.key(time, kind, id));
  change.set(dueRow.key(now(host) + PAUSE, kind, id), value);
  await host.commits.submit(change);
}

/** The timers of an instance fire; its jobs are taken again, its deliveries tried again. */
async function instanceDue(host: JobHost, id: string, time: number): Promise<void> {
  // What is kept may be older than what another process has written.
  if (host.cache.get(id)?.stored.due !== time) await findAnew(host, id);
  for (const wait of (await find(host, id))?.stored.state.waits ?? []) {
    if (wait.kind !== "timer" || (wait.due ?? 0) > now(host)) continue;
    const command = { do: "timer", wait: wait.id } as const;
    await host.perform(id, command, { giveUp: true, inTurn: true });
  }
  for (const open of (await find(host, id))?.stored.open ?? []) {
    const isHere = open.due !== undefined && open.due <= now(host);
    if (isJob(open) && open.until !== undefined && open.until <= now(host)) {
      await jobUnhandled(host, id, open);
    } else if (!isHere) continue;
    else if (isJob(open)) await takeJob(host, id, open);
    else inBackground(host, deliver(host, id, open));
  }
  await settleDue(host, id, time);
}
