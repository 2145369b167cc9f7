/**
 * What is brought to a process from outside.
 *
 * @module
 */
import type { Keys } from "../state/state.ts";

/** An event on its way to a process. */
export interface EventMessage {
  /** Whether its sender waits for the answer, leaves it, or leaves it for all who have subscribed. */
  readonly kind: "messageEvent" | "asyncEvent" | "broadcastEvent";
  /** Its id; one is made where it has none. */
  readonly id?: string;
  /** Its name: that of the message or signal that the definition waits for. */
  readonly name?: string;
  /** A broadcast: the topic it was sent to. */
  readonly topic?: string;
  /** Anything by which the action may know who sent it. */
  readonly sender?: unknown;
  /** What it brings; an object becomes variables where the process waits for it. */
  readonly payload?: unknown;
  /** Correlation keys, where what waits for it wants some. */
  readonly keys?: Keys;
  /** A broadcast: whether it is brought at once, or when its receivers are asked for something next. */
  readonly type?: "immediate" | "delayed";
}
