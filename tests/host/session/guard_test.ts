import { type Config, n2o, nitro } from "../../../mod.ts";
import { loginAddress } from "../../../n2o/session/guard.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { atom } from "../../../n2o/term/atom.ts";
import { tuple } from "../../../n2o/term/term.ts";
import { random } from "../../_support/random.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { files, made } from "../made.ts";
import { person, redirectOf, saidBy } from "./person.ts";

const page: n2o.Page = {
  event(event) {
    if (event === "init") {
      nitro.update("who", nitro.p({ id: "who", body: `secret of ${n2o.user()}` }));
      nitro.wire(nitro.event({ target: "again", postback: "again" }));
      n2o.reg("news");
    } else if (event === "again") nitro.update("who", nitro.p({ id: "who", body: "again" }));
    else if (event !== "terminate") nitro.update("who", nitro.p({ id: "who", body: "news" }));
  },
};

const login: n2o.Page = {
  event(event) {
    if (event === "init") nitro.wire(nitro.event({ target: "enter", postback: "enter" }));
    if (event !== "enter") return;
    n2o.user("alice");
    n2o.roles(["clerk"]);
    nitro.redirect(n2o.returnPath("/app/login.htm"));
  },
};

const guard: n2o.Guard = { login: "/app/login.htm", roles: ["clerk"] };

const config: Partial<Config> = {
  shell: true,
  routes: {
    "/app/login.htm": login,
    "/app/task.htm": n2o.guarded(page, guard),
    "/app/module.htm": { ...page, guard: { login: "/app/login.htm" } },
    "/app/admin/*": n2o.guarded(page, { ...guard, roles: ["admin"] }),
    "/app/open.htm": page,
  },
  app(app) {
    app.get("/file", n2o.guarded((c) => c.text(`file of ${n2o.user()}`), { roles: ["clerk"] }));
    app.get("/form", n2o.guarded((c) => c.text("form"), guard));
    app.post("/enter/:name/:role", (c) => {
      n2o.user(c.req.param("name"));
      n2o.roles([c.req.param("role")]);
      return c.text("in");
    });
  },
};

type Made = Awaited<ReturnType<typeof made>>;

async function entered(shop: Made, role = "clerk") {
  const who = person(shop);
  await (await who.ask(`/enter/alice/${role}`, { method: "POST" })).body?.cancel();
  return who;
}

async function asked(who: ReturnType<typeof person>, path: string, init?: RequestInit) {
  const answer = await who.ask(path, init);
  await answer.body?.cancel();
  return answer;
}

Deno.test("who is nobody is led to the login, and from there back to where they wanted to go", async () => {
  const shop = await made(config), alice = person(shop);
  const led = await asked(alice, "/app/task.htm?id=7&x=%2F");
  equal([led.status, led.headers.get("cache-control")], [302, "no-store"]);
  const location = led.headers.get("location") ?? "";
  equal(location, "/app/login.htm?return=%2Fapp%2Ftask.htm%3Fid%3D7%26x%3D%252F");
  const [path = "", query = ""] = location.split("?");
  equal((await asked(alice, location)).status, 200);
  const tab = await alice.open(path, query);
  equal(redirectOf(await tab.click("enter")), "/app/task.htm?id=7&x=%2F");
  const shown = await asked(alice, "/app/task.htm?id=7&x=%2F");
  equal([shown.status, shown.headers.get("cache-control")], [200, "private, no-cache"]);
  equal(saidBy((await alice.open("/app/task.htm", "id=7")).greeting), "secret of alice");
});

Deno.test("over the socket a guarded page tells nobody anything, whatever happens there", async () => {
  const shop = await made(config), nobody = person(shop);
  const tab = await nobody.open("/app/task.htm", "id=7");
  equal([redirectOf(tab.greeting), saidBy(tab.greeting)], [
    "/app/login.htm?return=%2Fapp%2Ftask.htm%3Fid%3D7",
    undefined,
  ]);
  const alice = await entered(shop), hers = await alice.open("/app/task.htm");
  equal(saidBy(await hers.click("again")), "again");
  shop.server.bus.send("news", "news");
  equal(saidBy(await hers.wire.next()), "news");
  // Logged out elsewhere: what comes over the bus is for her no more.
  await shop.server.sessions.endAll("alice");
  shop.server.bus.send("news", "news");
  const last = await hers.wire.next();
  equal([redirectOf(last), saidBy(last)], ["/app/login.htm?return=%2Fapp%2Ftask.htm", undefined]);
  equal(shop.book.take(), []);
});

Deno.test("who has none of the roles is refused", async () => {
  const shop = await made(config), guest = await entered(shop, "guest");
  equal((await asked(guest, "/app/task.htm")).status, 403);
  equal((await asked(guest, "/app/admin/x.htm")).status, 403);
  equal((await asked(guest, "/app/module.htm")).status, 200, "anybody who is logged in");
  assert(
    redirectOf((await guest.open("/app/task.htm")).greeting)?.startsWith("/app/login.htm"),
    "led away",
  );
  equal((await asked(guest, "/file")).status, 403);
  const clerk = await entered(shop);
  equal(await (await clerk.ask("/file")).text(), "file of alice");
});

Deno.test("a guarded route answers a program with 401, and a person with the way to the login", async () => {
  const shop = await made(config), nobody = person(shop);
  const file = await asked(nobody, "/file");
  equal([file.status, file.headers.get("www-authenticate") !== null], [401, true]);
  const form = await asked(nobody, "/form?x=1");
  equal([form.status, form.headers.get("location")], [
    302,
    "/app/login.htm?return=%2Fform%3Fx%3D1",
  ]);
  equal((await asked(nobody, "/form", { headers: { "sec-fetch-mode": "cors" } })).status, 401);
});

Deno.test("the file of a guarded page is guarded, however its path is written", async () => {
  const index = { "/app/index.htm": n2o.guarded(page, guard), "/app/login.htm": login };
  const shop = await made({ routes: index, shell: false, static: { "/app/": files } });
  const nobody = person(shop);
  for (
    const path of [
      "/app/index.htm",
      "/app/",
      "/app/%69ndex.htm",
      "/app/./index.htm",
      "/app/x/../index.htm",
      "/app/index%2Ehtm",
    ]
  ) {
    const answer = await nobody.ask(path), text = await answer.text();
    assert(answer.status === 302 && !text.includes("<"), `${path}: ${answer.status}`);
  }
  for (
    const path of [
      "/app//index.htm",
      "/app/%2e%2e/app/index.htm",
      "//app/index.htm",
      "/app/index.htm%00",
      "/app/index.htm/",
    ]
  ) {
    const answer = await nobody.ask(path), text = await answer.text();
    assert(!text.includes("<!DOCTYPE html>"), `${path}: ${answer.status} ${text.slice(0, 80)}`);
  }
  equal((await asked(nobody, "/app/login.htm")).status, 200);
  equal((await asked(nobody, "/app/sample.css")).status, 200);
});

Deno.test("identify: an application's own accounts are asked where the session has no user", async () => {
  const calls: string[] = [];
  const shop = await made({
    ...config,
    identify(request, { address }) {
      const name = request.headers.get("x-user");
      calls.push(`${new URL(request.url).pathname} ${address ?? "-"}`);
      if (name === "broken") throw new Error("no directory");
      return name === null ? undefined : { user: name, roles: ["clerk"] };
    },
  });
  const { app } = shop;
  const get = async (path: string, headers: Record<string, string>) => {
    const answer = await app.request(`http://host${path}`, { headers });
    return [answer.status, await answer.text()];
  };
  equal(await get("/file", { "x-user": "bob" }), [200, "file of bob"]);
  equal(await get("/file", {}), [401, "log in first"]);
  equal((await get("/app/task.htm", { "x-user": "bob" }))[0], 200);
  equal((await get("/app/admin/x", { "x-user": "bob" }))[0], 403);
  equal((await get("/file", { "x-user": "broken" }))[0], 401);
  equal(shop.book.take(), ["identify failed: nobody is known"]);
  equal((await get("/n2o/n2o.js", { "x-user": "bob" }))[0], 200);
  equal(calls.length, 5);
  const alice = await entered(shop);
  calls.length = 0;
  equal(await (await alice.ask("/file", { headers: { "x-user": "bob" } })).text(), "file of alice");
  equal(calls, []);
});

Deno.test("whom identify knows at the upgrade is the user of the page", async () => {
  const { server } = await made(config), greeting = Promise.withResolvers<n2o.Frame>();
  const identity = { user: "bob", roles: ["clerk"] }, headers = { origin: "http://host" };
  const req = { path: "/app/task.htm", query: "", headers, identity };
  const transport = { send: greeting.resolve, close() {}, backlog: 0 };
  const client = n2o.connection(server, "/app/task.htm", req, transport);
  client.receive(n2o.encode(tuple(atom("hello"), 1, "", "client-client")).slice().buffer);
  const frame = await greeting.promise;
  assert(typeof frame !== "string");
  equal(saidBy({ term: n2o.decode(frame) }), "secret of bob");
});

Deno.test("a guard that cannot work is refused with its page", async () => {
  for (
    const bad of [
      {},
      { login: "login.htm" },
      { login: "//evil" },
      { login: "https://evil/" },
      { login: "/l", roles: "clerk" },
      {
        login: "/l",
        roles: [""],
      },
      null,
      "x",
    ]
  ) {
    const routes = { "/app/p": { ...page, guard: bad as n2o.Guard } };
    const { message } = await rejects(() => made({ routes }), n2o.N2oError, "config");
    assert(message.startsWith("routes:") && message.includes("/app/p"), message);
    if (bad !== null && typeof bad === "object") {
      await rejects(() => n2o.guarded(page, bad as n2o.Guard), n2o.N2oError, "config");
    }
  }
  const circle = { "/l": n2o.guarded(page, { login: "/l" }) };
  const { message } = await rejects(() => made({ routes: circle }), n2o.N2oError, "config");
  assert(message.includes("guarded itself"), message);
});

/** Ways back that lead away. */
const AWAY = [
  "",
  "app",
  "//evil",
  "///evil",
  "/\\evil",
  "\\/evil",
  "\\\\evil",
  "/\t/evil",
  "/\n/evil",
  "/\r\n/evil",
  " //evil",
  "\t//evil",
  "\u0000//evil",
  "https://evil",
  "https:evil",
  "http:/evil",
  "javascript:alert(1)",
  "data:text/html,x",
  "?x",
  "#x",
  "/.//evil",
  "/..//evil",
  "/x/..//evil",
  "/%2e//evil",
  "/app\\evil",
  "/app evil",
  "/\u00a0/evil",
  "/\u2028",
  "@evil",
  ".evil",
  `/${"x".repeat(3_000)}`,
];

Deno.test("a way back never leads to another server", async () => {
  for (const away of AWAY) equal(n2o.localPath(away), undefined, JSON.stringify(away));
  for (
    const [path, expected] of [
      ["/", "/"],
      ["/app/task.htm?id=7&x=//evil#top", "/app/task.htm?id=7&x=//evil#top"],
      ["/дім?x=ї", "/%D0%B4%D1%96%D0%BC?x=%D1%97"],
      ["/a/../b", "/b"],
      ["/%2f%2fevil", "/%2f%2fevil"],
    ] as const
  ) equal(n2o.localPath(path), expected);
  const shop = await made(config);
  for (const away of AWAY) {
    const alice = person(shop),
      tab = await alice.open("/app/login.htm", `return=${encodeURIComponent(away)}`);
    equal(redirectOf(await tab.click("enter")), "/app/login.htm", JSON.stringify(away));
  }
});

Deno.test(`a path of signs by chance is local, or is refused (seed ${SEED})`, () => {
  const signs = [
    "/",
    "\\",
    ".",
    "@",
    ":",
    "?",
    "#",
    "%2f",
    "%5c",
    "%09",
    "\t",
    "\n",
    " ",
    "evil",
    "a",
    "\u00a0",
    "http",
    "\u202e",
  ] as const;
  const { below, pick } = random(SEED);
  for (let round = 0; round < rounds(5_000, 200_000); round++) {
    const text = "/" + Array.from({ length: below(8) }, () => pick(signs)).join("");
    const path = n2o.localPath(text);
    if (path === undefined) continue;
    // What a browser makes of it, from wherever it is.
    for (const base of ["http://host/", "https://host/app/x/y?z"]) {
      equal(new URL(path, base).origin, new URL(base).origin, JSON.stringify(text));
      equal(new URL(text, base).origin, new URL(base).origin, JSON.stringify(text));
    }
  }
});

Deno.test("the way back stands before what a browser keeps to itself, beside what the login asks for already", () => {
  const logins = ["/l", "/l?a=1", "/l#top", "/l?a=1#top", "/l#top?a=1", "/l#"];
  for (const login of logins) {
    const address = new URL(loginAddress(login, "/task?id=7&x=#y"), "http://host");
    const asked = new URL(login, "http://host");
    equal(address.searchParams.get("return"), "/task?id=7&x=#y", login);
    equal([address.pathname, address.hash], [asked.pathname, asked.hash], login);
    equal(address.searchParams.get("a"), asked.searchParams.get("a"), login);
  }
});
