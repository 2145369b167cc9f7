/**
 * A bus: whoever registered under a topic receives a copy of what is sent to it, in this isolate or on every node.
 *
 * | promise | in one isolate | over a broker |
 * | --- | --- | --- |
 * | how often | once | at most once |
 * | order | of the sends | of one sender's sends to one topic |
 * | after a break | there is none | every receiver of a topic that may have missed something is told {@link Lost} |
 * | `reg` | holds at once | holds when its promise resolves; where the broker is away, `Lost` follows when it holds |
 *
 * Truth is not in a bus: who hears `Lost` reads on from its cursor where the truth is, in a feed.
 *
 * @module
 */
import type { Log } from "../../base/mod.ts";
import type { Key } from "../term/plain.ts";
import type { Lost, Sent } from "./news.ts";

/**
 * Takes what a bus brings. It must not wait: it puts the news into a mailbox. What it throws is logged, and changes nothing for the
 * receivers after it.
 */
export type Receiver = (news: Sent | Lost) => void;

/** Carries messages to whoever registered under their topic. Its functions need no `this`. */
export interface Bus {
  /**
   * Sends a copy of `message` to every receiver of `topic`, on all nodes. Tells how many there are on this one; over a broker when it has
   * taken the message, and 0 where it did not: the promise never rejects, and receivers elsewhere are told `Lost` when the broker is back.
   *
   * @throws {N2oError} `value` for a message that is neither a plain value nor a term, `full` for one that is too large and for a topic
   * of more than 4,096 characters; nothing is sent then.
   */
  send(topic: Key, message: unknown): number | Promise<number>;
  /**
   * Looks whether `send` would take this, and sends nothing: for who commits first and sends then.
   *
   * @throws {N2oError} what `send` would throw.
   */
  check?(topic: Key, message: unknown): void;
  /** Registers `receiver` under `topic`; a second time changes nothing. */
  reg(topic: Key, receiver: Receiver): void | Promise<void>;
  /** Takes `receiver` out of `topic`. */
  unreg(topic: Key, receiver: Receiver): void;
}

/** What every bus over a broker is told. */
export interface BusSettings {
  /**
   * Name of the application, up to 64 of `A-Z a-z 0-9 _ -`: names of channels begin with it, so that two applications on one broker
   * do not meet.
   */
  readonly application: string;
  /**
   * What messages are sealed with, at least 16 characters and the same on every node: what others put on the broker is dropped then, also
   * what they have copied there before; and what comes from a node whose clock is more than two hours away. Of several the first seals, and
   * all open. A node that has it is trusted, whatever it says of itself. Without one, whoever reaches the broker is trusted.
   */
  readonly secret?: string | readonly string[];
  /** Bytes of a message; 262,144 by default. */
  readonly size?: number;
  /** Messages that wait for the broker to take them; 10,000 by default, more are lost. */
  readonly waiting?: number;
  /** Where incidents are reported, each kind once a minute; the console by default. */
  readonly log?: Log;
}

/** A bus over a broker. */
export interface RemoteBus extends Bus {
  /** What this bus is called among the senders of the broker; another one each time. */
  readonly node: string;
  /** Whether the broker is there, as far as is known. */
  readonly isConnected: boolean;
  /** Sends what waits and ends the connection; receivers hear nothing more. */
  close(): Promise<void>;
}
