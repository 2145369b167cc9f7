/**
 * What messages need of a runtime.
 *
 * @module
 */
import type { Host } from "../store/host.ts";

/** A runtime with what is said of its messages. */
export interface MessageHost extends Host {
  /** Milliseconds that a message waits for somebody who wants it, where its sender does not say. */
  readonly messageTtl: number;
}
