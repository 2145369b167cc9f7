/**
 * What a handler answers, or why it failed, becomes a command; a failed job is tried again, and at last it is an incident.
 *
 * @module
 */
import { BpeError } from "../error.ts";
import { now } from "../store/host.ts";
import { storable } from "../store/input.ts";
import { find } from "../store/instances.ts";
import { reopen } from "../store/reopen.ts";
import type { Stored } from "../store/row/instance.ts";
import { isJob, type OpenJob } from "../store/row/open.ts";
import type { StepOptions } from "../store/step.ts";
import { isStoreError } from "../store/store_error.ts";
import { BpmnError } from "./handler.ts";
import type { JobHost, TakenJob } from "./host.ts";
import { completion, failure, fieldsOf } from "./job.ts";
import { handlerOf } from "./lease.ts";
import { pauseBefore, triesOf } from "./retry.ts";

/** The job as it is open now; undefined where it is answered, withdrawn, or has been taken again since. */
export function currentJob({ open }: Pick<Stored, "open">, job: OpenJob): OpenJob | undefined {
  const found = open.find(job.effect);
  return found !== undefined && isJob(found) && found.tries === job.tries && found.due === job.due
    ? found
    : undefined;
}

/** The answer of a handler counts only while the job is open as it was when the handler was called. */
export async function answered(host: JobHost, taken: TakenJob, values: unknown): Promise<void> {
  const { instance, open: { effect: { element, topic, key } } } = taken;
  try {
    const fields = fieldsOf(values, { key, topic, instance });
    const variables = storable(fields, `the answer of ${topic}`);
    await host.perform(instance, completion(element, variables), whileCurrent(taken));
  } catch (error) {
    if (!isAnswersFault(error)) throw error;
    await failed(host, taken, error);
  }
}

/** A handler has failed: the model handles it, or it is tried again, or it becomes an incident. */
export async function failed(host: JobHost, taken: TakenJob, error: unknown): Promise<void> {
  const { instance, open } = taken, { element, topic } = open.effect;
  if (error instanceof BpmnError) {
    try {
      const command = failure(element, error);
      const variables = storable(command.variables, `the error ${error.code} of ${topic}`);
      const values = variables === undefined ? {} : { variables };
      await host.perform(instance, { ...command, ...values }, whileCurrent(taken));
    } catch (cause) {
      if (!isAnswersFault(cause)) throw cause;
      await failed(host, taken, cause);
    }
    return;
  }
  const node = (await find(host, instance))?.definition.nodes[open.effect.node];
  const handler = handlerOf(host, topic, node);
  const tries = open.tries + 1;
  if (tries >= triesOf(host, handler, node)) {
    await host.perform(instance, failure(element, error), whileCurrent(taken));
    return;
  }
  const due = now(host) + pauseBefore(host, handler, node, tries);
  await host.turns.run(instance, () =>
    reopen(host, instance, (stored) => {
      const current = currentJob(stored, open);
      if (current === undefined) return undefined;
      return stored.open.with([{ ...current, tries, due }]);
    }));
}

function whileCurrent({ open }: TakenJob): StepOptions {
  return { wanted: (stored) => currentJob(stored, open) !== undefined };
}

/** Whether an error is for what a handler answered, and not for the store or for an instance that is gone. */
function isAnswersFault(error: unknown): boolean {
  if (isStoreError(error)) return BpeError.is(error, "too_large", "unstorable");
  if (error instanceof BpeError) {
    return !["closed", "instance", "command"].includes(error.code);
  }
  return error instanceof DOMException || error instanceof TypeError;
}
