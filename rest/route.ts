/**
 * Serving operations: a Hono application from declarations.
 *
 * Before an operation is run: who asks is found out, the origin of what comes with a cookie is looked at, undeclared parameters are refused and
 * declared ones read, the type of the body and the accepted type are agreed on. Everything that is thrown is answered as a problem document.
 *
 * @module
 */
import { addressOf, decoded, honoPath, pathOf, type Place, placesIn } from "./address.ts";
import { answered, variantOf, varyOf } from "./answer.ts";
import { incomingOf } from "./incoming.ts";
import { asking, counted, NOBODY } from "./asking.ts";
import { allowCors, isGrantedPreflight } from "./cors.ts";
import { bodyTypeOf } from "./body/body.ts";
import { discard } from "./body/discard.ts";
import {
  type Context,
  Hono,
  METHOD_NAME_ALL,
  RegExpRouter,
  SmartRouter,
  TrieRouter,
} from "./deps.ts";
import { RestError } from "./error.ts";
import { typeFor } from "./negotiate/negotiate.ts";
import type { Answer, Incoming, Operation } from "./operation.ts";
import { type QueryReader, queryReader } from "./parameter.ts";
import { applied, handling } from "./prefer.ts";
import { problemOf, problemResponse } from "./problem/problem.ts";
import { checkOrigin } from "./origin.ts";
import { complete, type ServeOptions, type Serving } from "./serving.ts";
import { rateHeaders, withinRate } from "./rate.ts";
import type { Person } from "./who.ts";

/** An application of Hono, which has `fetch` and is mounted by `app.route("/", api)`. */
export type RestApp = InstanceType<(typeof import("./deps.ts"))["Hono"]>;

/** The methods that are known everywhere; of others, such as QUERY where nothing takes it, nothing is said but that. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * An application that serves operations.
 *
 * @throws {RestError} `config` for two operations of one method and path, or of one id
 */
export function serve(operations: readonly Operation[], options: ServeOptions = {}): RestApp {
  const serving = complete(options), app = new Hono();
  // One handler for all: where two have the address Hono puts them together anew for each request.
  const routes = new SmartRouter<Route>({ routers: [new RegExpRouter(), new TrieRouter()] });
  for (const [path, here] of byPath(operations)) {
    const route = routeOf(path, here, serving);
    const address = serving.base + honoPath(path);
    routes.add(METHOD_NAME_ALL, address, route);
    // A list is a folder, too; behind an id a slash would be an empty part of it.
    if (route.places.length === 0) routes.add(METHOD_NAME_ALL, `${address}/`, route);
  }
  const respond = ({ req }: Context) => {
    const [[[route] = []]] = routes.match(METHOD_NAME_ALL, req.path);
    return responded(req.raw, route, serving);
  };
  app.all(`${serving.base}/*`, respond);
  app.notFound(({ req }) => responded(req.raw, undefined, serving));
  return app;
}

/** An operation, and what of its declaration each request is held against. */
interface Ready {
  readonly operation: Operation;
  readonly offered: readonly string[];
  /** Of each that is offered. */
  readonly types: ReadonlyMap<string, Pick<Incoming, "raw" | "variant">>;
  readonly taken: readonly string[];
  readonly readQuery: QueryReader;
  readonly vary: string;
}

/** The operations of one path. */
interface Route {
  readonly allow: string;
  /** The types of what QUERY takes; undefined where that is no method of it. */
  readonly acceptQuery: string | undefined;
  readonly operations: ReadonlyMap<string, Ready>;
  /** The parameters of the path. */
  readonly places: readonly Place[];
}

function routeOf(path: string, here: readonly Operation[], serving: Serving): Route {
  const operations = new Map(here.map((operation) => [
    operation.method as string,
    readyOf(operation, serving),
  ]));
  const get = operations.get("GET");
  if (get !== undefined) operations.set("HEAD", get);
  const allow = [...operations.keys(), "OPTIONS"].join(", ");
  const acceptQuery = operations.get("QUERY")?.taken.join(", ");
  return { allow, acceptQuery, operations, places: placesIn(path, serving.base) };
}

function readyOf(operation: Operation, { formats }: Serving): Ready {
  const types = offered(operation);
  return {
    operation,
    offered: types,
    types: new Map(types.map((type) => [type, {
      raw: formats.some((each) => each.type === type && each.raw === true),
      variant: variantOf(type, formats),
    }])),
    taken: Object.keys(operation.body?.content ?? {}),
    readQuery: queryReader(operation),
    vary: varyOf(operation),
  };
}

/** What is left of a rate to who asks, as whatever is answered tells it. */
interface Rated {
  /** Undefined until that is known, and where there is no rate. */
  fields: Readonly<Record<string, string>> | undefined;
}

/** Answers, whatever happens: an error is a problem document. */
async function responded(
  request: Request,
  route: Route | undefined,
  serving: Serving,
): Promise<Response> {
  const { cors } = serving, rated: Rated = { fields: undefined };
  let response: Response;
  try {
    response = await routed(request, route, rated, serving);
  } catch (error) {
    response = failed(error, request, serving);
    for (const [name, text] of Object.entries(rated.fields ?? {})) response.headers.set(name, text);
    await discard(request, { ms: serving.bodyMs, clock: serving.clock });
  }
  if (cors !== undefined) allowCors(response.headers, request, cors);
  return response;
}

function routed(
  request: Request,
  route: Route | undefined,
  rated: Rated,
  serving: Serving,
): Promise<Response> {
  const ready = route?.operations.get(request.method);
  return route === undefined || ready === undefined
    ? unanswered(request, route, rated, serving)
    : carried({ ready, request, places: route.places, rated }, serving);
}

/** What no operation answers: OPTIONS tells what there is, all else is refused. */
async function unanswered(
  request: Request,
  route: Route | undefined,
  rated: Rated,
  serving: Serving,
): Promise<Response> {
  const { method } = request;
  if (route === undefined) {
    rated.fields = await counted(request, serving);
    const { path } = addressOf(request);
    for (const part of path.split("/")) decoded(part, "path");
    throw new RestError("not_found", `there is nothing at ${path.slice(0, 200)}`);
  }
  const { allow, acceptQuery } = route;
  // A browser asks without saying for whom, and what it is refused its page cannot ask at all: what follows is counted.
  const isPreflight = serving.cors !== undefined && isGrantedPreflight(request, serving.cors);
  if (!isPreflight) rated.fields = await counted(request, serving);
  pathOf(addressOf(request), route.places);
  if (method === "OPTIONS") {
    const query = acceptQuery === undefined ? {} : { "accept-query": acceptQuery };
    return new Response(null, { status: 204, headers: { allow, ...query, ...rated.fields } });
  }
  if (!METHODS.has(method)) {
    throw new RestError("no_method", `there is no ${method.slice(0, 20)} here`);
  }
  throw new RestError("method", `${method.slice(0, 20)} is not taken here: ${allow}`, {
    headers: { allow },
  });
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

async function carried(
  { ready, request, places, rated }: {
    readonly ready: Ready;
    readonly request: Request;
    readonly places: readonly Place[];
    readonly rated: Rated;
  },
  serving: Serving,
): Promise<Response> {
  const { operation } = ready, { rate, who } = serving;
  const { person, refused } = who === undefined ? NOBODY : await asking(request, who);
  if (rate !== undefined) {
    const allowance = await rate(request, person);
    withinRate(allowance);
    rated.fields = rateHeaders(allowance);
  }
  const address = addressOf(request), path = pathOf(address, places);
  if (refused !== undefined) throw refused;
  if (operation.guarded && person === undefined) {
    throw new RestError("unauthorized", "say who you are: log in, or send a key", {
      headers: { "www-authenticate": "Bearer" },
    });
  }
  checkOrigin(request, { person, operation, serving });
  const how = handling(request), isLenient = how === "lenient";
  const query = ready.readQuery(address.search, isLenient);
  const type = typeFor(request, ready.offered);
  const waits = hasNone(request, operation)
    ? ""
    : bodyTypeOf(request, ready.taken, { ms: serving.bodyMs, clock: serving.clock });
  const bodyType = typeof waits === "string" ? waits : await waits;
  const { raw = false, variant = "" } = ready.types.get(type) ?? {}, takes = operation.body;
  checkBody(bodyType, takes);
  const checked = { path, query, person, type, raw, variant, bodyType, takes };
  const incoming = incomingOf(request, checked, serving);
  const answer = await operation.run(incoming);
  const written = answered(how === undefined ? answer : told(answer, how), {
    vary: ready.vary,
    operation,
    incoming,
    serving,
    headers: rated.fields,
  });
  const response = written instanceof Promise ? await written : written;
  if (who !== undefined) personal(response.headers, person);
  return response;
}

/** How a request was to be handled is told: that it was. */
function told(answer: Answer, how: string): Answer {
  return { ...answer, headers: applied(answer.headers, `handling=${how}`) };
}

/** What is told to one person no cache tells another, whether in between or of a browser in which somebody else logs in. */
function personal(headers: Headers, person: Person | undefined): void {
  headers.append("vary", "authorization, cookie, x-api-key");
  if (person !== undefined && !headers.has("cache-control")) {
    headers.set("cache-control", "private, no-cache");
  }
}

/** Whether a request has no body where none need be: what type it would have been of says nothing then (RFC 9110, section 8.6). */
function hasNone(request: Request, operation: Operation): boolean {
  // The stream of a body is asked for last: where nothing looks at it the host reads it at once.
  return operation.body?.required === false &&
    (request.headers.get("content-length") === "0" || request.body === null);
}

/** @throws {RestError} `bad_request` for none where there must be one */
function checkBody(given: string, takes: Operation["body"]): void {
  if (given !== "" || takes === undefined || takes.required === false) return;
  const detail = "there must be a body";
  throw new RestError("bad_request", detail, {
    errors: [{ pointer: "", code: "missing", detail }],
  });
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
  const problem = problemOf(error, errors);
  // What nobody here knows how to do is no fault.
  if (problem.status >= 500 && !RestError.is(error, "no_method")) {
    log("error", "a request to the API failed", {
      error,
      method: request.method,
      url: request.url,
    });
  }
  return problemResponse(error, errors, problem);
}
