/**
 * Messages and signals on their way, as they lie in the store from the commit that sent them until somebody has them.
 *
 * @module
 */
import type { Keys } from "../../state/state.ts";

/** A message in the store. */
export interface StoredMessage {
  readonly id: string;
  readonly name: string;
  /** Its content: an object is merged into the variables of who takes it. */
  readonly payload?: unknown;
  /** Its correlation keys. */
  readonly keys: Keys;
  /** The instance that sent it; "" from outside. */
  readonly from: string;
  /** When it was sent: milliseconds since 1970. */
  readonly sent: number;
  /** Until when it waits: milliseconds since 1970. */
  readonly until: number;
  /** When it is looked at first where whoever put it there could not: the time of its first row among those that are due. */
  readonly due: number;
}

/** A signal in the store. */
export interface StoredSignal {
  readonly id: string;
  readonly name: string;
  /** Its content: an object is merged into the variables of who hears it. */
  readonly payload?: unknown;
  /** The instance that threw it and has heard it already; "" from outside. */
  readonly from: string;
  /** When it was thrown: milliseconds since 1970. */
  readonly sent: number;
  /** The time of its row among those that are due. */
  readonly due: number;
  /** The key that it was thrown with from outside. */
  readonly key?: string;
}
