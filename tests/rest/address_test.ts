import { memoryKv } from "../../kvs/mod.ts";
import { feeds, rate, resource, rest } from "../../rest/mod.ts";
import { documented } from "../../rest/openapi/mod.ts";
import { equal } from "../_support/assert.ts";
import { virtualClock } from "../_support/clock.ts";

const users = resource({ name: "users", table: "user", may: "anyone" });
const notes = resource({ name: "notes", table: "note", may: { list: "known", get: "known" } });
const mail = feeds({ prefix: "/mail", may: "anyone", under: "apart" });

/** Addresses with a place for a segment, and the parameter that it is. */
const PLACES = [
  ["/rest/users/@", "id"],
  ["/rest/notes/@", "id"],
  ["/rest/kvs/0/mail/@", "path"],
  ["/rest/kvs/0/mail/@/more", "path"],
  ["/rest/kvs/1/@/mail", "id"],
  ["/rest/kvs/1/a/mail/@", "path"],
  ["/rest/@", "path"],
  ["/rest/users/a/@", "path"],
  ["/rest/nosuch/@", "path"],
  ["/@", "path"],
] as const;
const BROKEN = ["%", "a%", "%4", "%zz", "100%", "%ff", "%e9t%e9", "%c0%80", "%ed%a0%80", "%f0%9f"];
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"];

Deno.test("an address that is no percent-encoded UTF-8 is refused by the name of its part, on each route and by each method", async () => {
  using kv = memoryKv();
  const api = rest(documented({ kv, resources: [users, notes], feeds: [mail] }, { title: "A" }));
  for (const [place, parameter] of PLACES) {
    for (const part of BROKEN) {
      for (const method of METHODS) {
        const answer = await api.request(place.replace("@", part), { method }), text = place + part;
        equal(answer.status, 400, `${method} ${text}`);
        if (method === "HEAD") continue;
        const { code, errors } = await answer.json();
        const detail = "not percent-encoded UTF-8";
        equal([code, errors], ["bad_request", [{ parameter, code: "encoding", detail }]], text);
      }
    }
  }
});

Deno.test("whatever is answered within a rate tells what is left of it", async () => {
  using kv = memoryKv();
  const limit = 100, count = rate({ limit, window: 60, clock: virtualClock() });
  const api = rest({ kv, resources: [users, notes], feeds: [mail], rate: count });
  const form = new URLSearchParams({ id: "ann" });
  const asked: readonly (readonly [status: number, path: string, init?: RequestInit])[] = [
    [200, "/rest/users"],
    [400, "/rest/users?nosuch=1"],
    [400, "/rest/users/%ff"],
    [400, "/rest/%ff"],
    [400, "/rest/users/~x"],
    [401, "/rest/notes"],
    [404, "/rest/users/nobody"],
    [404, "/rest/nosuch"],
    [404, "/elsewhere"],
    [405, "/rest/users", { method: "DELETE" }],
    [406, "/rest/users", { headers: { accept: "image/png" } }],
    [201, "/rest/users", { method: "POST", body: form }],
    [409, "/rest/users", { method: "POST", body: form }],
    [412, "/rest/users/ann", { method: "PUT", body: form, headers: { "if-match": '"x"' } }],
    [415, "/rest/users", { method: "POST", body: "id: a" }],
    [422, "/rest/users", { method: "POST", body: new URLSearchParams({ name: "x" }) }],
    [204, "/rest/users", { method: "OPTIONS" }],
    [501, "/rest/users", { method: "BREW" }],
    [204, "/rest/users/ann", { method: "DELETE" }],
  ];
  for (const [at, [status, path, init]] of asked.entries()) {
    const answer = await api.request(path, init ?? {}), { headers } = answer;
    await answer.body?.cancel();
    equal(
      [answer.status, headers.get("ratelimit"), headers.get("ratelimit-policy")],
      [status, `"default";r=${limit - at - 1};t=60`, `"default";q=${limit};w=60`],
      path,
    );
  }
});
