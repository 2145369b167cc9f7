/**
 * What a commit has left to do: jobs for handlers here, deliveries to other instances, messages and signals, and messages that
 * were there before somebody waited for them.
 *
 * Nothing here is needed for safety: whatever is not done because the process ends stands in the index by time, and is done by
 * whoever looks there next.
 *
 * @module
 */
import type { JobHost } from "../job/host.ts";
import { offer, withdraw } from "../job/pool.ts";
import { broadcast } from "../message/broadcast.ts";
import { correlate, takeWaiting } from "../message/correlate.ts";
import { deliver } from "../message/delivery.ts";
import { inBackground, type Saved } from "../store/host.ts";
import { isJob, type Open } from "../store/row/open.ts";

/** Does what a commit has left to do, in the background. */
export function dispatch(host: JobHost, { before, after: { id, open }, step, sent }: Saved): void {
  const { gone, come } = open.since(before?.open);
  for (const { effect } of gone) {
    // One that has answered runs no more, and is not told.
    if (effect.kind === "job" && open.find(effect) === undefined) withdraw(host, effect.key);
  }
  for (const each of come) carry(host, id, each);
  for (const { kind, id } of sent) {
    inBackground(host, kind === "message" ? correlate(host, id) : broadcast(host, id));
  }
  for (const wait of step?.waits ?? []) {
    if (wait.kind === "message") inBackground(host, takeWaiting(host, id, wait));
  }
}

/** Does one open thing, if it is this engine's. */
function carry(host: JobHost, id: string, open: Open): void {
  if (!isJob(open)) inBackground(host, deliver(host, id, open));
  else if (open.due !== undefined && open.tries === 0) offer(host, id, open);
}
