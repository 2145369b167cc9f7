/**
 * Pages without an application: a server of their own, and as much of HTTP as they need.
 *
 * @module
 */
import {
  cookieName,
  cookieOf,
  heart,
  type Log,
  type Req,
  route,
  type Routes,
  type Server,
  server as serverOf,
  type ServerOptions,
  stop,
  visit,
} from "../../../n2o/mod.ts";
import { ws } from "../../../n2o/endpoint/ws.ts";
import { randomId } from "../../../base/mod.ts";
import type { Body } from "../../element.ts";
import { documentText } from "../../page/document.ts";
import { isLivePage } from "../../page/page.ts";
import { nitro } from "../../protocol/protocol.ts";
import { renderBody } from "../../render.ts";
import type { TestClock } from "../clock.ts";
import type { Site } from "./site.ts";
import { cookieFor, isBusy, joined, outside } from "./within.ts";

/** How pages are served. */
export interface PagesOptions {
  /** The time of the server and of the pages. */
  readonly clock: TestClock;
  /** What stands in the document of a page that is a module; `<main id="main"></main>` by default. */
  readonly body?: Body;
  /** What the server is made of otherwise: protocols before those of pages, limits, a bus. */
  readonly server?: Partial<ServerOptions>;
  /** Where incidents are reported. */
  readonly log: Log;
}

const ORIGIN = "http://n2o.test";

/** The site of pages by their paths. */
export function pagesSite(routes: Routes, options: PagesOptions): Site {
  const { clock, body, log } = options;
  const server = serverOf({
    secret: randomId(),
    clock,
    log,
    ...options.server,
    protocols: [heart, ...options.server?.protocols ?? [], nitro],
    routes,
  });
  const made = body === undefined ? '<main id="main"></main>' : renderBody(body).html;
  const apart = outside();
  return {
    origin: ORIGIN,
    fetch: (request) =>
      apart(() =>
        new URL(request.url).pathname === "/n2o/session"
          ? exchanged(server, request)
          : shown(server, request, made)
      ),
    socket(url, headers, ears) {
      const path = url.pathname.slice("/ws".length), page = route(routes, path);
      if (page === undefined) return Promise.reject(new Error(`no page has the path ${path}`));
      const req = { path, query: url.search.slice(1), headers };
      return Promise.resolve(joined(ws(server, page, req), ears, apart));
    },
    isBusy: () => isBusy(server),
    cookie: (login) => cookieFor(server, login),
    close: () => stop(server),
  };
}

/** The cookie of a ticket. */
async function exchanged({ sessions }: Server, request: Request): Promise<Response> {
  const text = cookieOf(request.headers.get("cookie") ?? undefined, sessions.cookie);
  const held = text === undefined ? undefined : sessions.unseal(text);
  const session = await sessions.redeem((await request.text()).trim(), held ?? "");
  if (session === undefined) return new Response("this ticket is none", { status: 403 });
  const cookie = `${cookieName(false, sessions.cookie)}=${sessions.seal(session)}; Path=/`;
  return new Response(null, { status: 204, headers: { "set-cookie": cookie } });
}

/** The document of a page, as it is for whoever asks. */
async function shown(server: Server, request: Request, body: string): Promise<Response> {
  const { pathname, search } = new URL(request.url), cookie = request.headers.get("cookie");
  const name = route(server.routes, pathname), page = name && server.routes[name];
  if (!page) return new Response(`no page has the path ${pathname}`, { status: 404 });
  const headers = { "content-type": "text/html; charset=utf-8" };
  if (!isLivePage(page)) {
    const text = documentText({ title: "N2O", head: "", body, options: {} });
    return new Response(text, { headers });
  }
  const req: Req = { path: pathname, query: search.slice(1), headers: cookie ? { cookie } : {} };
  const held = cookieOf(cookie ?? undefined, server.sessions.cookie) ?? "";
  const session = held === "" ? "" : await server.sessions.open(held) ?? "";
  const { value } = await visit(server, { req, session }, () => page.document());
  const { location, isMissing } = value;
  if (location !== undefined) return new Response(null, { status: 302, headers: { location } });
  if (isMissing) return new Response("there is no such page", { status: 404 });
  return new Response(documentText(value), { headers });
}
