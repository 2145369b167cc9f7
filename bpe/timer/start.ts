/**
 * Processes that the clock starts.
 *
 * @module
 */
import { Batch } from "../../kvs/mod.ts";
import { again } from "../engine/wait/timer.ts";
import { type Host, now } from "../store/host.ts";
import { startedId } from "../store/id.ts";
import { dueRow, latestRow } from "../store/keys.ts";
import { type LatestVersion, nextStart } from "../store/row/version.ts";

/** The clock starts an instance; its id is made of the time, so that it is started once. */
export async function startDue(host: Host, process: string, time: number): Promise<void> {
  const key = latestRow.key(process);
  const row = await host.kv.get<LatestVersion>(key);
  const version = row.value;
  const change = new Batch();
  const at = now(host);
  change.check({ key: key, versionstamp: row.versionstamp });
  change.delete(dueRow.key(time, "start", process));
  if (version?.due === undefined || version.due > at) {
    return void await host.commits.submit(change);
  }
  const due = version.triggers.filter((each) =>
    each.kind === "timer" && (each.due ?? at + 1) <= at
  );
  for (const { node, due: when = at } of due) {
    await host.start({
      instance: await startedId(process, `${new Date(when).toISOString()}-${node}`),
      definition: version.key,
      process,
      trigger: { node },
    });
  }
  const triggers = version.triggers.flatMap((each) => {
    if (!due.includes(each)) return [each];
    const next = again({ ...each, id: 0, element: 0, node: 0 }, at);
    return next === undefined ? [] : [{ ...each, ...next }];
  });
  const next = nextStart(triggers);
  // One that failed before was looked at later than its time.
  change.delete(dueRow.key(version.due, "start", process));
  const { due: _, ...rest } = version;
  change.set(key, { ...rest, triggers, ...(next === undefined ? {} : { due: next }) });
  if (next !== undefined) change.set(dueRow.key(next, "start", process), 0);
  await host.commits.submit(change);
}
