/**
 * A connection: a client's frames and the bus's messages, one at a time, in the order they came.
 *
 * @module
 */
import type { Receiver } from "./bus/bus.ts";
import { type Context, run } from "./context.ts";
import { type Cx, cx as fresh, type Req } from "./cx.ts";
import { N2oError } from "./error.ts";
import { io, noCode, refusal, tokenData } from "./protocol/io.ts";
import { type Chain, format, type Frame, type Message, push, type Reply, stream } from "./proto.ts";
import type { Closable, Server } from "./server.ts";

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

/** What waits to be handled: a frame of the client or a message of the server. */
type Letter = string | ArrayBuffer | Message;

/** Makes the connection of a client that asked for `page`. */
export function connection(
  server: Server,
  page: string,
  req: Req,
  transport: Transport,
): Connection {
  const { limits, log, protocols } = server;
  const mailbox: Letter[] = [];
  const left = Promise.withResolvers<void>(), gone = Promise.withResolvers<void>();
  let cx: Cx = fresh(page), busy = false, open = true, strikes = 0;

  const receiver: Receiver = (data) => deliver({ type: "bus", data });

  function deliver(letter: Letter): void {
    if (!open) return;
    if (mailbox.length >= limits.mailbox) {
      return drop(1013, `more than ${limits.mailbox} messages wait`);
    }
    mailbox.push(letter);
    if (busy) return;
    busy = true;
    // What the bus brings is not handled on the stack of who sent it: a chain of pages may be longer than the stack is deep.
    if (typeof letter === "string" || letter instanceof ArrayBuffer) work();
    else queueMicrotask(work);
  }

  /** Handles what waits. Goes on without a promise as long as answers come without one. */
  function work(): void {
    busy = true;
    for (let letter = mailbox.shift(); letter !== undefined; letter = mailbox.shift()) {
      const late = handle(letter);
      if (late !== undefined) return void late.then(work);
    }
    busy = false;
    if (!open) leave();
  }

  function handle(letter: Letter): Promise<void> | undefined {
    let found: Context | undefined;
    const chain: Chain = {
      protocols,
      req,
      cx,
      enter: (body) =>
        run(found = { server, req, cx, receiver, dictionary: new Map(), pending: [] }, body),
      maxSize: limits.frame,
    };
    try {
      const answer = typeof letter === "string" || letter instanceof ArrayBuffer
        ? stream(letter, chain)
        : push(letter, chain);
      if (answer instanceof Promise || found?.pending.length || cx.renew <= server.clock.now()) {
        return settle(found, answer);
      }
      answered(found, answer);
    } catch (error) {
      failed(found, error);
    }
    return undefined;
  }

  async function settle(found: Context | undefined, answer: Reply | Promise<Reply>): Promise<void> {
    try {
      const reply = await answer;
      await Promise.all(found?.pending ?? []);
      answered(found, reply);
      if (open && cx.renew <= server.clock.now()) await renew();
    } catch (error) {
      failed(found, error);
    }
  }

  function answered(
    found: Context | undefined,
    { payload, cx: changed, strike: reason }: Reply,
  ): void {
    cx = changed ?? found?.cx ?? cx;
    if (payload !== undefined && "close" in payload) self.close(payload.close, payload.reason);
    else send(format(payload));
    if (reason !== undefined) strike(reason);
  }

  async function renew(): Promise<void> {
    try {
      const { token, renew } = await server.sessions.renew(cx.session);
      cx = { ...cx, token, renew };
      send(format({ bert: io(noCode(cx.wire), tokenData(token)) }));
    } catch (error) {
      log("error", "a session could not be renewed", { page, session: cx.session, error });
      cx = { ...cx, renew: server.clock.now() + AGAIN };
    }
  }

  function failed(found: Context | undefined, error: unknown): void {
    const bad = N2oError.is(error, "frame");
    cx = found?.cx ?? cx;
    if (!bad) log("error", "a protocol failed", { page, session: cx.session, error });
    send(format({ bert: refusal(cx.wire, bad ? "bad frame" : "failed") }));
    if (bad) strike("a frame that is no term", error);
  }

  /** Counts what a client must not send, and says so in the log. */
  function strike(reason: string, error?: unknown): void {
    if (!open) return;
    log("warning", `refused: ${reason}`, {
      page,
      session: cx.session,
      ...error === undefined ? {} : { error },
    });
    if (++strikes > limits.strikes) drop(1008, `refused more than ${limits.strikes} times`);
  }

  function send(frame: Frame | undefined): void {
    if (!open || frame === undefined) return;
    if (transport.backlog > limits.backlog) {
      return drop(1013, `more than ${limits.backlog} bytes wait to be read`);
    }
    transport.send(frame);
  }

  /** Closes for a reason that a person should know. */
  function drop(code: number, reason: string): void {
    log("warning", `connection closed: ${reason}`, { page, session: cx.session, code });
    self.close(code, reason);
  }

  const self: Connection = {
    drained: left.promise,
    gone: gone.promise,
    receive(frame) {
      if (!open) return;
      if (isOver(frame, limits.frame)) drop(1009, `a frame of more than ${limits.frame} bytes`);
      else deliver(frame);
    },
    close(code, reason) {
      transport.close(code, reason);
      end(reason);
    },
    closed(reason) {
      end(reason);
      gone.resolve();
    },
  };

  /** Takes nothing more; what waits is handled still. */
  function end(reason: string): void {
    if (!open) return;
    open = false;
    server.connections.delete(self);
    mailbox.push({ type: "exit", reason });
    if (!busy) work();
  }

  function leave(): void {
    for (const topic of cx.topics) server.bus.unreg(topic, receiver);
    left.resolve();
  }

  server.connections.add(self);
  return self;
}

/** Whether a frame has more bytes than the limit; text is encoded only where its length does not tell. */
function isOver(frame: string | ArrayBuffer, limit: number): boolean {
  if (typeof frame !== "string") return frame.byteLength > limit;
  return frame.length > limit ||
    (frame.length * 3 > limit && new TextEncoder().encode(frame).length > limit);
}
