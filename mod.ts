/**
 * N2O.ts: real-time business applications whose pages live on the server.
 *
 * ```ts
 * import { application, n2o, nitro } from "@n2o/n2o";
 *
 * const page = {
 *   event(event: unknown) {
 *     if (event === "init") nitro.update("out", nitro.panel({ id: "out", body: `Hello ${n2o.user()}` }));
 *   },
 * };
 * const { app } = await application({ routes: { "/app/index.htm": page }, secret: "sixteen or more random characters" });
 * // const { start } = ...; await start();
 * console.assert((await app.request("/n2o/n2o.js")).status === 200);
 * ```
 *
 * @module
 */
import { checked, type Config } from "./host/config.ts";
import { file } from "./host/static.ts";
import { developmentSecret, storage } from "./host/storage.ts";
import { type Context, etag, Hono, upgradeWebSocket } from "./deps.ts";
import * as n2o from "./n2o/mod.ts";
import { ws } from "./n2o/endpoint/ws.ts";
import { client, clientHash } from "./nitro/client.gen.ts";
import * as nitro from "./nitro/mod.ts";

export * as bpe from "./bpe/mod.ts";
export * as kvs from "./kvs/mod.ts";
export { n2o, nitro };
export type { Config } from "./host/config.ts";

/** An application that listens. */
export interface Listening {
  /** The TCP port. */
  readonly port: number;
  /** Closes every connection with code 1001 and the port; resolves when all is closed. */
  stop(): Promise<void>;
  /** Resolves when the application was stopped. */
  readonly finished: Promise<void>;
}

/** An application. */
export interface Application {
  /** Its routes: add your own, or mount it under another Hono application. */
  readonly app: Hono;
  /** What its connections share. */
  readonly server: n2o.Server;
  /** Listens, on Deno; SIGINT and SIGTERM stop it. Other hosts take `app.fetch`. */
  start(): Promise<Listening>;
}

const POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'";
const MINUTE = 60_000;

/**
 * Makes an application: pages over `/ws/`, the client under `/n2o/n2o.js`, files where `static` says.
 *
 * @throws {N2oError} `config` for settings that cannot work; the message names the key.
 */
export async function application(config: Config): Promise<Application> {
  const { kv, routes, limits, log = n2o.consoleLog, protocols = [n2o.heart, nitro.nitro] } =
    checked(config);
  const server = n2o.server({
    secret: config.secret ?? await secretless(config, log),
    routes,
    protocols,
    log,
    ...limits === undefined ? {} : { limits },
    ...config.tables === undefined ? {} : { tables: config.tables },
    ...config.ttl === undefined ? {} : { ttl: config.ttl },
    ...kv === undefined ? {} : { storage: storage(kv, n2o.systemClock) },
  });
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    secured(c, config.csp ?? POLICY);
  });
  app.get("/ws/*", endpoint(server, config.origin));
  app.get(
    "/n2o/n2o.js",
    etag(),
    (c) =>
      c.body(client, 200, {
        "content-type": "text/javascript; charset=utf-8",
        // Known since the client was built: the middleware need not hash it for each request.
        etag: `"${clientHash}"`,
        "cache-control": "no-cache",
      }),
  );
  for (const [path, folder] of Object.entries(config.static ?? {})) {
    app.get(
      `${path}*`,
      etag(),
      async (c) => await file(folder, c.req.path.slice(path.length)) ?? c.notFound(),
    );
  }
  return { app, server, start: () => start(app, server, config) };
}

/** The secret where none was set: an error in production, one of development's elsewhere. */
async function secretless(
  { kv, production = isProduction() }: Config,
  log: n2o.Log,
): Promise<string> {
  if (production) {
    throw new n2o.N2oError(
      "config",
      "secret: is missing, give at least 16 random characters, the same on every machine",
    );
  }
  log(
    "warning",
    "no secret is set: one for development is used; set one before anybody else can reach this server",
  );
  return await developmentSecret(kv);
}

function isProduction(): boolean {
  if (typeof Deno === "undefined") return true;
  return ["DENO_DEPLOYMENT_ID", "DENO_DEPLOY"].some((name) => granted(name)) ||
    ["N2O_ENV", "NODE_ENV", "DENO_ENV"].some((name) => granted(name) === "production");
}

/** The environment's variable, if the program may read it. */
function granted(variable: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" ? Deno.env.get(variable) : undefined;
}

function secured(c: Context, policy: string | false): void {
  if (c.res.status === 101) return;
  if (policy !== false) c.res.headers.set("content-security-policy", policy);
  c.res.headers.set("x-content-type-options", "nosniff");
  c.res.headers.set("referrer-policy", "same-origin");
}

/** The WebSocket endpoint: checks the origin and the path, then hands the socket over. */
function endpoint(server: n2o.Server, origin: Config["origin"]): (c: Context) => Promise<Response> {
  return async (c) => {
    const { pathname, search } = new URL(c.req.url), path = pathname.slice("/ws".length);
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
      return c.text("a WebSocket is expected here", 426);
    }
    if (!admitted(c.req.header("origin"), c.req.header("host"), origin)) {
      server.log("warning", "refused: a foreign origin", { origin: c.req.header("origin"), path });
      return c.text("this origin may not connect", 403);
    }
    const page = n2o.route(server.routes, path);
    if (page === undefined) return c.notFound();
    if (server.connections.size >= server.limits.connections) {
      server.log("warning", "refused: too many connections", { path });
      return c.text("full, try again later", 503);
    }
    const events = ws(server, page, { path, query: search.slice(1), headers: c.req.header() });
    try {
      return await upgradeWebSocket(c, events);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return c.text("this is no handshake of a WebSocket (RFC 6455, section 4.2.1)", 400);
    }
  };
}

/** Whether a page of `origin` may connect. Programs that are no browser send none and are let in. */
function admitted(
  origin: string | undefined,
  host: string | undefined,
  allowed: Config["origin"],
): boolean {
  if (origin === undefined) return true;
  if (allowed === undefined) return host !== undefined && URL.parse(origin)?.host === host;
  const origins = typeof allowed === "string" ? [allowed] : allowed;
  return origins.includes("*") || origins.includes(origin);
}

async function start(app: Hono, server: n2o.Server, config: Config): Promise<Listening> {
  const { port = 8001, hostname = "0.0.0.0" } = config;
  const listening = Promise.withResolvers<number>(), stopped = Promise.withResolvers<void>();
  const onListen = ({ port }: Deno.NetAddr) => listening.resolve(port);
  const http = Deno.serve({ port, hostname, onListen }, app.fetch);
  const sweeping = setInterval(() => n2o.sweep(server), MINUTE);
  const signals = Deno.build.os === "windows"
    ? ["SIGINT"] as const
    : ["SIGINT", "SIGTERM"] as const;
  const stop = async () => {
    clearInterval(sweeping);
    for (const signal of signals) Deno.removeSignalListener(signal, stop);
    await Promise.all([n2o.stop(server), http.shutdown()]);
    stopped.resolve();
  };
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  return { port: await listening.promise, stop, finished: stopped.promise };
}
