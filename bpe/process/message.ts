/**
 * What is brought to a process from outside.
 *
 * @module
 */
import type { Keys } from "../state/state.ts";

/** An event on its way to a process. */
export interface EventMessage {
  /** Which of the three. */
  readonly kind: "messageEvent" | "asyncEvent" | "broadcastEvent";
  /** Its id; one is made where it has none. */
  readonly id?: string;
  /** Its name: that of the message or signal that the definition waits for. */
  readonly name?: string;
  /** Its topic. */
  readonly topic?: string;
  /** Who sent it. */
  readonly sender?: unknown;
  /** Its content. */
  readonly payload?: unknown;
  /** Correlation keys, where what waits for it wants some. */
  readonly keys?: Keys;
  /** A broadcast: whether it is brought at once, or when its receivers are asked for something next. */
  readonly type?: "immediate" | "delayed";
}
