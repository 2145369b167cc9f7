/**
 * The records of one resource, over HTTP.
 *
 * @module
 */
import { backoff, type Clock, isRecord, sleep } from "../../base/mod.ts";
import type { Id } from "../../kvs/mod.ts";
import { idText } from "../value/id.ts";
import type { Kinds } from "../value/kind.ts";
import type { Ask, Call } from "./call.ts";
import { eventsOf, ndjsonOf } from "./lines.ts";
import { ProblemError } from "./problem.ts";
import { type ListQuery, parametersOf } from "./query.ts";
import type { Patch } from "./types.ts";
import { revived, signed } from "./value.ts";

/** A record, and the tag of its version for If-Match. */
export interface Tagged<T> {
  /** As it was told. */
  readonly record: T;
  /** Its strong ETag; undefined where none was told. */
  readonly etag: string | undefined;
}

/** A page of a list. */
export interface Page<T> {
  /** In order. */
  readonly records: readonly T[];
  /** What `after` is for the page behind it; undefined where this is the last. */
  readonly next: string | undefined;
}

/** A change of a record. */
export type RecordChange<T> =
  | { readonly op: "put"; readonly record: T; readonly cursor: string }
  | { readonly op: "delete"; readonly id: unknown; readonly cursor: string };

/** What a change may be made to depend on. */
export interface ChangeOptions {
  /** Only where the record is of this version: `etag` of what was read. */
  readonly ifMatch?: string | undefined;
  /** `"*"`: only where there is none. */
  readonly ifNoneMatch?: string | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** What may be said of what is created. */
export interface CreateOptions {
  /** Repeated with this key it is carried out once. */
  readonly key?: string;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** The records of a resource. */
export interface Records<T extends { readonly id: unknown }> {
  /** One. */
  get(id: T["id"]): Promise<Tagged<T>>;
  /** One; `undefined` where the tag given as `ifNoneMatch` is still its own. */
  get(id: T["id"], options: ChangeOptions): Promise<Tagged<T> | undefined>;
  /** The pages of the list, from the first, or behind a cursor. */
  list<F extends keyof T & string = keyof T & string>(
    query?: ListQuery<T, F>,
    signal?: AbortSignal,
  ): AsyncIterable<Page<Pick<T, F>>>;
  /** All records of the list, page by page. */
  each<F extends keyof T & string = keyof T & string>(
    query?: ListQuery<T, F>,
    signal?: AbortSignal,
  ): AsyncIterable<Pick<T, F>>;
  /** All records as one stream of ndjson, where the resource is told in that type. */
  stream<F extends keyof T & string = keyof T & string>(
    query?: ListQuery<T, F>,
    signal?: AbortSignal,
  ): AsyncIterable<Pick<T, F>>;
  /** What changes from now on, or behind a cursor, where the resource tells that: it goes on by itself where the stream is cut. */
  changes(
    options?: { readonly after?: string; readonly signal?: AbortSignal },
  ): AsyncIterable<RecordChange<T>>;
  /** A new one. */
  create(record: T, options?: CreateOptions): Promise<Tagged<T>>;
  /** One in the place of another, or a new one. */
  put(
    id: T["id"],
    record: Omit<T, "id"> & { readonly id?: T["id"] },
    options?: ChangeOptions,
  ): Promise<Tagged<T>>;
  /** Parts of one. */
  patch(id: T["id"], patch: Patch<T>, options?: ChangeOptions): Promise<Tagged<T>>;
  /** Takes one away. */
  delete(id: T["id"], options?: ChangeOptions): Promise<void>;
}

/** Waits between attempts at a stream that is cut. */
const WAIT = { first: 1_000, longest: 30_000 };

/** The records of a resource of this name. */
export function records<T extends { readonly id: unknown }>(
  call: Call,
  name: string,
  { kinds, clock }: { readonly kinds: Kinds; readonly clock: Clock },
): Records<T> {
  const kind = { fields: kinds };
  const own = (json: unknown): T => revived(json, kind) as T; // as: the declaration says what the API tells
  const path = `/${encodeURIComponent(name)}`;
  const at = (id: T["id"]) => `${path}/${encodeURIComponent(idText(id as Id))}`; // as: ids of records are the store's
  const tagged = async (answer: Response): Promise<Tagged<T>> => ({
    record: own(await answer.json()),
    etag: answer.headers.get("etag") ?? undefined,
  });
  const change = async (method: string, id: T["id"], ask: Ask, options: ChangeOptions = {}) =>
    await call(method, at(id), { ...ask, ...conditions(options) });
  async function* list<F extends keyof T & string>(
    asked: ListQuery<T, F> = {},
    signal?: AbortSignal,
  ): AsyncGenerator<Page<T>, void> {
    const query = parametersOf(asked);
    if (query === undefined) return;
    for (let { after } = asked;;) {
      const answer = await call("GET", path, { query: { ...query, after }, signal });
      const found = listIn(await answer.json(), name).map(own), next = nextOf(answer);
      yield { records: found, next };
      if (next === undefined) return;
      after = next;
    }
  }
  async function get(id: T["id"]): Promise<Tagged<T>>;
  async function get(id: T["id"], options: ChangeOptions): Promise<Tagged<T> | undefined>;
  async function get(id: T["id"], options: ChangeOptions = {}): Promise<Tagged<T> | undefined> {
    const answer = await call("GET", at(id), conditions(options));
    return answer.status === 304 ? undefined : await tagged(answer);
  }
  return {
    get,
    list,
    async *each(query, signal) {
      for await (const { records } of list(query, signal)) yield* records;
    },
    async *stream(asked = {}, signal) {
      const query = parametersOf(asked);
      if (query === undefined) return;
      const headers = { accept: "application/x-ndjson" };
      const answer = await call("GET", path, { query, headers, signal });
      for await (const json of ndjsonOf(bodyOf(answer))) yield own(json);
    },
    changes: ({ after, signal } = {}) => following(call, path, { after, signal, own, clock }),
    create: async (record, { key, signal } = {}) => {
      const headers = { "idempotency-key": key === undefined ? undefined : JSON.stringify(key) };
      const body = signed(record, kind);
      return await tagged(await call("POST", path, { body, headers, signal }));
    },
    put: async (id, record, options) =>
      await tagged(await change("PUT", id, { body: signed(record, kind) }, options)),
    patch: async (id, patch, options) => {
      const body = signed(patch, kind), type = "application/merge-patch+json";
      return await tagged(await change("PATCH", id, { body, type }, options));
    },
    delete: async (id, options) => {
      await (await change("DELETE", id, {}, options)).body?.cancel();
    },
  };
}

function conditions({ ifMatch, ifNoneMatch, signal }: ChangeOptions): Ask {
  return { headers: { "if-match": ifMatch, "if-none-match": ifNoneMatch }, signal };
}

function bodyOf({ body }: Response): ReadableStream<Uint8Array<ArrayBuffer>> {
  return body ?? new ReadableStream({ start: (controller) => controller.close() });
}

function listIn(json: unknown, name: string): readonly unknown[] {
  const list = isRecord(json) ? json[name] : undefined;
  if (Array.isArray(list)) return list;
  throw new ProblemError("unreadable", `the answer has no list of ${name}`);
}

/** The cursor of the page behind one, from its Link (RFC 8288). */
function nextOf({ headers }: Response): string | undefined {
  const [, target] = /<([^>]*)>; ?rel="?next"?/.exec(headers.get("link") ?? "") ?? [];
  if (target === undefined) return undefined;
  return new URL(target, "http://base").searchParams.get("after") ?? undefined;
}

/** Follows changes: a stream that ends or is cut is begun again behind the last that was seen; what the server refuses is thrown. */
async function* following<T>(
  call: Call,
  path: string,
  { after, signal, own, clock }: {
    readonly after: string | undefined;
    readonly signal: AbortSignal | undefined;
    readonly own: (json: unknown) => T;
    readonly clock: Clock;
  },
): AsyncGenerator<RecordChange<T>, void> {
  const wait = backoff(WAIT);
  const isOver = () => signal?.aborted === true;
  for (let cursor = after, failures = 0; !isOver();) {
    let pause: number | undefined;
    try {
      const headers = { accept: "text/event-stream", "last-event-id": cursor };
      const answer = await call("GET", path, { headers, signal });
      for await (const { id, data, retry } of eventsOf(bodyOf(answer))) {
        failures = 0;
        if (id !== "") cursor = id;
        pause = retry ?? pause;
        if (data !== undefined) yield changeOf(data, cursor ?? "", own);
        if (isOver()) return; // a fetch that was handed in may not end the body by itself
      }
    } catch (error) {
      if (isOver()) return;
      if (!ProblemError.is(error)) throw error;
      // What is away or at fault now may be there later; what the request itself is refused for stays.
      const isPassing = error.status === 0 ? error.code === "unreachable" : error.status >= 500;
      if (!isPassing) throw error;
    }
    try {
      await sleep(clock, pause ?? wait(failures++), signal);
    } catch (error) {
      if (!isOver()) throw error;
    }
  }
}

function changeOf<T>(text: string, cursor: string, own: (json: unknown) => T): RecordChange<T> {
  const json: unknown = JSON.parse(text);
  if (isRecord(json) && json.op === "put") return { op: "put", record: own(json.record), cursor };
  if (isRecord(json) && json.op === "delete") return { op: "delete", id: json.id, cursor };
  throw new ProblemError("unreadable", `an event is no change of a record: ${text.slice(0, 80)}`);
}
