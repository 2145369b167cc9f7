/** The back end of a store that is kept by a Durable Object, used from another isolate. */
import type { KvBackend, RawCommit, RawDelivery, RawEntry, RawRange } from "../../store/backend.ts";
import { backoff, sleep } from "../../../base/mod.ts";
import { readValue } from "../../value/v8/read.ts";
import { KvsError } from "../../error.ts";
import { rest } from "./range.ts";
import { type KvSocket, Link, type RemoteLinkOptions } from "./link.ts";
import { codeOf, encode, type KvRequest, MOST_BYTES, type Reply } from "./wire.ts";

/** What is used of a response. */
export interface KvResponse {
  /** 200 unless something was refused. */
  readonly status: number;
  /** The whole body; called once. */
  arrayBuffer(): Promise<ArrayBuffer>;
  /** The connection, where one was asked for. */
  readonly webSocket?: (KvSocket & { accept(): void }) | null;
}

/** What sends requests to the object: its stub, or whatever reaches it. */
export interface KvFetcher {
  /** As the global `fetch`. */
  fetch(
    url: string,
    init: { method: string; body?: Uint8Array<ArrayBuffer>; headers?: Record<string, string> },
  ): Promise<KvResponse>;
}

/** Only the path and the object behind it count; a stub is not asked for a host. */
const ADDRESS = "https://kv.invalid/";

/** So often a read is tried again, after random waits of up to 50, 100, 200 ... milliseconds. */
const READ_AGAIN = 5, FIRST_PAUSE = 50;

/** Sends requests, and keeps one WebSocket while it watches or listens. */
export class RemoteBackend implements KvBackend {
  readonly #fetcher: KvFetcher;
  readonly #options: RemoteLinkOptions;
  readonly #link: Link;
  readonly #wait: (attempt: number) => number;

  constructor(fetcher: KvFetcher, options: RemoteLinkOptions) {
    this.#fetcher = fetcher;
    this.#options = options;
    const { random } = options;
    this.#wait = backoff({ first: FIRST_PAUSE, longest: Infinity, random });
    this.#link = new Link(options);
  }

  async get(keys: readonly Uint8Array[]): Promise<(RawEntry | undefined)[]> {
    const reply = await this.#ask({ op: "get", keys });
    if (!("entries" in reply)) throw unexpected();
    return [...reply.entries];
  }

  async list(range: RawRange): Promise<RawEntry[]> {
    const all: RawEntry[] = [];
    for (let left = range;;) {
      const reply = await this.#ask({ op: "list", ...left });
      if (!("entries" in reply)) throw unexpected();
      const entries = reply.entries.filter((entry) => entry !== undefined), last = entries.at(-1);
      all.push(...entries);
      if (!reply.more || !last) return all;
      left = rest(left, last.key, entries.length);
      if (left.limit === 0) return all;
    }
  }

  async commit(commit: RawCommit): Promise<string | undefined> {
    const reply = await this.#ask({ op: "commit", ...commit });
    if (!("versionstamp" in reply)) throw unexpected();
    return reply.versionstamp;
  }

  /** Asks; again where nothing came of a read, which changes nothing. */
  async #ask(request: KvRequest): Promise<Reply & { ok: true }> {
    const body = encode(request);
    if (body.length > MOST_BYTES) {
      const message = `a request to the object has at most ${MOST_BYTES} bytes: ${body.length}`;
      throw new KvsError("too_large", message);
    }
    let reply: Reply | undefined;
    for (let left = request.op === "commit" ? 0 : READ_AGAIN; !reply; left--) {
      try {
        reply = await this.#send(body);
      } catch (cause) {
        if (left === 0) throw unreachable(request, cause);
        await sleep(this.#options.clock, this.#wait(READ_AGAIN - left));
      }
    }
    if (reply.ok) return reply;
    if (reply.name === "TypeError") throw new TypeError(reply.message);
    throw new KvsError(codeOf(reply.code), reply.message);
  }

  async #send(body: Uint8Array<ArrayBuffer>): Promise<Reply> {
    const response = await this.#fetcher.fetch(ADDRESS, { method: "POST", body });
    // from the object that this store trusts with its data
    return readValue(new Uint8Array(await response.arrayBuffer())) as Reply;
  }

  subscribe(keys: readonly Uint8Array[], notify: () => void): () => void {
    return this.#link.subscribe(keys, notify);
  }

  dequeue(): Promise<RawDelivery | undefined> {
    return this.#link.dequeue();
  }

  close(): void {
    this.#link.close();
  }
}

/** A WebSocket to the object, by an upgraded request. */
export async function connectBy(fetcher: KvFetcher): Promise<KvSocket> {
  const response = await fetcher.fetch(ADDRESS, {
    method: "GET",
    headers: { upgrade: "websocket" },
  });
  const socket = response.webSocket;
  if (!socket) throw unexpected();
  socket.accept();
  return socket;
}

function unreachable(request: KvRequest, cause: unknown): KvsError {
  const unknown = request.op === "commit" ? "; whether the commit applied is not known" : "";
  const message = `the object that keeps the store did not answer${unknown}`;
  return new KvsError("unreachable", message, { cause });
}

function unexpected(): KvsError {
  return new KvsError("unreachable", "what answered is no store: check where the requests go");
}
