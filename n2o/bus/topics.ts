/**
 * The receivers of one isolate, by topic.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import type { Receiver } from "./bus.ts";
import type { Incidents } from "./incidents.ts";
import { type Body, fromBody } from "./message.ts";
import { Lost, Sent } from "./news.ts";
import { frozenKey, type Key, keyText } from "../term/plain.ts";
import { N2oError } from "../error.ts";

/** Characters of a topic's name at most. */
export const TOPIC = 4_096;

/**
 * The name of a topic.
 *
 * @throws {N2oError} `value` for what is no name, `full` for a longer one than receivers are told of.
 */
export function topicName(topic: Key): string {
  const name = keyText(topic);
  if (name.length > TOPIC) {
    throw new N2oError("full", `a topic of the bus has ${name.length} characters, over ${TOPIC}`);
  }
  return name;
}

/** A topic that somebody is registered under. */
export interface Topic {
  /** The topic, as nobody can change it. */
  readonly key: Key;
  /** Who is registered under it. */
  readonly receivers: Set<Receiver>;
}

/** The receivers of the topics that have some; a topic without receivers costs no memory. */
export class Topics {
  readonly #held = new Map<string, Topic>();
  readonly #incident: Incidents;

  /** There are none yet. */
  constructor(incident: Incidents) {
    this.#incident = incident;
  }

  /** The topic of this name, if it has receivers. */
  get(name: string): Topic | undefined {
    return this.#held.get(name);
  }

  /** Adds a receiver; tells whether it is the first of its topic. */
  add(topic: Key, receiver: Receiver): boolean {
    const name = topicName(topic), found = this.#held.get(name);
    found?.receivers.add(receiver);
    if (found === undefined) {
      this.#held.set(name, { key: frozenKey(topic), receivers: new Set([receiver]) });
    }
    return found === undefined;
  }

  /** Takes a receiver out; tells whether it was the last of its topic. */
  delete(topic: Key, receiver: Receiver): boolean {
    const name = keyText(topic), found = this.#held.get(name);
    return found !== undefined && found.receivers.delete(receiver) && found.receivers.size === 0 &&
      this.#held.delete(name);
  }

  /** Hands a copy of a message to each receiver of the topic; tells how many there were. */
  deliver(name: string, body: Body, from: string = ""): number {
    const found = this.#held.get(name);
    if (found === undefined) return 0;
    // A receiver may leave and come back while it is told.
    const present = [...found.receivers];
    for (const receiver of present) {
      this.#tell(receiver, new Sent(found.key, fromBody(body), from));
    }
    return present.length;
  }

  /** Tells the receivers of a topic that messages may be lost. */
  lose(name: string): void {
    const found = this.#held.get(name);
    for (const receiver of [...found?.receivers ?? []]) {
      this.#tell(receiver, new Lost(found?.key ?? name));
    }
  }

  /** Tells one receiver, whose fault is not that of the others nor of the sender. */
  #tell(receiver: Receiver, news: Sent | Lost): void {
    try {
      receiver(news);
    } catch (error) {
      this.#incident("error", "a receiver of the bus threw", { reason: messageOf(error) });
    }
  }

  /** The names of the topics. */
  names(): string[] {
    return [...this.#held.keys()];
  }

  /** Forgets all topics and their receivers; none of those is told. */
  clear(): void {
    this.#held.clear();
  }
}
