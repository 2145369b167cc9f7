/**
 * What a supervisor looks after, and what it is made of.
 *
 * @module
 */
import type { Clock, Log } from "../../base/mod.ts";
import type { Key } from "../term/plain.ts";
import type { End, Pid } from "./pid.ts";
import type { Intensity, Restart, Restarts, Strategy } from "./restart.ts";

/** A supervisor as its own supervisor sees it. */
export interface SupervisorPid {
  /** Tells it from every other, those before its restarts too. */
  readonly id: string;
  /** Whether it takes children. */
  readonly alive: boolean;
}

/** A child that runs. */
export interface Running {
  /** The process, or the supervisor. */
  readonly pid: Pid | SupervisorPid;
  /** Ends it in order, in so many milliseconds; resolves when it has ended. */
  stop(ms: number): Promise<unknown>;
  /** Ends it at once. */
  kill(): void;
}

/** How a child is begun and ended. */
export interface ChildSpec {
  /** Tells it from its supervisor's other children. */
  readonly id: Key;
  /** Whether it is a process or a supervisor. */
  readonly type: "worker" | "supervisor";
  /** What it runs, by name. */
  readonly modules: readonly string[];
  /** When it begins again. */
  readonly restart: Restart;
  /** Milliseconds that it has to end. */
  readonly timeout: number;
  /** Resolves when it runs; `onEnd` is called once, when it has ended after that. */
  start(onEnd: (end: End) => void): Promise<Running>;
}

/** A child as `whichChildren` tells of it. */
export interface ChildInfo {
  /** Table and name of a process, the name of a supervisor. */
  readonly id: Key;
  /** The process or the supervisor, or that it is about to begin. */
  readonly pid: Pid | SupervisorPid | "restarting";
  /** Whether it is a process or a supervisor. */
  readonly type: "worker" | "supervisor";
  /** What it runs, by name. */
  readonly modules: readonly string[];
}

/** A child and how it stands. */
export interface Child {
  readonly spec: ChildSpec;
  readonly restarts: Restarts;
  /** How often it was begun: what is heard of an earlier life does not count. */
  life: number;
  running: Running | undefined;
  /** Whether it is to end for good. */
  isLeaving: boolean;
}

/** What a supervisor is made of. */
export interface SupervisorOptions<Owner> extends Intensity {
  /** Its name, which no other below the topmost has. */
  readonly name: string;
  /** Which children begin again with one that failed. */
  readonly strategy: Strategy;
  /** What its processes belong to. */
  readonly owner: () => Owner;
  /** What tells the time. */
  readonly clock: Clock;
  /** Where failures are reported. */
  readonly log: Log;
  /** Is told when a child was begun again. */
  readonly restarted?: () => void;
  /** Those that it begins with, again after a restart of its own. */
  readonly children?: readonly (ChildSpec | NestedOptions)[];
}

/** What a nested supervisor is made of, beside what it has of the one above it. */
export interface NestedOptions
  extends Omit<SupervisorOptions<unknown>, "owner" | "clock" | "log" | "restarted"> {
  /** When it begins again. */
  readonly restart: Restart;
  /** Milliseconds that its children have to end in all. */
  readonly timeout: number;
}
