/**
 * Jobs: handlers are called, their answers become commands, their failures are tried again and at last become incidents.
 *
 * @module
 */
import { isRecord } from "../state/data.ts";
import type { Variables } from "../state/state.ts";
import { KvsError } from "../../kvs/error.ts";
import { momentOf } from "../engine/wait/timer.ts";
import { BpeError } from "../error.ts";
import { BpmnError, type Job, textOf } from "./handler.ts";
import { background, type Host, now } from "../store/host.ts";
import { find } from "../store/instances.ts";
import { handlerOf, leaseOf } from "./lease.ts";
import { perform } from "../runtime/perform.ts";
import { reopen } from "../store/reopen.ts";
import { doubling, LONGEST } from "../runtime/options.ts";
import { jobOf } from "./job.ts";
import { own } from "../store/input.ts";
import { isJob, type OpenJob, type Stored } from "../store/row/instance.ts";
import { Withdrawal } from "./withdrawal.ts";

/** Takes a job whose lease is this engine's: it runs as soon as a handler is free. */
export function offer(host: Host, instance: string, open: OpenJob): void {
  const { key } = open.effect;
  if (host.running.has(key) || host.queue.has(key)) return;
  host.queue.set(key, { instance, open });
  pump(host);
}

function pump(host: Host): void {
  while (!host.closing && host.running.size < host.options.concurrency) {
    const [next] = host.queue;
    if (next === undefined) return;
    const [key, { instance, open }] = next;
    host.queue.delete(key);
    // A lease that has run out while it stood in the queue may be another engine's by now.
    if ((open.due ?? 0) <= now(host)) continue;
    const work = new Withdrawal();
    host.running.set(key, work);
    background(host, run(host, instance, open, work).finally(() => free(host, key, work)));
  }
}

/** The handler of a job has answered, or could not be called: another may run. */
function free(host: Host, key: string, work: Withdrawal): void {
  if (host.running.get(key) === work) host.running.delete(key);
  pump(host);
}

async function run(
  host: Host,
  instance: string,
  open: OpenJob,
  work: Withdrawal,
): Promise<void> {
  const loaded = await find(host, instance);
  const { element, topic, key, node: index } = open.effect;
  const node = loaded?.definition.nodes[index];
  const handler = handlerOf(host, topic, node);
  if (
    loaded === undefined || node === undefined || handler === undefined ||
    current(loaded.stored, open) === undefined
  ) return;
  const escalate: Job["escalate"] = async (code, values = {}) => {
    const variables = own(values, `the escalation ${code} of ${topic}`);
    const command = { do: "escalate", element, code, variables } as const;
    await perform(host, instance, command, { wanted: (now) => current(now, open) !== undefined });
  };
  const job = jobOf(loaded.stored.state, open.effect, node, open.tries + 1, work, escalate);
  let answer: Variables | void | undefined;
  try {
    const said = handler.run(job);
    answer = isPromise(said)
      ? await within(
        host,
        handler.timeout ?? host.options.timeout,
        work,
        Promise.resolve(said),
        job,
      )
      : said;
  } catch (error) {
    free(host, key, work);
    return await failed(host, instance, open, error);
  }
  free(host, key, work);
  await answered(host, instance, open, answer);
}

/** Waits for a handler; one that takes longer than it has is told, and fails. */
function within<T>(
  host: Host,
  ms: number,
  work: Withdrawal,
  answer: Promise<T>,
  { topic, node, instance }: Job,
): Promise<T> {
  const { clock } = host.options;
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => {
      const why = `has not answered within ${ms} ms: ${topic}`;
      const error = new BpeError("timeout", why, { element: node.id, instance });
      work.abort(error);
      reject(error);
    }, ms);
    clock.unref?.(timer);
    answer.then(resolve, reject).finally(() => clock.clearTimeout(timer));
  });
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === "object" && value !== null && "then" in value;
}

/** The answer of a handler counts only while the job is open as it was when the handler was called. */
async function answered(
  host: Host,
  instance: string,
  open: OpenJob,
  values: unknown,
): Promise<void> {
  const { element, topic } = open.effect;
  const wanted = (stored: Stored) => current(stored, open) !== undefined;
  try {
    if (values !== undefined && values !== null && !isRecord(values)) {
      throw new BpeError("answer", `is answered with ${typeof values}, not with fields: ${topic}`, {
        element: `job ${open.effect.key}`,
        instance,
      });
    }
    const variables = own(values ?? {}, `the answer of ${topic}`);
    await perform(host, instance, { do: "complete", element, variables }, { wanted });
  } catch (error) {
    if (!isAnswersFault(error)) throw error;
    await failed(host, instance, open, error);
  }
}

/** Whether an error is for what a handler answered, and not for the store or for an instance that is gone. */
function isAnswersFault(error: unknown): boolean {
  if (error instanceof BpeError) return !["closed", "instance", "command"].includes(error.code);
  return error instanceof DOMException || error instanceof TypeError ||
    (error instanceof KvsError && ["unstorable", "too_large"].includes(error.code));
}

async function failed(
  host: Host,
  instance: string,
  open: OpenJob,
  error: unknown,
): Promise<void> {
  const { element } = open.effect;
  const wanted = (stored: Stored) => current(stored, open) !== undefined;
  if (error instanceof BpmnError) {
    try {
      const { code, message } = error;
      const variables = own(error.variables, `the error ${code} of ${open.effect.topic}`);
      await perform(host, instance, { do: "fail", element, code, message, variables }, { wanted });
    } catch (cause) {
      if (!isAnswersFault(cause)) throw cause;
      await failed(host, instance, open, cause);
    }
    return;
  }
  const message = textOf(error).slice(0, 2_000);
  const loaded = await find(host, instance);
  const node = loaded?.definition.nodes[open.effect.node];
  const handler = handlerOf(host, open.effect.topic, node);
  const tries = open.tries + 1;
  const most = handler?.retries ?? retriesOf(node?.vendor?.retries) ?? host.options.retries;
  if (tries >= most) {
    await perform(host, instance, { do: "fail", element, message }, { wanted });
    return;
  }
  const backoff = handler?.backoff ??
    (() => intervalOf(node?.vendor?.retries) ?? host.options.backoff(tries));
  const wait = pause(host, backoff, tries);
  const due = now(host) + wait;
  await host.lanes.enter(instance, () =>
    reopen(host, instance, (stored) => {
      if (!wanted(stored)) return undefined;
      return stored.open.map((each) =>
        each.effect.key === open.effect.key && isJob(each) ? { ...each, tries, due } : each
      );
    }));
}

/** Retries as a vendor writes them: a number, or a repetition as `R3/PT10S`. */
function retriesOf(text: string | undefined): number | undefined {
  const count = /^\s*R?(\d{1,3})\b/.exec(text ?? "")?.[1];
  return count === undefined ? undefined : Number(count);
}

/** The wait before a try; a function that throws, or answers no time, is told of, and the default holds. */
function pause(host: Host, backoff: (failures: number) => number, tries: number): number {
  try {
    const wait = backoff(tries);
    if (wait >= 0 && wait <= LONGEST) return wait;
    if (wait > LONGEST) return LONGEST;
    throw new BpeError("options", `answers ${wait} milliseconds`, { element: "backoff" });
  } catch (error) {
    host.options.onError(error);
    return doubling(tries);
  }
}

/** The interval between tries as a vendor writes it: `R3/PT10S`. */
function intervalOf(text: string | undefined): number | undefined {
  return momentOf(/\/\s*(P\S+)\s*$/.exec(text ?? "")?.[1], 0);
}

/** The job as it is open now; undefined where it is answered, withdrawn, or has been taken again since. */
function current(stored: Stored, open: OpenJob): OpenJob | undefined {
  return stored.open.find((each): each is OpenJob =>
    isJob(each) && each.effect.key === open.effect.key && each.tries === open.tries &&
    each.due === open.due
  );
}

/** Takes a job that is due again, or whose engine is gone: with a handler here it runs, else it is offered to others. */
export async function take(host: Host, instance: string, open: OpenJob): Promise<void> {
  if (host.running.has(open.effect.key)) return;
  let taken: OpenJob | undefined;
  const loaded = await find(host, instance);
  const { topic, node } = open.effect;
  const lease = leaseOf(host, topic, loaded?.definition.nodes[node], now(host));
  await reopen(host, instance, (stored) => {
    // Asked again after a conflict: what was taken before was not committed.
    taken = undefined;
    if (current(stored, open) === undefined) return undefined;
    const { due: _, ...rest } = open;
    const next: OpenJob = lease === undefined ? rest : { ...rest, due: lease };
    taken = next;
    return stored.open.map((each) => each.effect.key === open.effect.key ? next : each);
  });
  if (taken?.due !== undefined) offer(host, instance, taken);
}
