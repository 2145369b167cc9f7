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
  /** When its address was asked for. */
  readonly since: number;
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
  const awaited = new Map<string, Awaited>();

  function checkOwner({ owner }: UploadKey, size: number): void {
    const own = [...awaited.values()].filter(({ key }) => key.owner === owner);
    const open = own.filter(({ file }) => file === undefined);
    if (open.length >= limits.uploads || awaited.size >= limits.total) {
      throw new FileError("count", "too many uploads of the owner, or of all, are under way");
    }
    const bytes = own.reduce((sum, { announced }) => sum + (announced.size ?? 0), size);
    if (bytes > limits.owner) {
      throw new FileError("quota", `an owner has at most ${limits.owner} bytes`);
    }
  }

  async function init(key: UploadKey, request: Request): Promise<Outcome> {
    checkAnnounced(request, limits);
    const before = awaited.get(nameOf(key));
    if (before !== undefined) sameAs(before.announced, request);
    else checkOwner(key, request.size);
    if (before?.file !== undefined) {
      const ack = { status: "init", offset: request.size, block: 0 } as const;
      return { ack, news: untold(before, before.file) };
    }
    const headers = headersOf(await sink.address(key, request));
    const { name, size, meta } = request, announced = { name, size, meta };
    awaited.set(nameOf(key), { key, announced, since: now(), file: undefined, isTold: false });
    const ack = { status: "init", offset: 0, block: 0, headers } as const;
    return { ack, news: before ? [] : [news(key, request, { status: "begun" })] };
  }

  async function done(key: UploadKey, request: Request): Promise<Outcome> {
    checkAnnounced(request, limits);
    const before = awaited.get(nameOf(key)), { name, size, meta } = before?.announced ?? request;
    sameAs({ name, size }, request);
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
    const arrived = { key, announced, since: now(), file, isTold };
    awaited.set(nameOf(key), arrived);
    return { ack, news: untold(arrived, file) };
  }

  /** What pages are to hear of a file that is there, where none did yet. */
  function untold({ key, announced, isTold }: Awaited, { type, place }: StoredFile): UploadNews[] {
    return isTold ? [] : [news(key, announced, { status: "done", type, place })];
  }

  async function abort(key: UploadKey): Promise<UploadNews | undefined> {
    const before = awaited.get(nameOf(key));
    if (before === undefined || before.file !== undefined) return undefined;
    awaited.delete(nameOf(key));
    await sink.abort(key, before.announced);
    return news(key, before.announced, { status: "aborted" });
  }

  /** What a client wants taken back: after a restart the place is asked, and what lies there as it was announced stays. */
  async function taken(
    key: UploadKey,
    request: Request,
  ): Promise<{ readonly file: StoredFile | undefined; readonly told: UploadNews | undefined }> {
    const before = awaited.get(nameOf(key)), { name, size, meta } = request;
    if (before !== undefined) return { file: before.file, told: await abort(key) };
    checkAnnounced(request, limits);
    const file = await sink.arrived(key, { name, size, meta });
    if (file === undefined) await sink.abort(key, { name, size, meta });
    return { file, told: undefined };
  }

  return {
    async take(key, request) {
      if (request.status === "init") return await init(key, request);
      if (request.status === "done") return await done(key, request);
      if (request.status === "send") throw new FileError("block", "it is sent to its address");
      const { file, told } = await taken(key, request), offset = file?.size ?? 0;
      const ack = { status: "abort", offset, block: 0 } as const;
      return { ack, news: told === undefined ? [] : [told] };
    },
    stored: () => 0,
    has: (key) => awaited.has(nameOf(key)),
    abort: (key) => abort(key),
    async told(key) {
      const found = awaited.get(nameOf(key));
      if (found?.file === undefined) return;
      found.isTold = true;
      await sink.told?.(key, found.file);
    },
    async sweep(before) {
      const gone: UploadNews[] = [];
      for (const { key, since, file } of [...awaited.values()]) {
        if (since >= before) continue;
        const told = file === undefined ? await abort(key) : undefined;
        awaited.delete(nameOf(key));
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
