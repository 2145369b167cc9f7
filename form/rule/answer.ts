/**
 * Answers of rules, and what they read.
 *
 * @module
 */
import { FormError } from "../error.ts";

/** Something that rules read. */
export interface Source {
  /** The answers that read it. */
  readonly readers: Answer[];
  /** The evaluation that read it last: what one reads twice is noted once. */
  seenBy: number;
}

type State = "fresh" | "doubtful" | "stale" | "running" | "gone";

/** Why a rule has no answer. */
export interface Failure {
  /** What is told. */
  readonly message: string;
  /** The paths of the places whose rules read each other in a circle. */
  readonly circle?: readonly string[];
  /** What was thrown. */
  readonly cause?: unknown;
}

/** The answer of a rule at a place. */
export interface Answer<T = unknown> extends Source {
  /** The place, and which of its rules it is: for messages. */
  readonly path: string;
  /** See {@linkcode Answer.path}. */
  readonly rule: string;
  /** Asks the rule. */
  readonly ask: () => T;
  /** What holds where the rule fails. */
  readonly otherwise: T;
  /** Whether two answers are the same. */
  readonly isSame: (one: T, other: T) => boolean;
  /** Is called when the answer is another one. */
  readonly changed: () => void;
  /** What was answered last. */
  value: T;
  failure: Failure | undefined;
  state: State;
  /** What it read, in order. */
  reads: Source[];
  /** Whether something that it read changed while that was looked for. */
  isStale: boolean;
  /** The circle that it is found to be in. */
  circle: readonly Answer[] | undefined;
}

/** An answer that nobody has asked for yet. */
export function answerOf<T>(
  of: Pick<Answer<T>, "path" | "rule" | "ask" | "otherwise" | "isSame" | "changed">,
): Answer<T> {
  return {
    path: of.path,
    rule: of.rule,
    ask: of.ask,
    otherwise: of.otherwise,
    isSame: of.isSame,
    changed: of.changed,
    readers: [],
    seenBy: 0,
    value: of.otherwise,
    failure: undefined,
    state: "stale",
    reads: [],
    isStale: false,
    circle: undefined,
  };
}

/** Why rules that read each other in a circle have no answer. */
export function circular(circle: readonly Answer[]): Failure {
  // One begins with the first by name, so that the message is one whoever was asked first.
  const names = circle.map(({ path, rule }) => `${rule} of ${path}`);
  const first = names.reduce((least, each, at) => each < (names[least] ?? "") ? at : least, 0);
  const inOrder = <T>(list: readonly T[]) => [...list.slice(first), ...list.slice(0, first)];
  const error = new FormError(
    "rule",
    `rules read each other in a circle: ${inOrder(names).join(", ")}`,
  );
  const paths = [...new Set(inOrder(circle).map(({ path }) => path))];
  return { message: error.message, circle: paths, cause: error };
}
