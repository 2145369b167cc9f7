/**
 * Uploads over the connection of a page (`n2o_ftp`), on either wire: see `n2o/WIRE.md`.
 *
 * @module
 */
import { type Context, context } from "../context.ts";
import { N2oError } from "../error.ts";
import { principal } from "../guarded.ts";
import { user } from "../n2o.ts";
import { present } from "../present.ts";
import { type Protocol, type Reply, reply, unknown } from "../proto.ts";
import type { Server } from "../server.ts";
import { verdict } from "../session/guard.ts";
import type { Tuple } from "../term/term.ts";
import { elsewhere } from "./elsewhere.ts";
import { FileError } from "./error.ts";
import { defaultUploadLimits, type UploadLimits } from "./limits.ts";
import { ftpack, isFtp, read, readable, type Request, room } from "./record.ts";
import type { AddressSink, Announced, Sink, UploadKey } from "./sink.ts";
import { storing } from "./storing.ts";
import { type Asker, Transfers } from "./transfers.ts";

/** Settings of uploads. */
export interface FtpOptions {
  /** Bounds, where they are to differ from `defaultUploadLimits`. */
  readonly limits?: Partial<UploadLimits>;
  /**
   * Whether the running message's user may upload a file, asked whenever an upload begins, goes on, is aborted by its client or is said to
   * have arrived at its address; whoever the page is for may by default. `n2o.user()` and `n2o.roles()` tell who it is.
   */
  readonly accept?: (file: Announced) => boolean | Promise<boolean>;
}

/** The protocol of uploads. */
export interface Ftp extends Protocol {
  /** The bounds that uploads keep: what the options say, else `defaultUploadLimits`. */
  readonly limits: UploadLimits;
  /** Has uploads of a server that nobody goes on with removed whenever it sweeps, and its pages hear of those to other nodes. */
  start(server: Server): void;
  /** Aborts an upload of a server that is not whole: its client and its pages hear of it. Tells whether there was one. */
  abort(server: Server, key: UploadKey): Promise<boolean>;
  /** Resolves when nothing that was asked at a server is under way. */
  idle(server: Server): Promise<void>;
}

/**
 * The protocol of uploads into a sink, or to addresses that the application signs. A page is told by an `Upload` as its event when one
 * begins, is done, or is aborted: that of the connection which sends it and those in this process that sent parts of it before; and of the
 * end all pages of its owner on every node of the bus, each once.
 *
 * @throws {N2oError} `config` for a bound that is none
 *
 * @example
 * ```ts
 * import { ftp, isUpload, memorySink } from "@n2o/n2o/n2o/file";
 * import { heart, server } from "@n2o/n2o/n2o";
 *
 * const page = { event: (event: unknown) => void (isUpload(event) && event.status) };
 * const made = server({
 *   secret: "sixteen or more random characters",
 *   routes: { "/app": page },
 *   protocols: [heart, ftp(memorySink(), { limits: { size: 1_000_000, kinds: ["image/*"] } })],
 * });
 * if (made.protocols[1]?.name !== "n2o_ftp") throw new Error("no uploads");
 * ```
 */
export function ftp(sink: Sink | AddressSink, options: FtpOptions = {}): Ftp {
  const limits = { ...defaultUploadLimits, ...options.limits };
  check(limits);
  /** What each connection showed for its session when an upload began: a token outlives its time in a client that sends a large file. */
  const shown = new WeakMap<object, string>();
  const all = new WeakMap<Server, Transfers>();

  function of(server: Server): Transfers {
    const known = all.get(server);
    if (known !== undefined) return known;
    const now = () => server.clock.now();
    const taker = "address" in sink ? elsewhere(sink, limits, now) : storing(sink, limits, now);
    const made = new Transfers(server, taker, limits);
    all.set(server, made);
    server.sweepers.add(() => made.sweep());
    return made;
  }

  /** Whose upload it is: that of the session's user, or of the session, which may have had other ids on this connection. */
  function keyOf({ cx }: Context, { id }: Request, transfers: Transfers): UploadKey {
    const name = user(), owner = name === "" ? `session/${cx.session}` : `user/${name}`;
    const owners = [owner, ...cx.former.map((each) => `session/${each}`)];
    const found = owners.find((each) => transfers.has({ owner: each, id }));
    return { owner: found ?? owner, id };
  }

  async function asked(request: Request, found: Context, asker: Asker): Promise<Reply> {
    const transfers = of(found.server), { cx: { session, wire } } = found;
    let key: UploadKey | undefined;
    try {
      if (session === "" || wire === undefined) throw new FileError("session", "say hello first");
      await present(found, true);
      if (!isShown(found, request, shown)) {
        throw new FileError("session", "the token is not that of the connection's session");
      }
      key = keyOf(found, request, transfers);
      if (request.status !== "send") await checkAccess(found, request);
    } catch (error) {
      transfers.refuse(asker, request, error, key);
      return reply(undefined, found.cx);
    }
    const refused = transfers.ask(key, request, asker);
    if (refused === undefined) return reply(undefined, found.cx);
    transfers.refuse(asker, request, refused, key);
    return { ...reply(undefined, found.cx), strike: "more chunks under way than were allowed" };
  }

  async function checkAccess({ server, cx }: Context, request: Request): Promise<void> {
    const guard = server.routes[cx.page]?.guard;
    const { name, size, meta } = request;
    const isAdmitted = guard === undefined || verdict(guard, principal()) === "admitted";
    if (isAdmitted && await options.accept?.({ name, size, meta }) !== false) return;
    throw new FileError("denied", "the application does not take the file");
  }

  function frame(term: Tuple): Reply | Promise<Reply> {
    const found = context(), { server, req, cx, receiver, link } = found;
    const request = read(term);
    if (request === undefined || link === undefined) {
      const ack = { status: "error", offset: 0, block: 0, meta: "frame" } as const;
      return { ...reply({ bert: ftpack(readable(term), ack) }), strike: "no record of an upload" };
    }
    const asker: Asker = {
      link,
      receiver,
      address: req.address,
      page: cx.page,
      room: room(request, server.limits.frame, link.formatter),
      isWindowed: cx.wire === "terms",
      isForgotten: found.sleeper !== undefined,
    };
    return asked(request, found, asker);
  }

  return {
    name: "n2o_ftp",
    limits,
    answers: (message) => message.type === "term" && isFtp(message.term),
    info: (message) =>
      message.type === "term" && isFtp(message.term) ? frame(message.term) : unknown,
    start: (server) => void of(server),
    abort: (server, key) => of(server).abort(key),
    idle: (server) => of(server).idle(),
  };
}

/** Whether a client shows the token of its session, where it has one. */
function isShown(
  { server, cx, link }: Context,
  { sid, status }: Request,
  shown: WeakMap<object, string>,
): boolean {
  if (cx.wire === "terms") return sid === "";
  const named = server.sessions.named(sid);
  const isOwn = named !== undefined && [cx.session, ...cx.former].includes(named);
  if (link === undefined || status === "init") {
    if (isOwn && link !== undefined) shown.set(link, sid);
    return isOwn;
  }
  return isOwn || shown.get(link) === sid;
}

function check(limits: UploadLimits): void {
  for (
    const name of ["size", "owner", "files", "uploads", "total", "window", "patience"] as const
  ) {
    if (Number.isSafeInteger(limits[name]) && limits[name] > 0) continue;
    throw new N2oError("config", `limits: ${name}: give an integer from 1 on`);
  }
  const { kinds } = limits;
  if (kinds?.every((kind) => /^[\w.+-]+\/(?:\*|[\w.+-]+)$/.test(kind)) === false) {
    throw new N2oError("config", 'limits: kinds: give media types, such as "image/png", "image/*"');
  }
}
