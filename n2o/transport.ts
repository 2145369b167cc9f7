/**
 * What a connection and the endpoint that holds it know of each other.
 *
 * @module
 */
import type { Sleeper } from "./asleep/asleep.ts";
import type { Cx } from "./cx.ts";
import type { Formatter } from "./format/formatter.ts";
import type { Frame } from "./proto.ts";
import type { Closable } from "./server.ts";

/** What a connection sends through: a WebSocket, or anything that carries frames. */
export interface Transport {
  /** Sends a frame; does nothing when it is closed. */
  send(frame: Frame): void;
  /** Closes it with a WebSocket close code and a reason of at most 123 bytes. */
  close(code: number, reason: string): void;
  /** Bytes that were sent and wait for the client. */
  readonly backlog: number;
  /** How terms are written and read here; what the server chose for the request by default, else BERT. */
  readonly formatter?: Formatter;
  /** The host that keeps what the connection is with its socket, where it may forget all else. */
  readonly sleeper?: Sleeper;
}

/** A client that is connected. */
export interface Connection extends Closable {
  /** Its state, as the last message left it. */
  readonly cx: Cx;
  /** Takes a frame of the client. */
  receive(frame: string | ArrayBuffer): void;
  /** Takes the news that the client is gone; what it had sent before is handled still. */
  closed(reason: string): void;
  /** Takes the news that the client says no more but listens still: what it had sent is answered, then the connection ends. */
  finished(reason: string): void;
}
