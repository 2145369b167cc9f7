import { memoryKv } from "../../../kvs/mod.ts";
import {
  type Operation,
  type Person,
  resource,
  rest,
  type RestOptions,
} from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";

const who = ({ headers }: Request): Person | undefined => {
  const by = headers.get("x-by");
  return by === "cookie" || by === "key" || by === "token" ? { id: "ann", by } : undefined;
};

/** What begins a session. */
const login: Operation = {
  id: "login",
  method: "POST",
  path: "/login",
  summary: "",
  tag: "",
  parameters: [],
  responses: { 204: { description: "" } },
  guarded: false,
  session: true,
  run: () => Promise.resolve({ status: 204 }),
};

const OWN = "https://shop.example";

async function asked(
  headers: Record<string, string>,
  { path = "notes", method = "POST", url = OWN, ...options }: Partial<RestOptions> & {
    path?: string;
    method?: string;
    url?: string;
  } = {},
): Promise<number> {
  using kv = memoryKv();
  const notes = resource({ name: "notes", table: "note", may: "anyone" });
  const api = rest({ kv, resources: [notes], operations: [login], who, ...options });
  const body = method === "GET" || method === "HEAD"
    ? {}
    : { body: new URLSearchParams({ id: "x" }) };
  const sent = path === "notes" || method === "GET" ? body : {};
  const answer = await api.request(`${url}/rest/${path}`, { method, headers, ...sent });
  await answer.body?.cancel();
  return answer.status;
}

/** What a request may say of where it comes from, and what that means to a change by cookie, by nobody and by key. */
const SAID: readonly (readonly [Record<string, string>, cookie: number, nobody: number])[] = [
  [{ origin: OWN }, 201, 201],
  [{ origin: `${OWN}:443` }, 201, 201],
  [{ origin: OWN, "sec-fetch-site": "same-origin" }, 201, 201],
  [{ "sec-fetch-site": "same-origin" }, 201, 201],
  [{ "sec-fetch-site": "none" }, 201, 201],
  // Nobody says anything: a program, but then one with somebody's cookie.
  [{}, 403, 201],
  [{ referer: `${OWN}/page` }, 403, 201],
  [{ referer: "https://evil.example/" }, 403, 201],
  // Somebody says another thing.
  [{ origin: "null" }, 403, 403],
  [{ origin: "" }, 403, 403],
  [{ origin: "*" }, 403, 403],
  [{ origin: "https://evil.example" }, 403, 403],
  [{ origin: "http://shop.example" }, 403, 403],
  [{ origin: `${OWN}:8443` }, 403, 403],
  [{ origin: "https://www.shop.example" }, 403, 403],
  [{ origin: "https://shop.example.evil" }, 403, 403],
  [{ origin: `${OWN}, ${OWN}` }, 403, 403],
  [{ origin: `${OWN}/` }, 403, 403],
  [{ origin: "https://evil.example", referer: `${OWN}/page` }, 403, 403],
  [{ "sec-fetch-site": "cross-site" }, 403, 403],
  [{ "sec-fetch-site": "same-site" }, 403, 403],
  [{ origin: OWN, "sec-fetch-site": "cross-site" }, 403, 403],
  [{ origin: OWN, "sec-fetch-site": "nosuch" }, 403, 403],
];

Deno.test("a change by cookie says that it comes from a page of this origin; one by key or token need not", async () => {
  for (const [headers, cookie, nobody] of SAID) {
    const label = JSON.stringify(headers);
    equal(await asked({ ...headers, "x-by": "cookie" }), cookie, `cookie ${label}`);
    equal(await asked(headers), nobody, `nobody ${label}`);
    for (const by of ["key", "token"]) equal(await asked({ ...headers, "x-by": by }), 201, label);
  }
});

Deno.test("every method that changes something is looked at, and none that does not", async () => {
  const foreign = { origin: "https://evil.example", "x-by": "cookie" };
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const path = method === "POST" ? "notes" : "notes/x";
    equal(await asked(foreign, { method, path }), 403, method);
  }
  for (const method of ["GET", "HEAD"]) equal(await asked(foreign, { method }), 200, method);
});

Deno.test("what begins a session is asked by pages of this origin, or by programs, with whatever credentials", async () => {
  for (const [headers, , nobody] of SAID) {
    const status = nobody === 201 ? 204 : 403, label = JSON.stringify(headers);
    equal(await asked(headers, { path: "login" }), status, label);
    for (const by of ["key", "token"]) {
      equal(await asked({ ...headers, "x-by": by }, { path: "login" }), status, `${by} ${label}`);
    }
  }
  const cors = { origins: "*" } as const;
  equal(await asked({ origin: "https://a.example" }, { path: "login", cors }), 403);
});

Deno.test("origins that are named may as the own one does, and CORS grants nothing to cookies", async () => {
  const a = { origin: "https://a.example" }, b = { origin: "https://b.example" };
  const cookie = { "x-by": "cookie" }, origins = ["https://a.example"];
  equal(await asked({ ...a, ...cookie }, { origins }), 201);
  equal(await asked({ ...a, ...cookie, "sec-fetch-site": "cross-site" }, { origins }), 201);
  equal(await asked({ ...b, ...cookie }, { origins }), 403);
  equal(await asked({ origin: OWN, ...cookie }, { origins }), 201);
  equal(await asked({ origin: OWN, "sec-fetch-site": "cross-site", ...cookie }, { origins }), 403);
  const cors = { origins: ["https://a.example"], credentials: true };
  equal(await asked({ ...a, ...cookie }, { cors }), 403);
  equal(await asked({ ...a }, { cors }), 201);
  equal(await asked({ ...b }, { cors }), 403);
  // An anonymous API for everybody
  equal(await asked({ ...b }, { cors: { origins: "*" } }), 201);
  equal(await asked({ ...b, ...cookie }, { cors: { origins: "*" } }), 403);
});

Deno.test("who knows of a proxy says where a request comes from", async () => {
  const url = "http://10.0.0.1:8001", cookie = { "x-by": "cookie", origin: OWN };
  equal(await asked(cookie, { url }), 403);
  equal(await asked(cookie, { url, origin: () => "admitted" }), 201);
  equal(await asked(cookie, { url, origin: () => "unsaid" }), 403);
});
