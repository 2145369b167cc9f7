/**
 * Instances in memory only: for what lives no longer than the process, for simulation, and for tests of definitions.
 *
 * @module
 */
import type { Command } from "../state/command.ts";
import { type Definition, processOf } from "../definition/definition.ts";
import { settings as withDefaults, step } from "../engine/engine.ts";
import type { Settings } from "../engine/run/settings.ts";
import { BpeError } from "../error.ts";
import type { Effect, Step, Work } from "../state/outcome.ts";
import { BpmnError, type Handler, textOf } from "../job/handler.ts";
import { jobOf } from "../job/job.ts";
import { handlerFor } from "../job/lease.ts";
import { Withdrawal } from "../job/withdrawal.ts";
import type { Keys, State, Variables } from "../state/state.ts";

/** How instances in memory are kept. */
export interface VolatileOptions extends Partial<Settings> {
  /** Who does the jobs, by topic. */
  readonly handlers?: Readonly<Record<string, Handler>>;
  /** What tells the time: milliseconds since 1970. */
  readonly now?: () => number;
  /** Hears of every step. */
  readonly onStep?: (step: Step, definition: Definition) => void;
}

/** Instances in memory. Nothing is done in the background but what handlers that are asynchronous do. */
export interface Volatile {
  /** Starts an instance of a process of the definitions and runs it until it waits; answers its id. */
  start(process: string, variables?: Variables, instance?: string): string;
  /** Gives an instance a command and runs it until it waits. */
  command(instance: string, command: Command): State;
  /** Gives a message to the instance that has waited longest; answers its id, or undefined where nobody waits. */
  publish(name: string, payload?: unknown, keys?: Keys): string | undefined;
  /** Throws a signal; answers how many heard it. */
  signal(name: string, payload?: unknown): number;
  /** Fires the timers that are due; answers how many. */
  tick(): number;
  /** The state of an instance. */
  state(instance: string): State;
  /** Forgets an instance that has ended; active ones stay. */
  forget(instance: string): boolean;
  /** Resolves when no handler runs. */
  idle(): Promise<void>;
}

interface Live {
  state: State;
  readonly definition: Definition;
}

/**
 * Keeps instances in memory. Steps are those of {@link step}; a job that fails is an incident at once.
 *
 * @param definitions whose processes can be started, and called by their id
 * @throws {BpeError} from its functions: `definition`, `instance`, `command`
 *
 * @example
 * ```ts
 * import { beginEvent, define, endEvent, process, sequenceFlow, serviceTask, volatile } from "@n2o/n2o/bpe";
 *
 * const definition = define(process({
 *   id: "sum",
 *   tasks: [beginEvent({ id: "asked" }), serviceTask({ id: "add" }), endEvent({ id: "done" })],
 *   flows: [sequenceFlow({ source: "asked", target: "add" }), sequenceFlow({ source: "add", target: "done" })],
 * }));
 * const bpe = volatile([definition], { handlers: { add: ({ variables: { a, b } }) => ({ sum: Number(a) + Number(b) }) } });
 * const id = bpe.start("sum", { a: 1, b: 2 });
 * if (bpe.state(id).result?.sum !== 3) throw bpe.state(id);
 * ```
 */
export function volatile(
  definitions: readonly Definition[],
  options: VolatileOptions = {},
): Volatile {
  const settings = withDefaults(options);
  const handlers = new Map(Object.entries(options.handlers ?? {}));
  const now = options.now ?? Date.now;
  const instances = new Map<string, Live>();
  /** By kind and name: the instance of each wait, the oldest first. */
  const waiting = new Map<string, Map<string, string>>();
  const timed = new Set<string>();
  const running = new Map<string, Withdrawal>();
  const answers = new Set<Promise<void>>();
  const queue: (() => void)[] = [];
  let count = 0, busy = false;

  /** Effects are carried out one after another, not one inside another. */
  function drain(): void {
    if (busy) return;
    busy = true;
    try {
      for (let at = 0; at < queue.length; at++) queue[at]?.();
    } finally {
      queue.length = 0;
      busy = false;
    }
  }

  function apply(
    id: string,
    live: Live | undefined,
    definition: Definition,
    command: Command,
  ): Step {
    const done = step(definition, live?.state ?? null, command, now(), settings);
    if (!done.applied) return done;
    const kept = live ?? { state: done.state, definition };
    kept.state = done.state;
    if (live === undefined) instances.set(id, kept);
    index(id, done);
    options.onStep?.(done, definition);
    for (const effect of done.outbox) queue.push(() => carry(id, kept, effect));
    return done;
  }

  function index(id: string, { state, waits, over }: Step): void {
    for (const { kind, name, id: wait } of over) {
      if (name !== undefined) waiting.get(`${kind} ${name}`)?.delete(`${id} ${wait}`);
    }
    for (const { kind, name, id: wait } of waits) {
      if (name === undefined) continue;
      const all = waiting.get(`${kind} ${name}`) ?? new Map<string, string>();
      waiting.set(`${kind} ${name}`, all.set(`${id} ${wait}`, id));
    }
    if (state.waits.some(({ kind }) => kind === "timer")) timed.add(id);
    else timed.delete(id);
  }

  function carry(id: string, live: Live, effect: Effect): void {
    switch (effect.kind) {
      case "job":
        return work(id, live, effect);
      case "message":
        return void publish(effect.name, effect.payload, effect.keys);
      case "signal":
        return void signal(effect.name, effect.payload, id);
      case "call":
        return call(id, effect);
      case "return":
      case "escalation": {
        const { instance, element } = effect.caller;
        if (isThere(instance, element)) tell(instance, effect.command);
        return;
      }
      case "close": {
        const key = effect.key.slice(0, -"/close".length);
        running.get(key)?.abort(new DOMException("no longer wanted", "AbortError"));
        running.delete(key);
        if (instances.get(key)?.state.status === "active") tell(key, { do: "cancel" });
        return;
      }
      case "task":
        return;
    }
  }

  function call(
    id: string,
    { key, element, process, variables }: Extract<Effect, { kind: "call" }>,
  ): void {
    if (!isThere(id, element)) return;
    const owner = definitions.find((each) => processOf(each, process) !== undefined);
    if (owner === undefined) {
      tell(id, { do: "fail", element, message: `there is no process ${process}` });
      return;
    }
    const caller = { instance: id, element };
    try {
      apply(key, undefined, owner, { do: "start", instance: key, process, variables, caller });
    } catch (error) {
      if (!(error instanceof BpeError)) throw error;
      tell(id, { do: "fail", element, message: `cannot start ${process}: ${error.message}` });
    }
  }

  function work(instance: string, live: Live, asked: Work): void {
    const { key, element, topic } = asked, node = live.definition.nodes[asked.node];
    const handler = handlers.get(topic) ?? handlerFor(settings.expressions, node)?.run;
    if (node === undefined || handler === undefined || !isThere(instance, element)) return;
    const withdrawal = new Withdrawal();
    const job = jobOf(live.state, asked, node, 1, withdrawal, (code, variables = {}) => {
      if (isThere(instance, element)) tell(instance, { do: "escalate", element, code, variables });
      return Promise.resolve();
    });
    let answer: ReturnType<Handler>;
    try {
      answer = handler(job);
    } catch (error) {
      return failed(instance, element, error);
    }
    if (!(answer instanceof Promise)) return completed(instance, element, answer);
    running.set(key, withdrawal);
    const wanted = () => running.get(key) === withdrawal && running.delete(key);
    const watched = answer.then(
      (variables) => void (wanted() && completed(instance, element, variables)),
      (error) => void (wanted() && failed(instance, element, error)),
    ).finally(() => answers.delete(watched));
    answers.add(watched);
  }

  /** What has ended meanwhile, as by an escalation of its handler, wants no answer. */
  function isThere(instance: string, element: number): boolean {
    return instances.get(instance)?.state.elements.some(({ id }) => id === element) === true;
  }

  function completed(instance: string, element: number, variables: Variables | void): void {
    if (!isThere(instance, element)) return;
    tell(instance, { do: "complete", element, variables: variables ?? {} });
  }

  function failed(instance: string, element: number, error: unknown): void {
    if (!isThere(instance, element)) return;
    const message = textOf(error);
    tell(
      instance,
      error instanceof BpmnError
        ? { do: "fail", element, code: error.code, message, variables: error.variables }
        : { do: "fail", element, message },
    );
  }

  function tell(id: string, command: Command): State {
    const live = found(id);
    apply(id, live, live.definition, command);
    drain();
    return live.state;
  }

  function found(id: string): Live {
    const live = instances.get(id);
    if (live !== undefined) return live;
    throw new BpeError("instance", "is not there", { element: id, instance: id });
  }

  function publish(name: string, payload?: unknown, keys: Keys = {}): string | undefined {
    const content = payload === undefined ? {} : { payload };
    for (const id of new Set(waiting.get(`message ${name}`)?.values())) {
      const live = found(id);
      const done = apply(id, live, live.definition, { do: "message", name, keys, ...content });
      drain();
      if (done.applied) return id;
    }
    return undefined;
  }

  function signal(name: string, payload?: unknown, from?: string): number {
    const content = payload === undefined ? {} : { payload };
    let heard = 0;
    for (const id of new Set(waiting.get(`signal ${name}`)?.values())) {
      const live = found(id);
      if (id === from) continue;
      if (apply(id, live, live.definition, { do: "signal", name, ...content }).applied) heard++;
    }
    drain();
    return heard;
  }

  return {
    start(process, variables = {}, instance = `${++count}`) {
      const owner = definitions.find((each) => processOf(each, process) !== undefined);
      if (owner === undefined) {
        throw new BpeError("definition", "is no process of the definitions", { element: process });
      }
      if (instances.has(instance)) {
        throw new BpeError("command", "is there already", { element: instance, instance });
      }
      apply(instance, undefined, owner, { do: "start", instance, process, variables });
      drain();
      return instance;
    },
    command: tell,
    publish,
    signal: (name, payload) => signal(name, payload),
    tick() {
      let fired = 0;
      for (const id of [...timed]) {
        for (const { id: wait, kind, due = 0 } of found(id).state.waits) {
          if (kind !== "timer" || due > now()) continue;
          const live = found(id);
          if (apply(id, live, live.definition, { do: "timer", wait }).applied) fired++;
          drain();
        }
      }
      return fired;
    },
    state: (instance) => found(instance).state,
    forget(instance) {
      if (found(instance).state.status === "active") return false;
      return instances.delete(instance);
    },
    async idle() {
      while (answers.size > 0) await Promise.all(answers);
    },
  };
}
