/**
 * Publish and subscribe of Redis: of one server, or sharded over a cluster.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type Clock, systemClock } from "../../../base/mod.ts";
import { BEAT, type Client, connect, makeClient } from "./client.ts";
import { Cluster } from "./deps.ts";
import type { Broker, BrokerEvents } from "../remote.ts";

/** Where Redis is. */
export interface RedisTarget {
  readonly urls: readonly string[];
  readonly isCluster: boolean;
  /** For messages: without the password. */
  readonly name: string;
}

/** Connects twice: a connection that subscribes can do nothing else. */
export async function redisBroker(target: RedisTarget, events: BrokerEvents): Promise<Broker> {
  const { urls, isCluster, name } = target;
  const sender = makeClient(urls, isCluster), subscriber = makeClient(urls, isCluster);
  try {
    await connect(sender, name);
    await connect(subscriber, name);
  } catch (error) {
    sender.disconnect();
    subscriber.disconnect();
    throw error;
  }
  return new RedisBroker({ sender, subscriber, events, clock: systemClock });
}

interface Parts {
  readonly sender: Client;
  readonly subscriber: Client;
  readonly events: BrokerEvents;
  readonly clock: Clock;
}

class RedisBroker implements Broker {
  readonly #sender: Client;
  readonly #subscriber: Client;
  readonly #clock: Clock;
  #timer: unknown;
  /** Signs of life that were not answered. */
  readonly #unanswered = new Map<Client, number>();
  #closed = false;

  constructor({ sender, subscriber, events, clock }: Parts) {
    this.#sender = sender;
    this.#subscriber = subscriber;
    this.#clock = clock;
    const came = (channel: Buffer, bytes: Buffer) => events.came(nameOf(channel), bytes);
    subscriber.on("messageBuffer", came);
    subscriber.on("smessageBuffer", came);
    subscriber.on("ready", events.back);
    sender.on("ready", () => events.sends?.());
    // The shards of a cluster have connections of their own, which come and go.
    if (subscriber instanceof Cluster) subscriber.on("subscribersReady", events.back);
    this.#beat();
  }

  get isConnected(): boolean {
    return this.#sender.status === "ready" && this.#subscriber.status === "ready";
  }

  publish(channel: string, bytes: Uint8Array): Promise<unknown> {
    const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const sender = this.#sender;
    return sender instanceof Cluster
      ? sender.spublish(channel, message)
      : sender.publish(channel, message);
  }

  async subscribe(channels: readonly string[]): Promise<void> {
    const subscriber = this.#subscriber;
    // Of a cluster one command names channels of one shard.
    if (subscriber instanceof Cluster) {
      await Promise.all(channels.map((channel) => subscriber.ssubscribe(channel)));
    } else await subscriber.subscribe(...channels);
  }

  unsubscribe(channel: string): void {
    const subscriber = this.#subscriber;
    // Where the connection is lost, so is the subscription.
    if (subscriber instanceof Cluster) subscriber.sunsubscribe(channel).catch(() => {});
    else subscriber.unsubscribe(channel).catch(() => {});
  }

  /** A connection that is dead is noticed by answers that do not come, and made anew. */
  #beat(): void {
    this.#timer = this.#clock.setTimeout(() => {
      if (this.#closed) return;
      for (const each of [this.#sender, this.#subscriber]) this.#ask(each);
      this.#beat();
    }, BEAT);
    this.#clock.unref?.(this.#timer);
  }

  #ask(client: Client): void {
    const unanswered = this.#unanswered.get(client) ?? 0;
    if (client.status !== "ready") return void this.#unanswered.delete(client);
    if (unanswered >= 2) {
      this.#unanswered.delete(client);
      return client.disconnect(true);
    }
    this.#unanswered.set(client, unanswered + 1);
    client.ping().then(() => this.#unanswered.delete(client), () => {});
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#clock.clearTimeout(this.#timer);
    // What was sent before is answered before this.
    await this.#sender.quit().catch(() => {});
    this.#sender.disconnect();
    this.#subscriber.disconnect();
  }
}

/** The name of a channel, which is ASCII: the host's own way costs more than all else that is done with a message. */
function nameOf(channel: Buffer): string {
  return String.fromCharCode(...channel);
}
