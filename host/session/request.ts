/**
 * What an application knows of a request: the part that a page or a route may look at, and the origin guard that stands before all of
 * them.
 *
 * @module
 */
import { isAdmittedOrigin, isOwnOrigin } from "../../base/mod.ts";
import { cookieName, cookiesOf, type Principal, type Req, type Server } from "../../n2o/mod.ts";
import type { AppContext } from "../deps.ts";
import { traced } from "../request_log.ts";
import type { Host } from "../host.ts";
import { type Peer, peerOf, type Proxies } from "./proxy.ts";

/** The settings that say where requests come from. */
export interface RequestSettings {
  /** Origins whose pages may connect, `*` for all; the application's own by default. */
  readonly origin?: string | readonly string[] | undefined;
  /** The proxies of one's own before this server; by default there is none, and no header says who asks. */
  readonly proxy?: Proxies | undefined;
  /**
   * Tells whom an application's own accounts know in a request: by a header that a proxy sets, a client's certificate, a token. Asked
   * when a socket is opened and when an own route or a guard is, where the session has no user. What it throws is logged, and nobody is
   * known.
   */
  readonly identify?:
    | ((request: Request, peer: Peer) => Principal | undefined | Promise<Principal | undefined>)
    | undefined;
}

/** Where a request comes from: a page that may change something with a cookie, another one, or nobody says. */
export type RequestOrigin = "admitted" | "foreign" | "unsaid";

const left = new WeakMap<Server, Set<string>>(), origins = new WeakMap<Request, RequestOrigin>();

/** Leaves to an API what is asked below its base: nothing is refused there because of its origin, which {@linkcode originOf} tells. */
export function leave(server: Server, base: string): void {
  const bases = left.get(server) ?? new Set<string>();
  left.set(server, bases.add(base.replace(/\/+$/, "")));
}

/** Whether a path is one of an API. */
function isLeft(server: Server, path: string): boolean {
  for (const base of left.get(server) ?? []) {
    if (path === base || path.startsWith(`${base}/`)) return true;
  }
  return false;
}

/** Where a request for an API comes from; `foreign` where nobody has looked. */
export function originOf(request: Request): RequestOrigin {
  return origins.get(request) ?? "foreign";
}

/** Where requests come from, by the host and the settings. */
export class Requests {
  readonly #server: Server;
  readonly #host: Host;
  readonly #settings: RequestSettings;

  /** Reads requests as a host and settings say. */
  constructor(server: Server, host: Host, settings: RequestSettings) {
    this.#server = server;
    this.#host = host;
    this.#settings = settings;
  }

  /** Where a request comes from. */
  peer(c: AppContext): Peer {
    const { protocol } = new URL(c.req.url);
    const direct = {
      address: this.#host.address?.(c),
      isSecure: protocol === "https:",
      host: c.req.header("host"),
    };
    return peerOf(c.req.raw.headers, direct, this.#settings.proxy);
  }

  /** The request of a page, or of a route, of this path. Of the cookies of a session it has the one that counts. */
  async req(c: AppContext, path: string): Promise<Req> {
    const peer = this.peer(c), query = new URL(c.req.url).search.slice(1);
    const { cookie, ...headers } = c.req.header(), { address, isSecure } = peer;
    const kept = cookie === undefined ? "" : await this.#cookie(cookie, peer);
    return {
      path,
      query,
      headers: kept === "" ? headers : { ...headers, cookie: kept },
      isSecure,
      ...address !== undefined && { address },
    };
  }

  /** The sessions that the cookies of a request name, that live or not; what does not open is another application's, or nobody's. */
  named(c: AppContext): readonly string[] {
    const { sessions } = this.#server, name = cookieName(this.peer(c).isSecure, sessions.cookie);
    const texts = cookiesOf(c.req.header("cookie"), name);
    return texts.flatMap((text) => sessions.unseal(text) ?? []);
  }

  /**
   * Of several cookies that open the one whose session lives, or the first where none does. None where two sessions live: somebody else,
   * with a login of their own, has put one of them there, and nobody knows which.
   */
  async #living(
    texts: readonly string[],
    address: string | undefined,
  ): Promise<string | undefined> {
    const { sessions, peers } = this.#server, living = new Map<string, string>();
    for (const text of texts) {
      const session = await sessions.open(text, false);
      if (session !== undefined) living.set(session, text);
    }
    const [[, kept] = ["", texts[0]]] = living;
    if (living.size < 2) return kept;
    peers.warn(address, "refused: the cookies of two sessions at once, neither counts", {});
    return undefined;
  }

  /** The header with no cookie of a session but that which opens; of several that whose session lives. */
  async #cookie(header: string, { isSecure, address }: Peer): Promise<string> {
    const { sessions } = this.#server, name = cookieName(isSecure, sessions.cookie);
    const names = [true, false].map((each) => cookieName(each, sessions.cookie));
    const ours = cookiesOf(header, name).filter((text) => sessions.unseal(text) !== undefined);
    const others = header.split(";").filter((pair) =>
      !names.some((each) => pair.trim().startsWith(`${each}=`))
    );
    const kept = ours.length > 1 ? await this.#living(ours, address) : ours[0];
    return [...others, ...kept === undefined ? [] : [` ${name}=${kept}`]].join(";").trim();
  }

  /** The request, with whom the application's own accounts know in it. */
  async identified(c: AppContext, req: Req): Promise<Req> {
    const { identify } = this.#settings;
    if (identify === undefined) return req;
    try {
      const identity = await identify(c.req.raw, this.peer(c));
      return identity === undefined || identity.user === "" ? req : { ...req, identity };
    } catch (error) {
      this.#server.log("error", "identify failed: nobody is known", { path: req.path, error });
      return req;
    }
  }

  /** Whether a request says that it comes from a page of this very origin, or of one that the settings name. */
  isSame(c: AppContext): boolean {
    const site = c.req.header("sec-fetch-site"), from = c.req.header("origin");
    if (site !== undefined) return site === "same-origin";
    const { host, isSecure } = this.peer(c), named = [this.#settings.origin ?? []].flat();
    return from !== undefined && (isOwnOrigin(from, host, isSecure) || named.includes(from));
  }

  #originOf(c: AppContext): RequestOrigin {
    const origin = c.req.header("origin"), site = c.req.header("sec-fetch-site");
    if (origin === undefined && site === undefined) return "unsaid";
    const { isSecure, host } = this.peer(c);
    const isIn = isAdmittedOrigin({ origin, site, host, isSecure }, this.#settings.origin);
    return isIn ? "admitted" : "foreign";
  }

  /**
   * Why a request may not do what it asks for; undefined where it may. Only a socket, and what is more than reading, is asked where it
   * comes from: a method is safe that changes nothing (RFC 9110, section 9.2.1). What an API is asked it answers for itself.
   */
  refused(c: AppContext): Response | undefined {
    const isSocket = c.req.header("upgrade")?.toLowerCase().includes("websocket") === true;
    if (!isSocket && SAFE.has(c.req.method)) return undefined;
    const from = this.#originOf(c), { path } = c.req;
    if (!isSocket && isLeft(this.#server, path)) {
      origins.set(c.req.raw, from);
      return undefined;
    }
    if (from === "admitted") return undefined;
    const { host, address } = this.peer(c), { peers, metrics } = traced(this.#server, c);
    if (from === "foreign") {
      const { origin, proxy } = this.#settings, site = c.req.header("sec-fetch-site");
      const hint = origin === undefined
        ? `it is not that of the host "${
          shown(host)
        }": where a proxy rewrites the header Host, name the origin in config "origin"`
        : 'config "origin" does not name it';
      metrics.count("n2o_refused", { reason: "a foreign origin" });
      peers.warn(address, "refused: a foreign origin", {
        origin: shown(c.req.header("origin")),
        path,
        hint,
        ...site !== undefined && { site: shown(site) },
        ...proxy === undefined && c.req.header("x-forwarded-host") !== undefined &&
          { proxy: 'config "proxy" names no proxy: X-Forwarded-Host does not count' },
      });
      return c.text("this origin may not connect", 403);
    }
    // Every browser of today says in one header or the other where what changes something comes from.
    if (isSocket || this.named(c).length === 0) return undefined;
    peers.warn(address, "refused: a cookie, and nobody says which page asks", { path });
    return c.text("send the header Origin along with the cookie of a session", 403);
  }
}

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
/** How much of what a peer wrote a line of the log shows, in characters. */
const SHOWN = 200;

function shown(text: string | undefined): string | undefined {
  return text?.slice(0, SHOWN);
}
