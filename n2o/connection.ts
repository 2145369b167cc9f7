/**
 * A connection: a client's frames and the bus's messages, one at a time, in the order they came.
 *
 * @module
 */
import { Latch } from "../base/mod.ts";
import { type Inbox, inbox } from "./bus/inbox.ts";
import { isSent } from "./bus/news.ts";
import { type Context, current, run } from "./context.ts";
import type { Req } from "./cx.ts";
import { N2oError } from "./error.ts";
import { incident } from "./incident.ts";
import { io, lateAnswer, noCode, refusal, tokenData } from "./io.ts";
import { leave } from "./presence/presence.ts";
import { renewed } from "./present.ts";
import {
  askContextFree,
  type Chain,
  format,
  type Message,
  type News,
  nop,
  PING,
  push,
  read,
  type Reply,
} from "./proto.ts";
import { isFrame, type Letter, Mailbox } from "./limit/mailbox.ts";
import type { Server } from "./server.ts";
import { type Asleep, type Connection, Line, type Sleepy, type Transport } from "./transport.ts";
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
  server.metrics.count("n2o_connections_opened");
  const made = entered(server, new Client(server, transport, req, page), transport);
  made.keep();
  return made;
}

/** Makes a connection that slept, as it was: it hears its topics again, and its page is not told. */
export function woken(server: Server, asleep: Asleep, transport: Transport): Connection {
  const made = entered(server, new Client(server, transport, asleep.req, asleep), transport);
  if (asleep.isSpare) server.sessions.resumed(asleep.cx.session, true);
  made.resume(asleep);
  return made;
}

function entered(server: Server, made: Client, transport: Transport): Client {
  server.connections.add(made);
  server.peers.enter(made.req.address);
  transport.sleeper?.holds(made);
  return made;
}

/** What only some connections need is made when they need it. */
class Client extends Line implements Connection, Chain, Sleepy {
  readonly #mailbox = new Mailbox();
  readonly #drained = new Latch();
  readonly #gone = new Latch();
  /** What waits of the bus; made when the connection first can hear it. */
  #inbox: Inbox<News> | undefined;
  /** The message that is being handled, once a protocol needed that. */
  #found: Context | undefined;
  #busy = false;
  /** Why it ends when what waits is handled, once the client says no more. */
  #last: string | undefined;

  get protocols(): Chain["protocols"] {
    return this.server.protocols;
  }

  get drained(): Promise<void> {
    return this.#drained.promise;
  }

  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  get isBusy(): boolean {
    return this.#busy;
  }

  enter<T>(body: () => T): T {
    const { server, req, cx } = this, { sleeper } = this.transport;
    const dictionary = new Map<symbol, unknown>(), receiver = this.receiver ??= this.#hearing();
    this.#found = { server, req, cx, receiver, link: this, dictionary, pending: [], sleeper };
    return run(this.#found, body);
  }

  /** Hears again what it heard before it slept. */
  resume({ cx: { topics }, held }: Asleep): void {
    if (topics.length === 0 && held === undefined) return;
    const { bus, presence, log } = this.server, receiver = this.receiver ??= this.#hearing();
    if (held !== undefined) presence?.wake?.(receiver, held);
    for (const topic of topics) {
      Promise.resolve(bus.reg(topic, receiver)).catch((error) =>
        log("error", "a connection that woke cannot hear a topic", { topic, error })
      );
    }
  }

  #hearing(): (news: News) => void {
    const { metrics, limits } = this.server;
    const box = this.#inbox = inbox<News>(limits.mailbox, (news) => {
      const { topic } = news, data = isSent(news) ? news.message : undefined;
      this.#deliver({ type: "bus", topic, data, news });
    });
    return (news) => {
      // The socket of another request cannot be written to, and would break.
      if (this.server.isApart && current()?.link !== this) return;
      metrics.count("n2o_bus_messages", IN);
      box.receive(news);
    };
  }

  receive(frame: string | ArrayBuffer): void {
    if (!this.isOpen || this.#last !== undefined) return;
    if (this.admits(frame)) this.#deliver(frame);
  }

  beat(): void {
    if (this.#busy || !this.isOpen || this.cx.renew > this.server.clock.now()) return;
    this.#busy = true;
    void inTime(this.server.watch, this.#renew()).then(() => this.#work());
  }

  hear(news: News): void {
    (this.receiver ??= this.#hearing())(news);
  }

  closed(reason: string): void {
    this.end(reason);
    this.#gone.happen();
  }

  finished(reason: string): void {
    if (!this.isOpen) return;
    this.#last = reason;
    if (!this.#busy) this.close(1000, reason);
  }

  #deliver(letter: Letter): void {
    if (!this.isOpen) return;
    const most = this.server.limits.mailbox;
    const waiting = this.#mailbox.size - (this.#inbox?.waiting ?? 0);
    if (isFrame(letter) && waiting >= most) {
      return this.drop(1013, `more than ${most} messages wait`);
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
    if (!this.#busy || !this.isOpen) return;
    let answer: Reply | undefined;
    const beats = this.#mailbox.beats(() => (answer = askContextFree(PING, this)) !== undefined);
    for (let left = beats; left > 0; left--) {
      this.send(answer && format(answer.payload, this.formatter));
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
    if (!this.isOpen) this.#leave();
    else if (this.#last !== undefined) this.close(1000, this.#last);
    else this.keep();
    this.transport.sleeper?.rested();
  }

  #handle(letter: Letter): Promise<void> | undefined {
    const { clock, limits, log } = this.server, began = clock.now();
    try {
      const message = isFrame(letter)
        ? read(letter, this.formatter, { maxSize: limits.frame, atoms: limits.atoms })
        : letter;
      if (message === undefined) return this.#answered(nop);
      const excess = this.greets(message, began);
      if (excess !== undefined) return this.drop(1013, excess);
      const answer = push(message, this), now = clock.now();
      if (now - began > limits.block && this.#found?.isSlow !== true) {
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
    const { watch, clock } = this.server, found = this.#found;
    try {
      const reply = await inTime(watch, this.#durable(answer), () => {
        if (found === undefined) return;
        found.isOver = true;
        found.onOver?.();
      });
      if (reply === LATE) return this.#giveUp(message);
      this.#answered(reply);
      if (this.isOpen && this.cx.renew <= clock.now()) await inTime(watch, this.#renew());
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
    else this.send(format(payload, this.formatter));
    if (strike !== undefined) this.strike(strike);
  }

  async #renew(): Promise<void> {
    const { server, req, cx } = this, { clock, log } = server, { page, session, wire } = cx;
    try {
      const { token } = this.cx = await renewed({ server, req, cx });
      if (token !== "") this.say(io(noCode(wire), tokenData(token)));
    } catch (error) {
      log("error", "a session could not be renewed", { page, session, error });
      this.cx = { ...this.cx, renew: clock.now() + AGAIN };
    }
  }

  #failed(error: unknown): void {
    const bad = N2oError.is(error, "frame");
    this.cx = this.#found?.cx ?? this.cx;
    const { page, session, wire } = this.cx;
    if (!bad) this.server.log("error", "a protocol failed", { page, session, error });
    this.say(refusal(wire, bad ? "bad frame" : "failed"));
    if (bad) this.strike("a frame that is no term", { error });
  }

  /** Goes on without a handler that took too long: the client hears so, or gets at least the token that it waits for. */
  #giveUp(message: Message): void {
    const { log, limits } = this.server;
    this.cx = this.#found?.cx ?? this.cx;
    const details = { ...incident(this.#found, this.cx), after: limits.handler };
    log("error", "a handler was given up: it took too long", details);
    const answer = lateAnswer(message, this.cx);
    if (answer !== undefined) this.say(answer);
  }

  /** Takes nothing more; what waits is handled still. */
  protected override end(reason: string): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.server.connections.delete(this);
    this.server.peers.leave(this.req.address);
    this.forget();
    this.#mailbox.put({ type: "exit", reason });
    if (!this.#busy) this.#work();
  }

  #leave(): void {
    if (this.receiver !== undefined) leave(this.server, this.cx.topics, this.receiver);
    this.#drained.happen();
  }
}
