/**
 * The records of one resource, over HTTP.
 *
 * @module
 */
import { backoff, type Clock, isRecord, sleep } from "../../base/mod.ts";
import type { Id } from "../../kvs/mod.ts";
import { idText } from "../value/id.ts";
import type { Kinds } from "../value/kind.ts";
import { type Ask, type Call, conditions } from "./call.ts";
import { changeOf, following, type FollowOptions, type RecordChange } from "./follow.ts";
import { type Became, type BecameLine, becameOf, importedFile, importedRecords } from "./import.ts";
import { bodyOf, jsonOf, ndjsonOf } from "./lines.ts";
import { nextOf } from "./next.ts";
import { ProblemError } from "./problem.ts";
import { bodyOfQuery, type ListQuery, parametersOf } from "./query.ts";
import { segmentOf } from "./segment.ts";
import type { Patch, PatchStep } from "./types.ts";
import { jsonText, revived, signed } from "./value.ts";

/** A record, and the tag of its version for If-Match. */
export interface Tagged<T> {
  /** As it was told. */
  readonly record: T;
  /** Its strong ETag; undefined where none was told. */
  readonly etag: string | undefined;
}

/** A page of a list. */
export interface Page<T> {
  /** The records in the order that the query asks for. */
  readonly records: readonly T[];
  /** What `after` is for the page behind it; undefined where this is the last. */
  readonly next: string | undefined;
}

/** What a change may be made to depend on. */
export interface ChangeOptions {
  /** Only where the record is of this version: `etag` of what was read. */
  readonly ifMatch?: string | undefined;
  /** `"*"`: only where there is none. */
  readonly ifNoneMatch?: string | undefined;
  /** Aborts the request: what `fetch` throws for that is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** What may be said of what is created. */
export interface CreateOptions {
  /** Repeated with this key it is carried out once. */
  readonly key?: string;
  /** With a key: how often it is asked at most where nothing answers, or the server is away; once unless told. */
  readonly tries?: number;
  /** Aborts the request, or the wait before the next try. */
  readonly signal?: AbortSignal | undefined;
}

/** How a record is changed by what is read of it. */
export interface UpdateOptions {
  /** How often it is read and changed at most, where others change it at the same time; 8 times unless told. */
  readonly tries?: number;
  /** Aborts the request that is under way, and no other follows. */
  readonly signal?: AbortSignal | undefined;
}

/** The records of a resource. */
export interface Records<T extends { readonly id: unknown }> {
  /** Reads a record; one that is not there is thrown as the problem `not_found`. */
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
  /** The list as a file of a type that the resource is told in, such as `text/csv`: its bytes as they come; whole without `limit`. */
  export(
    type: string,
    query?: ListQuery<T>,
    signal?: AbortSignal,
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  /** How many there are in the whole list, where the server tells that to who asks. */
  count(signal?: AbortSignal): Promise<number>;
  /** What changes from now on, or behind a cursor, where the resource tells that: it goes on by itself where the stream is cut. */
  changes(options?: FollowOptions): AsyncIterable<RecordChange<T>>;
  /** A new one. */
  create(record: T, options?: CreateOptions): Promise<Tagged<T>>;
  /** Several new ones in one commit, or none of them. */
  createAll(records: readonly T[], options?: CreateOptions): Promise<readonly T[]>;
  /** Several new ones, each by itself: what became of each, in their order. */
  createEach(records: readonly T[], signal?: AbortSignal): Promise<readonly Became[]>;
  /** Any number of new ones, each by itself, where the resource takes ndjson: sent 1,000 a request, as what was told of them is taken. */
  import(
    records: Iterable<T> | AsyncIterable<T>,
    signal?: AbortSignal,
  ): AsyncIterable<BecameLine>;
  /** A file of new ones in one request, each by itself: a `File` of a page, a text, bytes; of `text/csv` where the resource takes it. */
  importFile(file: BodyInit, type: string, signal?: AbortSignal): AsyncIterable<BecameLine>;
  /** One in the place of another, or a new one. */
  put(
    id: T["id"],
    record: Omit<T, "id"> & { readonly id?: T["id"] },
    options?: ChangeOptions,
  ): Promise<Tagged<T>>;
  /** Parts of one: a merge patch, or a list of the steps of a JSON Patch, whole or not at all. */
  patch(
    id: T["id"],
    patch: Patch<T> | readonly PatchStep[],
    options?: ChangeOptions,
  ): Promise<Tagged<T>>;
  /** Reads one and patches it by what it is, again where it was changed in between, so that no change of others is lost. */
  update(
    id: T["id"],
    change: (record: T) => Patch<T> | Promise<Patch<T>>,
    options?: UpdateOptions,
  ): Promise<Tagged<T>>;
  /** Takes one away. */
  delete(id: T["id"], options?: ChangeOptions): Promise<void>;
}

/** What the client knows of a resource beside its address. */
export interface RecordsHow {
  /** The kinds of their fields. */
  readonly kinds: Kinds;
  /** The time, by which attempts and streams wait. */
  readonly clock: Clock;
}

/** The records of a resource of this name. */
export function records<T extends { readonly id: unknown }>(
  call: Call,
  name: string,
  how: RecordsHow,
): Records<T> {
  const list = `/${encodeURIComponent(name)}`;
  return recordsAt(call, { list, item: (id) => `${list}/${id}` }, how);
}

/** Waits between attempts with a key. */
const WAIT = { first: 200, longest: 5_000 };

/** The records at the addresses of a list and of each of them. */
export function recordsAt<T extends { readonly id: unknown }>(
  call: Call,
  { list: path, item }: { readonly list: string; readonly item: (id: string) => string },
  { kinds, clock }: RecordsHow,
): Records<T> {
  const kind = { fields: kinds };
  const own = (json: unknown): T => revived(json, kind) as T; // as: the declaration says what the API tells
  const sent = (record: unknown) => signed(record, kind);
  const at = (id: T["id"]) => item(segmentOf(idText(id as Id), `an id of ${path}`)); // as: ids of records are the store's
  const tagged = async (answer: Response): Promise<Tagged<T>> => ({
    record: own(await jsonOf(answer)),
    etag: answer.headers.get("etag") ?? undefined,
  });
  const all = async (answer: Response): Promise<readonly T[]> =>
    listIn(await jsonOf(answer)).map(own);
  const change = async (method: string, id: T["id"], ask: Ask, options: ChangeOptions = {}) =>
    await call(method, at(id), { ...ask, ...conditions(options) });
  /** By GET, or by a body where the query says so. */
  const listed = async (query: ListQuery<T>, ask: Ask): Promise<Response | undefined> => {
    if (query.via === "QUERY") {
      const body = bodyOfQuery(query);
      return body === undefined ? undefined : await call("QUERY", path, { ...ask, body });
    }
    const parameters = parametersOf(query);
    return parameters === undefined
      ? undefined
      : await call("GET", path, { ...ask, query: parameters });
  };
  async function* list<F extends keyof T & string>(
    asked: ListQuery<T, F> = {},
    signal?: AbortSignal,
  ): AsyncGenerator<Page<T>, void> {
    for (let { after } = asked;;) {
      const query = after === undefined ? asked : { ...asked, after };
      const answer = await listed(query, { signal });
      if (answer === undefined) return;
      const found = await all(answer), next = nextOf(answer);
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
  /** What is read of the answer to a POST: one that broke off has answered nothing. */
  const post = async <V>(
    body: unknown,
    read: (answer: Response) => Promise<V>,
    { key, tries = 1, signal }: CreateOptions = {},
  ): Promise<V> => {
    const ask = { body, ...conditions({ key, signal }) }, wait = backoff(WAIT);
    for (let n = 1;; n++) {
      try {
        return await read(await call("POST", path, ask));
      } catch (error) {
        // Without a key nobody knows whether it was carried out.
        const isAway = ProblemError.is(error) &&
          (error.code === "unreachable" || error.status === 503);
        if (!isAway || key === undefined || n >= tries) throw error;
      }
      await sleep(clock, wait(n - 1), signal);
    }
  };
  const patch = async (
    id: T["id"],
    patch: Patch<T> | readonly PatchStep[],
    options?: ChangeOptions,
  ) => {
    const type = `application/${Array.isArray(patch) ? "json" : "merge"}-patch+json`;
    const body = Array.isArray(patch) ? patch : sent(patch);
    return await tagged(await change("PATCH", id, { body, type }, options));
  };
  return {
    get,
    list,
    async *each(query, signal) {
      for await (const { records } of list(query, signal)) yield* records;
    },
    async *stream(asked = {}, signal) {
      const answer = await listed(asked, { headers: { accept: "application/x-ndjson" }, signal });
      if (answer === undefined) return;
      for await (const json of ndjsonOf(bodyOf(answer))) yield own(json);
    },
    async export(type, asked = {}, signal) {
      const answer = await listed(asked, { headers: { accept: type }, signal });
      return bodyOf(answer ?? { body: null });
    },
    async count(signal) {
      const headers = { prefer: "count=exact" };
      const answer = await call("GET", path, { query: { limit: 1 }, headers, signal });
      await answer.body?.cancel();
      const told = answer.headers.get("x-total-count");
      if (told !== null) return Number(told);
      throw new ProblemError("unreadable", "the server does not tell how many there are", {
        status: answer.status,
      });
    },
    async *changes(options = {}) {
      for await (const event of following(call, path, { ...options, clock })) {
        yield changeOf(event, own);
      }
    },
    create: async (record, options) => await post(sent(record), tagged, options),
    createAll: async (records, options) => await post(records.map(sent), all, options),
    async createEach(records, signal) {
      const ask = { body: records.map(sent), query: { each: true }, signal };
      return listIn(await jsonOf(await call("POST", path, ask))).map(becameOf);
    },
    import: (records, signal) =>
      importedRecords(call, path, { records, text: (each) => jsonText(sent(each)), signal }),
    importFile: (raw, type, signal) => importedFile(call, path, { raw, type, signal }),
    put: async (id, record, options) =>
      await tagged(await change("PUT", id, { body: sent(record) }, options)),
    patch,
    async update(id, change, { tries = 8, signal } = {}) {
      for (let n = 1;; n++) {
        const { record, etag: ifMatch } = await tagged(await call("GET", at(id), { signal }));
        if (ifMatch === undefined) {
          throw new ProblemError(
            "unreadable",
            "no tag of a version is told: a change would be blind",
          );
        }
        try {
          return await patch(id, await change(record), { ifMatch, signal });
        } catch (error) {
          if (n >= tries || !ProblemError.is(error, "precondition")) throw error;
        }
      }
    },
    delete: async (id, options) => {
      await (await change("DELETE", id, {}, options)).body?.cancel();
    },
  };
}

/** The list that an answer tells, whatever it is told under. */
function listIn(json: unknown): readonly unknown[] {
  const [list] = isRecord(json) ? Object.values(json) : [];
  if (Array.isArray(list)) return list;
  throw new ProblemError("unreadable", "the answer has no list");
}
