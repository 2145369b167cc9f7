/**
 * Publish and subscribe of NATS.
 *
 * @module
 */
import { backoff, messageOf, systemClock } from "../../../base/mod.ts";
import {
  connect,
  type ConnectionOptions,
  type NatsConnection,
  PermissionViolationError,
  type Subscription,
} from "./deps.ts";
import { N2oError } from "../../error.ts";
import type { Broker, BrokerEvents } from "../remote.ts";

/** Milliseconds: of the first attempt to connect, and between signs of life, of which two may fail. */
const PATIENCE = 5_000, BEAT = 2_000;
/** Milliseconds for which messages are gathered before NATS is asked whether it has them. */
const GATHER = 2;
/** Milliseconds until something that was denied is tried again, and how much is kept of what was. */
const FORGIVEN = 60_000, DENIED = 1_024;

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
  /** Channels that NATS does not permit to publish to, and until when it is not asked again. */
  readonly #denied = new Map<string, number>();
  #connected = true;
  /** The round trip under way, and the one after it: what is sent before one begins is confirmed by its end. */
  #current: PromiseWithResolvers<void> | undefined;
  #next: PromiseWithResolvers<void> | undefined;
  /** When the next round trip begins at the latest. */
  #timer: unknown;

  constructor(connection: NatsConnection, events: BrokerEvents, calm: () => void) {
    this.#connection = connection;
    this.#events = events;
    this.#calm = calm;
    this.#watch();
  }

  async #watch(): Promise<void> {
    for await (const status of this.#connection.status()) {
      const { type } = status;
      if (type === "error") this.#refused(status.error);
      else if (type === "disconnect") {
        this.#connected = false;
        // What NATS has not confirmed until now is uncertain.
        const lost = new Error("the connection to NATS was lost");
        this.#current?.reject(lost);
        this.#next?.reject(lost);
        this.#current = this.#next = undefined;
        systemClock.clearTimeout(this.#timer);
        this.#timer = undefined;
      } else if (type === "reconnect") {
        this.#connected = true;
        this.#denied.clear();
        this.#calm();
        this.#events.back();
      }
    }
  }

  /** NATS says no, and says it of nothing that it is asked: what is published goes on to be denied. */
  #refused(error: Error): void {
    this.#events.refused(messageOf(error));
    if (!(error instanceof PermissionViolationError) || error.operation !== "publish") return;
    if (this.#denied.size >= DENIED) this.#denied.clear();
    this.#denied.set(error.subject, systemClock.now() + FORGIVEN);
  }

  /** Whether NATS lately did not permit to publish to a channel; rights may change while it runs. */
  #isDenied(channel: string): boolean {
    const until = this.#denied.get(channel);
    if (until === undefined || until > systemClock.now()) return until !== undefined;
    this.#denied.delete(channel);
    return false;
  }

  get isConnected(): boolean {
    return this.#connected && !this.#connection.isClosed();
  }

  publish(channel: string, bytes: Uint8Array): Promise<void> {
    if (!this.#connected) return Promise.reject(new Error("NATS is not connected"));
    if (this.#denied.size > 0 && this.#isDenied(channel)) {
      return Promise.reject(new Error("NATS does not permit to publish to this channel"));
    }
    this.#connection.publish(channel, bytes);
    // A round trip for each message would cost as much as the message.
    this.#timer ??= systemClock.setTimeout(() => void this.#trip(), GATHER);
    this.#next ??= Promise.withResolvers();
    return this.#next.promise;
  }

  async subscribe(channels: readonly string[]): Promise<void> {
    // The client would keep what is asked meanwhile, without a bound.
    if (!this.#connected) throw new Error("NATS is not connected");
    // After a break the client has subscribed again by itself, before it said so.
    for (const channel of channels) {
      if (this.#subscriptions.has(channel)) continue;
      const subscription = this.#connection.subscribe(channel, {
        callback: (error, message) => {
          if (error === null || error === undefined) {
            this.#events.came(message.subject, message.data);
          } else {
            // It has ended, and is asked for anew when the connection is; why is told by the connection.
            if (this.#subscriptions.get(channel) === subscription) {
              this.#subscriptions.delete(channel);
            }
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
    // Where it is lost, so is what was not confirmed.
    if (this.#connected) await this.#confirmed().catch(() => {});
    await this.#connection.close();
  }

  /** Resolves when NATS has all that was sent so far: one round trip for all that ask while another is under way. */
  #confirmed(): Promise<void> {
    this.#next ??= Promise.withResolvers();
    const { promise } = this.#next;
    this.#trip();
    return promise;
  }

  async #trip(): Promise<void> {
    systemClock.clearTimeout(this.#timer);
    this.#timer = undefined;
    const trip = this.#next;
    if (this.#current !== undefined || trip === undefined) return;
    this.#current = trip;
    this.#next = undefined;
    try {
      await this.#connection.flush();
      trip.resolve();
    } catch (error) {
      trip.reject(error);
    }
    if (this.#current !== trip) return; // the connection was lost meanwhile
    this.#current = undefined;
    if (this.#next !== undefined) await this.#trip();
  }
}
