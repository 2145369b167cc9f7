/**
 * Serving operations: a Hono application from declarations.
 *
 * Before an operation is run: who asks is found out, the origin of what comes with a cookie is looked at, undeclared parameters are refused and
 * declared ones read, the type of the body and the accepted type are agreed on. Everything that is thrown is answered as a problem document.
 *
 * @module
 */
import { answered, variantOf } from "./answer.ts";
import { allowCors } from "./cors.ts";
import { bodyType, readBody } from "./body/body.ts";
import { discard } from "./body/discard.ts";
import { Hono } from "./deps.ts";
import { RestError } from "./error.ts";
import { typeFor } from "./negotiate/negotiate.ts";
import type { Incoming, Operation } from "./operation.ts";
import { queryOf } from "./parameter.ts";
import { problemOf, problemResponse } from "./problem/problem.ts";
import { checkOrigin } from "./origin.ts";
import { complete, type ServeOptions, type Serving } from "./serving.ts";
import { rateHeaders, withinRate } from "./rate.ts";
import type { Person } from "./who.ts";

/** An application of Hono, which has `fetch` and is mounted by `app.route("/", api)`. */
export type RestApp = InstanceType<(typeof import("./deps.ts"))["Hono"]>;

/** The methods that are known; of others nothing is said but that. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * An application that serves operations.
 *
 * @throws {RestError} `config` for two operations of one method and path, or of one id
 */
export function serve(operations: readonly Operation[], options: ServeOptions = {}): RestApp {
  const serving = complete(options), app = new Hono();
  for (const [path, here] of byPath(operations)) {
    const route = routeOf(path, here, serving);
    const address = serving.base + honoPath(path);
    app.all(address, (c) => responded(c.req.raw, route, serving));
    // A list is a folder, too; behind an id a slash would be an empty part of it.
    if (route.places.length === 0) {
      app.all(`${address}/`, (c) => responded(c.req.raw, route, serving));
    }
  }
  app.all(`${serving.base}/*`, (c) => responded(c.req.raw, undefined, serving));
  app.notFound((c) => responded(c.req.raw, undefined, serving));
  return app;
}

/** An operation, and what of its declaration each request is held against. */
interface Ready {
  readonly operation: Operation;
  readonly offered: readonly string[];
  readonly taken: readonly string[];
}

/** The operations of one path. */
interface Route {
  readonly allow: string;
  readonly operations: ReadonlyMap<string, Ready>;
  /** The parameters of the path: in which segment each stands, and whether it takes what follows, too. */
  readonly places: readonly {
    readonly name: string;
    readonly at: number;
    readonly rest: boolean;
  }[];
}

function routeOf(path: string, here: readonly Operation[], { base }: Serving): Route {
  const operations = new Map<string, Ready>(here.map((operation) => [operation.method, {
    operation,
    offered: offered(operation),
    taken: Object.keys(operation.body?.content ?? {}),
  }]));
  const get = operations.get("GET");
  if (get !== undefined) operations.set("HEAD", get);
  const places = path.split("/").flatMap((segment, at) => {
    const [, name, dots] = /^\{(\w+)(\.\.\.)?\}$/.exec(segment) ?? [];
    return name === undefined
      ? []
      : [{ name, at: at + base.split("/").length - 1, rest: dots !== undefined }];
  });
  return { allow: [...operations.keys(), "OPTIONS"].join(", "), operations, places };
}

/** Answers, whatever happens: an error is a problem document. */
async function responded(
  request: Request,
  route: Route | undefined,
  serving: Serving,
): Promise<Response> {
  const { cors } = serving;
  let response: Response;
  try {
    response = await routed(request, route, serving);
  } catch (error) {
    response = failed(error, request, serving);
    await discard(request, { ms: serving.bodyMs, clock: serving.clock });
  }
  if (cors !== undefined) allowCors(response.headers, request, cors);
  return response;
}

async function routed(
  request: Request,
  route: Route | undefined,
  serving: Serving,
): Promise<Response> {
  const { method } = request, url = new URL(request.url);
  if (route === undefined) {
    for (const part of url.pathname.split("/")) decoded(part, "path");
    throw new RestError("not_found", `there is nothing at ${url.pathname.slice(0, 200)}`);
  }
  const { allow, operations, places } = route;
  if (method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
  const operation = operations.get(method);
  if (operation === undefined) {
    if (!METHODS.has(method)) {
      throw new RestError("no_method", `there is no ${method.slice(0, 20)} here`);
    }
    throw new RestError("method", `${method.slice(0, 20)} is not taken here: ${allow}`, {
      headers: { allow },
    });
  }
  return await carried(operation, request, { url, places }, serving);
}

function byPath(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const paths = new Map<string, Operation[]>(), ids = new Set<string>();
  for (const operation of operations) {
    const here = paths.get(operation.path) ?? [];
    if (ids.has(operation.id) || here.some(({ method }) => method === operation.method)) {
      throw new RestError(
        "config",
        `operation ${operation.id}: its id, or its method and path, is declared twice`,
      );
    }
    ids.add(operation.id);
    paths.set(operation.path, [...here, operation]);
  }
  return paths;
}

/** `{id}` is a parameter of Hono, `{path...}` what takes all that follows. */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\.\.\.\}/g, "*").replace(/\{(\w+)\}/g, ":$1");
}

/** The parameters of a path, decoded by us: Hono leaves what is no percent-encoding as it is. */
function pathOf({ pathname }: URL, places: Route["places"]): Record<string, string> {
  const found: Record<string, string> = {};
  if (places.length === 0) return found;
  const parts = pathname.split("/");
  for (const { name, at, rest } of places) {
    found[name] = rest
      ? parts.slice(at).map((each) => decoded(each, name)).join("/")
      : decoded(parts[at] ?? "", name);
  }
  return found;
}

function decoded(text: string, parameter: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    // Bytes that are no UTF-8 are an address that nothing has.
    if (!/%(?![0-9a-f]{2})/i.test(text)) {
      throw new RestError("not_found", "there is nothing at this address", { cause });
    }
    const detail = "not percent-encoded";
    throw new RestError("bad_request", `the address cannot be read: ${detail}`, {
      cause,
      errors: [{ parameter, code: "encoding", detail }],
    });
  }
}

async function carried(
  ready: Ready,
  request: Request,
  { url, places }: { readonly url: URL; readonly places: Route["places"] },
  serving: Serving,
): Promise<Response> {
  const { operation } = ready, path = pathOf(url, places);
  const { person, refused } = await asking(request, serving);
  const allowance = await serving.rate?.(request, person);
  if (allowance !== undefined) withinRate(allowance);
  if (refused !== undefined) throw refused;
  if (operation.guarded && person === undefined) {
    throw new RestError("unauthorized", "say who you are: log in, or send a key", {
      headers: { "www-authenticate": "Bearer" },
    });
  }
  checkOrigin(request, { person, operation, serving });
  const incoming = await incomingOf(ready, request, { url, path, person, serving });
  const response = await answered(await operation.run(incoming), { operation, incoming, serving });
  if (allowance !== undefined) {
    for (const [name, value] of Object.entries(rateHeaders(allowance))) {
      response.headers.set(name, value);
    }
  }
  if (serving.who !== undefined) personal(response.headers, person);
  return response;
}

/** What is told to one person no cache tells another, whether in between or of a browser in which somebody else logs in. */
function personal(headers: Headers, person: Person | undefined): void {
  headers.append("vary", "authorization, cookie, x-api-key");
  if (person !== undefined && !headers.has("cache-control")) {
    headers.set("cache-control", "private, no-cache");
  }
}

/** Who asks; whose credentials do not hold is counted as somebody unknown before that is told, so that guesses have a rate as well. */
async function asking(
  request: Request,
  { who }: Serving,
): Promise<{ readonly person: Person | undefined; readonly refused?: RestError }> {
  try {
    return { person: await who?.(request) };
  } catch (error) {
    if (!RestError.is(error)) throw error;
    return { person: undefined, refused: error };
  }
}

async function incomingOf(
  { operation, offered, taken }: Ready,
  request: Request,
  { url, path, person, serving }: {
    readonly url: URL;
    readonly path: Readonly<Record<string, string>>;
    readonly person: Person | undefined;
    readonly serving: Serving;
  },
): Promise<Incoming> {
  const { body } = operation;
  const query = queryOf(operation.parameters, url);
  const type = typeFor(request, offered);
  const time = { ms: serving.bodyMs, clock: serving.clock };
  const given = await bodyType(request, taken, time);
  if (given === "" && body !== undefined && body.required !== false) {
    throw new RestError("bad_request", "there must be a body");
  }
  const limits = {
    bytes: body?.maxBytes ?? serving.maxBytes,
    depth: serving.maxDepth,
    ...time,
  };
  return {
    request,
    url,
    path,
    query,
    person,
    type,
    raw: serving.formats.some((each) => each.type === type && each.raw === true),
    variant: variantOf(type, serving.formats),
    bodyType: given,
    streaming: serving.streaming,
    body: async () =>
      given === ""
        ? undefined
        : await readBody(request, given, { ...limits, formats: serving.formats }),
  };
}

const ANYTHING = ["application/json"];

/** The types of the first success that has a body. */
function offered({ responses }: Operation): readonly string[] {
  for (const [status, { content }] of Object.entries(responses)) {
    if (Number(status) < 300 && content !== undefined) return Object.keys(content);
  }
  return ANYTHING;
}

function failed(error: unknown, request: Request, { errors, log }: Serving): Response {
  const { status } = problemOf(error, errors);
  if (status >= 500) {
    log("error", "a request to the API failed", {
      error,
      method: request.method,
      url: request.url,
    });
  }
  return problemResponse(error, errors);
}
