/**
 * What a host lends to an application: sockets, and where it has them files, a port and signals.
 *
 * @module
 */
import type { SocketEvents } from "../n2o/endpoint/ws.ts";
import type { AppContext } from "./deps.ts";
import type { Files } from "./static/files.ts";
import { type Log, N2oError } from "../n2o/mod.ts";

/** A host: the program that runs an application and gives it the network. */
export interface Host {
  /** Its name, for messages to people. */
  readonly name: string;
  /**
   * Answers the handshake of a WebSocket, whose events then go to `events`.
   *
   * Throws a `TypeError` for a request that is no handshake.
   */
  upgrade(c: AppContext, events: SocketEvents): Promise<Response>;
  /** The address of who is connected, a proxy's where one stands before this server; undefined where the host does not tell. */
  readonly address?: ((c: AppContext) => string | undefined) | undefined;
  /** Whether each connection lives in a request that no other can reach: pages hear of nothing that others do. */
  readonly isApart?: boolean;
  /** Its files; undefined where it has none, and static folders come by HTTP only. */
  readonly files?: Files | undefined;
  /** Whether it says that it is in production, where a secret must be set. */
  isProduction(): boolean;
  /**
   * Listens; undefined where nothing does, and the host asks `app.fetch` itself.
   *
   * @throws {N2oError} `config` for a port that is taken or an address that is not this machine's
   */
  listen?(fetch: Fetch, options: ListenOptions): Promise<Listener>;
  /** Calls `stop` once when the program is asked to end; answers what calls that off. Undefined where nobody asks. */
  onEnd?(stop: () => void): () => void;
  /**
   * Has `told` called with what nobody caught, in the asynchronous context where that is known, in place of the end of the program;
   * answers what calls that off. Undefined where it ends nothing.
   *
   * What another handler of the program takes for itself is left to that. Of several applications the one whose message is running, as
   * `isOwn` says, is told, or else the first.
   */
  onStray?(told: (error: unknown) => void, isOwn: () => boolean): () => void;
}

/** What takes connections for a host in place of its own listener. */
export type Gate = Required<Pick<Host, "listen" | "upgrade">>;

/** Answers a request; the second argument is the host's own. */
export type Fetch = (request: Request, env?: object) => Response | Promise<Response>;

/** Where to listen. */
export interface ListenOptions {
  /** TCP port, 0 for any free one. */
  readonly port: number;
  /** Address of the machine, or a name of it. */
  readonly hostname: string;
  /** The longest message of a WebSocket in bytes; a longer one may close its socket with code 1009. */
  readonly frame: number;
  /** TCP connections at a time that are refused beyond, where the listener counts them. */
  readonly connections: number;
  /** Where incidents of the port are reported. */
  readonly log: Log;
}

/** An open port. */
export interface Listener {
  /** The TCP port. */
  readonly port: number;
  /** Takes no more requests; resolves when those under way are answered, which may never be. */
  drain(): Promise<void>;
  /** Ends whatever is connected still; resolves when the port is free. */
  close(): Promise<void>;
}

/** The error of an address that cannot be had; any other is answered as it is. */
export function listenError(
  cause: unknown,
  { port, hostname }: Pick<ListenOptions, "port" | "hostname">,
): unknown {
  if (!(cause instanceof Error)) return cause;
  const code = "code" in cause ? cause.code : undefined;
  const complaint = code === "EADDRINUSE" || cause.name === "AddrInUse"
    ? `port: ${port} is taken by another program; end that one or choose another`
    : code === "EACCES" || cause.name === "PermissionDenied"
    ? `port: ${port} is not for this user; choose one from 1024 on`
    : cause.name === "NotCapable"
    ? `port: this program may not listen; run it with --allow-net`
    : code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || cause.name === "AddrNotAvailable" ||
        /lookup address/.test(cause.message)
    ? `hostname: "${hostname}" is no address of this machine`
    : undefined;
  return complaint === undefined ? cause : new N2oError("config", complaint, { cause });
}
