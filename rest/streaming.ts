/**
 * How answers without an end, or of any length, are streamed.
 *
 * @module
 */
import type { Clock, Log } from "../base/mod.ts";
import type { Who } from "./who.ts";

/** How long answers are streamed. */
export interface StreamOptions {
  /** After how many milliseconds without an event a comment is sent, and how often it is asked anew who listens; 15,000 unless told. */
  readonly heartbeatMs?: number;
  /** For how many milliseconds a client may take nothing of what waits for it; 60,000 unless told. Then it is cut. */
  readonly patienceMs?: number;
  /** After how many milliseconds at least a client comes again, at most twice as many; 2,000 unless told. */
  readonly retryMs?: number;
}

/** What a long answer, or the reading of a long body, goes by. */
export interface Streaming extends Required<StreamOptions> {
  /** By which heartbeats, patience and the time that a body takes are measured. */
  readonly clock: Clock;
  /** Where faults are told. */
  readonly log: Log;
  /** Who asks, to be asked anew; undefined where nobody is known. */
  readonly who: Who | undefined;
  /** The most bytes of one part of a body: a line of an import. */
  readonly maxBytes: number;
  /** How deep such a part may be. */
  readonly maxDepth: number;
  /** How many milliseconds such a part may take to come. */
  readonly bodyMs: number;
}

const HEARTBEAT_MS = 15_000, PATIENCE_MS = 60_000, RETRY_MS = 2_000;

/** With what stands for what is left out. */
export function streamingOf(
  options: StreamOptions | undefined,
  by: Omit<Streaming, keyof StreamOptions>,
): Streaming {
  const { heartbeatMs = HEARTBEAT_MS, patienceMs = PATIENCE_MS, retryMs = RETRY_MS } = options ??
    {};
  return { ...by, heartbeatMs, patienceMs, retryMs };
}
