/**
 * What a commit has left to do: jobs for handlers here, deliveries to other instances, messages and signals, and messages that
 * were there before somebody waited for them.
 *
 * Nothing here is needed for safety: whatever is not done because the process ends stands in the index by time, and is done by
 * whoever looks there next.
 *
 * @module
 */
import { background, type Committed, type Host } from "../store/host.ts";
import { deliver } from "../message/delivery.ts";
import { offer } from "../job/pool.ts";
import { broadcast } from "../message/broadcast.ts";
import { correlate, takeWaiting } from "../message/correlate.ts";
import { isJob, type Open } from "../store/row/instance.ts";

/** Does what a commit has left to do, in the background. */
export function after(host: Host, { before, after: { id, open }, step, sent }: Committed): void {
  const known = new Set(before?.open);
  const keys = new Set(open.map(({ effect }) => effect.key));
  for (const { effect } of before?.open ?? []) {
    if (effect.kind !== "job" || keys.has(effect.key)) continue;
    host.queue.delete(effect.key);
    // One that has answered runs no more, and is not told.
    host.running.get(effect.key)?.abort(new DOMException("no longer wanted", "AbortError"));
  }
  for (const each of open) if (!known.has(each)) carry(host, id, each);
  for (const { kind, id } of sent) {
    background(host, kind === "message" ? correlate(host, id) : broadcast(host, id));
  }
  for (const wait of step?.waits ?? []) {
    if (wait.kind === "message") background(host, takeWaiting(host, id, wait));
  }
}

/** Does one open thing, if it is this engine's. */
export function carry(host: Host, id: string, open: Open): void {
  if (!isJob(open)) background(host, deliver(host, id, open));
  else if (open.due !== undefined && open.tries === 0) offer(host, id, open);
}
