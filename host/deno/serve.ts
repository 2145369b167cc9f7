/**
 * Ports of Deno, which live on when the descriptors are used up.
 *
 * @module
 */
import { backoff, type Log, systemClock } from "../../base/mod.ts";
import { type Fetch, type Listener, listenError, type ListenOptions } from "../host.ts";

/** Listens on a port. */
export async function listen(
  fetch: Fetch,
  { port, hostname, log }: ListenOptions,
): Promise<Listener> {
  return await serve(fetch, { port, hostname }, log).catch((cause) => {
    throw listenError(cause, { port, hostname });
  });
}

/** How long a port that failed rests, in milliseconds: descriptors come back when peers leave. */
const FIRST = 50, LONGEST = 200;
/** How long after a failure another one is no news, in milliseconds. */
const NEWS = 60_000;

/** Listens where the options say, or where Deno does by default. */
export async function serve(
  fetch: Fetch,
  options: Deno.ServeTcpOptions = {},
  log?: Log,
): Promise<Listener> {
  const listening = Promise.withResolvers<number>();
  const cut = new AbortController(), underWay = new Set<Promise<void>>();
  const rest = backoff({ first: FIRST, longest: LONGEST, random: () => 1 });
  /** Whether it failed once: those who were connected then are not known to the server that began after that. */
  let hasFailed = false;
  /** How often since somebody was answered. */
  let failures = 0;
  let isClosing = false, told = -Infinity, timer: unknown;
  let http = begin({ ...options, onListen: ({ port }) => listening.resolve(port) });
  const port = await listening.promise;

  function begin(options: Deno.ServeTcpOptions): Deno.HttpServer {
    const begun = Deno.serve({ ...options, signal: cut.signal }, (request, info) => {
      if (begun === http) failures = 0;
      return answer(request, info);
    });
    begun.finished.catch(failed);
    return begun;
  }
  function answer(request: Request, info: Deno.ServeHandlerInfo): Response | Promise<Response> {
    if (isClosing) return stopping();
    const completed = info.completed.catch(() => {}).then(() => void underWay.delete(completed));
    underWay.add(completed);
    return fetch(request, info);
  }
  /** Deno gives the port up when it finds no descriptor for a connection; those that are connected stay. */
  function failed(error: unknown): void {
    if (isClosing) return;
    hasFailed = true;
    const now = systemClock.now(), after = rest(failures++);
    if (now - told > NEWS) {
      told = now;
      log?.("error", "no more connections are taken for now", { port, error });
    }
    timer = systemClock.setTimeout(again, after);
  }
  function again(): void {
    try {
      http = begin({ ...options, port, onListen() {} });
    } catch (error) {
      failed(error);
    }
  }
  return {
    port,
    async drain() {
      isClosing = true;
      systemClock.clearTimeout(timer);
      await Promise.all(underWay);
    },
    // Deno's shutdown lets what is on its way arrive, but waits without end for answers that nobody gives or reads.
    async close() {
      if (underWay.size === 0 && !hasFailed) return await http.shutdown();
      cut.abort();
      await http.finished.catch(() => {}); // it was told when it happened
    },
  };
}

function stopping(): Response {
  return new Response("the server stops", { status: 503, headers: { connection: "close" } });
}
