/**
 * Jobs are taken that no engine has: those whose lease has run out, that are to be tried again, or that wait for a handler.
 *
 * @module
 */
import { Batch, type KvKey } from "../../kvs/mod.ts";
import { now } from "../store/host.ts";
import { find, findAnew } from "../store/instances.ts";
import { instanceRow, jobRow } from "../store/keys.ts";
import { reopen } from "../store/reopen.ts";
import type { OpenJob } from "../store/row/open.ts";
import { currentJob } from "./answer.ts";
import { unhandledJob } from "./job.ts";
import type { JobHost } from "./host.ts";
import { handlerOf, leaseOf, patience } from "./lease.ts";
import { offer } from "./pool.ts";

/** So many jobs for each handler that may run are taken from others at most. */
const ROOM = 2;

/** Takes a job that is due again, or whose engine is gone: with a handler here it runs, else it is offered to others. */
export async function takeJob(host: JobHost, instance: string, open: OpenJob): Promise<void> {
  if (host.jobs.running.has(open.effect.key)) return;
  let taken: OpenJob | undefined;
  const loaded = await find(host, instance);
  const { topic, node } = open.effect;
  const lease = leaseOf(host, topic, loaded?.definition.nodes[node], now(host));
  await reopen(host, instance, (stored) => {
    // Asked again after a conflict: what was taken before was not committed.
    taken = undefined;
    if (currentJob(stored, open) === undefined) return undefined;
    const { due: _, until, ...rest } = open;
    const next: OpenJob = lease === undefined
      ? { ...rest, ...until === undefined ? patience(host, now(host)) : { until } }
      : { ...rest, due: lease };
    taken = next;
    return stored.open.with([next]);
  });
  if (taken?.due !== undefined) offer(host, instance, taken);
}

/**
 * Looks at a job that has waited long enough for a handler: one that is here takes it; else it is an incident, and stays open for an
 * engine that comes with one.
 */
export async function jobUnhandled(host: JobHost, instance: string, open: OpenJob): Promise<void> {
  const { topic, node, element } = open.effect;
  const loaded = await find(host, instance);
  if (handlerOf(host, topic, loaded?.definition.nodes[node]) !== undefined) {
    const { until: _, ...waiting } = open;
    return await takeJob(host, instance, waiting);
  }
  await host.perform(instance, unhandledJob(element, topic, host.jobs.unhandled), {
    wanted: (stored) => currentJob(stored, open)?.until === open.until,
    staysOpen: true,
    inTurn: true,
  });
}

/** Takes jobs that wait for a handler which is here, as many as there is room for; answers how many. */
export async function takeOffered(host: JobHost): Promise<number> {
  let taken = 0;
  for (const topic of host.jobs.handlers.keys()) {
    const limit = host.jobs.concurrency * ROOM - host.jobs.waiting.size;
    if (limit <= 0) return taken;
    for await (const { key } of host.kv.list({ prefix: jobRow.prefix(topic) }, { limit })) {
      try {
        await takeRow(host, key);
        taken++;
      } catch (error) {
        // One that is broken is not to keep the others from being done.
        if (host.alive) host.report(error);
      }
    }
  }
  return taken;
}

function takeRow(host: JobHost, key: KvKey): Promise<void> {
  const [, id, element] = jobRow.parse(key);
  return host.turns.run(id, async () => {
    const loaded = await findAnew(host, id);
    const open = loaded?.stored.open.job(element);
    if (open !== undefined && open.due === undefined) return await takeJob(host, id, open);
    // A row that no instance has as its own is left over.
    const change = new Batch();
    change.check({ key: instanceRow.key(id), versionstamp: loaded?.versionstamp ?? null });
    change.delete(key);
    await host.commits.submit(change);
  });
}
