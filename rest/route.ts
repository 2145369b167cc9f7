/**
 * Serving operations: a Hono application from declarations.
 *
 * Before an operation is run: who asks is found out, the origin of what comes with a cookie is looked at, undeclared parameters are refused and
 * declared ones read, the type of the body and the accepted type are agreed on. Everything that is thrown is answered as a problem document.
 *
 * @module
 */
import { answered } from "./answer.ts";
import { bodyType, readBody } from "./body/body.ts";
import { Hono } from "./deps.ts";
import { RestError } from "./error.ts";
import { typeFor } from "./negotiate/negotiate.ts";
import type { Incoming, Operation } from "./operation.ts";
import { queryOf } from "./parameter.ts";
import { problemOf, problemResponse } from "./problem/problem.ts";
import { complete, type ServeOptions, type Serving } from "./serving.ts";
import type { Person } from "./who.ts";

/** An application of Hono, which has `fetch` and is mounted by `app.route("/", api)`. */
export type RestApp = InstanceType<(typeof import("./deps.ts"))["Hono"]>;

const SAFE = new Set(["GET", "HEAD", "OPTIONS", "QUERY"]);

/**
 * An application that serves operations.
 *
 * @throws {RestError} `config` for two operations of one method and path, or of one id
 */
export function serve(operations: readonly Operation[], options: ServeOptions = {}): RestApp {
  const serving = complete(options), app = new Hono();
  app.onError((error, c) => failed(error, c.req.raw, serving));
  for (const [path, here] of byPath(operations)) {
    const allow = allowed(here.map(({ method }) => method));
    app.all(serving.base + honoPath(path), (c) => {
      const { method } = c.req;
      if (method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
      const wanted = method === "HEAD" ? "GET" : method;
      const operation = here.find((each) => each.method === wanted);
      if (operation === undefined) {
        throw new RestError("method", `${method.slice(0, 20)} is not taken here: ${allow}`, {
          headers: { allow },
        });
      }
      return carried(operation, c.req.raw, decodedPath(path, c.req.raw, serving.base), serving);
    });
  }
  app.notFound((c) => {
    const { pathname } = new URL(c.req.url);
    return failed(
      new RestError("not_found", `there is nothing at ${pathname.slice(0, 200)}`),
      c.req.raw,
      serving,
    );
  });
  return app;
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

function allowed(methods: readonly string[]): string {
  const more = methods.includes("GET") ? ["HEAD"] : [];
  return [...methods, ...more, "OPTIONS"].join(", ");
}

/** `{id}` is a parameter of Hono, `{path...}` what takes all that follows. */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\.\.\.\}/g, "*").replace(/\{(\w+)\}/g, ":$1");
}

/** The parameters of a path, decoded by us: Hono leaves what is no percent-encoding as it is. */
function decodedPath(template: string, request: Request, base: string): Record<string, string> {
  const names = template.split("/"), found: Record<string, string> = {};
  const { pathname } = new URL(request.url),
    parts = pathname.slice(pathname.indexOf(base) + base.length).split("/");
  for (const [at, name] of names.entries()) {
    const [, key, dots] = /^\{(\w+)(\.\.\.)?\}$/.exec(name) ?? [];
    if (key === undefined) continue;
    found[key] = dots === undefined
      ? decoded(parts[at] ?? "", key)
      : parts.slice(at).map((each) => decoded(each, key)).join("/");
  }
  return found;
}

function decoded(text: string, parameter: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    const detail = "not percent-encoded UTF-8";
    throw new RestError("bad_request", `the address cannot be read: ${detail}`, {
      cause,
      errors: [{ parameter, code: "encoding", detail }],
    });
  }
}

async function carried(
  operation: Operation,
  request: Request,
  path: Readonly<Record<string, string>>,
  serving: Serving,
): Promise<Response> {
  const person = await serving.who?.(request);
  if (operation.guarded && person === undefined) {
    throw new RestError("unauthorized", "say who you are: log in, or send a key", {
      headers: { "www-authenticate": "Bearer" },
    });
  }
  if (person?.by === "cookie") checkOrigin(request, serving.origins);
  const incoming = incomingOf(operation, request, { path, person, serving });
  return await answered(await operation.run(incoming), { operation, incoming, serving });
}

/** What a browser sends by itself is no proof that a page of ours has asked. */
function checkOrigin(request: Request, origins: readonly string[]): void {
  if (SAFE.has(request.method)) return;
  const origin = request.headers.get("origin");
  if (origin !== null && (origin === new URL(request.url).origin || origins.includes(origin))) {
    return;
  }
  throw new RestError("bad_origin", "a change by cookie must come from a page of this origin", {
    errors: [{
      header: "origin",
      code: "origin",
      detail: "ask from a page of this site, or by a key",
    }],
  });
}

function incomingOf(
  operation: Operation,
  request: Request,
  { path, person, serving }: {
    readonly path: Readonly<Record<string, string>>;
    readonly person: Person | undefined;
    readonly serving: Serving;
  },
): Incoming {
  const url = new URL(request.url), { body } = operation;
  const query = queryOf(operation.parameters, url.searchParams);
  const type = typeFor(request, offered(operation));
  const given = bodyType(request, Object.keys(body?.content ?? {}));
  if (given === "" && body !== undefined && body.required !== false) {
    throw new RestError("bad_request", "there must be a body");
  }
  const limits = {
    bytes: body?.maxBytes ?? serving.maxBytes,
    depth: serving.maxDepth,
    ms: serving.bodyMs,
    clock: serving.clock,
  };
  return {
    request,
    url,
    path,
    query,
    person,
    type,
    bodyType: given,
    body: async () => given === "" ? undefined : await readBody(request, given, limits),
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
