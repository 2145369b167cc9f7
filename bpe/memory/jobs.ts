/**
 * Jobs of instances in memory: a handler is called at once, and only one that is asynchronous is waited for.
 *
 * @module
 */
import { isThenable } from "../../base/mod.ts";
import type { Definition } from "../definition/definition.ts";
import type { Expressions } from "../expression/expression.ts";
import { type Handler, type Job, scriptHandler } from "../job/handler.ts";
import { completion, failure, fieldsOf, jobOf, Withdrawal } from "../job/job.ts";
import type { Command } from "../state/command.ts";
import type { Work } from "../state/outcome.ts";
import { hasElement } from "../state/lists.ts";
import type { State } from "../state/state.ts";

/** An instance in memory. */
export interface MemoryInstance {
  state: State;
  readonly definition: Definition;
}

/** What jobs in memory need. */
export interface JobsContext {
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly expressions: Expressions;
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

  /** Nothing runs yet. */
  constructor(context: JobsContext) {
    this.#context = context;
  }

  /** Calls the handler of a job; where there is none it waits to be completed by a command. */
  run(instance: MemoryInstance, work: Work): void {
    const { handlers, expressions } = this.#context, { element, topic } = work;
    const node = instance.definition.nodes[work.node];
    const handler = handlers.get(topic) ?? scriptHandler(expressions, node)?.run;
    if (node === undefined || handler === undefined) return;
    if (!hasElement(instance.state, element)) return;
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
    this.#running.get(key)?.abort();
    this.#running.delete(key);
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
