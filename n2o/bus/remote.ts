/**
 * A bus over a broker: what is the same for Redis, NATS and whatever else carries bytes to channels.
 *
 * Everything goes through the broker, also from a node to itself: the receivers of a topic hear one order.
 *
 * @module
 */
import { createHash, randomBytes } from "node:crypto";
import { consoleLog, messageOf, systemClock } from "../../base/mod.ts";
import type { BusSettings, Receiver, RemoteBus } from "./bus.ts";
import { type Envelopes, envelopes } from "./envelope.ts";
import { type Incidents, incidents } from "./incidents.ts";
import { SIZE, toBody } from "./message.ts";
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
  readonly #topics = new Topics();
  /** When the subscription of a topic holds. */
  readonly #holds = new Map<string, Promise<void>>();
  readonly #envelopes: Envelopes;
  readonly #settings: Required<Pick<BusSettings, "application" | "size" | "waiting">>;
  readonly #incident: Incidents;
  /** Topics to which something was not sent: their receivers are told when the broker is back. */
  readonly #unsent = new Set<string>();
  readonly #channels = new Map<string, string>();
  #broker: Broker | undefined;
  #waiting = 0;
  #closed = false;

  private constructor(settings: BusSettings) {
    const { application, size = SIZE, waiting = WAITING, log = consoleLog } = settings;
    this.#envelopes = envelopes(settings);
    this.#settings = { application, size, waiting };
    this.#incident = incidents(log, systemClock);
  }

  /** Makes a bus over what `connect` connects to. */
  static async open(settings: BusSettings, connect: Connect): Promise<Remote> {
    const bus = new Remote(settings);
    bus.#broker = await connect({
      came: (channel, bytes) => bus.#came(channel, bytes),
      back: () => void bus.#back(),
      sends: () => void bus.#tellUnsent(),
    });
    await bus.#subscribe([bus.#channel(ALL)]);
    return bus;
  }

  send = (topic: Key, message: unknown): Promise<number> => {
    const name = topicName(topic), body = toBody(message, this.#settings.size);
    return this.#publish(name, this.#seal(name, { from: this.node, topic: name, body }));
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
    const letter = { from: this.node, topic: name, body };
    return { channel: this.#channel(name), bytes: this.#seal(name, letter) };
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

  #seal(name: string, letter: Parameters<Envelopes["seal"]>[1]): Uint8Array {
    return this.#envelopes.seal(this.#channel(name), letter);
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
        const letter = { from: this.node, topic: name, body: undefined };
        await this.#broker?.publish(this.#channel(name), this.#seal(name, letter));
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
    const reason = typeof letter === "string"
      ? letter
      : this.#channel(letter.topic) === channel
      ? undefined
      : "it is of another topic than its channel";
    if (typeof letter === "string" || reason !== undefined) {
      return this.#incident("warning", "a message on a channel of the bus was dropped", {
        channel,
        reason,
      });
    }
    const { topic, body, from } = letter;
    if (body !== undefined) this.#topics.deliver(topic, body, from);
    else if (topic === ALL) { for (const name of this.#topics.names()) this.#topics.lose(name); }
    else this.#topics.lose(topic);
  }
}

/** A broker that refuses at once has not taken the message either. */
function published(broker: Broker, channel: string, bytes: Uint8Array): Promise<unknown> {
  try {
    return broker.publish(channel, bytes);
  } catch (error) {
    return Promise.reject(error);
  }
}
