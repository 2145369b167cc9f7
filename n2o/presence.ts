/**
 * Presence as a page or a protocol asks for it: what the connection says is over when it ends.
 *
 * Every function here throws {@link N2oError} `no_context` outside of a message: use the server's own `presence` there; and `config` where
 * the settings have none.
 *
 * @module
 */
import { context } from "./context.ts";
import { type Person, presenceOf } from "./presence/presence.ts";
import type { Key, Plain } from "./term/plain.ts";

/**
 * Says that somebody is in a topic, on this connection: a person with three tabs is there three times.
 *
 * @param key who it is, as the user's name
 * @param data up to 4,096 bytes that others see
 * @throws {N2oError} `value` for data that is not plain, `full` for too much of it, a key over 256 characters, a topic over 512.
 */
export function track(topic: Key, key: string, data: Plain): void {
  const { server, receiver } = context();
  presenceOf(server).track(topic, key, data, receiver);
}

/** Says that whom this connection said to be in a topic is there no more. */
export function untrack(topic: Key): void {
  const { server, receiver } = context();
  presenceOf(server).untrack(receiver, topic);
}

/** Who is in a topic, as far as this node knows: on a node that has just started others come in within a second. */
export function list(topic: Key): Person[] {
  return presenceOf(context().server).list(topic);
}

/** Has the page told who comes into a topic and who goes: as a {@linkcode PresenceChange}, or a `Lost` after which it lists anew. */
export function watch(topic: Key): void {
  const { server, receiver } = context();
  presenceOf(server).watch(topic, receiver);
}

/** Has the page told no more. */
export function unwatch(topic: Key): void {
  const { server, receiver } = context();
  presenceOf(server).unwatch(receiver, topic);
}
