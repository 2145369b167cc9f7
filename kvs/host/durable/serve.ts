/** The object's side of the protocol: requests and frames of other isolates. */
import type { RawEntry, RawRange } from "../../store/backend.ts";
import { sizeOf } from "../../store/value.ts";
import { KvsError } from "../../error.ts";
import type { DurableBackend } from "./backend.ts";
import type { DurableSocket } from "./host.ts";
import { rest } from "./range.ts";
import {
  decodeRequest,
  decodeUpward,
  encode,
  type KvRequest,
  MOST_BYTES,
  PAGE_BYTES,
  type Reply,
} from "./wire.ts";

/** So many entries of a page are read at once. */
const STEP = 100;

interface Host {
  WebSocketPair?: new () => { 0: WebSocket; 1: DurableSocket };
}

/** Answers a request of another isolate, or takes its WebSocket. */
export async function answer(backend: DurableBackend, request: Request): Promise<Response> {
  if (request.headers.get("upgrade")?.toLowerCase() === "websocket") return upgrade(backend);
  if (request.method !== "POST") return new Response("a store: POST or WebSocket", { status: 405 });
  const body = await readAtMost(request, MOST_BYTES);
  if (!body) return reply(413, failure(new TypeError(`a request has at most ${MOST_BYTES} bytes`)));
  let asked: KvRequest;
  try {
    asked = decodeRequest(body);
  } catch (error) {
    return reply(400, failure(error));
  }
  try {
    return reply(200, await run(backend, asked));
  } catch (error) {
    return reply(error instanceof TypeError ? 422 : 500, failure(error));
  }
}

async function run(backend: DurableBackend, request: KvRequest): Promise<Reply> {
  switch (request.op) {
    case "get":
      return { ok: true, entries: await backend.get(request.keys), more: false };
    case "list":
      return { ok: true, ...await page(backend, request) };
    case "commit":
      return { ok: true, versionstamp: await backend.commit(request) };
  }
}

/** Entries up to the limit, or until they are many bytes. */
async function page(
  backend: DurableBackend,
  range: RawRange,
): Promise<{ entries: RawEntry[]; more: boolean }> {
  const entries: RawEntry[] = [];
  for (let left = range, size = 0;;) {
    const step = await backend.list({ ...left, limit: Math.min(left.limit, STEP) });
    for (const entry of step) {
      entries.push(entry);
      size += entry.key.length + sizeOf(entry.value);
      if (size > PAGE_BYTES) return { entries, more: true };
    }
    const last = step.at(-1);
    if (!last || step.length < STEP) return { entries, more: false };
    left = rest(left, last.key, step.length);
    if (left.limit === 0) return { entries, more: false };
  }
}

/** A body, or undefined where it is longer; no more than that is read. */
async function readAtMost(request: Request, most: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

function reply(status: number, said: Reply): Response {
  return new Response(encode(said), { status });
}

function failure(error: unknown): Reply {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { ok: false, name, code: error instanceof KvsError ? error.code : "store", message };
}

function upgrade(backend: DurableBackend): Response {
  const { WebSocketPair } = globalThis as Host;
  if (!WebSocketPair) throw new KvsError("host", "this host has no WebSocketPair");
  const { 0: client, 1: server } = new WebSocketPair();
  backend.connections.accept(server);
  // the host's own field of a response
  const init: ResponseInit & { webSocket: WebSocket } = { status: 101, webSocket: client };
  return new Response(null, init);
}

/** A frame of a socket; answers whether the socket is one of this store. */
export function hear(backend: DurableBackend, socket: DurableSocket, data: unknown): boolean {
  const id = backend.connections.idOf(socket);
  if (id === undefined) return false;
  try {
    obey(backend, socket, id, data);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof KvsError)) throw error;
    socket.close(1008, "not a frame of this protocol");
  }
  return true;
}

function obey(backend: DurableBackend, socket: DurableSocket, id: string, data: unknown): void {
  if (!(data instanceof ArrayBuffer) || data.byteLength > MOST_BYTES) throw new TypeError("bytes");
  const frame = decodeUpward(new Uint8Array(data));
  switch (frame.type) {
    case "ping":
      return socket.send(encode({ type: "touched", keys: [] }));
    case "watch":
      return backend.connections.watch(socket, id, frame.keys);
    case "unwatch":
      return backend.connections.unwatch(id, frame.keys);
    case "listen":
      backend.connections.listen(id, frame.on);
      return backend.dispatch();
    case "finish":
      return backend.settle(frame.id, id, frame.success);
    case "release":
      return backend.release(id, frame.ids);
  }
}

/**
 * A socket has ended; answers whether it was one of this store. An end by the protocol leaves
 * nothing that was tried, any other may have broken off an attempt.
 */
export function hangUp(backend: DurableBackend, socket: DurableSocket, code: number): boolean {
  const id = backend.connections.idOf(socket);
  if (id === undefined) return false;
  backend.connections.forget(id);
  if (code === 1000) backend.release(id);
  else backend.lose(id);
  try {
    socket.close(1000, "done"); // hosts of older dates do not answer the close themselves
  } catch {
    // it is closed
  }
  return true;
}
