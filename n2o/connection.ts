/**
 * A connection: a client's frames and the bus's messages, one at a time, in the order they came.
 *
 * @module
 */
import { Latch } from "../base/mod.ts";
import { type Inbox, inbox } from "./bus/inbox.ts";
import { isSent } from "./bus/news.ts";
import { type Context, run } from "./context.ts";
import { type Cx, cx as fresh, type Req } from "./cx.ts";
import { N2oError } from "./error.ts";
import { bert } from "./format/bert.ts";
import type { Formatter } from "./format/formatter.ts";
import { incident } from "./incident.ts";
import { io, lateAnswer, noCode, refusal, tokenData } from "./io.ts";
import { leave } from "./presence/presence.ts";
import { renewed } from "./present.ts";
import {
  askContextFree,
  type Chain,
  format,
  type Frame,
  type Message,
  type News,
  nop,
  PING,
  push,
  read,
  type Reply,
} from "./proto.ts";
import { isFrame, type Letter, Mailbox } from "./limit/mailbox.ts";
import { isOver, Rate } from "./limit/rate.ts";
import type { Server } from "./server.ts";
import type { Term } from "./term/term.ts";
import type { Connection, Transport } from "./transport.ts";
import { inTime, LATE } from "./limit/watch.ts";

/** How long until a session that could not be renewed is tried again, in milliseconds. */
const AGAIN = 60_000;

const IN = { direction: "in" };

/** Makes the connection of a client that asked for `page`. */
export function connection(
  server: Server,
  page: string,
  req: Req,
  transport: Transport,
): Connection {
  const made = new Client(server, page, req, transport);
  server.connections.add(made);
  server.peers.enter(req.address);
  return made;
}

/** Many of them are idle for most of their time: what only some need is made when they need it. */
class Client implements Connection, Chain {
  readonly #server: Server;
  readonly #page: string;
  readonly #transport: Transport;
  readonly #rate: Rate;
  readonly formatter: Formatter;
  readonly req: Req;
  cx: Cx;
  readonly #mailbox = new Mailbox();
  readonly #drained = new Latch();
  readonly #gone = new Latch();
  /** What waits of the bus; made when the connection first can hear it. */
  #inbox: Inbox<News> | undefined;
  /** How the bus delivers; also the identity under which the connection is registered there. */
  #receiver: ((news: News) => void) | undefined;
  /** The message that is being handled, once a protocol needed that. */
  #found: Context | undefined;
  #busy = false;
  #open = true;
  #strikes = 0;
  /** Why it ends when what waits is handled, once the client says no more. */
  #last: string | undefined;

  constructor(server: Server, page: string, req: Req, transport: Transport) {
    this.#server = server;
    this.#page = page;
    this.#transport = transport;
    this.#rate = new Rate(server.clock.now());
    this.req = req;
    this.formatter = transport.formatter ?? server.formatter?.(req) ?? bert;
    this.cx = fresh(page);
    server.metrics.count("n2o_connections_opened");
  }

  get protocols(): Chain["protocols"] {
    return this.#server.protocols;
  }

  get drained(): Promise<void> {
    return this.#drained.promise;
  }

  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  enter<T>(body: () => T): T {
    const server = this.#server, { req, cx, formatter } = this;
    const dictionary = new Map<symbol, unknown>(), receiver = this.#receiver ??= this.#hearing();
    this.#found = { server, req, cx, receiver, dictionary, pending: [], formatter };
    return run(this.#found, body);
  }

  #hearing(): (news: News) => void {
    const { metrics, limits } = this.#server;
    const box = this.#inbox = inbox<News>(limits.mailbox, (news) => {
      const { topic } = news, data = isSent(news) ? news.message : undefined;
      this.#deliver({ type: "bus", topic, data, news });
    });
    return (news) => {
      metrics.count("n2o_bus_messages", IN);
      box.receive(news);
    };
  }

  receive(frame: string | ArrayBuffer): void {
    if (!this.#open || this.#last !== undefined) return;
    const { limits, clock, frames } = this.#server;
    frames.in.add();
    if (isOver(frame, limits.frame)) {
      return this.#drop(1009, `a frame of more than ${limits.frame} bytes`);
    }
    const excess = this.#rate.frame(frame, clock.now(), limits);
    if (excess === undefined) this.#deliver(frame);
    else this.#drop(1013, excess);
  }

  close(code: number, reason: string): void {
    this.#transport.close(code, reason);
    this.#end(reason);
  }

  closeSilent(since: number): void {
    if (this.#rate.heard < since) this.#drop(1001, "the client was silent for too long");
  }

  closed(reason: string): void {
    this.#end(reason);
    this.#gone.happen();
  }

  finished(reason: string): void {
    if (!this.#open) return;
    this.#last = reason;
    if (!this.#busy) this.close(1000, reason);
  }

  #deliver(letter: Letter): void {
    if (!this.#open) return;
    const most = this.#server.limits.mailbox;
    const waiting = this.#mailbox.size - (this.#inbox?.waiting ?? 0);
    if (isFrame(letter) && waiting >= most) {
      return this.#drop(1013, `more than ${most} messages wait`);
    }
    // A connection that is idle between its frames has an empty mailbox.
    if (!this.#busy && isFrame(letter)) return this.#work(letter);
    this.#mailbox.put(letter);
    if (this.#busy) {
      return letter === PING ? this.#mailbox.soon(() => this.#overtake()) : undefined;
    }
    this.#busy = true;
    // What the bus brings is not handled on the stack of who sent it: a chain of pages may be longer than the stack is deep.
    queueMicrotask(() => this.#work());
  }

  /** Answers the heartbeats that wait, out of their turn. */
  #overtake(): void {
    if (!this.#busy || !this.#open) return;
    let answer: Reply | undefined;
    const beats = this.#mailbox.beats(() => (answer = askContextFree(PING, this)) !== undefined);
    for (let left = beats; left > 0; left--) {
      this.#send(answer && format(answer.payload, this.formatter));
    }
  }

  /** Handles what waits. Goes on without a promise as long as answers come without one. */
  #work(first: Letter | undefined = this.#mailbox.take()): void {
    this.#busy = true;
    for (let next = first; next !== undefined; next = this.#mailbox.take()) {
      this.#found = undefined;
      if (!isFrame(next) && next.type === "bus") this.#inbox?.taken(next.news);
      const late = this.#handle(next);
      if (late !== undefined) return void late.then(() => this.#work());
    }
    this.#busy = false;
    this.#found = undefined;
    if (!this.#open) this.#leave();
    else if (this.#last !== undefined) this.close(1000, this.#last);
  }

  #handle(letter: Letter): Promise<void> | undefined {
    const { clock, limits, log } = this.#server, began = clock.now();
    try {
      const message = isFrame(letter)
        ? read(letter, this.formatter, { maxSize: limits.frame, atoms: limits.atoms })
        : letter;
      if (message === undefined) return this.#answered(nop);
      const excess = this.#rate.hello(message, began, limits);
      if (excess !== undefined) return this.#drop(1013, excess);
      const answer = push(message, this), now = clock.now();
      if (now - began > limits.block) {
        const details = { ...incident(this.#found, this.cx), ms: now - began };
        log("warning", "a handler kept the thread, nobody else was served", details);
      }
      if (answer instanceof Promise || this.#found?.pending.length || this.cx.renew <= now) {
        return this.#settle(answer, message);
      }
      this.#answered(answer);
    } catch (error) {
      this.#failed(error);
    }
    return undefined;
  }

  /** Waits for an answer, its writes and the session's renewal, but not longer than a handler may take. */
  async #settle(answer: Reply | Promise<Reply>, message: Message): Promise<void> {
    const { watch, clock } = this.#server, found = this.#found;
    try {
      const reply = await inTime(watch, this.#durable(answer), () => {
        if (found === undefined) return;
        found.isOver = true;
        found.onOver?.();
      });
      if (reply === LATE) return this.#giveUp(message);
      this.#answered(reply);
      if (this.#open && this.cx.renew <= clock.now()) await inTime(watch, this.#renew());
    } catch (error) {
      this.#failed(error);
    }
  }

  async #durable(answer: Reply | Promise<Reply>): Promise<Reply> {
    const found = this.#found, reply = await answer;
    if (found !== undefined && found.pending.length > 0) await Promise.all(found.pending);
    return reply;
  }

  #answered({ payload, cx, strike }: Reply): undefined {
    this.cx = cx ?? this.#found?.cx ?? this.cx;
    if (payload !== undefined && "close" in payload) this.close(payload.close, payload.reason);
    else this.#send(format(payload, this.formatter));
    if (strike !== undefined) this.#strike(strike);
  }

  async #renew(): Promise<void> {
    const server = this.#server, { clock, log } = server, { req, cx } = this;
    const { session, wire } = cx;
    try {
      const { token } = this.cx = await renewed({ server, req, cx });
      if (token !== "") this.#say(io(noCode(wire), tokenData(token)));
    } catch (error) {
      log("error", "a session could not be renewed", { page: this.#page, session, error });
      this.cx = { ...this.cx, renew: clock.now() + AGAIN };
    }
  }

  #failed(error: unknown): void {
    const bad = N2oError.is(error, "frame");
    this.cx = this.#found?.cx ?? this.cx;
    const { session, wire } = this.cx;
    if (!bad) {
      this.#server.log("error", "a protocol failed", { page: this.#page, session, error });
    }
    this.#say(refusal(wire, bad ? "bad frame" : "failed"));
    if (bad) this.#strike("a frame that is no term", { error });
  }

  /** Goes on without a handler that took too long: the client hears so, or gets at least the token that it waits for. */
  #giveUp(message: Message): void {
    const { log, limits } = this.#server;
    this.cx = this.#found?.cx ?? this.cx;
    const details = { ...incident(this.#found, this.cx), after: limits.handler };
    log("error", "a handler was given up: it took too long", details);
    const answer = lateAnswer(message, this.cx);
    if (answer !== undefined) this.#say(answer);
  }

  /** Counts what a client must not send, and says so in the log. */
  #strike(reason: string, details: { readonly error?: unknown } = {}): void {
    if (!this.#open) return;
    const { peers, limits, metrics } = this.#server, page = this.#page, { session } = this.cx;
    metrics.count("n2o_refused", { reason });
    peers.warn(this.req.address, `refused: ${reason}`, { page, session, ...details });
    if (++this.#strikes > limits.strikes) {
      this.#drop(1008, `refused more than ${limits.strikes} times`);
    }
  }

  #say(term: Term): void {
    this.#send(this.formatter.encode(term));
  }

  #send(frame: Frame | undefined): void {
    if (!this.#open || frame === undefined) return;
    const most = this.#server.limits.backlog;
    if (this.#transport.backlog > most) {
      return this.#drop(1013, `more than ${most} bytes wait to be read`);
    }
    this.#server.frames.out.add();
    this.#transport.send(frame);
  }

  /** Closes for a reason that a person should know. */
  #drop(code: number, reason: string): undefined {
    // What waits is handled still: it is no reason for a second line.
    if (!this.#open) return;
    const { peers, metrics } = this.#server, page = this.#page, { session } = this.cx;
    metrics.count("n2o_refused", { reason: `closed with ${code}` });
    peers.warn(this.req.address, `connection closed: ${reason}`, { page, session, code });
    this.close(code, reason);
  }

  /** Takes nothing more; what waits is handled still. */
  #end(reason: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.#server.connections.delete(this);
    this.#server.peers.leave(this.req.address);
    this.#mailbox.put({ type: "exit", reason });
    if (!this.#busy) this.#work();
  }

  #leave(): void {
    if (this.#receiver !== undefined) leave(this.#server, this.cx.topics, this.#receiver);
    this.#drained.happen();
  }
}
