/**
 * Operations of any kind, called by their names and typed by what is said of them.
 *
 * @module
 */
import { type Call, caller, type CallOptions, conditions } from "./call.ts";
import { parsed, textOf } from "./lines.ts";
import { nextOf } from "./next.ts";
import { ProblemError } from "./problem.ts";
import { segmentOf } from "./segment.ts";

/** What an operation is asked with, and what it answers: types only. */
export interface Called {
  /** The names in its path. */
  readonly path?: object;
  /** The parameters of its query. */
  readonly query?: object;
  /** Its body: a value of JSON, or for another type than JSON a file. */
  readonly body?: unknown;
  /** Nothing where the operation takes no `Idempotency-Key`: the compiler refuses one. */
  readonly key?: undefined;
  /** What it answers: the value of JSON, text of other types; undefined where there is no body. */
  readonly answer: unknown;
}

/** What takes no `Idempotency-Key`: sent again it may be done again, so the compiler lets nobody trust in one. */
export interface Unkeyed {
  /** It takes none. */
  readonly key?: undefined;
}

/** Operations by their ids. */
export type Calls<All> = { readonly [Id in keyof All]: Called };

/** Where each operation is: its method and its path, as they are declared; `POST /jobs/{id} application/xml` where its body is no JSON. */
export type Routes<All> = { readonly [Id in keyof All]: string };

/** What else a request may say. */
export interface AskFor {
  /** Only where it is of this version still: `etag` of what was read. */
  readonly ifMatch?: string | undefined;
  /** What is told only where it is of another version: else the answer is undefined. */
  readonly ifNoneMatch?: string | undefined;
  /** Repeated with this key it is carried out once, where the operation takes one. */
  readonly key?: string | undefined;
  /** Aborts the request: what `fetch` throws for that is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** What an operation is asked with: of what is said of it, and what any request may say. */
export type Asks<C> = Omit<C, "answer"> & AskFor;

/** What an operation has answered. */
export interface Answered<V> {
  /** The value of JSON, or the text, that it told; undefined for no body, and where what is known still stands (304). */
  readonly value: V;
  /** The tag of its version; undefined where none was told. */
  readonly etag: string | undefined;
  /** The address of what was made. */
  readonly location: string | undefined;
  /** What `query.after` is for the page behind it; undefined where there is none. */
  readonly next: string | undefined;
}

/** An operation to be called; it may be asked with nothing where nothing must be said. */
export type CallOf<C extends Called> = Record<never, never> extends Asks<C>
  ? (ask?: Asks<C>) => Promise<Answered<C["answer"]>>
  : (ask: Asks<C>) => Promise<Answered<C["answer"]>>;

/**
 * Operations of an API as functions: `All` says what each is asked with and answers, `routes` where it is. For operations of one's own; those of
 * resources are in `client`, those of processes in `processes`.
 *
 * @throws {ProblemError} of what the server answers, from each of its functions
 *
 * @example
 * ```ts
 * import { type Operation, serve } from "@n2o/n2o/rest";
 * import { operations } from "@n2o/n2o/rest/client";
 *
 * const numbers: Operation = {
 *   id: "listNumbers",
 *   method: "GET",
 *   path: "/numbers/{from}",
 *   summary: "Numbers from one on",
 *   tag: "numbers",
 *   parameters: [
 *     { name: "from", in: "path", description: "the first", schema: { type: "string" } },
 *     { name: "limit", in: "query", description: "how many", schema: { type: "integer" } },
 *   ],
 *   responses: { 200: { description: "they", content: { "application/json": { type: "array" } } } },
 *   guarded: false,
 *   run: ({ path, query }) =>
 *     Promise.resolve({ status: 200, value: Array.from({ length: Number(query.limit) }, (_, n) => n + Number(path.from)) }),
 * };
 * interface Numbers {
 *   readonly listNumbers: { readonly path: { readonly from: number }; readonly query: { readonly limit: number }; readonly answer: number[] };
 * }
 *
 * const api = serve([numbers]);
 * const { listNumbers } = operations<Numbers>(
 *   { base: "http://localhost/rest", fetch: (request) => api.fetch(request) },
 *   { listNumbers: "GET /numbers/{from}" },
 * );
 * const { value } = await listNumbers({ path: { from: 5 }, query: { limit: 2 } });
 * if (value.join() !== "5,6") throw value;
 * ```
 */
export function operations<All extends Calls<All>>(
  options: CallOptions,
  routes: Routes<All>,
): { readonly [Id in keyof All]: CallOf<All[Id]> } {
  const call = caller(options);
  const made = Object.entries<string>(routes).map(([id, route]) => [id, calling(call, route)]);
  return Object.fromEntries(made) as { readonly [Id in keyof All]: CallOf<All[Id]> }; // as: names are known to the types alone
}

/** JSON, and what is written in it: not the lines of ndjson. */
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json(?![\w.+-])/;

function calling(call: Call, route: string): (ask?: Asks<Called>) => Promise<Answered<unknown>> {
  const [method = "", template = "", type = "application/json"] = route.split(" ");
  return async ({ path = {}, query = {}, body, ifMatch, ifNoneMatch, key, signal } = {}) => {
    const places = new Map<string, unknown>(Object.entries(path));
    const address = template.replace(/\{(\w+)\}/g, (_, name: string) => {
      if (places.has(name)) return segmentOf(String(places.get(name)), `${route}: ${name}`);
      throw new ProblemError("unaddressed", `${route}: say its ${name} in path`);
    });
    const answer = await call(method, address, {
      query: Object.fromEntries(Object.entries(query)),
      ...JSON_TYPE.test(type) ? { body } : body !== undefined && { raw: body as BodyInit }, // as: what is said of it is a file
      type,
      ...conditions({ ifMatch, ifNoneMatch, key, signal }),
    });
    const { headers } = answer;
    return {
      value: await valueOf(answer),
      etag: headers.get("etag") ?? undefined,
      location: headers.get("location") ?? undefined,
      next: nextOf(answer),
    };
  };
}

/** The body of an answer: a value of JSON, else text. */
async function valueOf(answer: Response): Promise<unknown> {
  const text = answer.status === 304 ? "" : await textOf(answer);
  if (text === "") return undefined;
  const type = answer.headers.get("content-type") ?? "";
  return JSON_TYPE.test(type) ? parsed(text, "the answer") : text;
}

/** What a list is asked with, as far as its pages go. */
export interface AskPage {
  /** The parameters of its query. */
  readonly query?: { readonly after?: string };
}

/**
 * The pages of a list that an operation answers, from the first, or behind `query.after`.
 *
 * @example
 * ```ts
 * import { type Answered, pagesOf } from "@n2o/n2o/rest/client";
 *
 * const list = ({ query = {} }: { query?: { after?: string } } = {}): Promise<Answered<string>> =>
 *   Promise.resolve({ value: query.after ?? "first", next: query.after === undefined ? "second" : undefined, etag: undefined, location: undefined });
 * const seen: string[] = [];
 * for await (const page of pagesOf(list)) seen.push(page);
 * if (seen.join() !== "first,second") throw seen;
 * ```
 */
export async function* pagesOf<V, Ask extends AskPage | undefined>(
  list: (ask: Ask) => Promise<Answered<V>>,
  ask: NoInfer<Ask> = {} as Ask, // as: what may be left out is left out
): AsyncGenerator<V, void> {
  for (let asked: Ask = ask;;) {
    const { value, next } = await list(asked);
    yield value;
    if (next === undefined) return;
    asked = { ...asked, query: { ...asked?.query, after: next } };
  }
}
