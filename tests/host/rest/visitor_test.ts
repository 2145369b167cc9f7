import {
  api,
  clientNetwork,
  requestOrigin,
  visitor,
  visitorSessions,
} from "../../../host/rest/mod.ts";
import { networkOf } from "../../../host/rest/visitor.ts";
import type { Config } from "../../../mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { counter, rate, resource, rest } from "../../../rest/mod.ts";
import { apiKeys, credentials, loginOperations } from "../../../rest/auth/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { made as application } from "../made.ts";
import { person } from "../session/person.ts";

/** Hashes nothing: a test has nobody to protect. */
const passwords: Readonly<Record<string, string>> = { ann: "tea", bob: "oil" };

async function made(config: Partial<Config> = {}) {
  const kv = memoryKv(), keys = apiKeys(kv), clock = virtualClock();
  const checked: string[] = [];
  const operations = loginOperations({
    sessions: visitorSessions,
    address: clientNetwork,
    rates: {
      address: counter({ limit: 8, window: 60, clock }),
      name: counter({ limit: 4, window: 60, clock }),
    },
    check: ({ user = "", password }) => {
      checked.push(user);
      const isRight = Object.hasOwn(passwords, user) && passwords[user] === password;
      return isRight ? { id: user, roles: user === "ann" ? ["clerk"] : [] } : undefined;
    },
  });
  const notes = resource({ name: "notes", table: "note", may: "known" });
  const open = resource({ name: "open", table: "open", may: "anyone" });
  const run = await application({
    app: api(() =>
      rest({
        kv,
        resources: [notes, open],
        operations,
        who: credentials({ keys, session: visitor }),
        origin: requestOrigin,
        rate: rate({ limit: 1_000, window: 60, address: clientNetwork, clock }),
      })
    ),
    ...config,
  });
  return { ...run, kv, keys, clock, checked };
}

const sent = (value: unknown) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

Deno.test("who logs in gets a session of a new id, which all of the application knows, and who logs out has none", async () => {
  const run = await made(), ann = person(run);
  using _kv = run.kv;
  equal(await (await ann.ask("/rest/session")).json(), { id: null, by: null });
  const login = await ann.ask("/rest/login", sent({ user: "ann", password: "tea" }));
  equal([login.status, await login.json()], [200, { id: "ann", by: "cookie" }]);
  equal(login.headers.get("cache-control"), "no-store");
  assert(/^n2o=[^;]+; Path=\/; HttpOnly; SameSite=Lax/.test(login.headers.get("set-cookie") ?? ""));
  equal(await (await ann.ask("/rest/session")).json(), { id: "ann", by: "cookie" });
  equal((await ann.ask("/rest/notes", sent({ id: "a" }))).status, 201);
  // A form does as well.
  const bob = person(run);
  const form = await bob.ask("/rest/login", {
    method: "POST",
    body: new URLSearchParams({ user: "bob", password: "oil" }),
  });
  equal([form.status, form.headers.get("location")], [200, null]);
  equal((await ann.ask("/rest/logout", { method: "POST" })).status, 204);
  equal(await (await ann.ask("/rest/session")).json(), { id: null, by: null });
  equal((await ann.ask("/rest/notes")).status, 401);
  equal((await person(run).ask("/rest/logout", { method: "POST" })).status, 204);
});

Deno.test("a session that somebody knew before is none after a login, a second login and a logout", async () => {
  const run = await made(), { server } = run, ann = person(run);
  using _kv = run.kv;
  // Somebody has given her a session of theirs, which holds something.
  const theirs = server.sessions.change(server.sessions.begin().session, { values: { cart: 1 } });
  await theirs.done;
  ann.jar.set("n2o", server.sessions.seal(theirs.session));
  const known = [ann.jar.get("n2o") ?? ""];
  for (const user of ["ann", "ann", "bob", "ann"]) {
    equal((await ann.ask("/rest/login", sent({ user, password: passwords[user] }))).status, 200);
    const now = ann.jar.get("n2o") ?? "";
    assert(!known.includes(now));
    for (const old of known) equal(await server.sessions.open(old), undefined, user);
    equal(await (await ann.ask("/rest/session")).json(), { id: user, by: "cookie" });
    known.push(now);
  }
  await ann.ask("/rest/logout", { method: "POST" });
  for (const old of known) equal(await server.sessions.open(old), undefined);
});

Deno.test("of a login that fails it is not told why, and each try counts, for its name in whatever spelling", async () => {
  const run = await made(), { clock, checked } = run;
  using _kv = run.kv;
  const ask = async (user: string, password: string) => {
    const answer = await person(run).ask("/rest/login", sent({ user, password }));
    assert(answer.headers.get("set-cookie") === null);
    const text = await answer.text();
    assert(!text.includes(password), text);
    return [
      answer.status,
      text,
      answer.headers.get("www-authenticate"),
      answer.headers.get("retry-after"),
    ];
  };
  equal(await ask("ann", "wrong"), await ask("nosuch", "wrong"));
  equal((await ask("ann", "wrong"))[0], 401);
  await ask(" ANN ", "wrong");
  await ask("Ａnn", "wrong");
  const late = await ask("ann", "tea");
  equal([late[0], late[3]], [429, "60"]);
  for (let n = 0; n < 3; n++) await ask("nosuch", "wrong");
  equal(await ask("nosuch", "tea"), late);
  equal(checked.length, 8);
  clock.advance(60_000);
  equal((await person(run).ask("/rest/login", sent({ user: "ann", password: "tea" }))).status, 200);
});

Deno.test("a network that tries many names is stopped as well", async () => {
  const run = await made({ proxy: 1 }), { app } = run;
  using _kv = run.kv;
  const ask = async (user: string, from: string) =>
    (await app.request("http://host/rest/login", {
      ...sent({ user, password: "x" }),
      headers: { "content-type": "application/json", host: "host", "x-forwarded-for": from },
    })).status;
  for (let n = 0; n < 8; n++) equal(await ask(`user ${n}`, "192.0.2.1"), 401);
  equal(await ask("user 8", "192.0.2.1"), 429);
  equal(await ask("user 9", "192.0.2.2"), 401);
  for (let n = 0; n < 8; n++) equal(await ask(`six ${n}`, `2001:db8::${n + 1}`), 401);
  equal(await ask("six 8", "2001:db8:0:0:ffff::1"), 429);
  equal(await ask("six 9", "2001:db8:0:1::1"), 401);
});

Deno.test("credentials that cannot be read are refused with the field, and not repeated", async () => {
  const run = await made(), { checked } = run;
  using _kv = run.kv;
  const long = "s3cret".repeat(1_000);
  for (
    const [body, pointer] of [
      [{}, "/user"],
      [{ user: "ann" }, "/password"],
      [{ user: "ann", password: 1 }, "/password"],
      [{ user: ["ann"], password: "s3cret" }, "/user"],
      [{ user: "ann", password: long }, "/password"],
      [{ user: "ann", password: "s3cret", s3cret: true }, ""],
      [[], "/user"],
    ] as const
  ) {
    const answer = await person(run).ask("/rest/login", sent(body)), text = await answer.text();
    equal([answer.status, JSON.parse(text).errors[0].pointer], [422, pointer]);
    assert(!text.includes("s3cret"), text);
    run.clock.advance(60_000);
  }
  equal(checked, []);
});

/** What a request says of where it comes from, and whether a change by cookie, and one by nobody, is let through. */
const SAID: readonly (readonly [Record<string, string>, boolean, boolean])[] = [
  [{ origin: "http://host" }, true, true],
  [{ origin: "https://host" }, true, true], // TLS may end at a proxy of which nobody told
  [{ "sec-fetch-site": "same-origin" }, true, true],
  [{}, false, true],
  [{ referer: "http://host/page" }, false, true],
  [{ origin: "null" }, false, false],
  [{ origin: "http://host:8001" }, false, false],
  [{ origin: "https://evil.example" }, false, false],
  [{ "sec-fetch-site": "cross-site" }, false, false],
  [{ "sec-fetch-site": "same-site" }, false, false],
  [{ origin: "http://host", "sec-fetch-site": "cross-site" }, false, false],
];

Deno.test("pages and the API have one rule of origins, and the API answers by problems, and lets keys through", async () => {
  const run = await made(), ann = person(run), { app, keys } = run;
  using _kv = run.kv;
  await ann.ask("/rest/login", sent({ user: "ann", password: "tea" }));
  const { text } = await keys.make({ owner: "kim", name: "x" });
  let n = 0;
  for (const [said, cookie, nobody] of SAID) {
    const ask = async (path: string, headers: Record<string, string>) => {
      const answer = await app.request(`http://host${path}`, {
        ...sent({ id: `n${n++}` }),
        headers: { host: "host", "content-type": "application/json", ...said, ...headers },
      });
      await answer.body?.cancel();
      return [answer.status, answer.headers.get("content-type")?.split(";")[0]];
    };
    const label = JSON.stringify(said), problem = "application/problem+json";
    const own = await ask("/rest/notes", { cookie: ann.cookie() });
    equal(own, cookie ? [201, "application/json"] : [403, problem], `cookie ${label}`);
    equal(await ask("/rest/open", {}), nobody ? [201, "application/json"] : [403, problem], label);
    equal((await ask("/rest/notes", { "x-api-key": text }))[0], 201, `key ${label}`);
    equal((await ask("/rest/notes", { "x-api-key": text, cookie: ann.cookie() }))[0], 201, label);
    // Beside the API the guard of the application stands as it did.
    equal(
      (await ask("/restful", { cookie: ann.cookie() }))[0],
      cookie ? 404 : 403,
      `page ${label}`,
    );
  }
});

Deno.test("behind a proxy that ends TLS the origin is what the browser knows", async () => {
  const run = await made({ proxy: 1 }), { app } = run;
  using _kv = run.kv;
  const headers = {
    host: "10.0.0.1:8001",
    "x-forwarded-for": "192.0.2.1",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "shop.example",
    "content-type": "application/json",
  };
  const login = await app.request("http://10.0.0.1:8001/rest/login", {
    ...sent({ user: "ann", password: "tea" }),
    headers: { ...headers, origin: "https://shop.example" },
  });
  equal(login.status, 200);
  const cookie = (login.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  assert(cookie.startsWith("__Host-n2o="), cookie);
  const change = async (origin: string) =>
    (await app.request("http://10.0.0.1:8001/rest/notes", {
      ...sent({ id: "a" }),
      headers: { ...headers, origin, cookie },
    })).status;
  equal(await change("https://shop.example"), 201);
  for (const origin of ["http://shop.example", "http://10.0.0.1:8001", "https://evil.example"]) {
    equal(await change(origin), 403, origin);
  }
});

Deno.test("who is logged out while a key or a page asks is nobody at once, on every address of the API", async () => {
  const run = await made(), ann = person(run), other = person(run);
  using _kv = run.kv;
  await ann.ask("/rest/login", sent({ user: "ann", password: "tea" }));
  for (const [name, value] of ann.jar) other.jar.set(name, value);
  equal((await other.ask("/rest/notes")).status, 200);
  await run.server.sessions.endAll("ann");
  equal((await other.ask("/rest/notes")).status, 401);
  equal((await ann.ask("/rest/notes", sent({ id: "z" }))).status, 401);
});

Deno.test("a network is an address of IPv4, or the first half of one of IPv6", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["192.0.2.1", "192.0.2.1"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["::1", "0:0:0:0"],
    ["::", "0:0:0:0"],
    ["fe80::1:2:3:4", "fe80:0:0:0"],
    ["1::", "1:0:0:0"],
    ["1:2:3:4:5:6:7::", "1:2:3:4"],
  ];
  for (const [address, network] of rows) equal(networkOf(address), network, address);
});
