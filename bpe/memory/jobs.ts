/**
 * Jobs of instances in memory: a handler is called at once, and only one that is asynchronous is waited for.
 *
 * @module
 */
import { type Clock, isThenable } from "../../base/mod.ts";
import type { Expressions } from "../expression/expression.ts";
import { type Handler, type Job, scriptHandler } from "../job/handler.ts";
import { completion, failure, fieldsOf, jobOf, unhandledJob, Withdrawal } from "../job/job.ts";
import type { Command } from "../state/command.ts";
import { hasElement } from "../state/lists.ts";
import type { Work } from "../state/outcome.ts";
import type { MemoryInstance } from "./instance.ts";
import { UnhandledJobs } from "./unhandled.ts";

/** What jobs in memory need. */
export interface JobsContext {
  readonly handlers: Map<string, Handler>;
  readonly expressions: Expressions;
  /** Milliseconds that a job waits for a handler before it is an incident. */
  readonly unhandled: number;
  readonly clock: Pick<Clock, "now">;
  /** Gives an instance a command. */
  readonly command: (id: string, command: Command) => void;
  /** Hears of what fails when an answer that came later is taken. */
  readonly report: (error: unknown) => void;
}

/** Jobs of instances in memory. */
export class MemoryJobs {
  readonly #context: JobsContext;
  readonly #running = new Map<string, Withdrawal>();
  readonly #answers = new Set<Promise<void>>();
  readonly #unhandled: UnhandledJobs;

  /** Nothing runs yet. */
  constructor(context: JobsContext) {
    this.#context = context;
    this.#unhandled = new UnhandledJobs(context.unhandled);
  }

  /** Calls the handler of a job; where there is none it waits for one, or to be completed by a command. */
  run(instance: MemoryInstance, work: Work): void {
    const { handlers, expressions } = this.#context, { element, topic } = work;
    const node = instance.definition.nodes[work.node];
    const handler = handlers.get(topic) ?? scriptHandler(expressions, node)?.run;
    if (node === undefined || !hasElement(instance.state, element)) return;
    if (handler === undefined) {
      return this.#unhandled.add(instance, work, this.#context.clock.now());
    }
    const withdrawal = new Withdrawal();
    const escalate = (code: string, variables = {}) => {
      this.#give(instance, element, { do: "escalate", element, code, variables });
      return Promise.resolve();
    };
    const { state } = instance;
    const job = jobOf({ state, work, node, attempt: 1, withdrawal, escalate });
    let answer: ReturnType<Handler>;
    try {
      answer = handler(job);
    } catch (error) {
      return this.#give(instance, element, failure(element, error));
    }
    if (!isThenable(answer)) return this.#give(instance, element, answerTo(job, answer));
    this.#watch(instance, job, withdrawal, answer);
  }

  /** A job is no longer wanted: its handler is told so, and its answer is not heard. */
  withdraw(key: string): void {
    this.#unhandled.delete(key);
    this.#running.get(key)?.abort();
    this.#running.delete(key);
  }

  /** Makes incidents of jobs that have waited long enough for a handler; answers how many. */
  tick(): number {
    const { clock, unhandled } = this.#context;
    const all = this.#unhandled.overdue(clock.now());
    for (const { instance, work: { element, topic } } of all) {
      this.#give(instance, element, unhandledJob(element, topic, unhandled));
    }
    return all.length;
  }

  /** When the next job becomes an incident because it has no handler: milliseconds since 1970; undefined where none will. */
  nextDue(): number | undefined {
    return this.#unhandled.nextDue();
  }

  /** A topic has a handler from now on, which does the jobs that wait for one. */
  handle(topic: string, handler: Handler): void {
    this.#context.handlers.set(topic, handler);
    for (const { instance, work } of this.#unhandled.take(topic)) this.run(instance, work);
  }

  /** Resolves when no handler runs. */
  async idle(): Promise<void> {
    while (this.#answers.size > 0) await Promise.all(this.#answers);
  }

  #watch(
    instance: MemoryInstance,
    job: Job,
    withdrawal: Withdrawal,
    answer: Exclude<ReturnType<Handler>, void | undefined>,
  ): void {
    const { key, element } = job;
    this.#running.set(key, withdrawal);
    const give = (command: Command) => {
      if (this.#running.get(key) !== withdrawal) return;
      this.#running.delete(key);
      this.#give(instance, element, command);
    };
    const watched = Promise.resolve(answer).then(
      (values) => give(answerTo(job, values)),
      (error) => give(failure(element, error)),
    ).catch(this.#context.report).finally(() => this.#answers.delete(watched));
    this.#answers.add(watched);
  }

  /** What has ended meanwhile, as by an escalation of its handler, wants no answer. */
  #give({ state }: MemoryInstance, element: number, command: Command): void {
    if (hasElement(state, element)) this.#context.command(state.instance, command);
  }
}

/** What a handler answers, as a command. */
function answerTo(job: Job, values: unknown): Command {
  try {
    return completion(job.element, fieldsOf(values, job));
  } catch (error) {
    return failure(job.element, error);
  }
}
