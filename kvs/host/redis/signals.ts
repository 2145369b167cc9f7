/** Notifications of other processes, by publish and subscribe. */
import type { Clock } from "../../../base/mod.ts";
import type { Client } from "./client.ts";

/** Milliseconds between signs of life: a connection that is dead is noticed and made anew. */
const HEARTBEAT = 5000;

/**
 * Listeners of channels. Whenever a subscription begins to hold, for the first time or after the
 * connection was lost, its listeners are notified: what happened before, they read.
 */
export class Signals {
  readonly #make: () => Client;
  readonly #clock: Clock;
  readonly #looks: boolean;
  readonly #listeners = new Map<string, Set<() => void>>();
  #client: Client | undefined;
  #timer: unknown;

  /**
   * `make` makes a connection, when the first listener comes. With `looks` every sign of life also
   * notifies all, because a client of a cluster does not tell when its subscription was lost.
   */
  constructor(make: () => Client, clock: Clock, looks: boolean) {
    this.#make = make;
    this.#clock = clock;
    this.#looks = looks;
  }

  /** Calls `notify` after every message of the channels; answers how to stop. */
  subscribe(channels: readonly string[], notify: () => void): () => void {
    const client = this.#client ??= this.#connect();
    const fresh = channels.filter((channel) => !this.#listeners.has(channel));
    for (const channel of channels) {
      const listeners = this.#listeners.get(channel);
      if (listeners) listeners.add(notify);
      else this.#listeners.set(channel, new Set([notify]));
    }
    // where the subscription holds already, the listener's first read comes after it
    if (fresh.length > 0 && client.status === "ready") this.#hold(client, fresh);
    return () => this.#stop(channels, notify);
  }

  #stop(channels: readonly string[], notify: () => void): void {
    for (const channel of channels) {
      const listeners = this.#listeners.get(channel);
      listeners?.delete(notify);
      if (listeners?.size !== 0) continue;
      this.#listeners.delete(channel);
      if (this.#client?.status === "ready") this.#client.unsubscribe(channel).catch(() => {});
    }
  }

  /** Whether somebody listens. */
  has(channel: string): boolean {
    return this.#listeners.has(channel);
  }

  /** Notifies the listeners of a channel. */
  fire(channel: string): void {
    for (const notify of [...this.#listeners.get(channel) ?? []]) notify();
  }

  #connect(): Client {
    const client = this.#make();
    client.on("ready", () => this.#hold(client, [...this.#listeners.keys()]));
    client.on("message", (channel: string) => this.fire(channel));
    client.connect().catch(() => {}); // it tries again
    this.#beat(client);
    return client;
  }

  #hold(client: Client, channels: readonly string[]): void {
    if (channels.length === 0) return;
    client.subscribe(...channels).then(() => {
      for (const channel of channels) this.fire(channel);
    }, () => {}); // the connection was lost: once more when it is ready
  }

  #beat(client: Client): void {
    this.#timer = this.#clock.setTimeout(() => {
      this.#beat(client);
      if (client.status === "ready" && this.#listeners.size > 0) client.ping().catch(() => {});
      if (this.#looks) { for (const channel of this.#listeners.keys()) this.fire(channel); }
    }, HEARTBEAT);
    this.#clock.unref?.(this.#timer);
  }

  /** Ends the connection, where there is one; no listener is called any more. */
  close(): void {
    if (!this.#client) return;
    this.#clock.clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#client.disconnect();
  }
}
