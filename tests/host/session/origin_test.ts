import type { Config } from "../../../mod.ts";
import { isAdmittedOrigin } from "../../../base/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { made, secret } from "../made.ts";

/** What no page of `http://host:8001` says in `Origin`. */
const FOREIGN: readonly string[] = [
  "null",
  "",
  "*",
  "host",
  "host:8001",
  "//host:8001",
  "http:",
  "http://",
  "http:host:8001",
  "http:/host:8001",
  "http:\\\\host:8001",
  "http://host",
  "http://host:80",
  "http://host:8002",
  "http://host:08002",
  "https://host:443",
  "http://sub.host:8001",
  "http://host.evil:8001",
  "http://evil-host:8001",
  "http://host.:8001",
  "http://HOST.EVIL:8001",
  "HTTP://EVIL:8001",
  "http://host:8001.evil",
  "http://host:8001@evil",
  "http://host:8001:8001@evil",
  "http://evil@host:8001",
  "http://evil#http://host:8001",
  "http://evil?http://host:8001",
  "http://evil/http://host:8001",
  "http://evil\\@host:8001",
  "http://host:8001/",
  "http://host:8001/path",
  "http://host:8001?",
  "http://host:8001#",
  "http://host:8001 http://evil",
  "http://host:8001, http://evil",
  "http://evil, http://host:8001",
  "ws://host:8001",
  "wss://host:8001",
  "ftp://host:8001",
  "file://",
  "file://host:8001",
  "data:text/html,x",
  "blob:http://host:8001/1",
  "javascript://host:8001",
  "chrome-extension://host:8001",
  "view-source:http://host:8001",
  "http://hоst:8001", // with a Cyrillic letter
  "http://xn--hst-qdd:8001", // the same in Punycode
  "http://ｈost:8001 ",
  "http://127.0.0.1:8001",
  "http://[::1]:8001",
  "http://2130706433:8001",
];

const asking = { site: undefined, host: "host:8001", isSecure: false };

Deno.test("only pages of the host that was asked for are its own", () => {
  for (const origin of FOREIGN) {
    equal(isAdmittedOrigin({ ...asking, origin }, undefined), false, JSON.stringify(origin));
    equal(
      isAdmittedOrigin({ ...asking, origin }, ["http://host:8001"]),
      false,
      JSON.stringify(origin),
    );
  }
  for (const origin of ["http://host:8001", "https://host:8001"]) {
    equal(isAdmittedOrigin({ ...asking, origin }, undefined), true, origin);
  }
});

Deno.test("an origin and a host are compared as what they mean: ports of schemes, capitals, Punycode", () => {
  const same: readonly (readonly [string, string, boolean])[] = [
    ["https://shop.example", "shop.example", true],
    ["https://shop.example", "shop.example:443", true],
    ["https://shop.example:443", "shop.example", true],
    ["https://shop.example", "SHOP.example", true],
    ["HTTPS://Shop.Example", "shop.example", true],
    ["https://xn--e1aybc.example", "xn--e1aybc.example", true],
    ["https://xn--e1aybc.example", "тест.example", true],
    ["https://shop.example.", "shop.example.", true],
    ["https://[2001:db8::1]:8443", "[2001:DB8:0::1]:8443", true],
    ["http://127.0.0.1", "127.0.0.1:80", false],
  ];
  for (const [origin, host, isSecure] of same) {
    equal(
      isAdmittedOrigin({ origin, host, isSecure, site: undefined }, undefined),
      true,
      origin + host,
    );
  }
  const other: readonly (readonly [string, string | undefined, boolean])[] = [
    ["https://shop.example", "shop.example:80", true],
    ["https://shop.example", "shop.example.", true],
    ["https://shop.example", undefined, true],
    ["https://shop.example", "", true],
    ["https://shop.example", "evil@shop.example", true],
    ["https://shop.example", "shop.example/evil", true],
    ["https://shop.example", "shop.example\\evil", true],
    // A page that came in the clear may be anybody's: it does not speak for the one that came over TLS.
    ["http://shop.example", "shop.example", true],
    ["http://shop.example:443", "shop.example:443", true],
  ];
  for (const [origin, host, isSecure] of other) {
    equal(
      isAdmittedOrigin({ origin, host, isSecure, site: undefined }, undefined),
      false,
      origin + host,
    );
  }
});

Deno.test("what Sec-Fetch-Site says has to fit as well, unless the settings name the origin", () => {
  const own = { ...asking, origin: "http://host:8001" }, silent = { ...asking, origin: undefined };
  for (const [site, expected] of Object.entries(SITES)) {
    equal(isAdmittedOrigin({ ...own, site }, undefined), expected, site);
    equal(isAdmittedOrigin({ ...silent, site }, undefined), expected, site);
    equal(isAdmittedOrigin({ ...asking, site, origin: "http://evil" }, undefined), false, site);
    equal(isAdmittedOrigin({ ...asking, site, origin: "http://b" }, ["http://b"]), true, site);
    equal(isAdmittedOrigin({ ...asking, site, origin: "http://evil" }, "*"), true, site);
  }
  equal(isAdmittedOrigin(silent, undefined), true);
});

const SITES = {
  "same-origin": true,
  "none": true,
  "same-site": false,
  "cross-site": false,
  "": false,
  "SAME-ORIGIN": false,
  "same-origin, same-origin": false,
};

const unsafe = ["POST", "PUT", "PATCH", "DELETE", "PROPFIND", "PURGE"];

Deno.test("a foreign page can change nothing, by whatever method and route; reading is not asked", async () => {
  const done: string[] = [];
  const { app, book } = await made({
    app(app) {
      app.all("/own", (c) => c.text(`${done.push(c.req.method)}`));
    },
  });
  const ask = async (method: string, path: string, headers: Record<string, string>) => {
    const request = { method, headers: { host: "host:8001", ...headers } };
    return (await app.request(`http://host:8001${path}`, request)).status;
  };
  for (const method of unsafe) {
    for (const path of ["/own", "/n2o/session", "/app/p", "/none"]) {
      equal(await ask(method, path, { origin: "http://evil" }), 403);
      equal(await ask(method, path, { "sec-fetch-site": "cross-site" }), 403);
      equal(
        await ask(method, path, { origin: "http://host:8001", "sec-fetch-site": "cross-site" }),
        403,
      );
    }
  }
  equal(done, []);
  equal(new Set(book.take()), new Set(["refused: a foreign origin"]));
  for (const method of unsafe) {
    equal(await ask(method, "/own", { origin: "http://host:8001" }), 200);
    equal(await ask(method, "/own", { "sec-fetch-site": "same-origin" }), 200);
    // A program, which carries nobody's cookie.
    equal(await ask(method, "/own", {}), 200);
  }
  for (const method of ["GET", "HEAD", "OPTIONS"]) {
    equal(
      await ask(method, "/own", { origin: "http://evil", "sec-fetch-site": "cross-site" }),
      200,
    );
  }
  equal(book.take(), []);
});

Deno.test("a request for a socket is asked on every route, however it is written", async () => {
  const { app } = await made({ app: (app) => void app.get("/own", (c) => c.text("own")) });
  for (const upgrade of ["websocket", "WebSocket", "h2c, websocket"]) {
    for (const path of ["/own", "/ws/app/p", "/n2o/n2o.js"]) {
      const headers = { host: "host", origin: "http://evil", upgrade };
      equal((await app.request(path, { headers })).status, 403, `${upgrade} ${path}`);
    }
  }
});

Deno.test("a program that carries a session's cookie and does not say whose page asks is refused", async () => {
  const { app, server, book } = await made({
    app: (app) => void app.post("/own", (c) => c.text("own")),
  });
  const { session } = await server.sessions.authenticate("");
  const ask = async (cookie: string, more = {}) => {
    const headers = { host: "host", cookie, ...more };
    return (await app.request("/own", { method: "POST", headers })).status;
  };
  const cookie = `n2o=${server.sessions.seal(session)}`;
  equal(await ask(cookie), 403);
  const lines = book.entries.splice(0);
  equal(lines.map(({ message }) => message), [
    "refused: a cookie, and nobody says which page asks",
  ]);
  assert(!JSON.stringify(lines).includes(cookie.slice(4)), "the cookie is in the log");
  equal(await ask(cookie, { origin: "http://host" }), 200);
  equal(await ask(cookie, { "sec-fetch-site": "same-origin" }), 200);
  // Another application's cookie is nobody's session.
  for (const other of ["n2o=abc", cookie.slice(0, -1), `__Host-${cookie}`, "theme=dark", ""]) {
    equal(await ask(other), 200, other);
  }
});

Deno.test("the log says which setting admits an origin, and the value that it has to name", async () => {
  const refused = async (config: Partial<Config>, headers: Record<string, string>) => {
    const { app, book } = await made(config);
    const answer = await app.request("/ws/app/p", {
      headers: { upgrade: "websocket", ...headers },
    });
    equal(answer.status, 403);
    const [line, ...more] = book.entries;
    equal(more, []);
    return JSON.stringify(line);
  };
  const origin = "https://shop.example", host = "backend:8001";
  for (const config of [{}, { origin: ["https://b.example"] }]) {
    const line = await refused(config, { origin, host, cookie: "n2o=hidden" });
    assert(line.includes('config \\"origin\\"') && line.includes(origin), line);
    assert(!line.includes("hidden") && !line.includes(secret), line);
  }
  const rewritten = await refused({}, { origin, host, "x-forwarded-host": "shop.example" });
  assert(rewritten.includes('config \\"proxy\\"'), rewritten);
  const long = await refused({}, { origin: `https://${"e".repeat(60_000)}`, host });
  assert(long.length < 1_000, `a line of ${long.length}`);
  const told = await made({ origin: [origin] });
  const answer = await told.app.request("/ws/app/p", {
    headers: { upgrade: "websocket", origin, host },
  });
  assert(answer.status !== 403, "the origin of the settings");
});

Deno.test("floods of foreign origins, of bad tickets, and of cookies without a page are as many lines as one peer may cause", async () => {
  const { app, server, book } = await made({
    limits: { lines: 5 },
    app: (own) => void own.post("/own", (c) => c.text("done")),
  });
  const cookie = `n2o=${server.sessions.seal(server.sessions.begin().session)}`;
  const floods: readonly (readonly [path: string, headers: Record<string, string>])[] = [
    ["/own", { origin: "http://evil.example" }],
    ["/own", { cookie }],
    ["/n2o/session", { origin: "http://localhost" }],
  ];
  for (const [path, headers] of floods) {
    for (let each = 0; each < 50; each++) {
      const answer = await app.request(path, { method: "POST", headers, body: `${each}` });
      await answer.body?.cancel();
      equal(answer.status, 403);
    }
    equal(book.take().length <= 5, true, path);
  }
});
