/**
 * Deno as a host: its WebSockets, environment, files, ports and signals.
 *
 * @module
 */
import type { SocketEvents } from "../../n2o/endpoint/ws.ts";
import { addressOf } from "../address.ts";
import type { AppContext } from "../deps.ts";
import { absent, type Files, type Stat } from "../static/files.ts";
import type { Host } from "../host.ts";
import { listen } from "./serve.ts";
import { onStray } from "./stray.ts";

/** Answers the handshake for an endpoint: the socket itself goes to it, and one listener hears all events, since many sockets are idle. */
function upgrade(c: AppContext, events: SocketEvents): Promise<Response> {
  if (!isHandshake(c.req.raw)) throw new TypeError("no handshake");
  const protocol = c.req.header("sec-websocket-protocol")?.split(",")[0]?.trim();
  // Deno forgets the timer of its own pings where a frame comes after the close, and a program would end 15 seconds after it has stopped:
  // `limits.silence` is what closes who is gone without a word, as on Node.
  const options = { idleTimeout: 0, ...protocol && { protocol } };
  const { response, socket } = Deno.upgradeWebSocket(c.req.raw, options);
  socket.binaryType = "arraybuffer";
  const ears = new Ears(socket, events);
  for (const type of ["open", "message", "close", "error"]) socket.addEventListener(type, ears);
  return Promise.resolve(response);
}

/** Tells an endpoint what happens on a socket. */
class Ears implements EventListenerObject {
  readonly #socket: WebSocket;
  readonly #events: SocketEvents;

  constructor(socket: WebSocket, events: SocketEvents) {
    this.#socket = socket;
    this.#events = events;
  }

  handleEvent(event: Event): void {
    if (event instanceof MessageEvent) this.#events.onMessage(event, this.#socket);
    else if (event instanceof CloseEvent) this.#events.onClose(event);
    else if (event.type === "open") this.#events.onOpen(event, this.#socket);
    else this.#events.onError(event);
  }
}

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

/** Deno as a host: the files that the program may read, its listener and its signals. */
export const deno: Host = {
  name: "Deno",
  upgrade,
  address: ({ env }) => addressOf(env),
  files,
  isProduction,
  listen,
  onEnd,
  onStray,
};
