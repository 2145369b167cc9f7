/**
 * What the parts of a runtime share.
 *
 * @module
 */
import type { Kv } from "../../kvs/kv.ts";
import type { Definition } from "../definition/definition.ts";
import type { Step } from "../state/outcome.ts";
import type { Commits } from "./commits.ts";
import type { Lanes } from "./lanes.ts";
import type { Options } from "../runtime/options.ts";
import type { Task } from "../task/task.ts";
import type { OpenJob, Stored } from "./row/instance.ts";
import type { Withdrawal } from "../job/withdrawal.ts";

/** An instance as it was last read or written. */
export interface Loaded {
  /** The instance. */
  readonly stored: Stored;
  /** Its row's value: the instance, or the head of its parts. */
  readonly raw: unknown;
  /** Its row's versionstamp. */
  readonly versionstamp: string;
  /** What it runs on. */
  readonly definition: Definition;
}

/** What has become durable. */
export interface Committed {
  /** The instance before; undefined for a new one. */
  readonly before: Stored | undefined;
  /** The instance now. */
  readonly after: Stored;
  /** What it runs on. */
  readonly definition: Definition;
  /** The step; undefined where only what is open, or who does a task, changed. */
  readonly step: Step | undefined;
  /** The task that was claimed, released or assigned. */
  readonly task?: Task;
  /** Ids of the messages and signals that went out in the commit, in the order of the outbox. */
  readonly sent: readonly Sent[];
}

/** A message or signal that lies in the store and is to be brought to whom it concerns. */
export interface Sent {
  /** Which. */
  readonly kind: "message" | "signal";
  /** Its id. */
  readonly id: string;
}

/** A runtime, inside. */
export interface Host {
  /** The store. */
  readonly kv: Kv;
  /** How it is set up. */
  readonly options: Options;
  /** Group commit. */
  readonly commits: Commits;
  /** One thing after another for each instance. */
  readonly lanes: Lanes;
  /** Instances kept between two commands, the one used longest ago first. */
  readonly cache: Map<string, Loaded>;
  /** Compiled definitions by key. */
  readonly definitions: Map<string, Promise<Definition>>;
  /** Who hears of what has become durable. */
  readonly observers: Set<(change: Committed) => void>;
  /** Work under way in the background. */
  readonly background: Set<Promise<unknown>>;
  /** What runs as a job here, by key. */
  readonly running: Map<string, Withdrawal>;
  /** Jobs taken that wait for a handler to become free, by key. */
  readonly queue: Map<string, { readonly instance: string; readonly open: OpenJob }>;
  /** Does what a commit has left to do. */
  after: (change: Committed) => void;
  /** Makes the runtime look at the index by time at that time. */
  wake: (time: number) => void;
  /** True while it ends: what comes up is left to others. */
  closing: boolean;
  /** False once it is closed. */
  alive: boolean;
}

/** Lets work run in the background; what fails in it is told. */
export function background(host: Host, work: Promise<unknown>): void {
  const watched = work.catch((error) => {
    if (host.alive) host.options.onError(error);
  }).finally(() => host.background.delete(watched));
  host.background.add(watched);
}

/** Keeps an instance in memory; the one used longest ago goes. */
export function keep(host: Host, loaded: Loaded): void {
  const { id } = loaded.stored;
  host.cache.delete(id);
  host.cache.set(id, loaded);
  if (host.cache.size <= host.options.kept) return;
  const [oldest] = host.cache.keys();
  if (oldest !== undefined) host.cache.delete(oldest);
}

/** Tells who observes the runtime; what fails in that is told, and changes nothing. */
export function notify(host: Host, change: Committed): void {
  for (const observer of host.observers) {
    try {
      observer(change);
    } catch (error) {
      host.options.onError(error);
    }
  }
}

/** The time. */
export function now(host: Host): number {
  return host.options.clock.now();
}
