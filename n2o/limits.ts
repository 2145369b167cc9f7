/**
 * Bounds of what a client, a page and a network may cause, in one place.
 *
 * @module
 */

/** Bounds of what may be caused. A setting names those that are to differ from {@linkcode defaultLimits}. */
export interface Limits {
  /** Bytes of a frame; 262,144 by default, more close with 1009. */
  readonly frame: number;
  /** Messages that wait at a connection, more close with 1013, or at a process, which are refused; 1,024 by default. */
  readonly mailbox: number;
  /** Bytes that wait for a client to read them; 4,194,304 by default, more close with 1013. */
  readonly backlog: number;
  /** Frames of a connection that were bad, unknown or refused; 16 by default, more close with 1008. */
  readonly strikes: number;
  /** Connections at a time; 100,000 by default, more are answered with HTTP 503. */
  readonly connections: number;
  /** Connections at a time of one network address; 10,000 by default, since a proxy is one address; more are answered with HTTP 503. */
  readonly address: number;
  /** Frames of a connection in a second; 20,000 by default, of which ten heartbeats make one; more close with 1013. */
  readonly rate: number;
  /** Bytes of a connection's frames in a second; 67,108,864 by default, more close with 1013. */
  readonly bytes: number;
  /** Frames of a connection in a minute that greet the server (`N2O,` or `hello`); 600 by default, more close with 1013. */
  readonly hellos: number;
  /** New atoms that a frame may hold; 1,024 by default, more are error `bad frame`. */
  readonly atoms: number;
  /** Warnings that one network address may cause in the log in a minute; 100 by default, the others are counted and told in one line. */
  readonly lines: number;
  /** Milliseconds that a message may be handled; 30,000 by default, then it is refused with `timeout` and what it does later is dropped. */
  readonly handler: number;
  /** Milliseconds that a client may send nothing, not even a heartbeat; 150,000 by default, more close with 1001. */
  readonly silence: number;
  /** Milliseconds that a message may keep the thread without a line in the log; 1,000 by default. */
  readonly block: number;
}

/**
 * The bounds that hold where a server sets none.
 *
 * Browsers wake the timers of a hidden page once a minute, so `silence` is longer than two of those.
 */
export const defaultLimits: Limits = {
  frame: 262_144,
  mailbox: 1_024,
  backlog: 4_194_304,
  strikes: 16,
  connections: 100_000,
  address: 10_000,
  rate: 20_000,
  bytes: 67_108_864,
  hellos: 600,
  atoms: 1_024,
  lines: 100,
  handler: 30_000,
  silence: 150_000,
  block: 1_000,
};
