/**
 * The routes of an application, in the order in which they are asked, and the document of a page that has no file of its own: all that it
 * shows comes over the WebSocket.
 *
 * @module
 */
import type { Kv } from "../kvs/mod.ts";
import { type Carrier, route, type Routes, type Server, sweep } from "../n2o/mod.ts";
import {
  client,
  clientHash,
  clientIcon,
  clientParts,
  clientSheets,
  clientStyle,
  type Part,
} from "../nitro/client.gen.ts";
import { documentText } from "../nitro/mod.ts";
import type { Config, Given } from "./config.ts";
import { type App, type AppContext, Hono } from "./deps.ts";
import { endpoint } from "./endpoint.ts";
import { health } from "./health.ts";
import type { Host } from "./host.ts";
import { type Faults, faults } from "./page/fault.ts";
import { servePages } from "./page/pages.ts";
import { requestLog, traced } from "./request_log.ts";
import { guardPages } from "./session/guard.ts";
import { Requests } from "./session/request.ts";
import { exchange, inviting } from "./session/ticket.ts";
import { ownRoutes, within } from "./session/visits.ts";
import { answer } from "./static/answer.ts";
import { type Compressor, compressor } from "./static/compress.ts";
import { bytesContent, type Content, textContent } from "./static/content.ts";

const POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'";
const CSP = "content-security-policy";
const SECURE = { "x-content-type-options": "nosniff", "referrer-policy": "same-origin" };

/** The application's own routes, the endpoint, the client, files, and documents for pages without one. */
export async function routed<Store extends Kv | undefined>(
  host: Host,
  config: Config<Store>,
  given: Given<Store>,
): Promise<App> {
  const app = new Hono(), compress = compressor(), { server } = given;
  const requests = new Requests(server, host, config), visit = within(server, requests);
  const policy = config.csp ?? policyOf(config.mqtt);
  if (config.requests !== undefined) app.use(requestLog(server, config.requests));
  app.use(async (c, next) => {
    // A bare socket can ask for what is no address at all, such as one with the port 99999.
    const refused = URL.canParse(c.req.url)
      ? requests.refused(c)
      : c.text("this is no address", 400);
    if (refused === undefined) await next();
    else c.res = refused;
    secured(c, policy);
  });
  const fault = faults(server, visit);
  app.onError((error, c) => failed(error, c, { server: traced(server, c), fault }));
  app.notFound((c) => fault(c, 404));
  const known = new Set<App["routes"][number]>();
  app.use(ownRoutes(visit, known));
  for (const route of app.routes) known.add(route);
  await config.app?.(app, given);
  const own = app.routes.length;
  app.get("/ws/*", sweeping(server), endpoint(server, host, requests, config.requests));
  app.all("/n2o/session", exchange(server, requests));
  if (config.mqtt !== undefined) app.all("/n2o/mqtt", inviting(server, config.mqtt, requests));
  app.get("/n2o/health", () => health(server));
  if (config.metrics !== undefined && "guard" in config.metrics) {
    const { guard } = config.metrics, { metricsAnswer } = await import("./metrics.ts");
    app.get("/n2o/metrics", async (c) => {
      return await guard(c.req.raw) ? metricsAnswer(server) : c.text("not for you", 403);
    });
  }
  const icon = serveClient(app, compress);
  app.get("*", guardPages(server.routes, visit));
  const isBrokered = config.mqtt?.browsers !== undefined;
  servePages(app, server, { run: visit, fault, isBrokered }, "own");
  if (config.static !== undefined) {
    const { serveStatic } = await import("./static/static.ts");
    await serveStatic(app, config.static, { compress, files: host.files, host: host.name });
  }
  servePages(app, server, { run: visit, fault, isBrokered }, "rest");
  const document = config.shell ?? config.static === undefined;
  const make = document === true ? () => shell(isBrokered) : document;
  if (make !== false) serveShells(app, server.routes, make, compress);
  app.get("/favicon.ico", (c) => answer(c.req.raw, icon, compress));
  for (const route of app.routes.slice(own)) known.add(route);
  return app;
}

/** Answers with the client, and with what stands beside it; the icon is for who asks elsewhere as well. */
function serveClient(app: App, compress: Compressor): Content {
  const script = "text/javascript; charset=utf-8";
  const serve = (name: string, { text, hash: tag }: Part, type: string) => {
    const content = bytesContent(new TextEncoder().encode(text), { type, tag });
    app.get(`/n2o/${name}`, (c) => answer(c.req.raw, content, compress));
    return content;
  };
  serve("n2o.js", { text: client, hash: clientHash }, script);
  for (const [name, part] of Object.entries(clientParts)) serve(`${name}.js`, part, script);
  for (const [name, sheet] of Object.entries({ n2o: clientStyle, ...clientSheets })) {
    serve(`${name}.css`, sheet, "text/css; charset=utf-8");
  }
  return serve("icon.svg", clientIcon, "image/svg+xml");
}

/** The policy of documents whose client connects to this server only, or to a broker as well. */
function policyOf(carrier: Carrier | undefined): string {
  if (carrier?.browsers === undefined) return POLICY;
  // As CSP has it (level 3, section 6.7.2): scheme, host and port; a path would be matched as well.
  const { protocol, host } = new URL(carrier.browsers);
  return `${POLICY}; connect-src 'self' ${protocol}//${host}`;
}

const MINUTE = 60_000;

/** Forgets what expired as clients come, at most once a minute: not every host has a program that runs between requests. */
function sweeping(server: Server): (c: AppContext, next: () => Promise<void>) => Promise<void> {
  let last = server.clock.now();
  return async (_, next) => {
    const now = server.clock.now();
    if (now - last >= MINUTE) {
      last = now;
      sweep(server);
    }
    await next();
  };
}

/** What an own route says of itself stays. */
function secured(c: AppContext, policy: string | false): void {
  if (c.res.status === 101) return;
  const missing = Object.entries(SECURE).filter(([name]) => !c.res.headers.has(name));
  if (policy !== false && !c.res.headers.has(CSP)) missing.push([CSP, policy]);
  try {
    for (const [name, value] of missing) c.res.headers.set(name, value);
  } catch {
    // What comes from fetch() or Response.redirect() cannot be changed.
    c.res = new Response(c.res.body, c.res);
    for (const [name, value] of missing) c.res.headers.set(name, value);
  }
}

/** Answers for a route that threw, as Hono does, but says so where the application's incidents are reported. */
function failed(
  error: Error,
  c: AppContext,
  { server, fault }: { readonly server: Server; readonly fault: Faults },
): Response | Promise<Response> {
  if ("getResponse" in error && typeof error.getResponse === "function") return error.getResponse();
  server.log("error", "a route failed", { error, method: c.req.method, path: c.req.path });
  return fault(c, 500);
}

/** Answers the paths of pages with documents that a function makes of the path. */
function serveShells(
  app: App,
  routes: Routes,
  make: (path: string) => string,
  compress: Compressor,
): void {
  app.get("*", async (c, next) => {
    const { pathname } = new URL(c.req.url);
    if (route(routes, pathname) === undefined) return await next();
    return answer(
      c.req.raw,
      await textContent(make(pathname), "text/html; charset=utf-8"),
      compress,
    );
  });
}

/** A document that loads the client and has an empty `<main id="main">` for the page to update. */
function shell(isBrokered: boolean): string {
  const body = '<main id="main"></main>';
  return documentText({ title: "N2O", head: "", body, options: {} }, { isBrokered });
}
