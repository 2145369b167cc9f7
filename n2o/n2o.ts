/**
 * What a page or a protocol asks of the running message: its user, its session, its topics, its tables.
 *
 * Every function here throws {@link N2oError} `no_context` outside of a message, but for those that say otherwise.
 *
 * @module
 */
import { decode, encode } from "./bert/bert.ts";
import { attempted } from "./claim/attempt.ts";
import type { ClaimCommit } from "./claim/claims.ts";
import { context, hold } from "./context.ts";
import { N2oError } from "./error.ts";
import { leave, presenceOf } from "./presence/presence.ts";
import { withSession, withUser } from "./present.ts";
import { type Opened, ownerOf } from "./session/seals.ts";
import type { SessionChange } from "./session/change.ts";
import { checkName } from "./session/guard.ts";
import { frozenKey, type Key, keyText, type Plain } from "./term/plain.ts";
import { tableOf } from "./table.ts";
import type { Term } from "./term/term.ts";

export { decode, encode };

/** The session id of the client; empty before it was authenticated. It changes at login, at logout and when rights change. */
export function sid(): string {
  return context().cx.session;
}

/** The value that the client's session holds under `key`, or `undefined`. */
export function session(key: string): Plain | undefined;
/**
 * Puts a value into the client's session (`null` removes it). The client is answered when it is durable. The first value that a session
 * gets gives it a new id; `user` and `roles` are what the functions of these names put.
 *
 * @throws {N2oError} `ended` where somebody was logged in when the message began and has been logged out meanwhile
 */
export function session(key: string, value: Plain): Plain;
export function session(key: string, value?: Plain): Plain | undefined {
  const { server, cx } = context();
  if (value === undefined) return server.sessions.getValue(cx.session, key);
  // As: what they are is looked at there; null is nobody, and no roles.
  if (key === "user") user((value ?? "") as string);
  else if (key === "roles") roles((value ?? []) as readonly string[]);
  else if (hasSession() && server.sessions.holds(context().cx.session)) put(key, value);
  else if (value !== null) change({ values: { [key]: value } });
  return value;
}

/** Name of the user whose session it is; empty when nobody logged in. */
export function user(): string;
/**
 * Logs a user in, or out with an empty name: the session gets a new id, and the old one is dead on every node when the client is
 * answered. At login the values stay, at logout they go. Roles are those of the user and go with either.
 *
 * @param name 512 characters at most
 * @param options which values stay at a logout: `{ keep: ["language"] }`
 * @throws {N2oError} `value` for a name that is no text, or longer
 */
export function user(name: string, options?: { readonly keep?: readonly string[] }): string;
export function user(name?: string, { keep = [] }: { keep?: readonly string[] } = {}): string {
  const found = session("user"), current = typeof found === "string" ? found : "";
  if (name === undefined && current === "") return context().req.identity?.user ?? "";
  if (name === undefined || name === current) return current;
  checkName("user", name);
  if (name === "") change({ user: name, keep });
  else if (isFresh()) {
    put("roles", null);
    put("user", name);
  } else change({ user: name });
  return name;
}

/** The roles of the client's session, without any where none were given. */
export function roles(): readonly string[];
/**
 * Gives the client's session these roles in place of those it has, and a new id where they differ.
 *
 * @throws {N2oError} `value` for roles that are no list of names
 */
export function roles(list: readonly string[]): readonly string[];
export function roles(list?: readonly string[]): readonly string[] {
  const found = session("roles"), current = Array.isArray(found) ? found.map(String) : [];
  if (list === undefined) {
    return session("user") === undefined ? context().req.identity?.roles ?? current : current;
  }
  if (!Array.isArray(list)) throw new N2oError("value", "roles: give a list of names");
  for (const each of list) checkName("roles", each);
  const next = [...new Set(list)],
    isSame = next.length === current.length &&
      next.every((each) => current.includes(each));
  if (isSame) return current;
  if (isFresh()) put("roles", next.length === 0 ? null : next);
  else change({ roles: next });
  return next;
}

/**
 * Logs somebody out of all their sessions on every node, this connection's too where it is theirs; the client is answered when it is done.
 *
 * Rejects with an {@linkcode N2oError} `config` where the storage of sessions cannot list them.
 *
 * @param name of the user; the one who is logged in by default
 */
export function logoutEverywhere(name: string = user()): Promise<number> {
  const { server } = context(), ending = server.sessions.endAll(name);
  hold(ending);
  if (name !== "" && user() === name) change({ user: "" });
  return ending;
}

/** The id that the session got in the running message: nobody was told of it yet, so that it need not change again. */
const FRESH = Symbol("fresh");

function isFresh(): boolean {
  const { dictionary, cx } = context();
  return dictionary.get(FRESH) === cx.session;
}

function put(key: string, value: Plain): void {
  const found = context();
  hold(found.server.sessions.setValue(found.cx.session, key, value));
  found.cx = withUser(found.server, found.cx);
}

/** Gives the running message's session another id. */
function change(changes: SessionChange): void {
  const found = context(), isAlive = hasSession(), { server, cx } = found;
  // Who was logged out while the message is handled gets no rights and no values in the session of nobody.
  if (!isAlive && cx.user !== "" && changes.user === undefined) {
    throw new N2oError("ended", `"${cx.user}" was logged out while the message was handled`);
  }
  const changed = server.sessions.change(cx.session, changes);
  hold(changed.done);
  found.cx = withSession(server, cx, { ...changed, renew: 0 });
  if (changes.user !== "") found.dictionary.set(FRESH, changed.session);
}

/** Whether the connection's session lives here still. */
function hasSession(): boolean {
  const found = context(), { server } = found;
  if (found.cx.session === "") {
    if (found.isVisit !== true) {
      throw new N2oError("no_context", "the client has no session yet: wait for its init");
    }
    // The session of a request begins when it gets something to hold.
    found.cx = withSession(server, found.cx, server.sessions.begin());
  }
  return server.sessions.getValue(found.cx.session, "auth") !== undefined;
}

/**
 * Registers the connection under a topic: what is sent there becomes an event of its page, a {@linkcode Sent} or a {@linkcode Lost}.
 *
 * Resolves when nothing that is sent from then on is missed; the client is not answered before.
 *
 * @param value what others see of the user in this topic: see `presence`
 * @throws {N2oError} `config` for a value where the settings have no presence
 */
export function reg(topic: Key, ...[value]: [value?: Plain]): Promise<void> {
  const found = context(), name = keyText(topic);
  if (value !== undefined) {
    const presence = presenceOf(found.server);
    presence.untrack(found.receiver, topic);
    presence.track(topic, user(), value, found.receiver);
  }
  if (found.cx.topics.some((each) => keyText(each) === name)) return Promise.resolve();
  const holds = found.server.bus.reg(topic, found.receiver);
  found.cx = { ...found.cx, topics: [...found.cx.topics, frozenKey(topic)] };
  if (holds === undefined) return Promise.resolve();
  hold(holds);
  return holds;
}

/** Takes the connection out of a topic. */
export function unreg(topic: Key): void {
  const found = context(), name = keyText(topic);
  found.server.bus.unreg(topic, found.receiver);
  found.server.presence?.untrack(found.receiver, topic);
  found.cx = { ...found.cx, topics: found.cx.topics.filter((each) => keyText(each) !== name) };
}

/** Takes the connection out of all its topics, as when it ends: the page begins anew. */
export function unregAll(): void {
  const found = context();
  leave(found.server, found.cx.topics, found.receiver);
  found.cx = { ...found.cx, topics: [] };
}

/**
 * Sends a copy of a message to everybody who registered under a topic, on all nodes; tells how many there are on this one. Where the bus
 * goes over a broker that is a promise, which never rejects.
 *
 * @param message a plain value or a term
 * @throws {N2oError} `value` for anything else, `full` for a message that is too large for the bus.
 */
export function send(topic: Key, message: unknown): number | Promise<number> {
  const { bus, metrics } = context().server;
  metrics.count("n2o_bus_messages", { direction: "out" });
  return bus.send(topic, message);
}

/** Seals a term for the client's session and its user, for as long as the server's pickles last. */
export function pickle(term: Term): string {
  const { server, cx } = context(), till = server.clock.now() + server.pickleTtl * 1000;
  return server.pickler.pickle(term, ownerOf(cx.session, user()), till);
}

/** Seals as `pickle` does, for at least half as long: the same term has the same text as long as that is at hand. */
export function sealed(term: Term): string {
  const { server, cx } = context();
  return server.seals.seal(term, ownerOf(cx.session, user()));
}

/**
 * Opens what `pickle` sealed for the client's session, under the id that it has or one that it had on this connection: for the user who is
 * logged in, or for nobody.
 *
 * @throws {N2oError} `forged` or `expired`.
 */
export function depickle(text: string): Term {
  return opened(text).term;
}

/**
 * Opens as `depickle` does, and tells for which id of the session the pickle was sealed: that stays the same wherever it is sent again.
 *
 * @throws {N2oError} `forged` or `expired`.
 */
export function opened(text: string): Opened {
  const { server, cx } = context(), name = user(), owners: string[] = [];
  for (const session of [cx.session, ...cx.former]) {
    if (name !== "") owners.push(ownerOf(session, name));
    owners.push(session);
  }
  return server.seals.open(text, owners);
}

/**
 * Adds to a commit of the store that the running event is done, and that nobody else has said so: with `once: "store"` a handler that
 * makes all its changes in this one commit is carried out exactly once, over crashes too. Its page says so in `claims`; else an event
 * whose process dies before the commit is not carried out, and its client hears `unknown`.
 *
 * The commit must be of the store that the claims are in. Where it is refused, as another process has carried the event out, or because of
 * a check of the application's, begin anew with what is stored now, or throw. Events that are never sent again (of the classic wire, of
 * the bus, `"init"`) have nothing to claim: their commit stays as it is.
 *
 * @param commit `kv.atomic()`, or a `Batch` of kvs
 * @throws {N2oError} `config` where events are not claimed in a store, `no_context` when the event is over, `full` when it is tried for
 * the 65th time in one event.
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import * as n2o from "@n2o/n2o/n2o";
 *
 * const kv = memoryKv();
 * const shop = {
 *   claims: (postback: unknown) => postback === "order",
 *   async event(event: unknown) {
 *     if (event !== "order") return;
 *     const { ok } = await n2o.claim(kv.atomic().sum(["orders"], 1n)).commit();
 *     if (!ok) throw new Error("another process has taken this order");
 *   },
 * };
 * if (!shop.claims("order")) throw new Error("orders are claimed");
 * ```
 */
export function claim<Commit extends ClaimCommit>(commit: Commit): Commit {
  const { server, dictionary } = context();
  if (server.ledger === undefined) {
    throw new N2oError("config", 'once: n2o.claim() needs the setting once: "store"');
  }
  attempted(dictionary)?.into(commit);
  return commit;
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
