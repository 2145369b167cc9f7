/**
 * Publish and subscribe of NATS.
 *
 * @module
 */
import { backoff, messageOf } from "../../../base/mod.ts";
import { connect, type ConnectionOptions, type NatsConnection, type Subscription } from "./deps.ts";
import { N2oError } from "../../error.ts";
import type { Broker, BrokerEvents } from "../remote.ts";

/** Milliseconds: of the first attempt to connect, and between signs of life, of which two may fail. */
const PATIENCE = 5_000, BEAT = 2_000;

/** Connects, and again whenever the connection is lost. */
export async function natsBroker(
  options: ConnectionOptions,
  events: BrokerEvents,
): Promise<Broker> {
  const wait = backoff({ first: 20, longest: 500 });
  let attempt = 0;
  try {
    const connection = await connect({
      timeout: PATIENCE,
      pingInterval: BEAT,
      maxPingOut: 2,
      ...options,
      reconnect: true,
      maxReconnectAttempts: -1,
      ignoreAuthErrorAbort: true,
      reconnectDelayHandler: () => wait(Math.min(attempt++, 10)),
    });
    return new NatsBroker(connection, events, () => attempt = 0);
  } catch (cause) {
    throw new N2oError("unavailable", `the bus cannot reach NATS: ${messageOf(cause)}`, { cause });
  }
}

class NatsBroker implements Broker {
  readonly #connection: NatsConnection;
  readonly #events: BrokerEvents;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #calm: () => void;
  #connected = true;
  /** Rejects when the connection is lost: what NATS has not confirmed until then is uncertain. */
  #lost = Promise.withResolvers<never>();
  /** The round trip that confirms what is published before it begins. */
  #next: Promise<void> | undefined;
  #current: Promise<void> = Promise.resolve();

  constructor(connection: NatsConnection, events: BrokerEvents, calm: () => void) {
    this.#connection = connection;
    this.#events = events;
    this.#calm = calm;
    this.#lost.promise.catch(() => {});
    this.#watch();
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (type === "disconnect") {
        this.#connected = false;
        this.#lost.reject(new Error("the connection to NATS was lost"));
        this.#lost = Promise.withResolvers();
        this.#lost.promise.catch(() => {});
      } else if (type === "reconnect") {
        this.#connected = true;
        this.#calm();
        this.#events.back();
      }
    }
  }

  async publish(channel: string, bytes: Uint8Array): Promise<void> {
    this.#beConnected();
    const lost = this.#lost.promise;
    this.#connection.publish(channel, bytes);
    await Promise.race([this.#confirmed(), lost]);
  }

  async subscribe(channels: readonly string[]): Promise<void> {
    this.#beConnected();
    // After a break the client has subscribed again by itself, before it said so.
    for (const channel of channels) {
      if (this.#subscriptions.has(channel)) continue;
      const subscription = this.#connection.subscribe(channel, {
        callback: (error, message) => {
          if (error === null || error === undefined) {
            this.#events.came(message.subject, message.data);
          }
        },
      });
      this.#subscriptions.set(channel, subscription);
    }
    await this.#confirmed();
  }

  unsubscribe(channel: string): void {
    this.#subscriptions.get(channel)?.unsubscribe();
    this.#subscriptions.delete(channel);
  }

  async close(): Promise<void> {
    if (this.#connected) {
      await Promise.race([this.#connection.drain(), this.#lost.promise]).catch(() => {});
    }
    await this.#connection.close();
  }

  /** The client would keep what is published meanwhile, without a bound. */
  #beConnected(): void {
    if (!this.#connected) throw new Error("NATS is not connected");
  }

  /** Resolves when NATS has all that was sent so far: one round trip for all that ask while another is under way. */
  #confirmed(): Promise<void> {
    this.#next ??= this.#current.then(() => {
      this.#next = undefined;
      this.#beConnected();
      const trip = Promise.race([this.#connection.flush(), this.#lost.promise]);
      this.#current = trip.catch(() => {});
      return trip;
    });
    return this.#next;
  }
}
