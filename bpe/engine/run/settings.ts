/**
 * How an engine takes what the standard leaves open.
 *
 * @module
 */
import type { TaskKind } from "../../definition/definition.ts";
import type { Expressions } from "../../expression/expression.ts";

/** Who does the work of a task: nobody (it passes), a person, a handler, or the engine itself by sending its message. */
export type Worker = "none" | "task" | "job" | "message";

/** Settings of an engine. */
export interface Settings {
  /** Evaluates conditions, mappings, times. */
  readonly expressions: Expressions;
  /** Who does each kind of task. */
  readonly workers: Readonly<Record<Exclude<TaskKind, "receiveTask">, Worker>>;
  /**
   * What an ad-hoc sub-process does when it is entered: `all` enabled activities start (one after another where it is
   * sequential), or it waits until they are chosen (`activate`).
   */
  readonly adHoc: "all" | "choose";
  /** How many things one step may do, at most; more is taken for an endless loop. */
  readonly budget: number;
}

/**
 * Who does what by the standard: an abstract task completes at once (13.3.3), user and manual tasks wait for a person, service,
 * script and business rule tasks for a handler; a send task sends its message, one without a message is a job.
 */
export const WORKERS: Settings["workers"] = Object.freeze({
  task: "none",
  userTask: "task",
  manualTask: "task",
  serviceTask: "job",
  scriptTask: "job",
  businessRuleTask: "job",
  sendTask: "message",
});

/** The greatest number of things one step does by default. */
export const BUDGET = 50_000;
