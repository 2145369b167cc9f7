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
import type { BrokerTarget } from "./target.ts";

/** How sure a message arrives: at most once, at least once, exactly once. */
export type Qos = 0 | 1 | 2;

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
/** Messages under way that the broker has not acknowledged: as many as it allows, and at most so many. */
const WINDOW = 1_000;
/** What a broker of 3.1.1 takes of QoS 2 at a time; mosquitto's default. */
const WINDOW_TWICE = 20;
/** Bytes that wait for the socket before messages of QoS 0 wait for their turn. */
const HIGH_WATER = 1_048_576;

interface Waiting {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: Qos;
  readonly retain: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A connection to a broker. */
export class Link {
  readonly #options: LinkOptions;
  readonly #wait = backoff({ first: 50, longest: 2_000 });
  #client: MqttClient | undefined;
  #attempt = 0;
  #timer: unknown;
  #closed = false;
  #window: { readonly once: number; readonly twice: number } = {
    once: WINDOW,
    twice: WINDOW_TWICE,
  };
  /** What waits for its turn, and what the broker has not acknowledged. */
  #queue: Waiting[] = [];
  readonly #unacknowledged = new Set<Waiting>();
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

  /**
   * Publishes; resolves when the broker has acknowledged it, with QoS 0 when it was handed to the socket. Rejects where the link is lost
   * before that, and with {@linkcode N2oError} `unavailable` where it is not there.
   */
  publish(topic: string, bytes: Uint8Array, qos: Qos = 0, retain = false): Promise<void> {
    if (!this.isConnected) {
      return Promise.reject(new N2oError("unavailable", "MQTT: the broker is not connected"));
    }
    return new Promise((resolve, reject) => {
      const payload = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      this.#queue.push({ topic, payload, qos, retain, resolve, reject });
      this.#pump();
    });
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
    const sent = [...this.#queue, ...this.#unacknowledged].map(settled);
    const rest = client.connected ? Promise.all(sent) : Promise.resolve();
    rest.then(() => client.end(!client.connected, () => end.resolve()));
    await end.promise;
    clearTimeout(late);
    this.#lose("the link is closed");
  }

  #connect(first?: () => void, failed?: (cause: unknown) => void): void {
    const client = this.#client = connect(this.#options.target.url, optionsOf(this.#options));
    let isUp = false, reason: string | undefined;
    this.#lastError = undefined;
    client.on("error", (error) => this.#lastError = error);
    client.on("connect", ({ properties }) => {
      isUp = true;
      this.#attempt = 0;
      const most = Math.min(properties?.receiveMaximum ?? WINDOW, WINDOW);
      this.#window = { once: most, twice: Math.min(most, WINDOW_TWICE) };
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
      if (!this.#closed) this.#lose(why);
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

  /** Sends as much as may be under way. */
  #pump(): void {
    const client = this.#client;
    while (client?.connected === true && this.#queue.length > 0) {
      const next = this.#queue[0];
      if (next === undefined || !this.#hasRoom(client, next.qos)) return;
      this.#queue.shift();
      this.#unacknowledged.add(next);
      const { topic, payload, qos, retain, resolve, reject } = next;
      client.publish(topic, payload, { qos, retain }, (error, packet) => {
        if (!this.#unacknowledged.delete(next)) return;
        // Version 5 acknowledges what it refuses, too; 16 says that nobody has subscribed.
        const code = packet !== undefined && "reasonCode" in packet ? packet.reasonCode ?? 0 : 0;
        if (error) reject(error);
        else if (code >= 128) reject(new N2oError("unavailable", `MQTT: refused with ${code}`));
        else resolve();
        this.#pump();
      });
    }
  }

  #hasRoom(client: MqttClient, qos: Qos): boolean {
    if (qos === 0) {
      return (client.stream.writableLength ?? 0) < HIGH_WATER || this.#unacknowledged.size === 0;
    }
    return this.#unacknowledged.size < (qos === 1 ? this.#window.once : this.#window.twice);
  }

  /** Whoever waits hears that it is lost. */
  #lose(reason: string): void {
    const lost = [...this.#unacknowledged, ...this.#queue];
    this.#unacknowledged.clear();
    this.#queue = [];
    const error = new N2oError("unavailable", `MQTT: the broker was lost: ${reason}`);
    for (const { reject } of lost) reject(error);
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

/** When a message is settled, either way. */
function settled(waiting: Waiting): Promise<void> {
  return new Promise((resolve) => {
    const { resolve: done, reject } = waiting;
    Object.assign(waiting, {
      resolve: () => (done(), resolve()),
      reject: (error: unknown) => (reject(error), resolve()),
    });
  });
}
