/**
 * Who is at the other end of a connection.
 *
 * @module
 */
import { isObject } from "../base/mod.ts";

/** The network address of the peer, as Deno or Node lend it with a request; undefined where a host lends none. */
export function addressOf(env: unknown): string | undefined {
  if (!isObject(env)) return undefined;
  const { remoteAddr, incoming } = env;
  if (isObject(remoteAddr)) return textOf(remoteAddr.hostname);
  return isObject(incoming) && isObject(incoming.socket)
    ? textOf(incoming.socket.remoteAddress)
    : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
