/**
 * Who may do what with processes: grants by action, and which processes and instances a person has to do with.
 *
 * @module
 */
import type { Grant } from "../resource/may.ts";
import type { Person } from "../who.ts";

/** What is done with processes. */
export type ProcessAction =
  | "definitions"
  | "deploy"
  | "start"
  | "instances"
  | "tasks"
  | "assign"
  | "set"
  | "cancel"
  | "activate"
  | "migrate"
  | "erase"
  | "resolve"
  | "publish"
  | "signal"
  | "conditions";

/** All of them. */
export const PROCESS_ACTIONS: readonly ProcessAction[] = [
  "definitions",
  "deploy",
  "start",
  "instances",
  "tasks",
  "assign",
  "set",
  "cancel",
  "activate",
  "migrate",
  "erase",
  "resolve",
  "publish",
  "signal",
  "conditions",
];

/** A process, and an instance of it where it is about one. */
export interface ProcessSubject {
  /** The id of the process. */
  readonly process: string;
  /** The id of the instance. */
  readonly instance?: string;
}

/** Who may what; an action that is left out is not served at all. The engine's own rules, for tasks and commands, are asked besides. */
export interface ProcessMay {
  /** Who may see the processes that are deployed, their files, pictures and forms. */
  readonly definitions?: Grant;
  /** Who may deploy, and have a file looked at. */
  readonly deploy?: Grant;
  /** Who may start instances. */
  readonly start?: Grant;
  /** Who may see instances: state, variables, documents, history, picture, incidents. */
  readonly instances?: Grant;
  /** Who has a work list: sees tasks that are theirs to do, claims, releases and completes them. */
  readonly tasks?: Grant;
  /** Who sees the tasks of everybody, too; nobody unless told. */
  readonly oversee?: Grant;
  /** Who may give tasks to others. */
  readonly assign?: Grant;
  /** Who may set variables and add documents. */
  readonly set?: Grant;
  /** Who may end instances, or elements of them. */
  readonly cancel?: Grant;
  /** Who may choose activities of ad-hoc sub-processes. */
  readonly activate?: Grant;
  /** Who may move instances to other versions. */
  readonly migrate?: Grant;
  /** Who may erase instances that have ended. */
  readonly erase?: Grant;
  /** Who may have what failed tried again. */
  readonly resolve?: Grant;
  /** Who may send messages. */
  readonly publish?: Grant;
  /** Who may throw signals. */
  readonly signal?: Grant;
  /** Who may start what begins by a condition. */
  readonly conditions?: Grant;
  /**
   * Which processes and instances a person has to do with: what it does not answer true for is not there for them. Not asked of messages,
   * signals and conditions, which go to whoever waits for them.
   */
  readonly row?: (
    person: Person | undefined,
    subject: ProcessSubject,
    action: ProcessAction,
  ) => boolean | Promise<boolean>;
}

/** A grant alone is one for every action, but for the tasks of others. */
export function mayOf(may: Grant | ProcessMay): ProcessMay {
  if (typeof may === "object" && !("scope" in may)) return may;
  const grant = may as Grant; // as: what is no object of actions
  return Object.fromEntries(PROCESS_ACTIONS.map((action) => [action, grant]));
}
