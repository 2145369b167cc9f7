/**
 * What the parts of a runtime share: the store, the time, the instances in memory, and how a command is carried out.
 *
 * @module
 */
import { timeOf } from "../argument.ts";
import type { Clock, SerialQueue } from "../../base/mod.ts";
import type { Kv } from "../../kvs/mod.ts";
import type { GroupCommit } from "../../kvs/tool.ts";
import type { Definition } from "../definition/definition.ts";
import type { Settings } from "../engine/run/settings.ts";
import type { Command } from "../state/command.ts";
import type { Step } from "../state/outcome.ts";
import type { Instance, Stored } from "./row/instance.ts";
import type { Loaded } from "./loaded.ts";
import type { Task } from "./row/task.ts";
import type { CommandResult, StartRequest, StepOptions } from "./step.ts";

/** What has become durable. */
export interface Committed {
  /** The instance before; undefined for a new one. */
  readonly before: Instance | undefined;
  /** The instance now. */
  readonly after: Instance;
  /** What it runs on. */
  readonly definition: Definition;
  /** The step; undefined where only what is open, or who does a task, changed. */
  readonly step: Step | undefined;
  /** The task that was claimed, released or assigned. */
  readonly task?: Task;
  /** The messages and signals that went out in the commit, in the order of the outbox. */
  readonly sent: readonly Sent[];
}

/** What has become durable, with what the runtime keeps of the instance. */
export interface Saved extends Committed {
  readonly before: Stored | undefined;
  readonly after: Stored;
}

/** A message or signal that lies in the store and is to be brought to whom it concerns. */
export interface Sent {
  /** A message goes to one, a signal to all who wait. */
  readonly kind: "message" | "signal";
  /** Unique in the store; the key of the effect where an instance has sent it. */
  readonly id: string;
}

/** How commands reach instances. */
export interface Engine {
  /**
   * Carries out a command. What is answered is durable.
   *
   * @throws {BpeError} `instance` where there is none; `command` where it does not fit; what the store throws
   */
  perform(id: string, command: Command, options?: StepOptions): Promise<CommandResult>;
  /**
   * Starts an instance.
   *
   * @returns its state; `repeated` where it is there already
   * @throws {BpeError} `definition` where the version is not deployed; `command` where it cannot start so
   */
  start(request: StartRequest, options?: StepOptions): Promise<CommandResult>;
}

/** A runtime, as its parts see it. */
export interface Host extends Engine {
  readonly kv: Kv;
  readonly clock: Clock;
  /** Hears of failures outside any instance. */
  readonly report: (error: unknown) => void;
  readonly settings: Settings;
  /** Names of variables of the process by whose value instances are found. */
  readonly index: readonly string[];
  /** What is asked for at a time goes into one commit. */
  readonly commits: GroupCommit;
  /** One thing after another for each instance. */
  readonly turns: SerialQueue<string>;
  /** Instances kept between two commands, the one used longest ago first. */
  readonly cache: Map<string, Loaded>;
  /** How many instances are kept. */
  readonly kept: number;
  /** Compiled definitions by key. */
  readonly definitions: Map<string, Promise<Definition>>;
  readonly observers: Set<(change: Committed) => void>;
  /** Work under way that nobody waits for. */
  readonly background: Set<Promise<unknown>>;
  /** Does what a commit has left to do. */
  readonly dispatch: (saved: Saved) => void;
  /** Makes the runtime look at the index by time then: milliseconds since 1970. */
  wake: (time: number) => void;
  /** True while it ends: what comes up is left to others. */
  closing: boolean;
  /** False once it is closed. */
  alive: boolean;
}

/** Lets work run that nobody waits for; what fails in it is reported. */
export function inBackground(host: Host, work: Promise<unknown>): void {
  const watched = work.catch((error) => {
    if (host.alive) host.report(error);
  }).finally(() => host.background.delete(watched));
  host.background.add(watched);
}

/** Tells who observes the runtime; what fails in that is reported, and changes nothing. */
export function notify(host: Host, change: Committed): void {
  for (const observer of host.observers) {
    try {
      observer(change);
    } catch (error) {
      host.report(error);
    }
  }
}

/**
 * The time: milliseconds since 1970.
 *
 * @throws {BpeError} `config` where the clock gives none
 */
export function now(host: Host): number {
  return timeOf(host.clock);
}
