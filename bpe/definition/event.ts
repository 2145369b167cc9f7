/**
 * What the events of a compiled definition have (BPMN 2.0.2, 10.5).
 *
 * @module
 */
import type { Expression } from "./expression.ts";

/** What an event has beyond a node. */
export interface Event {
  /** `none`, the kind of its only definition, or `multiple` for several. */
  readonly trigger: "none" | "multiple" | EventDefinition["kind"];
  /** True for start, intermediate catch and boundary events. */
  readonly catching: boolean;
  /**
   * Boundary: `cancelActivity`. Start of an event sub-process: `isInterrupting`. True for the others. Always true for error,
   * and for cancel; always false for compensation.
   */
  readonly interrupting: boolean;
  /** True where all definitions must occur, false where the first one that occurs is enough. */
  readonly parallelMultiple: boolean;
  /** The activity a boundary event is attached to; `NONE` for the others. */
  readonly attachedTo: number;
  /** What it waits for or throws, own definitions before referenced ones; empty for a none event. */
  readonly definitions: readonly EventDefinition[];
}

/** What an event waits for or throws. */
export type EventDefinition =
  | MessageEventDefinition
  | TimerEventDefinition
  | ErrorEventDefinition
  | EscalationEventDefinition
  | SignalEventDefinition
  | ConditionalEventDefinition
  | LinkEventDefinition
  | CompensationEventDefinition
  | CancelEventDefinition
  | TerminateEventDefinition;

/** A message sent or awaited. */
export interface MessageEventDefinition {
  /** A `messageEventDefinition` of the file. */
  readonly kind: "message";
  /** Its id; "" where it has none. */
  readonly id: string;
  /** Index into `roots.messages`, or `NONE`. */
  readonly message: number;
  /** Index into `roots.operations`, or `NONE`. */
  readonly operation: number;
}

/** A point in time, a time span or a repetition; the text is ISO 8601 or an expression that gives it. */
export interface TimerEventDefinition {
  /** A `timerEventDefinition` of the file. */
  readonly kind: "timer";
  /** Its id; "" where it has none. */
  readonly id: string;
  /** Which of `timeDate`, `timeDuration`, `timeCycle` is given. */
  readonly timer: "date" | "duration" | "cycle";
  /** What stands in that element. */
  readonly time: Expression;
}

/** An error thrown or caught. */
export interface ErrorEventDefinition {
  /** A `errorEventDefinition` of the file. */
  readonly kind: "error";
  /** Its id; "" where it has none. */
  readonly id: string;
  /** Index into `roots.errors`; `NONE` on a catch: any error. */
  readonly error: number;
}

/** An escalation thrown or caught. */
export interface EscalationEventDefinition {
  /** A `escalationEventDefinition` of the file. */
  readonly kind: "escalation";
  /** Its id; "" where it has none. */
  readonly id: string;
  /** Index into `roots.escalations`; `NONE` on a catch: any escalation. */
  readonly escalation: number;
}

/** A signal broadcast or awaited. */
export interface SignalEventDefinition {
  /** A `signalEventDefinition` of the file. */
  readonly kind: "signal";
  /** Its id; "" where it has none. */
  readonly id: string;
  /** Index into `roots.signals`, or `NONE`. */
  readonly signal: number;
}

/** A condition that becomes true. */
export interface ConditionalEventDefinition {
  /** A `conditionalEventDefinition` of the file. */
  readonly kind: "conditional";
  /** Its id; "" where it has none. */
  readonly id: string;
  /** Occurs when this turns from false to true. */
  readonly condition: Expression;
}

/** A jump inside a scope, by name. */
export interface LinkEventDefinition {
  /** A `linkEventDefinition` of the file. */
  readonly kind: "link";
  /** Its id; "" where it has none. */
  readonly id: string;
  /** The name both sides share. */
  readonly name: string;
  /** Throwing: the catch event that continues; `NONE` on the catching side. */
  readonly target: number;
}

/** Compensation thrown, or what a compensation boundary or start event waits for. */
export interface CompensationEventDefinition {
  /** A `compensateEventDefinition` of the file. */
  readonly kind: "compensation";
  /** Its id; "" where it has none. */
  readonly id: string;
  /** Throwing: the only activity to compensate; `NONE`: all completed ones of the scope, newest first. */
  readonly activity: number;
  /** Throwing: whether the event waits until the handlers have ended (`waitForCompletion`, true by default). */
  readonly wait: boolean;
}

/** The cancellation of a transaction. */
export interface CancelEventDefinition {
  /** A `cancelEventDefinition` of the file. */
  readonly kind: "cancel";
  /** Its id; "" where it has none. */
  readonly id: string;
}

/** The end of everything in the scope. */
export interface TerminateEventDefinition {
  /** A `terminateEventDefinition` of the file. */
  readonly kind: "terminate";
  /** Its id; "" where it has none. */
  readonly id: string;
}
