/** The queue of the store in memory: messages in the order they are due. */
import { Alarm } from "../../store/clock.ts";
import type { RawDelivery, RawMessage } from "../../store/backend.ts";
import type { Clock } from "../../../base/mod.ts";
import { BTree } from "../../deps.ts";

/** How many messages are handled at once; as natively. */
const CONCURRENCY = 100;

/** When a message is due, and its number among those due at one time. */
type Due = readonly [at: number, number: number];

/** Messages that wait for a listener. */
export class MemoryQueue {
  readonly #clock: Clock;
  readonly #undelivered: (message: RawMessage) => void;
  readonly #ready = new BTree<Due, RawMessage>(undefined, (a, b) => a[0] - b[0] || a[1] - b[1]);
  readonly #waiting: ((delivery: RawDelivery | undefined) => void)[] = [];
  readonly #alarm: Alarm;
  #number = 0;
  #running = 0;
  #closed = false;

  /** `undelivered` gets the messages of which every attempt has failed. */
  constructor(clock: Clock, undelivered: (message: RawMessage) => void) {
    this.#clock = clock;
    this.#undelivered = undelivered;
    this.#alarm = new Alarm(clock, () => this.#dispatch(), false);
  }

  /** Adds a message, due after its delay. */
  add(message: RawMessage): void {
    this.#put(message, message.delay);
  }

  #put(message: RawMessage, delay: number): void {
    if (this.#closed) return;
    this.#ready.set([this.#clock.now() + delay, this.#number++], message);
    this.#dispatch();
  }

  /** Waits for a message that is due. */
  dequeue(): Promise<RawDelivery | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#waiting.length > 0 && this.#running < CONCURRENCY) {
      const due = this.#ready.minKey();
      if (!due || due[0] > this.#clock.now()) break;
      const message = this.#ready.get(due), listener = this.#waiting.shift();
      this.#ready.delete(due);
      if (message && listener) listener(this.#delivery(message));
    }
    const awaited = this.#waiting.length > 0 && this.#running < CONCURRENCY;
    this.#alarm.set(awaited ? this.#ready.minKey()?.[0] ?? Infinity : Infinity);
  }

  #delivery(message: RawMessage): RawDelivery {
    this.#running++;
    return {
      payload: message.payload,
      finish: (success) => {
        this.#running--;
        if (!success) this.#retry(message);
        this.#dispatch();
        return Promise.resolve();
      },
    };
  }

  #retry(message: RawMessage): void {
    const [delay, ...backoff] = message.backoff;
    if (delay === undefined) this.#undelivered(message);
    else this.#put({ ...message, backoff }, delay);
  }

  /** Gives out nothing more: nobody who waits gets a message. */
  close(): void {
    this.#closed = true;
    this.#alarm.set(Infinity);
    for (const listener of this.#waiting.splice(0)) listener(undefined);
  }
}
