/**
 * What a bus brings to receivers, and to pages as their event: of a class of its own, so that nothing that was sent is taken for a
 * postback, for `"init"` or for `"terminate"`.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import type { Key, Plain } from "../term/plain.ts";
import type { Term } from "../term/term.ts";

/** What may be sent: a plain value, or a term of Erlang. A term's strings arrive as binaries. */
export type Sendable = Plain | Term;

// Symbols, because what travels as data cannot have one; of the registry, because two copies of the module may meet.
const SENT: unique symbol = Symbol.for("n2o.Sent"), LOST: unique symbol = Symbol.for("n2o.Lost");

/** A message that was sent to a topic. */
export class Sent<M = Sendable> {
  /** The topic that the message was sent to. */
  readonly topic: Key;
  /** The receiver's own copy of the message. */
  readonly message: M;
  /** Name of the bus that sent it; empty in one isolate. */
  readonly from: string;

  /** News of a message. */
  constructor(topic: Key, message: M, from: string = "") {
    this.topic = topic;
    this.message = message;
    this.from = from;
  }
}

/** What a protocol tells the page of a connection: of a class of its own, as an `Upload` of `n2o/file` is. */
export interface Notice {
  /** What it is about. */
  readonly topic: Key;
  /** Tells the type from the others. */
  readonly notice: true;
}

/**
 * Whether an event of a page is what a protocol tells it, and none that the page's own elements made.
 *
 * @example
 * ```ts
 * import { isNotice, isSent } from "@n2o/n2o/n2o";
 *
 * const page = { event: (event: unknown) => isNotice(event) || isSent(event) ? "passed over" : "handled" };
 * if (page.event("save") !== "handled") throw new Error("a postback is no notice");
 * ```
 */
export function isNotice(event: unknown): event is Notice {
  return isObject(event) && event.notice === true && "topic" in event;
}

/** Messages to a topic may have been lost: after a break, or because the receiver did not keep up. Read on where the truth is. */
export class Lost {
  /** The topic of which messages may be missing. */
  readonly topic: Key;
  /** Tells the type from the other. */
  readonly lost: true = true;

  /** News of a loss. */
  constructor(topic: Key) {
    this.topic = topic;
  }
}

Object.defineProperty(Sent.prototype, SENT, { value: true });
Object.defineProperty(Lost.prototype, LOST, { value: true });

/**
 * Whether an event of a page is a message of the bus.
 *
 * @example
 * ```ts
 * import { isLost, isSent } from "@n2o/n2o/n2o";
 *
 * const page = {
 *   event(event: unknown) {
 *     if (isSent(event)) return `somebody said ${event.message}`;
 *     if (isLost(event)) return "read the feed from the cursor on";
 *     return event === "delete" ? "only a control of this page says so" : undefined;
 *   },
 * };
 * if (page.event({ topic: "room", message: "delete" }) !== undefined) throw new Error("taken for news");
 * ```
 */
export function isSent(event: unknown): event is Sent {
  return typeof event === "object" && event !== null && SENT in event;
}

/** Whether an event of a page says that messages of the bus may have been lost. */
export function isLost(event: unknown): event is Lost {
  return typeof event === "object" && event !== null && LOST in event;
}
