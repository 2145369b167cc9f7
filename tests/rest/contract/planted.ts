/**
 * Faults that a server may have: each changes what a right one answers, as a defect would.
 *
 * @module
 */

/** Answers a request; `answer` is the right server. */
export type Plant = (
  request: Request,
  answer: (request: Request) => Promise<Response>,
) => Promise<Response>;

/** A server of one life: what it keeps between requests is its own. */
type Planted = () => Plant;

const is = (request: Request, method: string, path = /./): boolean =>
  request.method === method && path.test(new URL(request.url).pathname);

const ONE = /^\/rest\/users\/[^/]+$/, LIST = /^\/rest\/users$/;

/** With another body, status or headers. */
async function changed(
  answer: Response,
  change: {
    readonly status?: number;
    readonly headers?: Record<string, string | undefined>;
    readonly json?: (json: unknown) => unknown;
    readonly text?: (text: string) => string | null;
  },
): Promise<Response> {
  const headers = new Headers(answer.headers), text = await answer.text();
  for (const [name, value] of Object.entries(change.headers ?? {})) {
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
  }
  const isJson = text !== "" && (headers.get("content-type") ?? "").includes("json");
  const json = isJson && change.json !== undefined
    ? JSON.stringify(change.json(JSON.parse(text)))
    : text;
  const body = change.text === undefined ? json : change.text(json);
  const status = change.status ?? answer.status;
  return new Response(body === "" || status === 204 || status === 304 ? null : body, {
    status,
    headers,
  });
}

/** Of answers that were a success. */
const success =
  (method: string, path: RegExp, change: Parameters<typeof changed>[1]): Planted =>
  () =>
  async (request, answer) => {
    const told = await answer(request);
    return is(request, method, path) && told.status < 300 ? await changed(told, change) : told;
  };

const over = (name: string, value: unknown) => (json: unknown): unknown => ({
  ...json as object,
  [name]: value,
}); // as: a record is an object

/** By what is wrong. */
export const PLANTED: Readonly<Record<string, Planted>> = {
  "a status that is not documented": success("GET", ONE, { status: 203 }),
  "a fault of the server at a text that is long": () => async (request, answer) => {
    const isLong = is(request, "POST", LIST) && (await request.clone().text()).includes("longlong");
    return isLong ? await changed(await answer(request), { status: 500 }) : await answer(request);
  },
  "a header that is not documented": success("GET", LIST, { headers: { "x-debug": "1" } }),
  "a header that is not as documented": success("GET", LIST, {
    headers: { "x-total-count": "many" },
  }),
  "another type than is documented": success("GET", ONE, {
    headers: { "content-type": "text/plain" },
  }),
  "a field of another type": success("GET", ONE, { json: over("id", 5) }),
  "a field that is not documented": success("GET", ONE, { json: over("password", "secret") }),
  "a field that must be there and is not": success("GET", ONE, {
    json: (json) => ({ ...json as object, id: undefined }),
  }), // as: a record
  "a body that is no JSON": success("GET", ONE, { text: (text) => text.slice(0, -1) }),
  "a body where there is none": success("DELETE", ONE, { status: 200, text: () => "deleted" }),
  "no body where there is one": success("GET", ONE, { text: () => null }),
  "an error that is no problem document": () => async (request, answer) => {
    const told = await answer(request);
    return told.status === 404
      ? await changed(told, { headers: { "content-type": "text/html" } })
      : told;
  },
  "a problem of another status": () => async (request, answer) => {
    const told = await answer(request);
    return told.status === 404 ? await changed(told, { json: over("status", 400) }) : told;
  },
  "an address that leads nowhere": success("POST", LIST, {
    headers: { location: "/rest/users/nowhere" },
  }),
  "no address of what is created": success("POST", LIST, { headers: { location: undefined } }),
  "a tag that changes without a change": () => {
    let n = 0;
    return async (request, answer) => {
      const told = await answer(request);
      return is(request, "GET", ONE) && told.ok
        ? await changed(told, { headers: { etag: `"${n++}"` } })
        : told;
    };
  },
  "If-None-Match is not looked at": () => (request, answer) =>
    answer(without(request, "if-none-match")),
  "If-Match is not looked at": () => (request, answer) => answer(without(request, "if-match")),
  "what is deleted stays": () => async (request, answer) => {
    if (!is(request, "DELETE", ONE)) return await answer(request);
    const there = await answer(new Request(request.url, { headers: request.headers }));
    return there.status === 200
      ? new Response(null, { status: 204, headers: { vary: "accept" } })
      : await answer(request);
  },
  "what is replaced stays as it was": () => async (request, answer) => {
    if (!is(request, "PUT", ONE)) return await answer(request);
    const old = await answer(new Request(request.url));
    const told = await answer(request);
    if (old.status === 200 && told.status === 200 && !told.headers.has("content-location")) {
      await answer(
        new Request(request.url, {
          method: "PUT",
          body: await old.text(),
          headers: { "content-type": "application/json" },
        }),
      );
    }
    return told;
  },
  "a parameter that is not known is taken": () => (request, answer) => {
    const url = new URL(request.url);
    url.searchParams.delete("no such");
    return answer(new Request(url, request));
  },
  "fields that are not known are taken": () => async (request, answer) => {
    if (!is(request, "POST", LIST)) return await answer(request);
    const body = await request.clone().text();
    try {
      const { id, name, age, owner, tags } = JSON.parse(body);
      return await answer(
        new Request(request, { body: JSON.stringify({ id, name, age, owner, tags }) }),
      );
    } catch {
      return await answer(request);
    }
  },
  "JSON that is none is taken": () => async (request, answer) => {
    const told = await answer(request);
    return told.status === 400 && is(request, "PATCH", ONE)
      ? new Response(null, { status: 204 })
      : told;
  },
  "a list that tells a record twice": success("GET", LIST, {
    json: (json) => ({ users: twice(json) }),
  }),
  "a list that leaves one out": success("GET", LIST, {
    json: (json) => ({ users: records(json).slice(1) }),
  }),
  "what is documented is refused": () => async (request, answer) => {
    const isAsked = is(request, "GET", LIST) &&
      new URL(request.url).searchParams.get("order") === "desc";
    return isAsked
      ? await answer(new Request(`${request.url}&order=asc`, request))
      : await answer(request);
  },
};

function records(json: unknown): readonly unknown[] {
  return (json as { users: readonly unknown[] }).users; // as: the sample's list is told so
}

function twice(json: unknown): readonly unknown[] {
  const [first] = records(json);
  return first === undefined ? [] : [...records(json), first];
}

function without(request: Request, name: string): Request {
  const headers = new Headers(request.headers);
  headers.delete(name);
  return new Request(request, { headers });
}
