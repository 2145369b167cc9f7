/**
 * A request that is no connection: what `user()`, `session()` and `sid()` tell a route of the application about who asks.
 *
 * @module
 */
import { current, flush, run } from "./context.ts";
import { cx, type Req } from "./cx.ts";
import { leave } from "./presence/presence.ts";
import type { Server } from "./server.ts";
import { withUser } from "./present.ts";

/** A request by HTTP, and the session in whose name it asks. */
export interface Visitor {
  /** The request as pages see it: path, query, headers, address. */
  readonly req: Req;
  /** The session that its cookie names and that lives; empty where there is none. */
  readonly session: string;
}

/** What came of a visit. */
export interface Visited<T> {
  /** What the body resolved to. */
  readonly value: T;
  /** The session that goes on: another than before where somebody logged in or out. */
  readonly session: string;
}

/**
 * Runs `body` as the handling of a request: what it does to the session is durable when this resolves.
 *
 * Nothing is pushed to who asks: what `body` registers on the bus ends with it, and so does its presence.
 */
export async function visit<T>(
  server: Server,
  { req, session }: Visitor,
  body: () => T | Promise<T>,
): Promise<Visited<T>> {
  const receiver = () => {};
  const found = {
    server,
    req,
    cx: withUser(server, { ...cx(req.path), session, told: session }),
    isVisit: true as const,
    receiver,
    dictionary: new Map<symbol, unknown>(),
    pending: [],
  };
  try {
    return await run(found, async () => {
      const value = await body();
      await flush();
      return { value, session: found.cx.session };
    });
  } finally {
    leave(server, found.cx.topics, receiver);
  }
}

/** Whether a visit or a message of this server is running already. */
export function isInside(server: Server): boolean {
  return current()?.server === server;
}
