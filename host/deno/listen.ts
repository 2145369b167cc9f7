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
  const cut = new AbortController(), underWay = new Set<Promise<void>>();
  let isClosing = false;
  const http = Deno.serve({ ...options, signal: cut.signal, onListen }, (request, info) => {
    if (isClosing) return stopping();
    const completed = info.completed.catch(() => {}).then(() => void underWay.delete(completed));
    underWay.add(completed);
    return fetch(request, info);
  });
  return {
    port: await listening.promise,
    async drain() {
      isClosing = true;
      await Promise.all(underWay);
    },
    // Deno's shutdown lets what is on its way arrive, but waits without end for answers that nobody gives or reads.
    async close() {
      if (underWay.size === 0) return await http.shutdown();
      cut.abort();
      await http.finished;
    },
  };
}

function stopping(): Response {
  return new Response("the server stops", { status: 503, headers: { connection: "close" } });
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
