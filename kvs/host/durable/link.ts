/** The WebSocket of a store in another isolate: open while there is something to be told of. */
import type { RawDelivery } from "../../store/backend.ts";
import { fromBinary, toBinary } from "../../value/bytes.ts";
import { readValue } from "../../value/v8/read.ts";
import { backoff, type Clock } from "../../../base/mod.ts";
import { KvsError } from "../../error.ts";
import { Inbox } from "./inbox.ts";
import { Watchers } from "../../store/watch.ts";
import { type Downward, encode, type Upward } from "./wire.ts";

/** What is used of a WebSocket: the standard's, or a host's own. */
export interface KvSocket {
  /** 1 when it is open, 0 before. */
  readonly readyState: number;
  /** How binary frames are given. */
  binaryType?: string;
  /** Sends a frame. */
  send(data: Uint8Array<ArrayBuffer>): void;
  /** Ends the connection. */
  close(code?: number, reason?: string): void;
  /** Listens to `open`, `message`, `close` and `error`. */
  addEventListener(type: string, listener: (event: Event) => void): void;
}

/** How a link is made. */
export interface RemoteLinkOptions {
  /** Opens a WebSocket to the object. */
  readonly connect: () => Promise<KvSocket>;
  readonly clock: Clock;
  /** Answers 0 (included) to 1 (excluded). */
  readonly random: () => number;
  /** Milliseconds without a connection after which watches and listeners fail. */
  readonly patience: number;
  /** Milliseconds from an answer of the object to the next ping. */
  readonly pingInterval: number;
}

/** So many milliseconds the object has to answer a ping. */
const LONGEST_SILENCE = 10_000;
/** Milliseconds before the first new attempt; each next wait is up to twice as long. */
const FIRST_WAIT = 50, LONGEST_WAIT = 5_000;
const OPEN = 1;

/** Watches and the queue over one WebSocket, which is opened again when it is lost. */
export class Link {
  readonly #options: RemoteLinkOptions;
  readonly #watchers = new Watchers();
  /** How many subscriptions each key has. */
  readonly #wanted = new Map<string, number>();
  readonly #inbox = new Inbox((frame) => this.#send(frame));
  #socket: KvSocket | undefined;
  #connecting = false;
  #closed = false;
  #lostAt: number | undefined;
  /** Attempts to connect since the connection was lost. */
  #attempts = 0;
  readonly #wait: (attempt: number) => number;
  #timer: unknown;
  #pinging: unknown;
  #heard = false;

  constructor(options: RemoteLinkOptions) {
    const { random } = options;
    this.#wait = backoff({ first: FIRST_WAIT, longest: LONGEST_WAIT, random });
    this.#options = options;
  }

  /** Subscribes as `KvBackend.subscribe` says; the object is told only of keys that nobody here watches yet. */
  subscribe(keys: readonly Uint8Array[], notify: () => void): () => void {
    const stop = this.#watchers.add(keys, notify);
    const names = [...new Set(keys.map(toBinary))];
    const added = names.filter((name) => !this.#wanted.has(name));
    for (const name of names) this.#wanted.set(name, (this.#wanted.get(name) ?? 0) + 1);
    if (added.length > 0) this.#tell({ type: "watch", keys: added.map(fromBinary) });
    let stopped = false;
    return () => {
      if (stopped) return;
      stopped = true;
      stop();
      this.#unwatch(names);
    };
  }

  #unwatch(names: readonly string[]): void {
    const gone: Uint8Array[] = [];
    for (const name of names) {
      const left = (this.#wanted.get(name) ?? 0) - 1;
      if (left > 0) this.#wanted.set(name, left);
      else {
        this.#wanted.delete(name);
        gone.push(fromBinary(name));
      }
    }
    if (gone.length > 0) this.#send({ type: "unwatch", keys: gone });
    this.#rest();
  }

  /** Waits for a message as `KvBackend.dequeue` says; the object sends some once somebody waits here. */
  dequeue(): Promise<RawDelivery | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    const listening = this.#inbox.listening, delivery = this.#inbox.take();
    if (!listening) this.#tell({ type: "listen", on: true });
    return delivery;
  }

  /** Ends it when the messages being handled are finished. */
  close(): void {
    this.#closed = true;
    this.#wanted.clear();
    this.#inbox.close();
    this.#rest();
  }

  /** Says it now, or with everything else once connected. */
  #tell(frame: Upward): void {
    if (this.#socket?.readyState === OPEN) this.#send(frame);
    else this.#connect();
  }

  #send(frame: Upward): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(encode(frame));
    this.#rest();
  }

  /** A connection that nobody needs is ended. */
  #rest(): void {
    if (this.#needed()) return;
    this.#options.clock.clearTimeout(this.#timer);
    this.#options.clock.clearTimeout(this.#pinging);
    this.#timer = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(1000, "done");
  }

  #needed(): boolean {
    return this.#wanted.size > 0 || this.#inbox.busy;
  }

  #connect(): void {
    if (this.#connecting || this.#socket || this.#timer !== undefined) return;
    this.#connecting = true;
    this.#options.connect().then((socket) => this.#connected(socket), (error) => {
      this.#connecting = false;
      this.#lost(error);
    });
  }

  #connected(socket: KvSocket): void {
    this.#connecting = false;
    if (!this.#needed()) return socket.close(1000, "done");
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    const on = (type: string, run: (event: Event) => void) =>
      socket.addEventListener(type, (event) => {
        if (socket === this.#socket) run(event);
      });
    on("open", () => this.#greet());
    on("message", (event) => this.#hear(Reflect.get(event, "data")));
    on("error", (event) => this.#broken(event));
    on("close", (event) => this.#broken(event));
    if (socket.readyState === OPEN) this.#greet();
  }

  /** A connection can die without a word, and the object forget one: only its own answer tells. */
  #ping(socket: KvSocket): void {
    const { clock, pingInterval } = this.#options;
    const wait = Math.min(pingInterval, LONGEST_SILENCE);
    this.#heard = false;
    socket.send(encode({ type: "ping" }));
    this.#pinging = clock.setTimeout(() => {
      if (this.#heard) return this.#pingLater(socket);
      this.#broken(new Error(`no answer for ${wait} ms`));
      socket.close();
    }, wait);
  }

  #pingLater(socket: KvSocket): void {
    this.#pinging = this.#options.clock.setTimeout(
      () => this.#ping(socket),
      this.#options.pingInterval,
    );
  }

  /** Says all that is wanted: the object has forgotten it with the last connection. */
  #greet(): void {
    this.#lostAt = undefined;
    this.#attempts = 0;
    if (this.#wanted.size > 0) {
      this.#send({ type: "watch", keys: [...this.#wanted.keys()].map(fromBinary) });
    }
    if (this.#inbox.listening) this.#send({ type: "listen", on: true });
    if (this.#socket) this.#pingLater(this.#socket);
  }

  #hear(data: unknown): void {
    this.#heard = true;
    if (!(data instanceof ArrayBuffer)) return;
    const frame = readValue(new Uint8Array(data)) as Downward; // from the object, which is trusted
    if (frame.type === "touched") this.#watchers.notify(frame.keys.map(toBinary));
    else this.#inbox.put(frame.id, frame.payload);
  }

  #broken(cause: unknown): void {
    this.#options.clock.clearTimeout(this.#pinging);
    this.#socket = undefined;
    this.#inbox.lose();
    if (this.#needed()) this.#lost(cause);
  }

  /** Connects again after a random, growing wait, until the patience has run out. */
  #lost(cause: unknown): void {
    if (!this.#needed()) return;
    const { clock, patience } = this.#options;
    this.#lostAt ??= clock.now();
    if (clock.now() - this.#lostAt > patience) return this.#giveUp(cause);
    this.#timer = clock.setTimeout(() => {
      this.#timer = undefined;
      this.#connect();
    }, this.#wait(this.#attempts++));
  }

  /** Watches look for themselves and meet the failure; what comes later tries anew. */
  #giveUp(cause: unknown): void {
    this.#lostAt = undefined;
    this.#attempts = 0;
    const message = "the object that keeps the store cannot be reached for its queue";
    this.#inbox.fail(new KvsError("unreachable", message, { cause }));
    this.#watchers.notifyAll();
  }
}
