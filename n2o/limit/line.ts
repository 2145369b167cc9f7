/**
 * A connection's line to its peer: what may come over it and what goes out, and when it is closed.
 *
 * @module
 */
import type { Asleep } from "../asleep/asleep.ts";
import { type Cx, cx as fresh, type Req } from "../cx.ts";
import { N2oError } from "../error.ts";
import { bert } from "../format/bert.ts";
import type { Formatter } from "../format/formatter.ts";
import type { Frame, Message, News } from "../proto.ts";
import { isOver, Rate } from "./rate.ts";
import type { Server } from "../server.ts";
import type { Term } from "../term/term.ts";
import type { Transport } from "../transport.ts";

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
      this.cx = was.cx;
    }
  }

  /** Takes nothing more. */
  protected abstract end(reason: string): void;

  close(code: number, reason: string): void {
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

  protected say(term: Term): void {
    this.send(this.formatter.encode(term));
  }

  protected send(frame: Frame | undefined): void {
    if (!this.isOpen || frame === undefined) return;
    const most = this.server.limits.backlog;
    if (this.transport.backlog > most) {
      return this.drop(1013, `more than ${most} bytes wait to be read`);
    }
    this.server.frames.out.add();
    this.transport.send(frame);
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
    const { req, cx } = this, rate = this.#rate.sent, strikes = this.#strikes;
    const { sessions, presence } = this.server, { session } = cx;
    const isSpare = sessions.getValue(session, "auth") !== undefined && !sessions.holds(session);
    const held = this.receiver && presence.held?.(this.receiver);
    try {
      sleeper.keep({ req, cx, rate, strikes, isSpare, held });
    } catch (error) {
      if (!N2oError.is(error)) throw error;
      const { page } = cx;
      this.server.log("error", "a connection cannot be kept", { page, session, error });
      this.drop(1013, "it holds more than its host keeps");
    }
  }
}
