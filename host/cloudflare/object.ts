/**
 * An application in a Durable Object that sleeps whenever nothing happens, while its clients stay connected.
 *
 * @module
 */
import { systemClock } from "../../base/mod.ts";
import { type Application, applicationOn } from "../application.ts";
import type { Config } from "../config.ts";
import { type DurableKv, durableKv } from "../../kvs/host/durable/durable.ts";
import { expire } from "../../kvs/expiry/mod.ts";
import { socketPresence } from "../../n2o/asleep/mod.ts";
import { N2oError } from "../../n2o/mod.ts";
import { cloudflare } from "./host.ts";
import { dropHeld, type DurableContext, type HeldSocket } from "./runtime.ts";
import { isPageSocket, Sockets } from "./sockets.ts";

/** Records of tables and feeds that are taken out at one alarm when their time is over. */
const EXPIRED = 500;

/** Settings of an application in an object: its store is the object's own. */
export type ObjectConfig = Omit<
  Config<DurableKv>,
  "kv" | "listener" | "port" | "hostname" | "tcp" | "udp" | "mqtt"
>;

/** What an object's settings are made of. */
export interface ObjectGiven<Env> {
  /** The store that the object keeps: of the tables of an application and of its sessions. */
  readonly kv: DurableKv;
  /** The variables and bindings of the Worker. */
  readonly env: Env;
}

/** What runs while the object is awake. */
interface Running {
  readonly made: Application;
  readonly sockets: Sockets;
}

/**
 * An application in a Durable Object; its pages talk to each other by the bus of the object.
 *
 * The runtime holds the sockets: the object sleeps when nothing has come for ten seconds, and wakes for the next frame and goes on as if
 * it had never slept. What a connection is (its request, session, topics, presence, what the page keeps by `nitro.state`) lies with its
 * socket, and beyond 8,000 bytes in the object's storage; heartbeats are answered by the runtime. Events are claimed in the store
 * (`once: "store"`), presence is whose socket is there. What is in memory of the application's own is lost with each sleep, processes
 * (`pi`) and timers with it: they belong into the store, and a timer that is set keeps the object awake.
 *
 * An object with handlers of its own extends these: `super.alarm()`, and `kv.wakeAt` in place of `setAlarm`; sockets that it accepts
 * itself have tags of its own.
 *
 * @example
 * ```ts
 * import { DurableApplication, type ObjectConfig, type ObjectGiven } from "@n2o/n2o/host/cloudflare";
 *
 * export class Pages extends DurableApplication<{ N2O_SECRET: string }> {
 *   settings({ env }: ObjectGiven<{ N2O_SECRET: string }>): ObjectConfig {
 *     return { routes: { "/": { event() {} } }, secret: env.N2O_SECRET };
 *   }
 * }
 * ```
 */
export abstract class DurableApplication<Env = unknown> {
  /** The store that the object keeps. */
  protected readonly kv: DurableKv;
  readonly #context: DurableContext;
  readonly #env: Env;
  #running: Promise<Running> | undefined;

  /** As the runtime calls it. */
  constructor(context: DurableContext, env: Env) {
    this.#context = context;
    this.#env = env;
    this.kv = durableKv(context);
  }

  /** The settings, asked for whenever the object wakes. */
  abstract settings(given: ObjectGiven<Env>): ObjectConfig | Promise<ObjectConfig>;

  /** Answers a request, and takes the sockets of pages. */
  async fetch(request: Request): Promise<Response> {
    const { made } = await this.#awake();
    return await made.app.fetch(request);
  }

  /** A frame of a socket. Resolves when it is handled; the object stays awake while anything is, since what is handled has a time limit. */
  async webSocketMessage(socket: HeldSocket, data: string | ArrayBuffer): Promise<void> {
    if (this.kv.webSocketMessage(socket, data)) return;
    const { sockets } = await this.#awakeFor(socket);
    if (!sockets.has(socket)) return;
    sockets.message(socket, data);
    await sockets.settled(socket);
  }

  /** A socket was closed. */
  async webSocketClose(socket: HeldSocket, code: number, reason: string): Promise<void> {
    if (this.kv.webSocketClose(socket, code)) return;
    const { sockets } = await this.#awakeFor(socket);
    if (!sockets.has(socket)) return;
    sockets.close(socket, code, reason);
    await sockets.settled(socket);
  }

  /** A socket is lost. */
  async webSocketError(socket: HeldSocket): Promise<void> {
    if (this.kv.webSocketError(socket)) return;
    const { sockets } = await this.#awakeFor(socket);
    if (!sockets.has(socket)) return;
    sockets.close(socket, 1006, "the socket failed");
    await sockets.settled(socket);
  }

  /** Something is due: of the store, or of the connections. */
  async alarm(): Promise<void> {
    const { sockets } = await this.#awake();
    // After what woke up has said when it wants to be called: that is now.
    this.kv.alarm();
    await sockets.round();
    // More than that is left for an alarm of its own, so that frames are handled in between.
    if (await expire(this.kv, { limit: EXPIRED }) >= EXPIRED) this.kv.wakeAt(systemClock.now());
  }

  /** Resolves when nothing is being handled at any connection: from then on the object may be dropped at any moment. */
  async settled(): Promise<void> {
    const { sockets } = await this.#awake();
    await sockets.settled();
  }

  /** What runs, made anew where the object slept; where that fails the next event tries again. */
  #awake(): Promise<Running> {
    return this.#running ??= this.#begin().catch((error) => {
      this.#running = undefined;
      throw error;
    });
  }

  /** What runs, for an event of a socket: where it cannot, its client is closed, comes again and says again what was not answered. */
  async #awakeFor(socket: HeldSocket): Promise<Running> {
    try {
      return await this.#awake();
    } catch (error) {
      if (isPageSocket(this.#context, socket)) dropHeld(socket, 1011, "the application failed");
      throw error;
    }
  }

  async #begin(): Promise<Running> {
    const sockets = new Sockets(this.#context, this.kv), { kv } = this;
    const given = await this.settings({ kv, env: this.#env });
    if ("kv" in given) throw new N2oError("config", "kv: an object has the store of its own");
    const own = given.bus === undefined ? { presence: socketPresence() } : {};
    const make = applicationOn({
      ...cloudflare,
      isApart: false,
      upgrade: (_, events) => Promise.resolve(sockets.accept(events)),
    });
    const made = await make({ ...own, ...given, once: given.once ?? "store", kv });
    sockets.wake(made.server, given.requests);
    return { made, sockets };
  }
}
