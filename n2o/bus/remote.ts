/**
 * A bus over a broker: what is the same for Redis, NATS and whatever else carries bytes to channels.
 *
 * Everything goes through the broker, also from a node to itself: the receivers of a topic hear one order.
 *
 * @module
 */
import { createHash, randomBytes } from "node:crypto";
import { type Clock, consoleLog, messageOf, systemClock } from "../../base/mod.ts";
import type { BusSettings, Receiver, RemoteBus } from "./bus.ts";
import { type Envelopes, envelopes, type Letter } from "./envelope.ts";
import { type Incidents, incidents } from "./incidents.ts";
import { type Body, SIZE, toBody } from "./message.ts";
import { Seen, type Verdict } from "./seen.ts";
import { topicName, Topics } from "./topics.ts";
import { type Key, keyText } from "../term/plain.ts";

/** What carries bytes to the subscribers of channels, on all nodes. */
export interface Broker {
  /** Publishes; resolves when the broker has the bytes, and rejects where that is not certain. */
  publish(channel: string, bytes: Uint8Array): Promise<unknown>;
  /** Subscribes; resolves when nothing of these channels is missed any more, and rejects where it cannot be done. */
  subscribe(channels: readonly string[]): Promise<void>;
  /** Ends a subscription, if there is one. */
  unsubscribe(channel: string): void;
  /** Whether it is there, as far as is known. */
  readonly isConnected: boolean;
  /** Sends what waits and disconnects. */
  close(): Promise<void>;
}

/** What a broker tells. */
export interface BrokerEvents {
  /** Something came on a channel. */
  came(channel: string, bytes: Uint8Array): void;
  /** The connection is there again; what came meanwhile is lost, and what was subscribed must be subscribed anew. */
  back(): void;
  /** The broker does not permit something; the reason names what. */
  refused(reason: string): void;
  /** Publishing is possible again, where that has a connection of its own. */
  sends?(): void;
}

/** Connects to a broker, which tells `events`. */
export type Connect = (events: BrokerEvents) => Promise<Broker>;

/** Messages that wait for the broker by default, and topics whose loss is told one by one. */
const WAITING = 10_000, TOLD = 1_024;
/** Names of channels that are remembered, so that each is not computed for every message. */
const NAMES = 4_096;

/** What is sent to all who use a bus of the application: that everything may be lost. */
const ALL = "*";

/** A bus over a broker that is connected. */
export class Remote implements RemoteBus {
  readonly node: string = randomBytes(9).toString("base64url");
  readonly #topics: Topics;
  /** When the subscription of a topic holds. */
  readonly #holds = new Map<string, Promise<void>>();
  readonly #envelopes: Envelopes;
  readonly #settings: Required<Pick<BusSettings, "application" | "size" | "waiting">>;
  readonly #incident: Incidents;
  /** Topics to which something was not sent: their receivers are told when the broker is back. */
  readonly #unsent = new Set<string>();
  readonly #channels = new Map<string, string>();
  readonly #clock: Pick<Clock, "now">;
  /** Letters that came; undefined where nothing is sealed. */
  readonly #seen: Seen | undefined;
  /** Letters that were made, and when the last one was. */
  #number = 0;
  #time = 0;
  #broker: Broker | undefined;
  #waiting = 0;
  #closed = false;

  private constructor(settings: BusSettings, clock: Pick<Clock, "now">) {
    const { application, size = SIZE, waiting = WAITING, log = consoleLog } = settings;
    this.#envelopes = envelopes(settings);
    this.#settings = { application, size, waiting };
    this.#incident = incidents(log, clock);
    this.#topics = new Topics(this.#incident);
    this.#clock = clock;
    const isSealed = settings.secret !== undefined && settings.secret.length > 0;
    this.#seen = isSealed ? new Seen() : undefined;
  }

  /** Makes a bus over what `connect` connects to. */
  static async open(
    settings: BusSettings,
    connect: Connect,
    clock: Pick<Clock, "now"> = systemClock,
  ): Promise<Remote> {
    const bus = new Remote(settings, clock);
    bus.#broker = await connect({
      came: (channel, bytes) => bus.#came(channel, bytes),
      back: () => void bus.#back(),
      refused: (reason) =>
        bus.#incident("error", "the broker does not let the bus do what it must", { reason }),
      sends: () => void bus.#tellUnsent(),
    });
    await bus.#subscribe([bus.#channel(ALL)]);
    return bus;
  }

  send = (topic: Key, message: unknown): Promise<number> => {
    const name = topicName(topic), body = toBody(message, this.#settings.size);
    return this.#publish(name, this.#seal(name, body));
  };

  check = (topic: Key, message: unknown): void => {
    topicName(topic);
    toBody(message, this.#settings.size);
  };

  reg = (topic: Key, receiver: Receiver): Promise<void> => {
    const name = topicName(topic);
    if (!this.#topics.add(topic, receiver)) return this.#holds.get(name) ?? Promise.resolve();
    const holds = this.#subscribe([this.#channel(name)]);
    this.#holds.set(name, holds);
    return holds;
  };

  unreg = (topic: Key, receiver: Receiver): void => {
    if (!this.#topics.delete(topic, receiver)) return;
    const name = keyText(topic);
    this.#holds.delete(name);
    this.#broker?.unsubscribe(this.#channel(name));
  };

  /** What carries a message when a store publishes it in one step with its commit. */
  announcement(topic: Key, message: unknown): { channel: string; bytes: Uint8Array } {
    const name = topicName(topic), body = toBody(message, this.#settings.size);
    return { channel: this.#channel(name), bytes: this.#seal(name, body) };
  }

  get isConnected(): boolean {
    return this.#broker?.isConnected === true;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#topics.clear();
    await this.#broker?.close();
  }

  #channel(name: string): string {
    const known = this.#channels.get(name);
    if (known !== undefined) return known;
    const prefix = `${this.#settings.application}.bus`;
    // Of one length and of letters that every broker takes in a name, whatever the topic is.
    const hash = createHash("sha256").update(name).digest("hex").slice(0, 32);
    const made = name === ALL ? prefix : `${prefix}.${hash}`;
    if (this.#channels.size >= NAMES) this.#channels.clear();
    this.#channels.set(name, made);
    return made;
  }

  /** The bytes of a message for a topic; without a body, that messages may be lost. */
  #seal(topic: string, body?: Body): Uint8Array {
    // In letters no time goes back, whatever the clock does.
    this.#time = Math.max(this.#time, Math.floor(this.#clock.now()));
    const stamp = { from: this.node, number: ++this.#number, time: this.#time };
    return this.#envelopes.seal(this.#channel(topic), { ...stamp, topic, body });
  }

  #publish(name: string, bytes: Uint8Array): Promise<number> {
    const broker = this.#broker;
    if (this.#closed || broker === undefined) return Promise.resolve(0);
    if (this.#waiting >= this.#settings.waiting) {
      this.#unsaid(name, `more than ${this.#settings.waiting} messages wait for the broker`);
      return Promise.resolve(0);
    }
    this.#waiting++;
    // One promise for a message: what its sender does not wait for costs as much as what it does.
    return published(broker, this.#channel(name), bytes).then(
      () => {
        this.#answered();
        return this.#topics.get(name)?.receivers.size ?? 0;
      },
      (error) => {
        this.#unsaid(name, messageOf(error));
        this.#answered();
        return 0;
      },
    );
  }

  #answered(): void {
    if (--this.#waiting === 0 && this.#unsent.size > 0) this.#tellUnsent();
  }

  /** Remembers whom to tell; those are few, or all. */
  #unsaid(name: string, reason: string): void {
    if (this.#closed) return;
    this.#incident(
      "warning",
      "a message of the bus was not sent: its receivers will hear of a loss",
      { reason },
    );
    this.#unsent.add(this.#unsent.size < TOLD ? name : ALL);
  }

  /** Tells, over the broker, the receivers of what was not sent. Whoever cannot be told now is when the broker is back. */
  async #tellUnsent(): Promise<void> {
    for (const name of [...this.#unsent]) {
      try {
        await this.#broker?.publish(this.#channel(name), this.#seal(name));
        this.#unsent.delete(name);
      } catch {
        return;
      }
    }
  }

  async #subscribe(channels: readonly string[]): Promise<void> {
    try {
      await this.#broker?.subscribe(channels);
    } catch (error) {
      // It is subscribed when the broker is back, and its receivers are told then.
      if (!this.#closed) {
        this.#incident("warning", "the bus waits for its broker", { reason: messageOf(error) });
      }
    }
  }

  async #back(): Promise<void> {
    if (this.#closed || this.#broker === undefined) return;
    const names = this.#topics.names();
    try {
      await this.#broker.subscribe([ALL, ...names].map((name) => this.#channel(name)));
    } catch {
      return; // it was lost again: once more when it is back
    }
    for (const name of names) this.#topics.lose(name);
    await this.#tellUnsent();
  }

  #came(channel: string, bytes: Uint8Array): void {
    if (this.#closed) return;
    const letter = this.#envelopes.open(channel, bytes);
    const reason = typeof letter === "string" ? letter : this.#doubt(channel, letter);
    if (typeof letter === "string" || reason !== undefined) {
      return this.#incident("warning", "a message on a channel of the bus was dropped", {
        channel,
        reason,
      });
    }
    const { topic, body, from } = letter;
    if (!this.#isNew(letter)) return;
    if (body !== undefined) this.#topics.deliver(topic, body, from);
    else this.#lose(topic);
  }

  /** Why a letter is none that this bus may hear on this channel. */
  #doubt(channel: string, { topic, from, number }: Letter): string | undefined {
    if (this.#channel(topic) !== channel) return "it is of another topic than its channel";
    const isForged = from === this.node && number > this.#number;
    return isForged ? "another speaks for this node" : undefined;
  }

  /** Whether a letter did not come before. Without a secret anybody could number letters, and nobody is believed. */
  #isNew(letter: Letter): boolean {
    if (this.#seen === undefined) return true;
    const now = this.#clock.now(), verdict = this.#seen.take(letter, now);
    if (verdict === "new") return true;
    const { from, topic, time } = letter;
    this.#incident("warning", WHY[verdict], { from, seconds: Math.round((now - time) / 1000) });
    // It may have been held up on its way.
    if (verdict === "late") this.#lose(topic);
    return false;
  }

  #lose(topic: string): void {
    for (const name of topic === ALL ? this.#topics.names() : [topic]) this.#topics.lose(name);
  }
}

/** What the log says of a letter that is not taken. */
const WHY: Readonly<Record<Exclude<Verdict, "new">, string>> = {
  again: "a message on a channel of the bus came twice: the second was dropped",
  late: "a message on a channel of the bus came late: its receivers are told of a loss",
  old:
    "a message on a channel of the bus was dropped: it is old, or the clocks of the nodes are hours apart",
};

/** A broker that refuses at once has not taken the message either. */
function published(broker: Broker, channel: string, bytes: Uint8Array): Promise<unknown> {
  try {
    return broker.publish(channel, bytes);
  } catch (error) {
    return Promise.reject(error);
  }
}
