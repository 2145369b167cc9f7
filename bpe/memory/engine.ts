/**
 * The engine of instances in memory: commands, steps, and what they ask for outside.
 *
 * @module
 */
import type { Clock, Log } from "../../base/mod.ts";
import type { Definition } from "../definition/definition.ts";
import {
  carryOut,
  failedStart,
  isAwaited,
  type Outside,
  unknownProcess,
} from "../engine/effects.ts";
import { step as stepOf } from "../engine/engine.ts";
import type { Settings } from "../engine/run/settings.ts";
import { BpeError } from "../error.ts";
import type { Handler } from "../job/handler.ts";
import type { StartOptions } from "../runtime/api.ts";
import type { Command } from "../state/command.ts";
import type { Call, Step } from "../state/outcome.ts";
import { hasElement } from "../state/lists.ts";
import { checkId, LONGEST_ID } from "../state/id.ts";
import type { State, Variables } from "../state/state.ts";
import { withInitiator } from "../task/identity.ts";
import { Effects } from "./effects.ts";
import type { MemoryInstance } from "./instance.ts";
import { MemoryJobs } from "./jobs.ts";
import { Post, type PostContext, type Sent, type Signal } from "./post.ts";
import { executable } from "./starts.ts";

/** What an engine in memory needs. */
export interface MemoryContext extends Pick<PostContext, "messageTtl" | "keptMessages" | "onLost"> {
  readonly definitions: readonly Definition[];
  readonly settings: Settings;
  readonly handlers: Map<string, Handler>;
  /** Milliseconds that a job waits for a handler before it is an incident. */
  readonly unhandled: number;
  readonly clock: Pick<Clock, "now">;
  readonly onStep: (step: Step, definition: Definition) => void;
  readonly log: Log;
}

/** Instances in memory: what can be asked of them stands in {@link Volatile}. */
export class MemoryEngine {
  /** The jobs of the instances. */
  readonly jobs: MemoryJobs;
  readonly #context: MemoryContext;
  readonly #processes: ReadonlyMap<string, Definition>;
  readonly #instances = new Map<string, MemoryInstance>();
  readonly #effects: Effects;
  readonly #post: Post;
  #count = 0;

  /** There are no instances yet. */
  constructor(context: MemoryContext) {
    this.#context = context;
    const report = (error: unknown) =>
      context.log("error", "what an instance in memory has asked for fails", { error });
    this.#processes = executable(context.definitions);
    this.#effects = new Effects(context.settings.budget, report);
    this.#post = new Post(this.#processes, {
      ...context,
      state: (id) => this.find(id).state,
      give: (id, command) => this.#give(id, command).applied,
      start: (definition, command) =>
        void this.#apply(command.instance, undefined, definition, command),
      newId: () => this.#newId(),
    });
    this.jobs = new MemoryJobs({
      handlers: context.handlers,
      expressions: context.settings.expressions,
      unhandled: context.unhandled,
      clock: context.clock,
      command: (id, command) => void this.command(id, command),
      report,
    });
  }

  /** Starts an instance; answers its id. */
  start(
    process: string,
    { id = this.#newId(), by, docs, meta, variables = {}, trigger, stepping = false }:
      StartOptions = {},
  ): string {
    const owner = this.#processes.get(process);
    if (owner === undefined) {
      throw new BpeError("definition", "is no executable process of the definitions", {
        element: process,
      });
    }
    if (this.#instances.has(checkId(id))) {
      throw new BpeError("command", "is there already", { element: id, instance: id });
    }
    this.#apply(id, undefined, owner, {
      do: "start",
      instance: id,
      process,
      variables: withInitiator(owner, process, variables, by?.id) ?? {},
      ...(trigger === undefined ? {} : { trigger }),
      ...(stepping ? { stepping } : {}),
      ...(meta === undefined ? {} : { meta }),
      ...(docs === undefined ? {} : { docs: { at: 0, cut: 0, put: docs } }),
    });
    this.#effects.drain();
    return id;
  }

  /** Gives a topic a handler, which does the jobs that wait for one too. */
  handle(topic: string, handler: Handler): void {
    this.#settled(() => this.jobs.handle(topic, handler));
  }

  /** Gives an instance a command. */
  command(id: string, command: Command): State {
    const instance = this.find(id);
    this.#apply(id, instance, instance.definition, command);
    this.#effects.drain();
    return instance.state;
  }

  /** Takes in a message; answers who has it. */
  publish(message: Sent): string | undefined {
    return this.#settled(() => this.#post.send(message));
  }

  /** Throws a signal from outside; answers how many heard it. */
  signal(signal: Signal): number {
    return this.#settled(() => this.#post.broadcast(signal, this.#post.listening(signal.name)));
  }

  /** Starts every process whose conditional start event holds with these values; answers the ids of the instances. */
  conditions(variables: Variables): string[] {
    return this.#settled(() => this.#post.conditions(variables));
  }

  /**
   * Fires the timers that are due, of instances and of processes that the clock starts, and makes incidents of jobs that have no
   * handler; answers how many.
   */
  tick(): number {
    const now = this.#context.clock.now();
    let fired = 0;
    for (const id of this.#post.timed) {
      for (const { id: wait, kind, due = 0 } of this.find(id).state.waits) {
        if (kind !== "timer" || due > now) continue;
        if (this.#give(id, { do: "timer", wait }).applied) fired++;
        this.#effects.drain();
      }
    }
    for (const start of this.#post.due(now)) {
      this.#settled(() => this.#effects.guard(start));
      fired++;
    }
    return fired + this.jobs.tick();
  }

  /** When something is due next: milliseconds since 1970; undefined where nothing is. */
  nextDue(): number | undefined {
    const all = [this.#post.nextDue() ?? Infinity, this.jobs.nextDue() ?? Infinity];
    const next = Math.min(...all);
    return next === Infinity ? undefined : next;
  }

  /** The instance with this id. */
  find(id: string): MemoryInstance {
    const instance = this.#instances.get(id);
    if (instance !== undefined) return instance;
    throw new BpeError("instance", "is not there", { element: id, instance: id });
  }

  /** Forgets an instance that has ended. */
  forget(id: string): boolean {
    return this.find(id).state.status !== "active" && this.#instances.delete(id);
  }

  /** Does something, and then all that it sets going. */
  #settled<T>(act: () => T): T {
    try {
      return act();
    } finally {
      this.#effects.drain();
    }
  }

  #give(id: string, command: Command): Step {
    const instance = this.find(id);
    return this.#apply(id, instance, instance.definition, command);
  }

  #apply(
    id: string,
    before: MemoryInstance | undefined,
    definition: Definition,
    command: Command,
  ): Step {
    const { settings, clock, onStep } = this.#context;
    if (before === undefined) this.#effects.countStart();
    const step = stepOf(definition, before?.state ?? null, command, clock.now(), settings);
    if (!step.applied) return step;
    const instance = before ?? { state: step.state, definition };
    instance.state = step.state;
    if (before === undefined) this.#instances.set(id, instance);
    const awaited = this.#post.add(id, step);
    onStep(step, definition);
    if (step.outbox.length > 0) {
      const outside = this.#outside(id, instance);
      for (const effect of step.outbox) carryOut(effect, outside);
    }
    for (const wait of awaited) this.#effects.add(() => this.#post.look(id, wait));
    return step;
  }

  /** What an instance asks for is done in its turn. */
  #outside(id: string, instance: MemoryInstance): Outside {
    const effects = this.#effects, post = this.#post;
    return {
      job: (work) => effects.add(() => this.jobs.run(instance, work)),
      task() {},
      message: ({ name, payload, keys }) =>
        effects.add(() => void post.send({ name, payload, keys })),
      signal: (signal) => {
        // Who begins to wait after it is thrown does not hear it; the instance itself has heard it already.
        const listening = post.listening(signal.name).filter(([, each]) => each !== id);
        effects.add(() => void post.broadcast(signal, listening));
      },
      call: (call) => effects.add(() => this.#call(id, instance, call)),
      answer: (answer) =>
        effects.add(() => {
          const caller = this.#instances.get(answer.caller.instance);
          if (caller === undefined || !isAwaited(answer, caller.state)) return;
          this.command(answer.caller.instance, answer.command);
        }),
      withdraw: ({ key }) =>
        effects.add(() => {
          this.jobs.withdraw(key);
          // A called instance has the key of its call as its id.
          if (this.#instances.get(key)?.state.status === "active") {
            this.command(key, { do: "cancel" });
          }
        }),
    };
  }

  #call(id: string, { state }: MemoryInstance, call: Call): void {
    const { key, element, process, variables, catches } = call;
    if (!hasElement(state, element)) return;
    const owner = this.#processes.get(process);
    if (owner === undefined) return void this.command(id, unknownProcess(call));
    const caller = { instance: id, element, ...(catches === undefined ? {} : { catches }) };
    try {
      if (key.length > LONGEST_ID) checkId(key);
      const start = { do: "start", instance: key, process, variables, caller } as const;
      this.#apply(key, undefined, owner, start);
    } catch (error) {
      if (!(error instanceof BpeError)) throw error;
      this.command(id, failedStart(call, process, error.message));
    }
  }

  /** An id that no instance has. */
  #newId(): string {
    let id: string;
    do id = `${++this.#count}`; while (this.#instances.has(id));
    return id;
  }
}
