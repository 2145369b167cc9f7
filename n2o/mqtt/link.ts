/**
 * A connection to a broker of MQTT that comes back by itself, without anything being kept or sent again behind its back: what was under
 * way when it is lost has failed, and what was subscribed must be subscribed anew.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { setImmediate } from "node:timers";
import { backoff, type Clock, messageOf } from "../../base/mod.ts";
import { N2oError } from "../error.ts";
import { connect, type IClientOptions, type MqttClient } from "./deps.ts";
import { Outbox, type Qos } from "./outbox.ts";
import type { BrokerTarget } from "./target.ts";

/** What a link tells. */
export interface LinkEvents {
  /** It is connected, for the first time or again. */
  up(): void;
  /** It is lost; another attempt follows. */
  down(reason: string): void;
  /** A message. What it is handed must not be kept: it is a part of what the socket brought. */
  came(topic: string, payload: Uint8Array, isRetained: boolean): void;
}

/** What a link is made of. */
export interface LinkOptions {
  readonly target: BrokerTarget;
  readonly client: string;
  readonly clock: Clock;
  /** Bytes of the longest message that the broker is to send; without a bound by default. It is told so in version 5. */
  readonly longest?: number;
  /** What the broker publishes for it, retained, when it vanishes: nothing at all, to take back what was retained there. */
  readonly will?: string;
  readonly events: LinkEvents;
}

/** Milliseconds of an attempt to connect. */
export const PATIENCE = 5_000;
/** Seconds between signs of life; a broker waits for half as long again. */
const KEEP_ALIVE = 5;
/** Bytes of a packet beside its topic and its message, at most: lengths, an id, no properties. */
const BESIDE = 16;
/** A connection to a broker. */
export class Link {
  readonly #options: LinkOptions;
  readonly #wait = backoff({ first: 50, longest: 2_000 });
  #client: MqttClient | undefined;
  #attempt = 0;
  #timer: unknown;
  #closed = false;
  readonly #outbox = new Outbox();
  /** Bytes of the longest packet that the broker takes. */
  #packet = Infinity;
  #lastError: unknown;
  #isGathering = false;

  /** Makes a link; `open` or `begin` connects it. */
  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /**
   * Connects for the first time.
   *
   * Rejects with {@linkcode N2oError} `unavailable`, with the cause, where that takes more than five seconds or is refused.
   */
  async open(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#connect(resolve, (cause) => {
      const { target: { url } } = this.#options;
      reject(
        new N2oError("unavailable", `MQTT: ${url} cannot be reached: ${messageOf(cause)}`, {
          cause,
        }),
      );
    });
    await promise;
  }

  /** Connects as soon as the broker is there. */
  begin(): void {
    this.#connect();
  }

  /** Whether it is there, as far as is known. */
  get isConnected(): boolean {
    return this.#client?.connected === true;
  }

  /** Bytes of the longest message that the broker takes on a topic, as far as is known. */
  room(topic: string): number {
    return this.#packet - Buffer.byteLength(topic) - BESIDE;
  }

  /**
   * Publishes; resolves when the broker has acknowledged it, with QoS 0 when it was handed to the socket. Rejects where the link is lost
   * before that, and with {@linkcode N2oError} `unavailable` where it is not there, `full` for a message that is longer than the broker
   * takes.
   */
  publish(topic: string, bytes: Uint8Array, qos: Qos = 0, retain = false): Promise<void> {
    const client = this.#client;
    if (client === undefined || !client.connected) {
      return Promise.reject(new N2oError("unavailable", "MQTT: the broker is not connected"));
    }
    const room = this.room(topic);
    if (bytes.length > room) {
      const reason = `MQTT: a message of ${bytes.length} bytes, the broker takes ${room}`;
      return Promise.reject(new N2oError("full", reason));
    }
    const payload = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return this.#outbox.put(client, { topic, payload, qos, retain });
  }

  /** Subscribes; resolves when the broker has granted all. Rejects where it has not, or the link is lost. */
  async subscribe(topics: readonly string[], qos: Qos): Promise<void> {
    const client = this.#client;
    if (client === undefined || !client.connected) {
      throw new N2oError("unavailable", "MQTT: the broker is not connected");
    }
    const lost = Promise.withResolvers<never>();
    const fail = () => lost.reject(new N2oError("unavailable", "MQTT: the broker was lost"));
    client.once("close", fail);
    try {
      const granted = await Promise.race([
        client.subscribeAsync([...topics], { qos }),
        lost.promise,
      ]);
      const refused = granted.find((each) => each.qos >= 128);
      if (refused === undefined) return;
      throw new N2oError("unavailable", `MQTT: the broker refuses to let us hear ${refused.topic}`);
    } finally {
      client.off("close", fail);
    }
  }

  /** Ends a subscription. */
  unsubscribe(topic: string): void {
    // Where the connection is lost, so is the subscription.
    if (this.isConnected) this.#client?.unsubscribe(topic, () => {});
  }

  /** Sends what waits, takes leave and connects no more. Two seconds at most. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { clock } = this.#options, client = this.#client;
    clock.clearTimeout(this.#timer);
    if (client === undefined) return;
    const end = Promise.withResolvers<void>();
    const late = setTimeout(() => client.end(true, () => end.resolve()), 2_000);
    // What the broker does not acknowledge in time is given up.
    const rest = client.connected ? this.#outbox.emptied() : Promise.resolve();
    rest.then(() => client.end(!client.connected, () => end.resolve()));
    await end.promise;
    clearTimeout(late);
    this.#outbox.lose("the link is closed");
  }

  #connect(first?: () => void, failed?: (cause: unknown) => void): void {
    const client = this.#client = connect(this.#options.target.url, optionsOf(this.#options));
    let isUp = false, reason: string | undefined;
    this.#lastError = undefined;
    client.on("error", (error) => this.#lastError = error);
    client.on("connect", ({ properties }) => {
      isUp = true;
      this.#attempt = 0;
      this.#outbox.open(properties?.receiveMaximum);
      const { packet } = this.#options.target;
      this.#packet = Math.min(packet, properties?.maximumPacketSize ?? packet);
      first?.();
      this.#options.events.up();
    });
    client.on(
      "message",
      (topic, payload, { retain }) => {
        this.#gather(client);
        this.#options.events.came(topic, payload, retain);
      },
    );
    // Version 5 says why: another client of this name, a stop of the broker.
    client.on(
      "disconnect",
      ({ reasonCode }) =>
        reason = reasonCode === TAKEN_OVER
          ? "another client has this one's name"
          : `the broker says ${reasonCode}`,
    );
    client.on("close", () => {
      if (this.#client !== client) return;
      this.#client = undefined;
      const why = reason ?? messageOf(this.#lastError ?? "the connection was lost");
      if (!this.#closed) this.#outbox.lose(why);
      client.end(true);
      if (this.#closed) return;
      if (failed !== undefined && !isUp) {
        this.#closed = true;
        return failed(this.#lastError ?? why);
      }
      this.#timer = this.#options.clock.setTimeout(
        () => this.#connect(),
        this.#wait(this.#attempt++),
      );
      if (isUp) this.#options.events.down(why);
    });
  }

  /** Has what answers a burst of messages leave at once: each call of the socket costs as much as a message. */
  #gather({ stream }: MqttClient): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    stream.cork();
    setImmediate(() => {
      this.#isGathering = false;
      stream.uncork();
    });
  }
}

/** The code of version 5 for a client whose name another one connects with. */
const TAKEN_OVER = 142;

function optionsOf({ target, client, longest, will }: LinkOptions): IClientOptions {
  const { user, password, version } = target;
  return {
    clientId: client,
    clean: true,
    protocolVersion: version,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    // A timer for each message costs as much as the message: it beats whether or not something was sent.
    reschedulePings: false,
    // What the library would tell of itself it asks a registry of names about, some twenty times for each message.
    log: () => {},
    connectTimeout: PATIENCE,
    keepalive: KEEP_ALIVE,
    ...user !== undefined && { username: user },
    ...password !== undefined && { password },
    ...will !== undefined &&
      { will: { topic: will, payload: Buffer.alloc(0), qos: 1, retain: true } },
    ...version === 5 && longest !== undefined && { properties: { maximumPacketSize: longest } },
  };
}
