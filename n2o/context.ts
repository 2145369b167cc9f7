/**
 * The running message: which connection it belongs to, found from anywhere below without being passed along.
 *
 * The process dictionary of Erlang as one AsyncLocalStorage run for each message.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Cx, Req } from "./cx.ts";
import { N2oError } from "./error.ts";
import type { Formatter } from "./format/formatter.ts";
import type { News } from "./proto.ts";
import type { Server } from "./server.ts";
import type { Term } from "./term/term.ts";

/** A connection, for what goes on when its message is over. */
export interface Link {
  /** How its terms are written and read. */
  readonly formatter: Formatter;
  /** Sends a term to the client at once. */
  say(term: Term): void;
  /** Takes so many bytes of its frames for not sent, as far as `limits.bytes` is concerned: their sender waits for answers. */
  spare(bytes: number): void;
}

/** The message that is being handled. */
export interface Context {
  /** The server that handles it. */
  readonly server: Server;
  /** The request that opened the connection. */
  readonly req: Req;
  /** State of the connection; a handler's changes are kept for the next message. */
  cx: Cx;
  /** Set where the message is a request of HTTP, which may have no session yet. */
  readonly isVisit?: true;
  /** The connection's mailbox: what the bus delivers to. */
  readonly receiver: (news: News) => void;
  /** The connection itself, also when the message is over; the same object in all its messages. */
  readonly link?: Link;
  /** Values that live as long as the message, by the module that owns them. */
  readonly dictionary: Map<symbol, unknown>;
  /** Writes under way that must be done before the client is answered. */
  readonly pending: Promise<unknown>[];
  /** What the page is told, for the log; a protocol sets it. */
  event?: unknown;
  /** Set when the message was given up: what its handler does afterwards is refused. */
  isOver?: true;
  /** Set when the log was told that its handler kept the thread. */
  isSlow?: true;
  /** Called when the message is given up. */
  onOver?: (() => void) | undefined;
  /** Says where there is no room for the page's state, where the host may forget the connection after each message. */
  readonly sleeper?: { room(state: Cx["state"]): void } | undefined;
}

const storage = new AsyncLocalStorage<Context>();

/** Runs `body` as the handling of a message: `context()` finds `found` from everywhere below, over `await` too. */
export function run<T>(found: Context, body: () => T): T {
  return storage.run(found, body);
}

/** The running message, or `undefined` outside of one. */
export function current(): Context | undefined {
  return storage.getStore();
}

/**
 * The running message.
 *
 * @throws {N2oError} `no_context` in a handler whose time was over, and outside of one, as in a timer: keep the server and use its own `bus`, `sessions` and `tables` there.
 */
export function context(): Context {
  const found = storage.getStore();
  if (found === undefined) {
    throw new N2oError(
      "no_context",
      "called outside of a message: call it from a page's event or a protocol's info, or use the server's own bus, sessions and tables",
    );
  }
  if (found.isOver) {
    throw new N2oError(
      "no_context",
      "called by a handler that took longer than limits.handler: its message was refused, what it does now is dropped",
    );
  }
  return found;
}

/** Holds a write: the running message is not answered before it is durable. */
export function hold(write: Promise<unknown>): void {
  // Its failure is reported by `flush`, which may look at it later than the host waits for somebody to do so.
  write.catch(() => {});
  context().pending.push(write);
}

/** Waits until every write that the running message began is durable. Rejects with the first that failed, when all are settled. */
export async function flush(): Promise<void> {
  const outcomes = await Promise.allSettled(context().pending.splice(0));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}
