/**
 * What a connection is while its host holds nothing of it but its socket.
 *
 * A host that sleeps between messages (a Durable Object) keeps this with the socket, and wakes the connection from it as if it had never
 * slept.
 *
 * @module
 */
import type { Cx, Req } from "../cx.ts";
import type { Held } from "../presence/presence.ts";

/** A connection between two messages. */
export interface Asleep {
  /** The request that opened it. */
  readonly req: Req;
  /** Its state. */
  readonly cx: Cx;
  /** What its client sent of late. */
  readonly rate: Sent;
  /** How many of its frames were refused. */
  readonly strikes: number;
  /** Whether its session lives and holds nothing: no storage has it. */
  readonly isSpare: boolean;
  /** What it says of presence; nothing where it says none. */
  readonly held?: Held | undefined;
}

/** What a client sent of late, and when the second and the minute began in which it is counted, in milliseconds since the epoch. */
export interface Sent {
  /** When the second began. */
  readonly second: number;
  /** Frames since. */
  readonly frames: number;
  /** Bytes since. */
  readonly bytes: number;
  /** When the minute began; `-Infinity` before the first greeting. */
  readonly minute: number;
  /** Greetings since. */
  readonly hellos: number;
}

/** A connection, for the host that may forget it. */
export interface Sleepy {
  /** When its client was last heard, in milliseconds since the epoch, at most a second less. */
  readonly heard: number;
  /** Whether anything is being handled or waits for that. */
  readonly isBusy: boolean;
  /** Its state. */
  readonly cx: Cx;
  /** Prolongs its session where the time for that has come, as a heartbeat does that the server hears. */
  beat(): void;
}

/** A host that may forget a connection after each message. */
export interface Sleeper {
  /** Takes the connection that it is for, once. */
  holds(connection: Sleepy): void;
  /** How many bytes the page's state may have (`nitro.state`): more is refused where it is put. */
  readonly room: number;
  /** When the host last answered a heartbeat in the connection's stead, in milliseconds since the epoch; 0 for never. */
  readonly heard: number;
  /**
   * Keeps what the connection is, in place of what was kept before; undefined for one that has ended.
   *
   * @throws {N2oError} `full` where it is more than the host can keep.
   */
  keep(asleep: Asleep | undefined): void;
  /** Hears that all that waited at the connection is handled, and kept. */
  rested(): void;
}
