/**
 * Messages on their way to a broker: so many under way at a time as it takes, all others wait for their turn.
 *
 * @module
 */
import type { Buffer } from "node:buffer";
import { N2oError } from "../error.ts";
import type { MqttClient } from "./deps.ts";

/** How sure a message arrives: at most once, at least once, exactly once. */
export type Qos = 0 | 1 | 2;

/** A message for a broker, as a packet PUBLISH carries it (MQTT 5.0, section 3.3). */
export interface Outgoing {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: Qos;
  readonly retain: boolean;
}

/** Messages under way that the broker has not acknowledged: as many as it allows, and at most so many. */
const WINDOW = 1_000;
/** What a broker of 3.1.1 takes of QoS 2 at a time; mosquitto's default. */
const WINDOW_TWICE = 20;
/** Bytes that wait for the socket before messages of QoS 0 wait for their turn. */
const HIGH_WATER = 1_048_576;

interface Waiting extends Outgoing {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Messages of one link. */
export class Outbox {
  #window = WINDOW;
  /** What waits for its turn, and what the broker has not acknowledged. */
  #queue: Waiting[] = [];
  readonly #unacknowledged = new Set<Waiting>();
  /** Told when nothing is left. */
  #emptied: (() => void) | undefined;

  /** Takes what a broker that was reached allows to be under way, if it says so. */
  open(most: number = WINDOW): void {
    this.#window = Math.min(most, WINDOW);
  }

  /** Sends in its turn; resolves when the broker has it, and rejects where it refuses it or is lost before that. */
  put(client: MqttClient, message: Outgoing): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ ...message, resolve, reject });
      this.#pump(client);
    });
  }

  /** Resolves when all that was put is settled, either way. */
  async emptied(): Promise<void> {
    if (this.#queue.length + this.#unacknowledged.size === 0) return;
    await new Promise<void>((resolve) => this.#emptied = resolve);
  }

  /** Whoever waits hears that the broker is lost. */
  lose(reason: string): void {
    const lost = [...this.#unacknowledged, ...this.#queue];
    this.#unacknowledged.clear();
    this.#queue = [];
    const error = new N2oError("unavailable", `MQTT: the broker was lost: ${reason}`);
    for (const { reject } of lost) reject(error);
    this.#emptied?.();
  }

  /** Sends as much as may be under way. */
  #pump(client: MqttClient): void {
    while (client.connected && this.#queue.length > 0) {
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
        this.#pump(client);
        if (this.#queue.length + this.#unacknowledged.size === 0) this.#emptied?.();
      });
    }
  }

  #hasRoom(client: MqttClient, qos: Qos): boolean {
    const { size } = this.#unacknowledged;
    if (qos === 0) return (client.stream.writableLength ?? 0) < HIGH_WATER || size === 0;
    return size < (qos === 1 ? this.#window : Math.min(this.#window, WINDOW_TWICE));
  }
}
