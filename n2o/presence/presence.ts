/**
 * Presence: who is in a topic, with a little data each, on all nodes.
 *
 * @module
 */
import type { Clock, Log } from "../../base/mod.ts";
import type { Bus } from "../bus/bus.ts";
import type { Lost, Sent } from "../bus/news.ts";
import { N2oError } from "../error.ts";
import type { Key, Plain } from "../term/plain.ts";

/** One of the ways in which somebody is present: a tab, a device. */
export interface Meta {
  /** Its name; another one each time somebody comes. */
  readonly ref: string;
  /** What the page said of it. */
  readonly data: Plain;
}

/** Somebody who is present, once for each tab. */
export interface Person {
  /** Who: a user, or what the page chose. */
  readonly key: string;
  /** In which ways, in the order of their names. */
  readonly metas: readonly Meta[];
}

/** Takes what changes in a topic. It must not throw and must not wait. */
export type Watcher = (change: PresenceChange) => void;

/** What somebody says of presence, and hears of it: plain data, so that a connection that sleeps keeps it. */
export interface Held {
  /** In which topics (as `keyText` writes them), under which key, with which data, by which name. */
  readonly tracked: readonly {
    readonly topic: string;
    readonly key: string;
    readonly ref: string;
    readonly data: Plain;
  }[];
  /** The topics that it is told of. */
  readonly watched: readonly Key[];
}

/** Who is in a topic. A host whose sockets all live in one place (a Durable Object) has one that counts these, `socketPresence`. */
export interface Presence {
  /**
   * Says that `key` is in `topic`, once more if somebody is there already; answers how to say that it is over. With an `owner` it is over
   * when that leaves, too.
   *
   * @throws {N2oError} `value` for data that is not plain, `full` for more than 4,096 bytes of it, a key of more than 256 characters, a
   * topic of more than 512, and where this node holds as many as it may.
   */
  track(topic: Key, key: string, data: Plain, owner?: object): () => void;
  /** Ends what `owner` holds in a topic, or in all. */
  untrack(owner: object, topic?: Key): void;
  /** Who is in a topic as far as this node knows, in the order of their keys. */
  list(topic: Key): Person[];
  /** Has `watcher` told who comes and goes; a second time changes nothing. */
  watch(topic: Key, watcher: Watcher): void;
  /** Tells it nothing more of a topic, or of all. */
  unwatch(watcher: Watcher, topic?: Key): void;
  /** Says that everybody of this node is gone, and tells nothing more. */
  close(): void;
  /** What a connection holds; undefined for nothing. Where it is missing, connections that sleep lose what they hold. */
  held?(owner: Watcher): Held | undefined;
  /** Takes in what a connection held before it slept: nobody is told, since to all others it was never gone. */
  wake?(owner: Watcher, held: Held): void;
}

/** Makes the presence of a server, of its bus, its clock and its log. */
export type MakePresence = (
  bus: Bus,
  options: { readonly clock: Clock; readonly log: Log },
) => Presence;

/**
 * The presence of a server.
 *
 * @throws {N2oError} `config` where its settings have none
 */
export function presenceOf({ presence }: { readonly presence: Presence | undefined }): Presence {
  if (presence !== undefined) return presence;
  throw new N2oError("config", "presence: there is none, give leasedPresence of n2o/presence");
}

const CHANGE: unique symbol = Symbol.for("n2o.PresenceChange");

/** Who came into a topic and who went: as an event of a page, no postback equals it. */
export class PresenceChange {
  /** The topic that they came into or went from. */
  readonly topic: Key;
  /** Who came, in which ways. */
  readonly joins: readonly Person[];
  /** Who went, in which ways; somebody of whom ways are left is still there: see `list`. */
  readonly leaves: readonly Person[];

  /** News of a topic. */
  constructor(topic: Key, joins: readonly Person[], leaves: readonly Person[]) {
    this.topic = topic;
    this.joins = joins;
    this.leaves = leaves;
  }
}

Object.defineProperty(PresenceChange.prototype, CHANGE, { value: true });

/** Whether an event of a page says who came into a topic that it watches, and who went. */
export function isPresence(event: unknown): event is PresenceChange {
  return typeof event === "object" && event !== null && CHANGE in event;
}

/** Takes a receiver out of its topics, and out of what others see of who is there. */
export function leave(
  { bus, presence }: { readonly bus: Bus; readonly presence: Presence | undefined },
  topics: readonly Key[],
  receiver: (news: Sent | Lost | PresenceChange) => void,
): void {
  for (const topic of topics) bus.unreg(topic, receiver);
  presence?.untrack(receiver);
  presence?.unwatch(receiver);
}
