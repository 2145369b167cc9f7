/**
 * Commands on instances: what goes with one, the step it leads to, and what becomes of it.
 *
 * @module
 */
import type { Batch } from "../../kvs/mod.ts";
import type { Definition } from "../definition/definition.ts";
import type { Command, Start } from "../state/command.ts";
import type { Step } from "../state/outcome.ts";
import type { State } from "../state/state.ts";
import type { Stored } from "./row/instance.ts";
import type { Loaded } from "./loaded.ts";
import type { Task } from "./row/task.ts";

/** What goes with a command, and when it is still to be carried out. */
export interface StepOptions {
  /** The command's own key: a command with a key that was seen is not carried out again. */
  readonly key?: string | undefined;
  /** Whether the key needs to be remembered after this command; it does unless told. */
  readonly remember?: ((state: State) => boolean) | undefined;
  /** Who asked, for the history. */
  readonly by?: string | undefined;
  /** Asked of the instance as it is when the command is carried out; it throws where that is not allowed. */
  readonly permit?: ((loaded: Loaded) => Promise<void>) | undefined;
  /** Asked of the task that the command completes, as it is then; it throws where that is not allowed. */
  readonly permitTask?: ((task: Task) => Promise<void>) | undefined;
  /** Whether it is still wanted; asked again whenever the instance had to be read anew. */
  readonly wanted?: ((stored: Stored) => boolean) | undefined;
  /** What else is to be committed with it, or not at all. */
  readonly together?: ((change: Batch) => void) | undefined;
  /** Asked after a conflict: whether what is to be committed together with it cannot be any more. */
  readonly isOver?: (() => Promise<boolean>) | undefined;
  /** True: a step that is too large for one commit is given up as an incident, instead of an error for who asked. */
  readonly giveUp?: boolean | undefined;
  /** True: the job that fails stays open for an engine that has a handler. */
  readonly staysOpen?: boolean | undefined;
  /** True for who has the instance's turn in the queue already: it is not waited for. */
  readonly inTurn?: boolean | undefined;
}

/** An instance to be started. */
export interface StartRequest extends Omit<Start, "do"> {
  /** The version it runs on, as `leave:3`. */
  readonly definition: string;
}

/** A step on its way into the store. */
export interface StepContext {
  /** The instance it was computed from; undefined for one that starts. */
  readonly before: Loaded | undefined;
  /** What the instance runs on. */
  readonly definition: Definition;
  readonly command: Command;
  readonly step: Step;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly options: StepOptions;
}

/** The parts of a step's commit. */
export interface StepCommit extends SecondaryRows {
  /** The instance itself, checked against what it was, with its row among those that are due, and steps for the feed of its history. */
  readonly instance: Batch;
}

/** What a step changes beside its instance. */
export interface SecondaryRows {
  /** Tasks, messages, signals, and the indexes by which the instance is found: they may be written right after the instance. */
  readonly rows: Batch;
  /** Parts of messages and signals over 64 KiB, for the commit of the instance in any case. */
  readonly parts: Batch;
}

/** What has become of a command. */
export interface CommandResult {
  /** The state now. */
  readonly state: State;
  /** False where it changed nothing: a message nobody waited for, a key that was seen, or it was not wanted any more. */
  readonly applied: boolean;
  /** True where a command with this key was carried out before. */
  readonly repeated: boolean;
  /** What the step did; undefined where there was none. */
  readonly step: Step | undefined;
}

/** What a command answers that changed nothing. */
export function unchanged(state: State): CommandResult {
  return { state, applied: false, repeated: false, step: undefined };
}

/** What a command answers whose key was seen before. */
export function repeated(state: State): CommandResult {
  return { ...unchanged(state), repeated: true };
}
