/**
 * What a step answers: the new state, and what is to be committed and done with it.
 *
 * @module
 */
import type { Complete, Escalate, Fail } from "./command.ts";
import type { Caller, Incident, Keys, State, Variables, Wait } from "./state.ts";

/** What a step did. It is to be committed whole, checked against the version of the state it was computed from. */
export interface Step {
  /** The state afterwards. */
  readonly state: State;
  /** False where nothing changed: a timer that is gone, a message nobody waits for (to be buffered by its sender). */
  readonly applied: boolean;
  /** What happened, in order. */
  readonly history: readonly Entry[];
  /** Waits that are new, for the index of timers and the subscriptions of messages and signals. */
  readonly waits: readonly Wait[];
  /** Waits that are over. */
  readonly over: readonly Wait[];
  /** What is to be done outside, in order. */
  readonly outbox: readonly Effect[];
  /** Incidents that are new. */
  readonly incidents: readonly Incident[];
}

/** What happened to an element or a flow. */
export type Happening =
  | "entered"
  | "completed"
  | "cancelled"
  | "taken"
  | "threads"
  | "documents"
  | "set"
  | "triggered"
  | "failed"
  | "resolved"
  | "compensated"
  | "uncaught"
  | "kept";

/** One line of the history of an instance. */
export interface Entry {
  /** What has happened, to the element or flow. */
  readonly event: Happening;
  /** When: milliseconds since 1970. */
  readonly time: number;
  /** The element; for a flow, the element whose scope it is in. */
  readonly element: number;
  /** Index into `Definition.nodes`; `NONE` for the process. */
  readonly node: number;
  /** Index into `Definition.flows`, with `taken`. */
  readonly flow?: number;
  /**
   * Values that were set; the code of an error or escalation; what was changed of the documents; the threads with that of the next;
   * what the functions of processes keep, with `kept`; with `taken`, that the flow was named by who asked for it.
   */
  readonly data?: unknown;
}

/**
 * Something to be done outside. `key` is the same for every delivery of the same effect, and no other effect has it: whoever
 * carries it out refuses what it has seen.
 */
export type Effect =
  | Work
  | SendMessage
  | SendSignal
  | Call
  | Return
  | CallerEscalation
  | Close;

/** Work for a handler (`job`) or a person (`task`), answered by `complete` or `fail`. */
export interface Work {
  /** Tells this effect from the others. */
  readonly kind: "job" | "task";
  /** Its idempotency key. */
  readonly key: string;
  /** The element that waits. */
  readonly element: number;
  /** Index into `Definition.nodes`. */
  readonly node: number;
  /** The topic of a job: what the file says, else the id of the node. */
  readonly topic: string;
}

/** A message leaves the instance. */
export interface SendMessage {
  /** Tells this effect from the others. */
  readonly kind: "message";
  /** Its idempotency key. */
  readonly key: string;
  /** The element that sent it. */
  readonly element: number;
  /** Index into `Definition.nodes`. */
  readonly node: number;
  /** The name of its `message` element. */
  readonly name: string;
  /** Its content: the variables of whoever sends it. */
  readonly payload: Variables;
  /** Its correlation keys. */
  readonly keys: Keys;
}

/** A signal for all other instances; in its own instance it has been heard already. */
export interface SendSignal {
  /** Tells this effect from the others. */
  readonly kind: "signal";
  /** Its idempotency key. */
  readonly key: string;
  /** The element that threw it. */
  readonly element: number;
  /** The name of its `signal` element. */
  readonly name: string;
  /** Its content: the inputs of the element that threw it, by their names; a single data input that is an object, as it is. */
  readonly payload: Variables;
}

/** A process of another file is to be started; it answers by `complete`, `fail` and `escalate`. */
export interface Call {
  /** Tells this effect from the others. */
  readonly kind: "call";
  /** Its idempotency key, good as the id of the called instance. */
  readonly key: string;
  /** The call activity. */
  readonly element: number;
  /** Local name of the called element. */
  readonly process: string;
  /** Its first variables. */
  readonly variables: Variables;
  /** As {@link Caller.catches}. */
  readonly catches?: Caller["catches"];
}

/** The end of a called instance, for its caller. */
export interface Return {
  /** Tells this effect from the others. */
  readonly kind: "return";
  /** Its idempotency key. */
  readonly key: string;
  /** Whom to tell. */
  readonly caller: Caller;
  /** What to tell: `complete` or `fail`. */
  readonly command: Complete | Fail;
}

/** An escalation that a called instance did not handle, for its caller. */
export interface CallerEscalation {
  /** Tells this effect from the others. */
  readonly kind: "escalation";
  /** Its idempotency key. */
  readonly key: string;
  /** Whom to tell. */
  readonly caller: Caller;
  /** What to tell. */
  readonly command: Escalate;
}

/** Work or a call that is no longer wanted. */
export interface Close {
  /** Tells this effect from the others. */
  readonly kind: "close";
  /** Its idempotency key. */
  readonly key: string;
  /** The element that waited. */
  readonly element: number;
}
