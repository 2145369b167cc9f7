/** The queue: messages claimed for a while, and claimed again by another where the holder dies. */
import type { Buffer } from "node:buffer";
import { Alarm } from "../../store/clock.ts";
import type { RawDelivery } from "../../store/backend.ts";
import type { Clock } from "../../../base/mod.ts";
import { plain } from "./entry.ts";
import type { Argument } from "./link.ts";

/** How many messages are handled at once, as natively, and how many are claimed at once. */
const CONCURRENCY = 100, BATCH = 10;

/** The longest wait for a message, in milliseconds, should a notification not come. */
const LONGEST = 10_000;

/** What the queue needs of Redis. */
export interface QueueSource {
  run(script: "claim" | "finish" | "renew", args: readonly Argument[]): Promise<unknown>;
  /** Calls `notify` after every message that was added. */
  subscribe(notify: () => void): () => void;
}

interface Claimed {
  readonly id: Argument;
  readonly claim: string;
  readonly payload: Uint8Array;
}

interface Waiting {
  resolve(delivery: RawDelivery | undefined): void;
  reject(error: unknown): void;
}

/** A consumer of the queue. */
export class Queue {
  readonly #source: QueueSource;
  readonly #clock: Clock;
  readonly #name: string;
  readonly #lease: number;
  readonly #drained: () => void;
  readonly #waiting: Waiting[] = [];
  readonly #ready: Claimed[] = [];
  readonly #running = new Set<Claimed>();
  readonly #alarm: Alarm;
  readonly #renewal: Alarm;
  #unsubscribe: (() => void) | undefined;
  #number = 0;
  #claiming = false;
  #renewing = false;
  #again = false;
  #closed = false;
  #ended = false;

  /** `drained` is called once, when the queue is closed and nothing runs. */
  constructor(
    source: QueueSource,
    options: { clock: Clock; name: string; lease: number; drained: () => void },
  ) {
    this.#source = source;
    this.#clock = options.clock;
    this.#name = options.name;
    this.#lease = options.lease;
    this.#drained = options.drained;
    this.#alarm = new Alarm(this.#clock, () => this.#fill(), false);
    this.#renewal = new Alarm(
      this.#clock,
      () => this.#closed ? this.#drain() : this.#renew(),
      true,
    );
  }

  /** Waits for a message that is due. */
  dequeue(): Promise<RawDelivery | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    this.#unsubscribe ??= this.#source.subscribe(() => this.#fill());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#waiting.length > 0 && this.#ready.length > 0) {
      const claimed = this.#ready.shift(), waiting = this.#waiting.shift();
      if (claimed) waiting?.resolve(this.#delivery(claimed));
    }
    if (this.#waiting.length > 0) this.#fill();
  }

  #fill(): void {
    this.#again = true;
    if (this.#claiming) return;
    this.#claim().catch((error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  async #claim(): Promise<void> {
    this.#claiming = true;
    try {
      while (this.#again && !this.#closed) {
        const room = CONCURRENCY - this.#running.size;
        if (this.#waiting.length === 0 || room <= 0) break;
        this.#again = false;
        this.#take(await this.#pull(Math.min(room, BATCH)));
      }
    } finally {
      this.#claiming = false;
      if (this.#closed) this.#end();
    }
  }

  async #pull(limit: number): Promise<Claimed[]> {
    const claim = `${this.#name}:${this.#number++}`;
    const args = [String(limit), String(this.#lease), claim];
    const [now, due, taken] = await this.#source.run("claim", args) as [Buffer, Buffer, Buffer[]];
    const claimed: Claimed[] = [];
    for (let i = 0; i + 1 < taken.length; i += 2) {
      const [id, payload] = [taken[i], taken[i + 1]];
      if (id && payload) claimed.push({ id, claim, payload: plain(payload) });
    }
    const wait = due.length === 0 ? LONGEST : Math.max(0, Number(due) - Number(now));
    if (!this.#closed) this.#alarm.set(this.#clock.now() + Math.min(wait, LONGEST));
    return claimed;
  }

  #take(claimed: Claimed[]): void {
    for (const one of claimed) {
      this.#running.add(one);
      this.#ready.push(one);
    }
    if (this.#closed) return this.#release();
    if (claimed.length === 0) return;
    this.#again = true; // there may be more
    if (!this.#renewing) this.#renew();
    this.#dispatch();
  }

  #delivery(claimed: Claimed): RawDelivery {
    return {
      payload: claimed.payload,
      finish: (success) => this.#finish(claimed, success ? "1" : "0"),
    };
  }

  /** Where Redis cannot be told, the message is delivered again when the claim has run out. */
  async #finish(claimed: Claimed, outcome: "0" | "1" | "r"): Promise<void> {
    try {
      await this.#source.run("finish", [claimed.id, claimed.claim, outcome]);
    } catch { /* as said */ }
    this.#running.delete(claimed);
    if (this.#closed) this.#end();
    else this.#fill();
  }

  #renew(): void {
    this.#renewing = this.#running.size > 0;
    if (!this.#renewing) return;
    this.#renewal.set(this.#clock.now() + this.#lease / 3);
    const claims = [...this.#running].flatMap(({ id, claim }) => [id, claim]);
    this.#source.run("renew", [String(this.#lease), ...claims]).catch(() => {}); // soon again
  }

  /**
   * Ends all waiting. What was not handed out goes to others at once, what runs may finish as long
   * as its claim lasts.
   */
  close(): void {
    this.#closed = true;
    this.#alarm.set(Infinity);
    this.#unsubscribe?.();
    for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
    this.#release();
    this.#renewal.set(this.#clock.now() + this.#lease);
    this.#end();
  }

  #release(): void {
    for (const claimed of this.#ready.splice(0)) this.#finish(claimed, "r");
  }

  #end(): void {
    if (this.#running.size === 0 && !this.#claiming) this.#drain();
  }

  #drain(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#renewal.set(Infinity);
    this.#drained();
  }
}
