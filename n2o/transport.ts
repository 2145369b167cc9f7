/**
 * A connection's line to its peer: what carries it, what may come over it and what goes out, when it is closed, and what a host keeps of
 * it that sleeps between messages (a Durable Object), and wakes it from that as if it had never slept.
 *
 * @module
 */
import { type Cx, cx as fresh, type Req } from "./cx.ts";
import { N2oError } from "./error.ts";
import { bert } from "./format/bert.ts";
import type { Formatter } from "./format/formatter.ts";
import { isOver, Rate, type Traffic } from "./limit/rate.ts";
import { UNDER_WAY, Waiting } from "./limit/waiting.ts";
import type { Held } from "./presence/presence.ts";
import type { Frame, Message, News } from "./proto.ts";
import type { Closable, Server } from "./server.ts";
import type { Term } from "./term/term.ts";

/** What a connection sends through: a WebSocket, or anything that carries frames. */
export interface Transport {
  /** Sends a frame; does nothing when it is closed. */
  send(frame: Frame): void;
  /** Closes it with a WebSocket close code and a reason of at most 123 bytes. */
  close(code: number, reason: string): void;
  /** Bytes that were sent and wait for the client. */
  readonly backlog: number;
  /** How terms are written and read here; what the server chose for the request by default, else BERT. */
  readonly formatter?: Formatter;
  /** The host that keeps what the connection is with its socket, where it may forget all else. */
  readonly sleeper?: Sleeper;
}

/** A client that is connected. */
export interface Connection extends Closable {
  /** Its state, as the last message left it. */
  readonly cx: Cx;
  /** Takes a frame of the client. */
  receive(frame: string | ArrayBuffer): void;
  /** Takes news for its page, as the bus brings it. */
  hear(news: News): void;
  /** Takes the news that the client is gone; what it had sent before is handled still. */
  closed(reason: string): void;
  /** Takes the news that the client says no more but listens still: what it had sent is answered, then the connection ends. */
  finished(reason: string): void;
}

/** A connection between two messages. */
export interface Asleep {
  /** The request that opened it. */
  readonly req: Req;
  /** State of the connection, as the last message left it. */
  readonly cx: Cx;
  /** What its client sent of late. */
  readonly rate: Traffic;
  /** How many of its frames were refused. */
  readonly strikes: number;
  /** Whether its session lives and holds nothing: no storage has it. */
  readonly isSpare: boolean;
  /** What the host keeps beside it: plain data of its own. */
  readonly beside?: unknown;
  /** What it says of presence; nothing where it says none. */
  readonly held?: Held | undefined;
  /** What it remembers of what its client shows, at most 8,192 bytes, apart from the rest; it may be lost. */
  readonly shown?: Cx["shown"];
}

/** A connection, for the host that may forget it. */
export interface Sleepy {
  /** When its client was last heard, in milliseconds since the epoch, at most a second less. */
  readonly heard: number;
  /** Whether anything is being handled or waits for that. */
  readonly isBusy: boolean;
  /** State of the connection, as the last message left it. */
  readonly cx: Cx;
  /** Prolongs its session where the time for that has come, as a heartbeat does that the server hears. */
  beat(): void;
}

/** A host that may forget a connection after each message. */
export interface Sleeper {
  /** Takes the connection that it is for, once. */
  holds(connection: Sleepy): void;
  /**
   * Whether there is room for the page's state (`nitro.state`), asked before it is put.
   *
   * @throws {N2oError} `full` where there is none.
   */
  room(state: Cx["state"]): void;
  /** When the host last answered a heartbeat in the connection's stead, in milliseconds since the epoch; 0 for never. */
  readonly heard: number;
  /**
   * Keeps what the connection is, in place of what was kept before; undefined for one that has ended.
   *
   * @throws {N2oError} `full` where it is more than the host can keep.
   */
  keep(asleep: Asleep | undefined): void;
  /** Hears that all that waited at the connection is handled, and kept. */
  rested(): void;
}

/** A line that is open. Many of them are idle for most of their time: it holds no more than it must. */
export abstract class Line {
  protected readonly server: Server;
  protected readonly transport: Transport;
  readonly formatter: Formatter;
  readonly req: Req;
  cx: Cx;
  protected isOpen = true;
  /** How the bus delivers; also the identity under which the connection is registered there. */
  protected receiver: ((news: News) => void) | undefined;
  readonly #rate: Rate;
  #strikes = 0;
  /** What waits for a client that reads slowly; made for the first. */
  #waiting: Waiting | undefined;

  /** `was`: the name of its page, or what the connection was before it slept. */
  constructor(server: Server, transport: Transport, req: Req, was: string | Asleep) {
    this.server = server;
    this.transport = transport;
    this.req = req;
    this.formatter = transport.formatter ?? server.formatter?.(req) ?? bert;
    const now = server.clock.now();
    if (typeof was === "string") {
      this.#rate = new Rate(now);
      this.cx = fresh(was);
    } else {
      this.#rate = new Rate(now, was.rate);
      this.#strikes = was.strikes;
      this.cx = was.shown === undefined ? was.cx : { ...was.cx, shown: was.shown };
    }
  }

  /** Takes nothing more. */
  protected abstract end(reason: string): void;

  close(code: number, reason: string): void {
    if (code === 1000) this.#waiting?.flush();
    this.#waiting?.end();
    this.transport.close(code, reason);
    this.end(reason);
  }

  get heard(): number {
    return Math.max(this.#rate.heard, this.transport.sleeper?.heard ?? 0);
  }

  closeSilent(since: number): void {
    if (this.heard < since) this.drop(1001, "the client was silent for too long");
  }

  /** Counts a frame: whether the peer may send it. */
  protected admits(frame: string | ArrayBuffer): boolean {
    const { limits, clock, frames } = this.server;
    frames.in.add();
    if (isOver(frame, limits.frame)) {
      this.drop(1009, `a frame of more than ${limits.frame} bytes`);
      return false;
    }
    const excess = this.#rate.frame(frame, clock.now(), limits);
    if (excess !== undefined) this.drop(1013, excess);
    return excess === undefined;
  }

  /** Counts a message that greets; answers what there is too much of. */
  protected greets(message: Message, now: number): string | undefined {
    return this.#rate.hello(message, now, this.server.limits);
  }

  /** Counts so many bytes of its frames less. */
  spare(bytes: number): void {
    this.#rate.spare(bytes);
  }

  /** Sends a term, as the formatter of the connection writes it. */
  say(term: Term): void {
    this.send(this.formatter.encode(term));
  }

  protected send(frame: Frame | undefined): void {
    if (!this.isOpen || frame === undefined) return;
    const most = this.server.limits.backlog, { backlog } = this.transport;
    if (backlog + (this.#waiting?.size ?? 0) > most) {
      return this.drop(1013, `more than ${most} bytes wait to be read`);
    }
    this.server.frames.out.add();
    // Behind what waits, if anything does.
    const isFirst = this.#waiting?.isEmpty ?? true;
    if (isFirst && backlog <= UNDER_WAY) return this.transport.send(frame);
    this.#waiting ??= new Waiting(this.transport, this.formatter, this.server);
    this.#waiting.put(frame);
  }

  /** Counts what a client must not send, and says so in the log. */
  protected strike(reason: string, details: { readonly error?: unknown } = {}): void {
    if (!this.isOpen) return;
    const { peers, limits, metrics } = this.server, { page, session } = this.cx;
    metrics.count("n2o_refused", { reason });
    peers.warn(this.req.address, `refused: ${reason}`, { page, session, ...details });
    if (++this.#strikes > limits.strikes) {
      this.drop(1008, `refused more than ${limits.strikes} times`);
    }
  }

  /** Closes for a reason that a person should know. */
  protected drop(code: number, reason: string): undefined {
    // What waits is handled still: it is no reason for a second line.
    if (!this.isOpen) return;
    const { peers, metrics } = this.server, { page, session } = this.cx;
    metrics.count("n2o_refused", { reason: `closed with ${code}` });
    peers.warn(this.req.address, `connection closed: ${reason}`, { page, session, code });
    this.close(code, reason);
  }

  /** Has a host that may forget the connection keep what it is. */
  keep(): void {
    const { sleeper } = this.transport;
    if (sleeper === undefined || !this.isOpen) return;
    const { req, cx: { shown, ...cx } } = this, rate = this.#rate.sent, strikes = this.#strikes;
    const { sessions, presence } = this.server, { session } = cx;
    const isSpare = sessions.getValue(session, "auth") !== undefined && !sessions.holds(session);
    const held = this.receiver && presence?.held?.(this.receiver);
    try {
      sleeper.keep({ req, cx, rate, strikes, isSpare, held, shown });
    } catch (error) {
      const { page } = cx;
      this.server.log("error", "a connection cannot be kept", { page, session, error });
      // Its client comes again, and is known by its session.
      const isFull = N2oError.is(error, "full");
      this.drop(
        isFull ? 1013 : 1011,
        isFull ? "it holds more than its host keeps" : "the host failed",
      );
    }
  }

  /** Has a host that keeps what the connection is forget it: it has ended. */
  protected forget(): void {
    this.#waiting?.end();
    try {
      this.transport.sleeper?.keep(undefined);
    } catch (error) {
      // It has ended all the same; who wakes to it finds its socket closed.
      const { page, session } = this.cx;
      this.server.log("error", "a connection that ended cannot be forgotten", {
        page,
        session,
        error,
      });
    }
  }
}

/** What a page gets by HTTP to connect over a broker, for one connection. */
export interface Invitation {
  /** The broker's address for browsers: `wss://broker.example/mqtt`. */
  readonly url: string;
  /** The id to connect with. */
  readonly client: string;
  /** The topic of its events. */
  readonly events: string;
  /** The topic of the actions for it. */
  readonly actions: string;
  /** What its connection begins with, `OPEN,` before it: good for a minute, for this client. */
  readonly ticket: string;
  /** As whom browsers connect, where the broker asks for it. */
  readonly user?: string;
  /** The password of that user. */
  readonly password?: string;
}

/** A carrier of frames between browsers and servers, other than a WebSocket of the server itself. */
export interface Carrier {
  /** The broker's address for browsers, for `connect-src`; `undefined` where they do not come this way. */
  readonly browsers: string | undefined;
  /** Connects a server; what it resolves to ends that. */
  start(server: Server): Promise<{ close(): Promise<void> }>;
  /** Invites the page of a request; `undefined` where browsers do not come this way, or no page has the path. */
  invite(server: Server, req: Req): Invitation | undefined;
}
