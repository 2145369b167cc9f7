/**
 * What a page or a protocol asks of the running message: its user, its session, its topics, its tables.
 *
 * Every function here throws {@link N2oError} `no_context` outside of a message, but for those that say otherwise.
 *
 * @module
 */
import { decode, encode } from "./bert/bert.ts";
import { context, hold } from "./context.ts";
import { N2oError } from "./error.ts";
import { type Key, keyText, type Plain } from "./term/plain.ts";
import { tableOf } from "./server.ts";
import type { Term } from "./term/term.ts";

export { decode, encode };

/** The session id of the client; empty before it was authenticated. */
export function sid(): string {
  return context().cx.session;
}

/** The value that the client's session holds under `key`, or `undefined`. */
export function session(key: string): Plain | undefined;
/** Puts a value into the client's session (`null` removes it). The client is answered when it is durable. */
export function session(key: string, value: Plain): Plain;
export function session(key: string, value?: Plain): Plain | undefined {
  const { server, cx } = context();
  if (value === undefined) return server.sessions.getValue(cx.session, key);
  if (cx.session === "") {
    throw new N2oError("no_context", "the client has no session yet: wait for its init");
  }
  hold(server.sessions.setValue(cx.session, key, value));
  return value;
}

/** Name of the user whose session it is; empty when nobody logged in. */
export function user(): string;
/** Logs a user in, or out with an empty name. */
export function user(name: string): string;
export function user(name?: string): string {
  if (name !== undefined) session("user", name === "" ? null : name);
  const found = name ?? session("user");
  return typeof found === "string" ? found : "";
}

/** Registers the connection under a topic: what is sent there becomes an event of its page. */
export function reg(topic: Key): void {
  const found = context(), name = keyText(topic);
  if (found.cx.topics.some((each) => keyText(each) === name)) return;
  found.server.bus.reg(topic, found.receiver);
  found.cx = { ...found.cx, topics: [...found.cx.topics, topic] };
}

/** Takes the connection out of a topic. */
export function unreg(topic: Key): void {
  const found = context(), name = keyText(topic);
  found.server.bus.unreg(topic, found.receiver);
  found.cx = { ...found.cx, topics: found.cx.topics.filter((each) => keyText(each) !== name) };
}

/** Sends a message to every connection that registered under a topic; tells how many there were here. */
export function send(topic: Key, message: unknown): number {
  return context().server.bus.send(topic, message);
}

/** Seals a term for the client's session, for as long as the server's pickles last. */
export function pickle(term: Term): string {
  const { server, cx } = context();
  return server.pickler.pickle(term, cx.session, server.clock.now() + server.pickleTtl * 1000);
}

/**
 * Opens what `pickle` sealed for the client's session.
 *
 * @throws {N2oError} `forged` or `expired`.
 */
export function depickle(text: string): Term {
  const { server, cx } = context();
  return server.pickler.depickle(text, cx.session);
}

/** The value that a table holds under `key`, or `undefined`. */
export function cache(table: string, key: Key): unknown;
/** Puts a value into a table until `till` (ms since the epoch; the life of a session by default); `undefined` removes the row. */
export function cache(table: string, key: Key, value: unknown, till?: number): unknown;
export function cache(name: string, key: Key, ...put: [value?: unknown, till?: number]): unknown {
  const { server } = context(), found = tableOf(server.tables, name);
  if (put.length === 0) return found.get(key);
  const [value, till = server.clock.now() + server.sessions.ttl * 1000] = put;
  if (value === undefined) found.delete(key);
  else found.set(key, value, till);
  return value;
}

/** Removes the rows of a table that expired; tells how many. */
export function invalidateCache(name: string): number {
  return tableOf(context().server.tables, name).sweep();
}
