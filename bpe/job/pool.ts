/**
 * Jobs that are this engine's wait for a handler to become free; it is called, and its answer goes to the instance.
 *
 * @module
 */
import { deadline, isThenable } from "../../base/mod.ts";
import { BpeError } from "../error.ts";
import type { Variables } from "../state/state.ts";
import { inBackground, now } from "../store/host.ts";
import { storable } from "../store/input.ts";
import { find } from "../store/instances.ts";
import type { OpenJob } from "../store/row/open.ts";
import { answered, currentJob, failed } from "./answer.ts";
import type { Handler, HandlerOptions, Job } from "./handler.ts";
import type { JobHost, TakenJob } from "./host.ts";
import { jobOf, Withdrawal } from "./job.ts";
import { handlerOf } from "./lease.ts";

/** Takes a job whose lease is this engine's: it runs as soon as a handler is free. */
export function offer(host: JobHost, instance: string, open: OpenJob): void {
  const { running, waiting } = host.jobs, { key } = open.effect;
  if (running.has(key) || waiting.has(key)) return;
  waiting.set(key, { instance, open });
  pump(host);
}

/** A job is no longer wanted: it does not run any more, or its handler is told so. */
export function withdraw(host: JobHost, key: string): void {
  host.jobs.waiting.delete(key);
  host.jobs.running.get(key)?.abort();
}

function pump(host: JobHost): void {
  const { running, waiting, concurrency } = host.jobs;
  while (!host.closing && running.size < concurrency) {
    const [next] = waiting;
    if (next === undefined) return;
    const [key, taken] = next;
    waiting.delete(key);
    // A lease that has run out while it waited may be another engine's by now.
    if ((taken.open.due ?? 0) <= now(host)) continue;
    const withdrawal = new Withdrawal();
    running.set(key, withdrawal);
    inBackground(host, run(host, taken, withdrawal).finally(() => free(host, key, withdrawal)));
  }
}

/** The handler of a job has answered, or could not be called: another may run. */
function free(host: JobHost, key: string, withdrawal: Withdrawal): void {
  if (host.jobs.running.get(key) === withdrawal) host.jobs.running.delete(key);
  pump(host);
}

async function run(host: JobHost, taken: TakenJob, withdrawal: Withdrawal): Promise<void> {
  const { instance, open } = taken, { element, topic, key } = open.effect;
  const loaded = await find(host, instance);
  const node = loaded?.definition.nodes[open.effect.node];
  const handler = handlerOf(host, topic, node);
  if (
    loaded === undefined || node === undefined || handler === undefined ||
    currentJob(loaded.stored, open) === undefined
  ) return;
  const escalate: Job["escalate"] = async (code, values = {}) => {
    const variables = storable(values, `the escalation ${code} of ${topic}`);
    await host.perform(instance, { do: "escalate", element, code, variables }, {
      wanted: (stored) => currentJob(stored, open) !== undefined,
    });
  };
  const { state } = loaded.stored;
  const attempt = open.tries + 1;
  const job = jobOf({ state, work: open.effect, node, attempt, withdrawal, escalate });
  let answer: Awaited<ReturnType<Handler>>;
  try {
    answer = await call(host, handler, job, withdrawal);
  } catch (error) {
    free(host, key, withdrawal);
    return await failed(host, taken, error);
  }
  free(host, key, withdrawal);
  await answered(host, taken, answer);
}

/** Calls a handler; one that takes longer than it has is told by its signal, and fails. */
function call(
  host: JobHost,
  handler: HandlerOptions,
  job: Job,
  withdrawal: Withdrawal,
): ReturnType<Handler> {
  const said = handler.run(job);
  if (!isThenable(said)) return said;
  const ms = handler.timeout ?? host.jobs.timeout;
  const { topic, node, instance } = job;
  return deadline<Variables | void>(Promise.resolve(said), {
    ms,
    clock: host.clock,
    background: true,
    error() {
      const why = `has not answered within ${ms} ms: ${topic}`;
      const error = new BpeError("timeout", why, { element: node.id, instance });
      withdrawal.abort(error);
      return error;
    },
  });
}
