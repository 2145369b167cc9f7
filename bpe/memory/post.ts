/**
 * Messages and signals in memory, and the processes that are started by them, by the clock or by a condition.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import type { Definition } from "../definition/definition.ts";
import type { Settings } from "../engine/run/settings.ts";
import { BpeError } from "../error.ts";
import type { Command, Start as StartCommand, Trigger } from "../state/command.ts";
import type { Step } from "../state/outcome.ts";
import type { State, Variables, Wait } from "../state/state.ts";
import { type Message, Messages } from "./messages.ts";
import { Seen } from "./seen.ts";
import { type Start, Starts } from "./starts.ts";
import { type Waiting, Waits } from "./waits.ts";

/** What messages and signals need of the engine. */
export interface PostContext {
  readonly settings: Settings;
  readonly clock: Pick<Clock, "now">;
  /** Milliseconds that a message waits that an instance throws. */
  readonly messageTtl: number;
  /** How many messages wait, at most. */
  readonly keptMessages: number;
  /** Hears of a message that nobody has taken. */
  readonly onLost: (message: Message) => void;
  /** The state of an instance. */
  readonly state: (id: string) => State;
  /** Gives an instance a command; tells whether it changes anything. */
  readonly give: (id: string, command: Command) => boolean;
  /** Starts an instance. */
  readonly start: (definition: Definition, command: StartCommand) => void;
  /** An id that no instance has. */
  readonly newId: () => string;
}

/** A message on its way. */
export interface Sent extends Omit<Message, "until"> {
  /** Milliseconds that it waits for somebody; where they are given, 0 is not at all. */
  readonly ttl?: number;
  /** A key of its own: a message with a key that was seen is not taken again. */
  readonly key?: string | undefined;
}

/** A signal on its way. */
export interface Signal {
  readonly name: string;
  readonly payload?: unknown;
}

/** Brings messages and signals to who waits for them. */
export class Post {
  readonly #context: PostContext;
  readonly #starts: Starts;
  readonly #messages: Messages;
  readonly #waits = new Waits();
  readonly #seen = new Seen();

  /**
   * Times of processes that the clock starts count from now.
   *
   * @throws {BpeError} `timer` or `expression` where such a time cannot be told
   */
  constructor(processes: ReadonlyMap<string, Definition>, context: PostContext) {
    this.#context = context;
    this.#starts = new Starts(processes, context.clock.now(), context.settings);
    this.#messages = new Messages(context.keptMessages, context.onLost);
  }

  /** Takes in what a step of an instance waits for; answers the waits for which messages may lie here. */
  add(id: string, step: Step): readonly Wait[] {
    this.#waits.add(id, step);
    if (this.#messages.isEmpty) return [];
    return step.waits.filter(({ kind }) => kind === "message");
  }

  /** Gives a message to who has waited longest for it, else to a process that it starts, else keeps it; answers who has it. */
  send({ ttl, key, ...content }: Sent): string | undefined {
    const { clock, messageTtl } = this.#context;
    if (key !== undefined && this.#seen.has(key, clock.now())) return undefined;
    const message = { ...content, until: clock.now() + (ttl ?? messageTtl) };
    const taken = this.#give(message);
    if (taken === undefined && ttl !== undefined && ttl <= 0) {
      throw new BpeError("message", "is awaited by nobody, and is not to be kept", {
        element: message.name,
      });
    }
    if (taken === undefined) this.#messages.keep(message);
    if (key !== undefined) this.#seen.add(key, clock.now());
    return taken;
  }

  /** A wait that has come up takes the oldest message that it wants, where one lies here. */
  look(id: string, { id: wait, name = "", keys }: Wait): void {
    const now = this.#context.clock.now();
    for (const message of this.#messages.wanted(name, keys)) {
      if (message.until <= now) continue;
      if (!this.#context.state(id).waits.some((each) => each.id === wait)) return;
      if (this.#give(message) !== undefined) this.#messages.take(message);
    }
  }

  /** Those who hear a signal when it is thrown now. */
  listening(name: string): readonly Waiting[] {
    return this.#waits.all("signal", name);
  }

  /** Brings a signal to those who listened and still do, and to the processes that it starts; answers how many have heard it. */
  broadcast({ name, payload }: Signal, listening: readonly Waiting[]): number {
    const content = payload === undefined ? {} : { payload };
    const heard = new Set<string>();
    for (const wait of listening) {
      const [, id] = wait;
      if (heard.has(id) || !this.#waits.still("signal", name, wait)) continue;
      if (this.#context.give(id, { do: "signal", name, ...content })) heard.add(id);
    }
    const failures: unknown[] = [];
    for (const start of this.#starts.of("signal", name)) {
      try {
        heard.add(this.#start(start, { name, ...content }));
      } catch (error) {
        failures.push(error);
      }
    }
    // One that cannot start is not to keep the others from it.
    if (failures.length > 0) throw failures[0];
    return heard.size;
  }

  /** Starts the processes whose conditional start event holds with these values; answers the ids of the instances. */
  conditions(variables: Variables): string[] {
    return this.#starts.holding(variables, this.#context.clock.now())
      .map((start) => this.#start(start, {}, variables));
  }

  /** The instances that wait for a time. */
  get timed(): readonly string[] {
    return this.#waits.timed;
  }

  /** What the clock starts now, each to be called; messages whose time is over are lost. */
  due(now: number): readonly (() => void)[] {
    this.#messages.expire(now);
    return this.#starts.due(now).map((start) => () => void this.#start(start, {}));
  }

  /** When something is due next: milliseconds since 1970; undefined where nothing is. */
  nextDue(): number | undefined {
    let next = this.#starts.next;
    for (const id of this.#waits.timed) {
      for (const { due = Infinity } of this.#context.state(id).waits) next = Math.min(next, due);
    }
    return next === Infinity ? undefined : next;
  }

  #give({ name, payload, keys }: Message): string | undefined {
    const content = payload === undefined ? {} : { payload };
    for (const id of this.#waits.of("message", name)) {
      if (this.#context.give(id, { do: "message", name, keys, ...content })) return id;
    }
    const [start] = this.#starts.of("message", name);
    return start === undefined ? undefined : this.#start(start, { name, keys, ...content });
  }

  #start(
    { definition, process, node }: Start,
    content: Omit<Trigger, "node">,
    variables?: Variables,
  ): string {
    const instance = this.#context.newId();
    const values = variables === undefined ? {} : { variables };
    const trigger = { node, ...content };
    this.#context.start(definition, { do: "start", instance, process, trigger, ...values });
    return instance;
  }
}
