/** Messages that the object has given to this isolate. */
import type { RawDelivery } from "../../store/backend.ts";
import type { Upward } from "./wire.ts";

interface Waiting {
  resolve(delivery: RawDelivery | undefined): void;
  reject(error: unknown): void;
}

/** Messages of one connection after the other; what a lost connection has given is forgotten. */
export class Inbox {
  readonly #send: (frame: Upward) => void;
  readonly #waiting: Waiting[] = [];
  #received: { id: number; payload: Uint8Array }[] = [];
  /** Numbers of the messages that are being handled. */
  #running = new Set<number>();
  #listening = false;

  constructor(send: (frame: Upward) => void) {
    this.#send = send;
  }

  /** Whether messages are wanted. */
  get listening(): boolean {
    return this.#listening;
  }

  /** Whether the connection is needed. */
  get busy(): boolean {
    return this.#listening || this.#running.size > 0;
  }

  /** Waits for a message. */
  take(): Promise<RawDelivery | undefined> {
    this.#listening = true;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#hand();
    });
  }

  /** A message has come. */
  put(id: number, payload: Uint8Array): void {
    if (!this.#listening) return this.#send({ type: "release", ids: [id] });
    this.#received.push({ id, payload });
    this.#hand();
  }

  #hand(): void {
    while (this.#waiting.length > 0 && this.#received.length > 0) {
      const message = this.#received.shift(), waiting = this.#waiting.shift();
      if (message) waiting?.resolve(this.#delivery(message.id, message.payload));
    }
  }

  #delivery(id: number, payload: Uint8Array): RawDelivery {
    const running = this.#running;
    running.add(id);
    return {
      payload,
      finish: (success) => {
        // a message of a lost connection has been given back by the object already
        if (running.delete(id) && running === this.#running) {
          this.#send({ type: "finish", id, success });
        }
        return Promise.resolve();
      },
    };
  }

  /** The connection is lost, and the object gives its messages to others. */
  lose(): void {
    this.#received = [];
    this.#running = new Set();
  }

  /** No message is wanted any more. */
  close(): void {
    const ids = this.#received.map(({ id }) => id), was = this.#listening;
    this.#received = [];
    this.#listening = false;
    for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
    if (!was) return;
    this.#send({ type: "listen", on: false });
    if (ids.length > 0) this.#send({ type: "release", ids });
  }

  /** Those who wait are told why nothing comes. */
  fail(error: unknown): void {
    this.#listening = false;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
