/**
 * Pages that are declared, by HTTP: each is answered under its path with the session of the cookie, as it is for whoever asks.
 *
 * @module
 */
import { route, type Server } from "../../n2o/mod.ts";
import { documentText, isLivePage, type LivePage } from "../../nitro/mod.ts";
import type { App, AppContext } from "../deps.ts";
import { traced } from "../request_log.ts";
import type { Within } from "../session/visits.ts";
import { answer } from "../static/answer.ts";
import { compressor } from "../static/compress.ts";
import { textContent } from "../static/content.ts";
import { documentOf, type Faults, READS } from "./fault.ts";

/** What serving pages needs. */
export interface Serving {
  /** Has a request run as a visit. */
  readonly run: Within;
  /** Answers what cannot be shown. */
  readonly fault: Faults;
  /** Whether clients go over a broker. */
  readonly isBrokered: boolean;
}

/** Codings for what is written once: the better one takes five times the time. */
const QUICK: readonly string[] = ["gzip"];
const ALLOW = "GET, HEAD, OPTIONS";

/**
 * Serves pages: those of a path of their own before any file, or behind all files those of paths that only begin so (`/app/*`).
 */
export function servePages(
  app: App,
  server: Server,
  serving: Serving,
  which: "own" | "rest",
): void {
  if (!Object.values(server.routes).some(isLivePage)) return;
  // What one person sees is not kept for the next.
  const compress = compressor(0);
  app.all("*", async (c, next) => {
    const name = route(server.routes, new URL(c.req.url).pathname);
    const page = name === undefined ? undefined : server.routes[name];
    if (!isLivePage(page) || name?.endsWith("*") !== (which === "rest")) return await next();
    if (READS.has(c.req.method)) {
      return await serving.run(c, async () => void (c.res = await shown(c, page)));
    }
    const status = c.req.method === "OPTIONS" ? 204 : 405;
    c.res = status === 204 ? c.body(null, 204) : await serving.fault(c, status);
    c.res.headers.set("allow", ALLOW);
  });

  async function shown(c: AppContext, page: LivePage): Promise<Response> {
    try {
      const made = await documentOf(server, page);
      if (made.location !== undefined) return led(c, made.location);
      if (made.isMissing) return await serving.fault(c, 404);
      const text = documentText(made, { isBrokered: serving.isBrokered });
      const content = await textContent(text, "text/html; charset=utf-8");
      const response = await answer(c.req.raw, content, compress, QUICK);
      response.headers.set("cache-control", "private, no-cache");
      response.headers.append("vary", "cookie");
      return response;
    } catch (error) {
      const { path, method } = c.req;
      traced(server, c).log("error", "a page failed to show itself", { error, method, path });
      return await serving.fault(c, 500);
    }
  }
}

/** A site that no page is of. */
const NOWHERE = "http://n2o.invalid";

/** Leads elsewhere; the address is written as the standard's parser has it, for a header holds no other signs. */
function led({ req }: AppContext, to: string): Response {
  const { origin, href, pathname, search, hash } = new URL(to, new URL(req.path, NOWHERE));
  const location = origin === NOWHERE ? pathname + search + hash : href;
  return new Response(null, { status: 302, headers: { location, "cache-control": "no-store" } });
}
