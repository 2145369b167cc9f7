/**
 * Commands on instances: what goes with one, and what becomes of it.
 *
 * @module
 */
import type { Step } from "../state/outcome.ts";
import type { State } from "../state/state.ts";
import type { Draft } from "./draft.ts";
import type { Loaded } from "./host.ts";
import type { Stored } from "./row/instance.ts";
import type { Task } from "../task/task.ts";

/** What goes with a command. */
export interface Performing {
  /** The command's own key: a command with a key that was seen is not carried out again. */
  readonly key?: string | undefined;
  /** Whether the key needs to be remembered after this command; it does unless told. */
  readonly remember?: ((state: State) => boolean) | undefined;
  /** Who asked, for the history. */
  readonly by?: string | undefined;
  /** Asked of the instance as it is when the command is carried out; it throws where that is not allowed. */
  readonly permit?: ((loaded: Loaded) => Promise<void>) | undefined;
  /** Whether it is still wanted; asked again whenever the instance had to be read anew. */
  readonly wanted?: ((stored: Stored) => boolean) | undefined;
  /** What else is to be committed with it, or not at all. */
  readonly with?: ((change: Draft) => void) | undefined;
  /** True: a step that is too large for one commit is given up as an incident, instead of an error for who asked. */
  readonly giveUp?: boolean | undefined;
  /** Asked of the task that the command completes, as it is then; it throws where that is not allowed. */
  readonly task?: ((task: Task) => Promise<void>) | undefined;
  /** Asked after a conflict: whether what is to be committed with it cannot be any more. */
  readonly over?: (() => Promise<boolean>) | undefined;
}

/** What has become of a command. */
export interface Performed {
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
export function nothing(state: State): Performed {
  return { state, applied: false, repeated: false, step: undefined };
}
