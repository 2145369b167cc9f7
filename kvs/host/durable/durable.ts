/**
 * The store kept by a Cloudflare Durable Object, in its SQLite database; and the same store used
 * from other isolates. An entry point of its own, which no Deno application loads by accident.
 *
 * The object and its Worker, whole:
 *
 * ```ts ignore
 * import { DurableStore, remoteKv } from "@n2o/n2o/kvs/durable";
 *
 * export class Store extends DurableStore {} // in wrangler's "migrations": "new_sqlite_classes": ["Store"]
 *
 * export default {
 *   async fetch(_request, env) {
 *     using kv = remoteKv(env.STORE.get(env.STORE.idFromName("main")));
 *     await kv.atomic().sum(["visits"], 1n).commit();
 *     return new Response(String((await kv.get(["visits"])).value));
 *   },
 * };
 * ```
 *
 * @module
 */
import { DurableBackend } from "./backend.ts";
import type { DurableSocket, DurableState } from "./host.ts";
import type { KvSocket } from "./link.ts";
import { connectBy, type KvFetcher, RemoteBackend } from "./remote.ts";
import { answer, hangUp, hear } from "./serve.ts";
import { Store } from "../../store/store.ts";
import { type Clock, type Log, systemClock } from "../../../base/mod.ts";
import type { Kv } from "../../kv.ts";

export type {
  DurableRow,
  DurableSocket,
  DurableSql,
  DurableSqlValue,
  DurableState,
  DurableStorage,
} from "./host.ts";
export type { KvSocket } from "./link.ts";
export type { KvFetcher, KvResponse } from "./remote.ts";

/** How a store is kept by an object. */
export interface DurableKvOptions {
  /** Tells the time: the system's clock unless told. The host's alarm wakes the store. */
  clock?: Pick<Clock, "now">;
  /** Hears of handlers of the queue that throw: the console unless told. */
  log?: Log;
}

/** A store inside its object: a {@linkcode Kv}, and what the object's handlers pass on to it. */
export interface DurableKv extends Kv {
  /** For the object's `alarm`, which is the store's: an object must not set it otherwise. */
  alarm(): void;
  /**
   * Has the object's alarm ring at that time (milliseconds since 1970), or earlier, for what else the object has to do. It is not
   * stored: an object says it anew in its constructor, and after each `alarm`.
   */
  wakeAt(time: number): void;
  /** For the object's `fetch`: serves a {@linkcode remoteKv}. Whoever reaches it may do anything. */
  fetch(request: Request): Promise<Response>;
  /** For `webSocketMessage`; false for a socket that is not of this store. */
  webSocketMessage(socket: DurableSocket, message: ArrayBuffer | string): boolean;
  /** For `webSocketClose`; false for a socket that is not of this store. */
  webSocketClose(socket: DurableSocket, code: number): boolean;
  /** For `webSocketError`; false for a socket that is not of this store. */
  webSocketError(socket: DurableSocket): boolean;
}

/**
 * The store of a Durable Object, inside of it: call it once, in the object's constructor.
 *
 * - Everything is a row of the object's SQLite database, and no state is in memory alone: the object
 *   may hibernate or be evicted at any moment. Tables are named `n2o_kv_...`; others may be beside.
 * - `commit` is one transaction. It resolves before the disk has it, and the host holds back
 *   everything that the object sends, responses and frames, until it has (output gates): nobody
 *   outside learns of a commit that can still be lost.
 * - `expireIn` is exact for readers; the rows are removed by the alarm, 500 at once.
 * - `watch` ends with the isolate: use it for what lives as long, such as a request.
 * - The queue is delivered by the alarm: call `listenQueue` in the constructor, so that the object
 *   listens whenever it is woken. A message being handled when the object is evicted counts as a
 *   failed attempt: the alarm wakes the object after a second or more, up to a minute the longer the
 *   handler had run, and the message comes again by its `backoffSchedule`. At most
 *   100 are handled at once. One message's `keysIfUndelivered` have at most 81,920 bytes.
 * - An object has one thread and up to 10 GB; applications that need more use several stores.
 *
 * @throws {KvsError} `layout` where a later version has written the tables. Commits throw `full`
 * when the object's storage is, and have then changed nothing.
 */
export function durableKv(state: DurableState, options: DurableKvOptions = {}): DurableKv {
  const clock = options.clock ?? systemClock;
  return new KeptKv(new DurableBackend(state, () => clock.now()), options.log);
}

class KeptKv extends Store implements DurableKv {
  readonly #kept: DurableBackend;

  constructor(backend: DurableBackend, log: Log | undefined) {
    super(backend, log);
    this.#kept = backend;
  }

  alarm(): void {
    this.#kept.ring();
  }

  wakeAt(time: number): void {
    this.#kept.wakeAt(time);
  }

  fetch(request: Request): Promise<Response> {
    return answer(this.#kept, request);
  }

  webSocketMessage(socket: DurableSocket, message: ArrayBuffer | string): boolean {
    return hear(this.#kept, socket, message);
  }

  webSocketClose(socket: DurableSocket, code: number): boolean {
    return hangUp(this.#kept, socket, code);
  }

  webSocketError(socket: DurableSocket): boolean {
    return hangUp(this.#kept, socket, 1006);
  }
}

/**
 * The class of an object that only keeps a store; an object with a life of its own passes the same
 * five calls to its own {@linkcode durableKv}.
 */
export class DurableStore {
  /** For what the object itself does with its store. */
  readonly kv: DurableKv;

  /** As the host calls it. */
  constructor(state: DurableState) {
    this.kv = durableKv(state);
  }

  /** Serves other isolates. */
  fetch(request: Request): Promise<Response> {
    return this.kv.fetch(request);
  }

  /** Does what is due: the host calls it at the time that was set. */
  alarm(): void {
    this.kv.alarm();
  }

  /** Another isolate has said something. */
  webSocketMessage(socket: DurableSocket, message: ArrayBuffer | string): void {
    this.kv.webSocketMessage(socket, message);
  }

  /** Another isolate has gone. */
  webSocketClose(socket: DurableSocket, code: number): void {
    this.kv.webSocketClose(socket, code);
  }

  /** Another isolate is lost. */
  webSocketError(socket: DurableSocket): void {
    this.kv.webSocketError(socket);
  }
}

/** How a store is used from another isolate. */
export interface RemoteKvOptions {
  /**
   * Opens a WebSocket to the object; unless told, by a request with `Upgrade: websocket` whose
   * response has a `webSocket`, as an object's stub gives it.
   */
  connect?: () => Promise<KvSocket>;
  /** Milliseconds without a connection after which watches and listeners fail: 30,000 unless told. */
  patience?: number;
  /**
   * Milliseconds between questions to the object whether it knows the connection, which is opened
   * anew where no answer comes for as long, or for 10 seconds: 60,000 unless told. Each wakes an
   * object that hibernates.
   */
  pingInterval?: number;
  /** The system's clock unless told. */
  clock?: Clock;
  /** What spreads the waits, 0 (included) to 1 (excluded): `Math.random` unless told. */
  random?: () => number;
  /** Hears of handlers of the queue that throw: the console unless told. */
  log?: Log;
}

/**
 * The store of an object, from another isolate: a Worker, with the object's stub as `fetcher`, or a
 * program elsewhere, with what reaches the object's `fetch`. Every operation is one request. While
 * it watches or listens it keeps one WebSocket, and opens it again when it is lost; the object may
 * hibernate meanwhile. In a Worker, a store serves the one request that made it, as the host
 * demands of connections.
 *
 * A message whose connection is lost counts as a failed attempt and is delivered again. A raw watch
 * may tell the same state twice when it is connected.
 *
 * Where the object does not answer, reads are tried five times more within two seconds, and then a
 * `KvsError` with code `unreachable` is thrown, with the cause. A commit is not tried again: it is
 * then not known whether it applied. A commit of
 * more than 2 MiB with its `keysIfUndelivered` throws `too_large`.
 */
export function remoteKv(fetcher: KvFetcher, options: RemoteKvOptions = {}): Kv {
  const backend = new RemoteBackend(fetcher, {
    connect: options.connect ?? (() => connectBy(fetcher)),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    patience: options.patience ?? 30_000,
    pingInterval: options.pingInterval ?? 60_000,
  });
  return new Store(backend, options.log);
}
