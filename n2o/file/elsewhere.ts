/**
 * Uploads that a browser sends to an address of their own: the server tells it, and hears of the end.
 *
 * @module
 */
import { atom } from "../term/atom.ts";
import { type Term, tuple } from "../term/term.ts";
import { FileError } from "./error.ts";
import { checkAnnounced, sameAs } from "./incoming.ts";
import { isTaken } from "./kind.ts";
import type { UploadLimits } from "./limits.ts";
import type { AddressSink, Announced, StoredFile, UploadAddress, UploadKey } from "./sink.ts";
import { nameOf, news, type Outcome, type Taker } from "./taker.ts";
import type { Request } from "./record.ts";
import type { UploadNews } from "./upload.ts";

/** A file that is on its way. */
interface Awaited {
  readonly key: UploadKey;
  readonly announced: Announced;
  /** When it was last asked for. */
  since: number;
  /** What it has become. */
  file: StoredFile | undefined;
  /** Whether a page was told of that. */
  isTold: boolean;
}

/** Tells addresses of `sink`. */
export function elsewhere(
  sink: AddressSink,
  limits: UploadLimits,
  now: () => number,
): Taker {
  const open = new Map<string, Awaited>(), arrived = new Map<string, Awaited>();
  /** What is being taken back. */
  const ending = new Map<string, Promise<void>>();
  const known = (key: UploadKey) => open.get(nameOf(key)) ?? arrived.get(nameOf(key));

  function checkOwner({ owner }: UploadKey, size: number): void {
    const isOwn = ({ key }: Awaited) => key.owner === owner;
    const own = [...open.values()].filter(isOwn), done = [...arrived.values()].filter(isOwn);
    if (own.length >= limits.uploads || open.size >= limits.total) {
      throw new FileError("count", "too many uploads of the owner, or of all, are under way");
    }
    const all = [...own, ...done];
    const bytes = all.reduce((sum, { announced }) => sum + (announced.size ?? 0), size);
    if (bytes > limits.owner || all.length >= limits.files) {
      throw new FileError(
        "quota",
        `an owner has at most ${limits.owner} bytes, and ${limits.files} files`,
      );
    }
  }

  /** Remembers a file that is there; of those that have arrived as many as may be under way. */
  function settle(found: Awaited): void {
    const name = nameOf(found.key), [oldest] = arrived.keys();
    open.delete(name);
    if (arrived.size >= limits.total && oldest !== undefined) arrived.delete(oldest);
    arrived.set(name, found);
  }

  async function init(key: UploadKey, request: Request): Promise<Outcome> {
    checkAnnounced(request, limits);
    const before = known(key);
    if (before !== undefined) sameAs(before.announced, request);
    else checkOwner(key, request.size);
    if (before?.file !== undefined) {
      const ack = { status: "init", offset: request.size, block: 0 } as const;
      return { ack, news: untold(before, before.file) };
    }
    const { name, size, meta } = request, announced = { name, size, meta };
    // At once: others that begin while the address is made find its place taken.
    open.set(nameOf(key), { key, announced, since: now(), file: undefined, isTold: false });
    try {
      const headers = headersOf(await sink.address(key, request));
      const ack = { status: "init", offset: 0, block: 0, headers } as const;
      return { ack, news: before ? [] : [news(key, request, { status: "begun" })] };
    } catch (error) {
      if (before === undefined) open.delete(nameOf(key));
      throw error;
    }
  }

  async function done(key: UploadKey, request: Request): Promise<Outcome> {
    checkAnnounced(request, limits);
    const before = known(key), { name, size, meta } = before?.announced ?? request;
    sameAs({ name, size }, request);
    // It is not swept while it is looked for.
    if (before !== undefined) before.since = now();
    const ack = { status: "done", offset: request.size, block: 0 } as const;
    if (before?.file !== undefined) return { ack, news: untold(before, before.file) };
    const announced = { name, size, meta }, file = await sink.arrived(key, announced);
    if (file === undefined) throw new FileError("unknown", "nothing has arrived at the address");
    const isWrong = file.size !== size ? "size" : isTaken(file.type, limits.kinds) ? "" : "kind";
    if (isWrong !== "") {
      // One of which nothing is known here may be a file since long, told of before a restart: it is not removed for a wrong word.
      const told = await abort(key);
      const ack = isWrong === "size"
        ? new FileError("size", `${file.size} bytes have arrived, not ${size}`)
        : new FileError("kind", `a file of the type ${file.type} is not taken here`);
      return { ack, news: told === undefined ? [] : [told] };
    }
    const isTold = await sink.isTold?.(key, file) === true;
    const found = { key, announced, since: now(), file, isTold };
    settle(found);
    return { ack, news: untold(found, file) };
  }

  /** What pages are to hear of a file that is there, where none did yet. */
  function untold({ key, announced, isTold }: Awaited, { type, place }: StoredFile): UploadNews[] {
    return isTold ? [] : [news(key, announced, { status: "done", type, place })];
  }

  async function abort(key: UploadKey): Promise<UploadNews | undefined> {
    const name = nameOf(key), before = open.get(name);
    if (before === undefined) return undefined;
    open.delete(name);
    const end = Promise.resolve(before).then(({ announced }) => sink.abort(key, announced));
    ending.set(name, end);
    try {
      await end;
    } finally {
      ending.delete(name);
    }
    return news(key, before.announced, { status: "aborted" });
  }

  /** What a client wants taken back: after a restart the place is asked, and what lies there as it was announced stays. */
  async function taken(
    key: UploadKey,
    request: Request,
  ): Promise<{ readonly file: StoredFile | undefined; readonly told: UploadNews | undefined }> {
    const before = known(key), { name, size, meta } = request;
    if (before !== undefined) return { file: before.file, told: await abort(key) };
    checkAnnounced(request, limits);
    const file = await sink.arrived(key, { name, size, meta });
    if (file === undefined) await sink.abort(key, { name, size, meta });
    return { file, told: undefined };
  }

  return {
    async take(key, request) {
      // What came there is not found a last time while a sweep removes it; how that ended is the sweep's.
      for (let end = ending.get(nameOf(key)); end !== undefined; end = ending.get(nameOf(key))) {
        await end.catch(() => {});
      }
      if (request.status === "init") return await init(key, request);
      if (request.status === "done") return await done(key, request);
      if (request.status === "send") throw new FileError("block", "it is sent to its address");
      const { file, told } = await taken(key, request), offset = file?.size ?? 0;
      const ack = { status: "abort", offset, block: 0 } as const;
      return { ack, news: told === undefined ? [] : [told] };
    },
    stored: () => 0,
    has: (key) => known(key) !== undefined,
    abort: (key) => abort(key),
    async told(key) {
      const found = arrived.get(nameOf(key));
      if (found?.file === undefined) return;
      found.isTold = true;
      await sink.told?.(key, found.file);
    },
    async sweep(before) {
      const gone: UploadNews[] = [];
      for (const [name, { since }] of arrived) if (since < before) arrived.delete(name);
      for (const each of [...open.values()]) {
        const told = each.since < before ? await abort(each.key) : undefined;
        if (told !== undefined) gone.push(told);
      }
      return gone;
    },
  };
}

/** An address in the words of the wire. */
function headersOf({ url, method = "PUT", headers = {} }: UploadAddress): Term[] {
  const own = Object.entries(headers).map(([name, value]) => tuple(atom("header"), name, value));
  return [tuple(atom("address"), url), tuple(atom("method"), method), ...own];
}
