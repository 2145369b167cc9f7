/**
 * The engine of instances in memory: commands, steps, and what they ask for outside.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import { type Definition, processOf } from "../definition/definition.ts";
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
import type { Publication } from "../message/publication.ts";
import type { StartOptions } from "../runtime/api.ts";
import type { Command } from "../state/command.ts";
import type { Call, Step } from "../state/outcome.ts";
import { hasElement } from "../state/lists.ts";
import type { State } from "../state/state.ts";
import { withInitiator } from "../task/identity.ts";
import { type MemoryInstance, MemoryJobs } from "./jobs.ts";
import { Waits } from "./waits.ts";

/** What an engine in memory needs. */
export interface MemoryContext {
  readonly definitions: readonly Definition[];
  readonly settings: Settings;
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly clock: Pick<Clock, "now">;
  readonly onStep: (step: Step, definition: Definition) => void;
}

/** Instances in memory: what can be asked of them stands in {@link Volatile}. */
export class MemoryEngine {
  /** The jobs of the instances. */
  readonly jobs: MemoryJobs;
  readonly #context: MemoryContext;
  readonly #instances = new Map<string, MemoryInstance>();
  readonly #waits = new Waits();
  readonly #effects: (() => void)[] = [];
  #isDraining = false;
  #count = 0;

  /** There are no instances yet. */
  constructor(context: MemoryContext) {
    this.#context = context;
    this.jobs = new MemoryJobs({
      handlers: context.handlers,
      expressions: context.settings.expressions,
      command: (id, command) => void this.command(id, command),
    });
  }

  /** Starts an instance; answers its id. */
  start(
    process: string,
    { id = `${++this.#count}`, by, docs, variables = {}, trigger, stepping = false }: StartOptions =
      {},
  ): string {
    const owner = this.#ownerOf(process);
    if (owner === undefined) {
      throw new BpeError("definition", "is no process of the definitions", { element: process });
    }
    if (this.#instances.has(id)) {
      throw new BpeError("command", "is there already", { element: id, instance: id });
    }
    this.#apply(id, undefined, owner, {
      do: "start",
      instance: id,
      process,
      variables: withInitiator(owner, process, variables, by?.id) ?? {},
      ...(trigger === undefined ? {} : { trigger }),
      ...(stepping ? { stepping } : {}),
      ...(docs === undefined ? {} : { docs: { at: 0, cut: 0, put: docs } }),
    });
    this.#drain();
    return id;
  }

  /** Gives an instance a command. */
  command(id: string, command: Command): State {
    const instance = this.find(id);
    this.#apply(id, instance, instance.definition, command);
    this.#drain();
    return instance.state;
  }

  /** Gives a message to the instance that has waited longest; answers its id. */
  publish(
    { name, payload, keys = {} }: Pick<Publication, "name" | "payload" | "keys">,
  ): string | undefined {
    const content = payload === undefined ? {} : { payload };
    for (const id of this.#waits.of("message", name)) {
      const instance = this.find(id);
      const command = { do: "message", name, keys, ...content } as const;
      const { applied } = this.#apply(id, instance, instance.definition, command);
      this.#drain();
      if (applied) return id;
    }
    return undefined;
  }

  /** Throws a signal from outside, or from an instance, which has heard it already; answers how many heard it. */
  signal(name: string, payload?: unknown, from?: string): number {
    const content = payload === undefined ? {} : { payload };
    let heard = 0;
    for (const id of this.#waits.of("signal", name)) {
      const instance = this.find(id);
      if (id === from) continue;
      const command = { do: "signal", name, ...content } as const;
      if (this.#apply(id, instance, instance.definition, command).applied) heard++;
    }
    this.#drain();
    return heard;
  }

  /** Fires the timers that are due; answers how many. */
  tick(): number {
    let fired = 0;
    for (const id of this.#waits.timed) {
      for (const { id: wait, kind, due = 0 } of this.find(id).state.waits) {
        if (kind !== "timer" || due > this.#context.clock.now()) continue;
        const instance = this.find(id), { definition } = instance;
        if (this.#apply(id, instance, definition, { do: "timer", wait }).applied) fired++;
        this.#drain();
      }
    }
    return fired;
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

  #apply(
    id: string,
    before: MemoryInstance | undefined,
    definition: Definition,
    command: Command,
  ): Step {
    const { settings, clock, onStep } = this.#context;
    const step = stepOf(definition, before?.state ?? null, command, clock.now(), settings);
    if (!step.applied) return step;
    const instance = before ?? { state: step.state, definition };
    instance.state = step.state;
    if (before === undefined) this.#instances.set(id, instance);
    this.#waits.add(id, step);
    onStep(step, definition);
    const outside = this.#outside(id, instance);
    for (const effect of step.outbox) this.#effects.push(() => carryOut(effect, outside));
    return step;
  }

  /** Effects are carried out one after another, not one inside another. */
  #drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    try {
      for (let at = 0; at < this.#effects.length; at++) this.#effects[at]?.();
    } finally {
      this.#effects.length = 0;
      this.#isDraining = false;
    }
  }

  /** What an instance asks for is done at once. */
  #outside(id: string, instance: MemoryInstance): Outside {
    return {
      job: (work) => this.jobs.run(instance, work),
      task() {},
      message: ({ name, payload, keys }) => void this.publish({ name, payload, keys }),
      signal: ({ name, payload }) => void this.signal(name, payload, id),
      call: (call) => this.#call(id, instance, call),
      answer: (answer) => {
        const caller = this.#instances.get(answer.caller.instance);
        if (caller === undefined || !isAwaited(answer, caller.state)) return;
        this.command(answer.caller.instance, answer.command);
      },
      withdraw: ({ key }) => {
        this.jobs.withdraw(key);
        // A called instance has the key of its call as its id.
        if (this.#instances.get(key)?.state.status === "active") {
          this.command(key, { do: "cancel" });
        }
      },
    };
  }

  #call(id: string, { state }: MemoryInstance, call: Call): void {
    const { key, element, process, variables } = call;
    if (!hasElement(state, element)) return;
    const owner = this.#ownerOf(process);
    if (owner === undefined) return void this.command(id, unknownProcess(call));
    const caller = { instance: id, element };
    try {
      const start = { do: "start", instance: key, process, variables, caller } as const;
      this.#apply(key, undefined, owner, start);
    } catch (error) {
      if (!(error instanceof BpeError)) throw error;
      this.command(id, failedStart(call, process, error.message));
    }
  }

  #ownerOf(process: string): Definition | undefined {
    return this.#context.definitions.find((each) => processOf(each, process) !== undefined);
  }
}
