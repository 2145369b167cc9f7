/**
 * Ports and signals of Deno.
 *
 * @module
 */
import type { Fetch, Listener, ListenOptions } from "../host.ts";
import { listenError } from "../listen_error.ts";

/** Listens on a port. */
export async function listen(
  fetch: Fetch,
  { port, hostname }: ListenOptions,
): Promise<Listener> {
  return await serve(fetch, { port, hostname }).catch((cause) => {
    throw listenError(cause, { port, hostname });
  });
}

/** Listens where the options say, or where Deno does by default. */
export async function serve(
  fetch: Fetch,
  options: Deno.ServeTcpOptions = {},
): Promise<Listener> {
  const listening = Promise.withResolvers<number>();
  const onListen = ({ port }: Deno.NetAddr) => listening.resolve(port);
  const http = Deno.serve({ ...options, onListen }, (request) => fetch(request));
  return { port: await listening.promise, close: () => http.shutdown() };
}

/** Has `stop` called on SIGINT and, where there is one, SIGTERM; where a host knows no signals, never. */
export function onEnd(stop: () => void): () => void {
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  try {
    for (const signal of signals) Deno.addSignalListener(signal, stop);
  } catch {
    return () => {};
  }
  return () => {
    for (const signal of signals) Deno.removeSignalListener(signal, stop);
  };
}
