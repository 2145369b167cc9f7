/**
 * The uploads of a server: what is asked of each is done in its order, beside the messages of the connections it came from, so that a
 * page answers while its files are stored.
 *
 * @module
 */
import { type SerialQueue, serialQueue } from "../../base/mod.ts";
import type { Link } from "../context.ts";
import type { News } from "../proto.ts";
import type { Server } from "../server.ts";
import { FileError } from "./error.ts";
import type { UploadLimits } from "./limits.ts";
import { type Acknowledgement, ftpack, type Repeated, type Request } from "./record.ts";
import type { UploadKey } from "./sink.ts";
import { nameOf, type Outcome, type Taker } from "./taker.ts";
import { type UploadPages, uploadPages } from "./tell/pages.ts";
import type { UploadNews } from "./upload.ts";

/** A connection that a request came from. */
export interface Asker {
  /** The connection: the same object in all its messages. */
  readonly link: Link;
  /** Puts news into the connection's mailbox. */
  readonly receiver: (news: News) => void;
  readonly address: string | undefined;
  readonly page: string;
  readonly room: number;
  readonly isWindowed: boolean;
  /** Whether its host may forget between two messages what is under way. */
  readonly isForgotten: boolean;
}

/** How many connections hear of an upload that they sent chunks of: the last ones, as a page that was cut off again and again left many. */
const HEARERS = 4;
/** Requests beside chunks that a connection may have under way for each of its uploads. */
const BESIDE = 2;

/** How long it waits at most until it looks again for uploads that nobody goes on with, in milliseconds; at least four times in a patience. */
const LONGEST_PAUSE = 3_600_000;
/** How often the log says at most as an error that uploads fail, in milliseconds. */
const MINUTE = 60_000;

/** Errors of hosts that say that a disk, or somebody's share of it, is full. */
const FULL: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** The uploads that are under way. */
export class Transfers {
  readonly #server: Server;
  readonly #pages: UploadPages;
  readonly #taker: Taker;
  readonly #limits: UploadLimits;
  readonly #queue: SerialQueue<string> = serialQueue();
  /** What is under way of each connection, by upload. */
  readonly #underWay = new WeakMap<object, Map<string, number>>();
  /** Who hears of an upload, the latest last. */
  readonly #hearers = new Map<
    string,
    { readonly key: UploadKey; readonly askers: readonly Asker[] }
  >();

  #nextSweep = -Infinity;
  #nextError = -Infinity;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(server: Server, taker: Taker, limits: UploadLimits) {
    this.#server = server;
    this.#pages = uploadPages(server);
    this.#taker = taker;
    this.#limits = limits;
  }

  /** Whether an upload is under way here. */
  has(key: UploadKey): boolean {
    return this.#taker.has(key);
  }

  /** Does what is asked when its turn has come, and answers then. Tells why not where the client has too much under way. */
  ask(key: UploadKey, request: Request, asker: Asker): FileError | undefined {
    const name = nameOf(key), { window, uploads } = this.#limits;
    const mine = this.#underWay.get(asker.link) ?? new Map<string, number>();
    const all = [...mine.values()].reduce((sum, each) => sum + each, 0);
    const count = mine.get(name) ?? 0, most = request.status === "send" ? window : window + BESIDE;
    if (count >= most || all >= (window + BESIDE) * uploads) {
      return new FileError("window", `more than ${most} requests of an upload are under way`);
    }
    this.#underWay.set(asker.link, mine.set(name, count + 1));
    this.#queue.run(name, async () => {
      const outcome = await this.#taken(key, request, asker);
      const left = (mine.get(name) ?? 1) - 1;
      if (left === 0) mine.delete(name);
      else mine.set(name, left);
      const { ack, news, stored = 0 } = outcome;
      // A client that waits for answers sends no more than the sink takes, however much that is in a second.
      asker.link.spare(stored);
      this.#answer(asker, request, ack instanceof Error ? this.#refusal(asker, ack, key) : ack);
      await this.#tell(key, news);
    }).catch((error) => this.#server.log("error", "an upload could not be answered", { error }));
    return undefined;
  }

  /** Refuses what a client asks. */
  refuse(asker: Asker, request: Repeated, error: unknown, key?: UploadKey): void {
    this.#answer(asker, request, this.#refusal(asker, error, key));
  }

  /** Aborts an upload that is not whole: its client and pages hear of it. Tells whether there was one. */
  abort(key: UploadKey): Promise<boolean> {
    return this.#queue.run(nameOf(key), async () => {
      const told = await this.#taker.abort(key);
      if (told !== undefined) await this.#aborted(told);
      return told !== undefined;
    });
  }

  /** Removes uploads that nobody has gone on with for too long, where it is time to look again. */
  sweep(): void {
    const { clock, log } = this.#server, now = clock.now(), { patience } = this.#limits;
    if (now < this.#nextSweep) return;
    this.#nextSweep = now + Math.min(LONGEST_PAUSE, patience / 4);
    this.#sweeping = this.#sweeping.then(() => this.#swept(now - patience)).catch((error) =>
      log("error", "uploads could not be swept", { error })
    );
  }

  async #swept(before: number): Promise<void> {
    for (const each of await this.#taker.sweep(before)) await this.#aborted(each);
    this.#forget();
  }

  /** Forgets who heard of uploads that are not under way here. */
  #forget(): void {
    for (const [name, { key }] of this.#hearers) {
      if (!this.#taker.has(key)) this.#hearers.delete(name);
    }
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await Promise.all([this.#queue.idle(), this.#sweeping]);
  }

  async #taken(key: UploadKey, request: Request, asker: Asker): Promise<Outcome> {
    const { room, isWindowed, isForgotten, link: identity } = asker;
    try {
      const client = { room, isWindowed, isForgotten, identity };
      const outcome = await this.#taker.take(key, request, client);
      if (request.status !== "abort" && !(outcome.ack instanceof Error)) this.#hears(key, asker);
      return outcome;
    } catch (error) {
      return { ack: this.#refusal(asker, error, key), news: [] };
    }
  }

  #hears(key: UploadKey, asker: Asker): void {
    const name = nameOf(key), others = this.#hearers.get(name)?.askers ?? [];
    if (others.at(-1)?.link === asker.link) return;
    const rest = others.filter(({ link }) => link !== asker.link);
    if (this.#hearers.size > 2 * this.#limits.total) this.#forget();
    this.#hearers.set(name, { key, askers: [...rest, asker].slice(-HEARERS) });
  }

  async #tell(key: UploadKey, news: readonly UploadNews[]): Promise<void> {
    const name = nameOf(key), hearers = this.#hearers.get(name)?.askers ?? [];
    if (!this.#taker.has(key)) this.#hearers.delete(name);
    for (const each of news) {
      const isHeard = this.#pages.tell(each, hearers);
      // Of one that is whole nobody hears again, after a restart either.
      if (!isHeard || each.status !== "done") continue;
      await this.#taker.told(key).catch((error) =>
        this.#server.log("warning", "a page may hear twice of an upload", { error })
      );
    }
  }

  /** An upload that the server aborted. */
  async #aborted(told: UploadNews): Promise<void> {
    const sender = this.#hearers.get(nameOf(told))?.askers.at(-1);
    const ack: Acknowledgement = { status: "error", offset: 0, block: 0, meta: "aborted" };
    if (sender !== undefined) this.#answer(sender, { ...told, sid: "" }, ack);
    await this.#tell(told, [told]);
  }

  #answer({ link }: Asker, request: Repeated, ack: Acknowledgement): void {
    // The original says the token again until the file is whole.
    const sid = ack.status === "error" || ack.block === 0 ? "" : request.sid;
    link.say(ftpack({ ...request, sid, size: Math.max(request.size, 0) }, ack));
  }

  #refusal({ address, page }: Asker, error: unknown, key: UploadKey | undefined): Acknowledgement {
    const code = codeOf(error), { peers, metrics, log, clock } = this.#server;
    metrics.count("n2o_refused", { reason: `upload: ${code}` });
    const now = clock.now();
    if (code === "failed" && now >= this.#nextError) {
      // A disk that fails does so with every chunk.
      this.#nextError = now + MINUTE;
      log("error", "an upload failed", { page, error });
    } else peers.warn(address, `upload refused: ${code}`, { page, error });
    const offset = key === undefined ? 0 : this.#taker.stored(key);
    return { status: "error", offset, block: 0, meta: code };
  }
}

function codeOf(error: unknown): FileError["code"] {
  if (FileError.is(error)) return error.code;
  return error instanceof Error && "code" in error && FULL.has(error.code) ? "full" : "failed";
}
