/**
 * The sockets of an object that sleeps between messages: the runtime holds them, and wakes the object for what comes.
 *
 * Nothing of a connection is in memory alone once its messages are handled, and no timer is left that would keep the object awake: what
 * is to happen at a time happens by the object's alarm.
 *
 * @module
 */
import type { DurableKv } from "../../kvs/host/durable/durable.ts";
import { type Asleep, checkRoom, type Sleeper, type Sleepy, wake } from "../../n2o/asleep/mod.ts";
import type { Socket, SocketEvents } from "../../n2o/endpoint/ws.ts";
import { PING, type Server, sweep } from "../../n2o/mod.ts";
import type { Config } from "../config.ts";
import { watchedAgain } from "../request_socket.ts";
import { Attachments, ROOM } from "./attachment.ts";
import {
  answerClose,
  autoResponse,
  dropHeld,
  type DurableContext,
  handed,
  type HeldSocket,
  pair,
} from "./runtime.ts";

/** The tag of the sockets that are connections. */
const TAG = "n2o";
/** The state of a socket that is open. */
const OPEN = 1;

/** Whether a socket of an object is a page's connection, and none of its store or of its own. */
export function isPageSocket(context: DurableContext, socket: HeldSocket): boolean {
  // As: the parameter's type is the runtime's own.
  return context.getTags(socket as never).includes(TAG);
}

/** The sockets of one object. */
export class Sockets {
  readonly #context: DurableContext;
  readonly #kv: DurableKv;
  readonly #attachments: Attachments;
  /** What happens on each socket that is there, or for which something is still to be handled. */
  readonly #ends = new Map<HeldSocket, End>();
  #server: Server | undefined;
  #requests: Config["requests"];
  #rest = Promise.withResolvers<void>();
  /** When the alarm rings for the connections. */
  #rings = Infinity;

  /** Those that the runtime holds for an object, whose alarm is that of its store. */
  constructor(context: DurableContext, kv: DurableKv) {
    this.#context = context;
    this.#kv = kv;
    this.#attachments = new Attachments(context.storage);
  }

  /** Wakes the connections of the sockets that are there: they hear the bus, and are present, as before. */
  wake(server: Server, requests: Config["requests"]): void {
    this.#server = server;
    this.#requests = requests;
    const heart = server.protocols.some(({ name }) => name === "n2o_heart");
    this.#context.setWebSocketAutoResponse(heart ? autoResponse(PING, "PONG") : undefined);
    // As: the runtime's sockets have more than a store uses of them.
    const sockets = this.#context.getWebSockets(TAG) as unknown as HeldSocket[];
    this.#attachments.retain(sockets);
    for (const socket of sockets) this.#wake(socket);
    for (const end of this.#ends.values()) this.#soon(end);
  }

  /** Takes a socket: the runtime holds it from now on. */
  accept(events: SocketEvents): Response {
    const { 0: client, 1: socket } = pair();
    // As: the parameter's type is the runtime's own.
    this.#context.acceptWebSocket(socket as never, [TAG]);
    const end = this.#endOf(socket);
    end.events = events;
    events.onOpen(undefined, end);
    this.#soon(end);
    return handed(client);
  }

  /** Whether a socket is one of these. */
  has(socket: HeldSocket): boolean {
    return isPageSocket(this.#context, socket);
  }

  /** A frame has come. */
  message(socket: HeldSocket, data: string | ArrayBuffer): void {
    const end = this.#ends.get(socket) ?? this.#wake(socket);
    end?.events?.onMessage({ data }, end);
  }

  /** The socket was closed, or is lost; its page hears of it. */
  close(socket: HeldSocket, code: number, reason: string): void {
    const end = this.#ends.get(socket) ?? this.#wake(socket);
    answerClose(socket, code);
    end?.events?.onClose({ code, reason });
  }

  /** Resolves when all that waits at a connection, or at any, is handled, and how events ended is written. */
  async settled(socket?: HeldSocket): Promise<void> {
    while (this.#isBusy(socket)) await this.#rest.promise;
    await this.#server?.ledger?.close();
  }

  /** What is to happen at a time: clients that are silent are closed, sessions of the others prolonged, what expired is forgotten. */
  async round(): Promise<void> {
    if (this.#server === undefined) return;
    try {
      sweep(this.#server);
      for (const { connection } of this.#ends.values()) connection?.beat();
      await this.settled();
    } finally {
      // Whatever failed: the alarm that rang is gone, and the next one is due as ever.
      this.#rings = Infinity;
      for (const end of this.#ends.values()) this.#soon(end);
    }
  }

  /** Has the alarm ring when the next of that is due for a connection. */
  #soon({ connection }: End): void {
    if (connection === undefined || this.#server === undefined) return;
    const { heard, cx } = connection;
    const due = Math.min(heard + this.#server.limits.silence + 1, cx.renew);
    if (due >= this.#rings) return;
    this.#rings = due;
    this.#kv.wakeAt(due);
  }

  #wake(socket: HeldSocket): End | undefined {
    const server = this.#server;
    if (server === undefined) return undefined;
    try {
      const asleep = this.#attachments.get(socket);
      if (asleep !== undefined) return this.#woken(socket, asleep, server);
    } catch (error) {
      // The others wake still.
      server.log("error", "a connection that slept cannot be read", { error });
      this.#ends.delete(socket);
    }
    // The runtime answers its heartbeats: without a close its client would wait for answers for ever.
    if (socket.readyState === OPEN) dropHeld(socket, 1012, "the program is another: come again");
    return undefined;
  }

  #woken(socket: HeldSocket, asleep: Asleep, server: Server): End {
    const end = this.#endOf(socket);
    end.events = watchedAgain(
      asleep.beside,
      server,
      this.#requests,
      (named, counting) => wake(named, asleep, counting(end)),
    );
    return end;
  }

  #endOf(socket: HeldSocket): End {
    const end: End = new End(socket, {
      keep: (asleep) => this.#attachments.put(socket, asleep),
      // As: the parameter's type is the runtime's own.
      heard: () => this.#context.getWebSocketAutoResponseTimestamp(socket as never)?.getTime() ?? 0,
      rested: () => {
        if (end.hasEnded && !end.connection?.isBusy) this.#ends.delete(socket);
        else this.#soon(end);
        this.#rest.resolve();
        this.#rest = Promise.withResolvers();
      },
    });
    this.#ends.set(socket, end);
    return end;
  }

  #isBusy(socket: HeldSocket | undefined): boolean {
    if (socket !== undefined) return this.#ends.get(socket)?.connection?.isBusy === true;
    for (const { connection } of this.#ends.values()) if (connection?.isBusy) return true;
    return false;
  }
}

/** What the end of a socket asks of all. */
interface Keeper {
  keep(asleep: Asleep | undefined): void;
  heard(): number;
  rested(): void;
}

/** The object's end of a socket, for the connection that has it. */
class End implements Socket, Sleeper {
  events: SocketEvents | undefined;
  connection: Sleepy | undefined;
  hasEnded = false;
  readonly #socket: HeldSocket;
  readonly #keeper: Keeper;

  constructor(socket: HeldSocket, keeper: Keeper) {
    this.#socket = socket;
    this.#keeper = keeper;
  }

  get sleeper(): Sleeper {
    return this;
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  get heard(): number {
    return this.#keeper.heard();
  }

  send(frame: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(frame);
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  room(state: Sleepy["cx"]["state"]): void {
    checkRoom(state, ROOM);
  }

  holds(connection: Sleepy): void {
    this.connection = connection;
  }

  keep(asleep: Asleep | undefined): void {
    if (asleep === undefined) this.hasEnded = true;
    this.#keeper.keep(asleep);
  }

  rested(): void {
    this.#keeper.rested();
  }
}
