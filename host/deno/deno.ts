/**
 * Deno as a host: its WebSockets, environment, files, ports and signals.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import { type AppContext, defineWebSocketHelper, type UpgradeWebSocket } from "../deps.ts";
import { contextOf } from "../endpoint.ts";
import { absent, type Files, type Stat } from "../static/files.ts";
import { type Fetch, type Host, type Listener, listenError, type ListenOptions } from "../host.ts";

/** Answers the handshake of a WebSocket, as Hono's helpers do; the options are Deno's (`idleTimeout` is 30 seconds by default). */
export const upgradeWebSocket: UpgradeWebSocket<WebSocket, Deno.UpgradeWebSocketOptions> =
  defineWebSocketHelper(
    (c, events, options) => {
      if (c.req.header("upgrade")?.toLowerCase() !== "websocket") return;
      if (!isHandshake(c.req.raw)) throw new TypeError("no handshake");
      const protocol = c.req.header("sec-websocket-protocol")?.split(",")[0]?.trim();
      const { response, socket } = Deno.upgradeWebSocket(c.req.raw, {
        ...protocol ? { protocol } : {},
        ...options,
      });
      const context = contextOf(socket);
      socket.binaryType = "arraybuffer";
      socket.onopen = (event) => events.onOpen?.(event, context);
      socket.onmessage = (event) => events.onMessage?.(event, context);
      socket.onclose = (event) => events.onClose?.(event, context);
      socket.onerror = (event) => events.onError?.(event, context);
      return response;
    },
  );

/** What RFC 6455, section 4.2.1, asks of a handshake, and Deno does not look at. */
function isHandshake({ method, headers }: Request): boolean {
  return method === "GET" && headers.get("sec-websocket-version") === "13" &&
    /^[A-Za-z0-9+/]{22}==$/.test(headers.get("sec-websocket-key")?.trim() ?? "");
}

/** Whether the program runs in production: on Deno Deploy, or where an `_ENV` variable says so. */
function isProduction(): boolean {
  return ["DENO_DEPLOYMENT_ID", "DENO_DEPLOY"].some((name) => granted(name)) ||
    ["N2O_ENV", "NODE_ENV", "DENO_ENV"].some((name) => granted(name) === "production");
}

/** The environment's variable, if the program may read it without asking a person. */
function granted(variable: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" ? Deno.env.get(variable) : undefined;
}

/** The files of this machine. */
export const files: Files = {
  // Asked late: pages that import the root are loaded on other hosts, too.
  get separator() {
    return Deno.build.os === "windows" ? "\\" : "/";
  },
  realPath: (place) => Deno.realPath(place).catch(absent),
  async stat(path) {
    const found = await Deno.stat(path).catch(absent);
    return found && statOf(found);
  },
  async open(path) {
    const file = await Deno.open(path).catch(absent);
    return file && {
      stat: async () => statOf(await file.stat()),
      async read(buffer, at) {
        await file.seek(at, Deno.SeekMode.Start);
        return await file.read(buffer) ?? 0;
      },
      close: () => file.close(),
    };
  },
};

function statOf({ isFile, isDirectory, size, mtime, ctime }: Deno.FileInfo): Stat {
  const kind = isFile ? "file" : isDirectory ? "folder" : "other";
  const modified = mtime?.getTime() ?? 0;
  return { kind, size, modified, changed: ctime?.getTime() ?? modified };
}

/** Listens on a port. */
async function listen(
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
function onEnd(stop: () => void): () => void {
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

/** What Deno.serve says of who is connected. */
function address({ env }: AppContext): string | undefined {
  const info: unknown = env;
  if (!isObject(info) || !isObject(info["remoteAddr"])) return undefined;
  const { hostname } = info["remoteAddr"];
  return typeof hostname === "string" ? hostname : undefined;
}

/** Deno. */
export const deno: Host = {
  name: "Deno",
  upgrade: (c, events) => upgradeWebSocket(c, events),
  address,
  files,
  isProduction,
  listen,
  onEnd,
};
