/**
 * A connection: a client's frames and the bus's messages, one at a time, in the order they came.
 *
 * @module
 */
import { type Inbox, inbox } from "./bus/inbox.ts";
import { isSent } from "./bus/news.ts";
import { type Context, run } from "./context.ts";
import { type Cx, cx as fresh, type Req } from "./cx.ts";
import { N2oError } from "./error.ts";
import { io, noCode, refusal, tokenData } from "./io.ts";
import {
  type Chain,
  format,
  type Frame,
  type Message,
  type News,
  push,
  type Reply,
  stream,
} from "./proto.ts";
import type { Counter } from "./metrics/metrics.ts";
import type { Closable, Server } from "./server.ts";
import { renewed } from "./present.ts";

/** What a connection sends through: a WebSocket, or anything that carries frames. */
export interface Transport {
  /** Sends a frame; does nothing when it is closed. */
  send(frame: Frame): void;
  /** Closes it with a WebSocket close code and a reason of at most 123 bytes. */
  close(code: number, reason: string): void;
  /** Bytes that were sent and wait for the client. */
  readonly backlog: number;
}

/** A client that is connected. */
export interface Connection extends Closable {
  /** Takes a frame of the client. */
  receive(frame: string | ArrayBuffer): void;
  /** Takes the news that the client is gone; what it had sent before is handled still. */
  closed(reason: string): void;
}

/** How long until a session that could not be renewed is tried again, in milliseconds. */
const AGAIN = 60_000;

const IN = { direction: "in" }, OUT = { direction: "out" };

/** What waits to be handled: a frame of the client or a message of the server. */
type Letter = string | ArrayBuffer | Message;

/** Makes the connection of a client that asked for `page`. */
export function connection(
  server: Server,
  page: string,
  req: Req,
  transport: Transport,
): Connection {
  const made = new Client(server, page, req, transport);
  server.connections.add(made);
  return made;
}

class Client implements Connection {
  readonly #server: Server;
  readonly #page: string;
  readonly #transport: Transport;
  /** What a message is asked with; its `cx` is the state of the connection. */
  readonly #chain: Chain & { cx: Cx };
  readonly #mailbox: Letter[] = [];
  readonly #drained = Promise.withResolvers<void>();
  readonly #gone = Promise.withResolvers<void>();
  readonly drained: Promise<void> = this.#drained.promise;
  readonly gone: Promise<void> = this.#gone.promise;
  readonly #inbox: Inbox<News>;
  /** How the bus delivers; also the identity under which the connection is registered there. */
  readonly #receiver = (news: News): void => {
    this.#server.metrics.count("n2o_bus_messages", IN);
    this.#inbox.receive(news);
  };
  readonly #framesIn: Counter;
  readonly #framesOut: Counter;
  /** The message that is being handled, once a protocol needed that. */
  #found: Context | undefined;
  #busy = false;
  #open = true;
  #strikes = 0;

  constructor(server: Server, page: string, req: Req, transport: Transport) {
    this.#server = server;
    this.#page = page;
    this.#transport = transport;
    this.#inbox = inbox(server.limits.mailbox, (news) => {
      const { topic } = news, data = isSent(news) ? news.message : undefined;
      this.#deliver({ type: "bus", topic, data, news });
    });
    const receiver = this.#receiver, { metrics } = server;
    this.#framesIn = metrics.counter("n2o_frames", IN);
    this.#framesOut = metrics.counter("n2o_frames", OUT);
    metrics.count("n2o_connections_opened");
    this.#chain = {
      protocols: server.protocols,
      req,
      cx: fresh(page),
      enter: (body) => {
        const { cx } = this.#chain, dictionary = new Map<symbol, unknown>();
        return run(this.#found = { server, req, cx, receiver, dictionary, pending: [] }, body);
      },
      maxSize: server.limits.frame,
    };
  }

  receive(frame: string | ArrayBuffer): void {
    if (!this.#open) return;
    this.#framesIn.add();
    const most = this.#server.limits.frame;
    if (isOver(frame, most)) this.#drop(1009, `a frame of more than ${most} bytes`);
    else this.#deliver(frame);
  }

  close(code: number, reason: string): void {
    this.#transport.close(code, reason);
    this.#end(reason);
  }

  closed(reason: string): void {
    this.#end(reason);
    this.#gone.resolve();
  }

  #deliver(letter: Letter): void {
    if (!this.#open) return;
    const most = this.#server.limits.mailbox, waiting = this.#mailbox.length - this.#inbox.waiting;
    if (isFrame(letter) && waiting >= most) {
      return this.#drop(1013, `more than ${most} messages wait`);
    }
    this.#mailbox.push(letter);
    if (this.#busy) return;
    this.#busy = true;
    // What the bus brings is not handled on the stack of who sent it: a chain of pages may be longer than the stack is deep.
    if (isFrame(letter)) this.#work();
    else queueMicrotask(() => this.#work());
  }

  /** Handles what waits. Goes on without a promise as long as answers come without one. */
  #work(): void {
    this.#busy = true;
    for (let next = this.#mailbox.shift(); next !== undefined; next = this.#mailbox.shift()) {
      this.#found = undefined;
      if (!isFrame(next) && next.type === "bus") this.#inbox.taken(next.news);
      const late = this.#handle(next);
      if (late !== undefined) return void late.then(() => this.#work());
    }
    this.#busy = false;
    if (!this.#open) this.#leave();
  }

  #handle(letter: Letter): Promise<void> | undefined {
    try {
      const answer = isFrame(letter) ? stream(letter, this.#chain) : push(letter, this.#chain);
      if (answer instanceof Promise || this.#found?.pending.length || this.#isDue()) {
        return this.#settle(answer);
      }
      this.#answered(answer);
    } catch (error) {
      this.#failed(error);
    }
    return undefined;
  }

  async #settle(answer: Reply | Promise<Reply>): Promise<void> {
    try {
      const reply = await answer;
      await Promise.all(this.#found?.pending ?? []);
      this.#answered(reply);
      if (this.#open && this.#isDue()) await this.#renew();
    } catch (error) {
      this.#failed(error);
    }
  }

  #answered({ payload, cx, strike }: Reply): void {
    this.#chain.cx = cx ?? this.#found?.cx ?? this.#chain.cx;
    if (payload !== undefined && "close" in payload) this.close(payload.close, payload.reason);
    else this.#send(format(payload));
    if (strike !== undefined) this.#strike(strike);
  }

  #isDue(): boolean {
    return this.#chain.cx.renew <= this.#server.clock.now();
  }

  async #renew(): Promise<void> {
    const server = this.#server, { clock, log } = server, { req, cx } = this.#chain;
    const { session, wire } = cx;
    try {
      const { token } = this.#chain.cx = await renewed({ server, req, cx });
      if (token !== "") this.#send(format({ bert: io(noCode(wire), tokenData(token)) }));
    } catch (error) {
      log("error", "a session could not be renewed", { page: this.#page, session, error });
      this.#chain.cx = { ...this.#chain.cx, renew: clock.now() + AGAIN };
    }
  }

  #failed(error: unknown): void {
    const bad = N2oError.is(error, "frame");
    this.#chain.cx = this.#found?.cx ?? this.#chain.cx;
    const { session, wire } = this.#chain.cx;
    if (!bad) {
      this.#server.log("error", "a protocol failed", { page: this.#page, session, error });
    }
    this.#send(format({ bert: refusal(wire, bad ? "bad frame" : "failed") }));
    if (bad) this.#strike("a frame that is no term", { error });
  }

  /** Counts what a client must not send, and says so in the log. */
  #strike(reason: string, details: { readonly error?: unknown } = {}): void {
    if (!this.#open) return;
    const { log, limits } = this.#server, page = this.#page, { session } = this.#chain.cx;
    this.#server.metrics.count("n2o_refused", { reason });
    log("warning", `refused: ${reason}`, { page, session, ...details });
    if (++this.#strikes > limits.strikes) {
      this.#drop(1008, `refused more than ${limits.strikes} times`);
    }
  }

  #send(frame: Frame | undefined): void {
    if (!this.#open || frame === undefined) return;
    const most = this.#server.limits.backlog;
    if (this.#transport.backlog > most) {
      return this.#drop(1013, `more than ${most} bytes wait to be read`);
    }
    this.#framesOut.add();
    this.#transport.send(frame);
  }

  /** Closes for a reason that a person should know. */
  #drop(code: number, reason: string): void {
    const page = this.#page, { session } = this.#chain.cx;
    this.#server.metrics.count("n2o_refused", { reason: `closed with ${code}` });
    this.#server.log("warning", `connection closed: ${reason}`, { page, session, code });
    this.close(code, reason);
  }

  /** Takes nothing more; what waits is handled still. */
  #end(reason: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.#server.connections.delete(this);
    this.#mailbox.push({ type: "exit", reason });
    if (!this.#busy) this.#work();
  }

  #leave(): void {
    const { bus, presence } = this.#server;
    for (const topic of this.#chain.cx.topics) bus.unreg(topic, this.#receiver);
    presence.untrack(this.#receiver);
    presence.unwatch(this.#receiver);
    this.#drained.resolve();
  }
}

function isFrame(letter: Letter): letter is string | ArrayBuffer {
  return typeof letter === "string" || letter instanceof ArrayBuffer;
}

/** Whether a frame has more bytes than the limit; text is encoded only where its length does not tell. */
function isOver(frame: string | ArrayBuffer, limit: number): boolean {
  if (typeof frame !== "string") return frame.byteLength > limit;
  return frame.length > limit ||
    (frame.length * 3 > limit && new TextEncoder().encode(frame).length > limit);
}
