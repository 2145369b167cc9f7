import { type Config, kvs, n2o, nitro } from "../../../mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { io, shown } from "../../_support/server/wire.ts";
import { made } from "../made.ts";
import { person, redirectOf, saidBy, ticketOf } from "./person.ts";

/** A page that says who is there, with buttons to log in, to change rights, to put a value, and to log out. */
const desk: n2o.Page = {
  event(event) {
    const who = () =>
      nitro.update("who", nitro.p({ id: "who", body: `${n2o.user()}/${n2o.roles()}` }));
    if (event === "init") {
      for (const id of ["login", "rise", "put", "logout"]) {
        nitro.wire(nitro.event({ target: id, postback: id }));
      }
    }
    if (event === "login") n2o.user("alice");
    if (event === "rise") n2o.roles(["clerk"]);
    if (event === "put") n2o.session("basket", ["tea"]);
    if (event === "logout") n2o.user("");
    if (event !== "terminate") who();
    if (event === "login") nitro.redirect("/app/desk");
  },
};

const config: Partial<Config> = {
  routes: { "/app/desk": desk },
  app(app) {
    app.get("/who", (c) => c.json([n2o.user(), n2o.roles(), n2o.session("basket") ?? null]));
    app.post("/login", (c) => c.text(n2o.user("alice")));
    app.post("/logout", (c) => c.text(n2o.user("")));
    app.post("/put", (c) => c.json(n2o.session("basket", ["tea"])));
    app.get("/sid", (c) => c.text(n2o.sid()));
    app.get("/address", (c) => {
      const { address, isSecure } = n2o.context().req;
      return c.json([address ?? null, isSecure]);
    });
    app.get("/led", () => {
      n2o.user("alice");
      return Response.redirect("http://host/app/desk", 303);
    });
    app.get("/broken", () => {
      n2o.user("alice");
      throw new Error("broken");
    });
  },
};

Deno.test("who logs in over the socket is that person by HTTP, in a new tab, and until they log out anywhere", async () => {
  const shop = await made(config), alice = person(shop), first = await alice.open("/app/desk");
  const who = async () => await (await alice.ask("/who")).json();
  equal(await who(), ["", [], null]);
  equal(alice.jar.size, 0, "who holds nothing has no cookie");
  const answer = await first.click("login");
  equal(redirectOf(answer), "/app/desk");
  equal([...alice.jar.keys()], ["n2o"]);
  equal(await who(), ["alice", [], null]);
  const second = await alice.open("/app/desk");
  equal([saidBy(second.greeting), second.token, ticketOf(second.greeting)], [
    "alice/",
    "",
    undefined,
  ]);
  // The connection goes on under the new id, with the cookie in hand.
  equal(saidBy(await first.click("rise")), "alice/clerk");
  equal(await who(), ["alice", ["clerk"], null]);
  equal(saidBy(await first.click("put")), undefined, "what is shown already is not sent again");
  equal(await who(), ["alice", ["clerk"], ["tea"]]);
  // Rights changed in the first tab: the second one's session is no more.
  const third = await alice.open("/app/desk");
  equal(saidBy(await third.click("logout")), "/");
  equal(alice.jar.size, 0);
  equal(await who(), ["", [], null]);
  // What was rendered for alice is nobody's; the tab leaves the cookie alone, which another one may have got meanwhile.
  const refused = await second.click("put");
  equal([shown(io(refused).data), ticketOf(refused)], [
    ["{}", ":error", 1, "EV expected"],
    undefined,
  ]);
  equal(saidBy(await second.hello()), "/");
  // What was rendered for nobody is anybody's.
  equal(saidBy(await first.click("put")), "/");
  equal(await who(), ["", [], ["tea"]]);
  equal(shop.book.take().filter((line) => !line.startsWith("refused")), []);
});

Deno.test("an own route logs in and out: the cookie comes with its answer", async () => {
  const shop = await made(config), alice = person(shop);
  const login = await alice.ask("/login", { method: "POST" });
  equal(await login.text(), "alice");
  const [line = "", ...more] = login.headers.getSetCookie();
  equal(more, []);
  assert(/^n2o=[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/.test(line), line);
  equal(login.headers.get("cache-control"), "no-store");
  equal(await (await alice.ask("/who")).json(), ["alice", [], null]);
  equal(saidBy((await alice.open("/app/desk")).greeting), "alice/");
  const again = await alice.ask("/login", { method: "POST" });
  equal(again.headers.getSetCookie(), [], "nothing changed");
  await again.body?.cancel();
  const before = alice.cookie();
  const logout = await alice.ask("/logout", { method: "POST" });
  equal(logout.headers.getSetCookie(), ["n2o=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"]);
  await logout.body?.cancel();
  equal(await (await alice.ask("/who", { headers: { cookie: before } })).json(), ["", [], null]);
});

Deno.test("a request's first value begins a session, a request without any leaves none behind", async () => {
  const shop = await made(config), somebody = person(shop);
  const rows = () => [...shop.server.tables.get("cookies")?.rows() ?? []].length;
  for (let asked = 0; asked < 10; asked++) await (await somebody.ask("/who")).body?.cancel();
  equal([rows(), somebody.jar.size], [0, 0]);
  await (await somebody.ask("/put", { method: "POST" })).body?.cancel();
  equal([rows(), somebody.jar.size], [1, 1]);
  equal(await (await somebody.ask("/who")).json(), ["", [], ["tea"]]);
});

Deno.test("over TLS the cookie is one that no other host can set", async () => {
  const shop = await made(config);
  const login = await shop.app.request("https://host/login", {
    method: "POST",
    headers: { host: "host", origin: "https://host" },
  });
  const [line = ""] = login.headers.getSetCookie();
  assert(/^__Host-n2o=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/.test(line), line);
  await login.body?.cancel();
  const value = line.replace(/^[^=]+=|;.*/g, "");
  const who = async (scheme: string, cookie: string) =>
    (await (await shop.app.request(`${scheme}://host/who`, { headers: { cookie } })).json())[0];
  equal(await who("https", `__Host-n2o=${value}`), "alice");
  equal(await who("https", `n2o=${value}`), "", "somebody on a subdomain may have set it");
  equal(await who("http", `__Host-n2o=${value}`), "");
});

Deno.test("of several cookies the one that opens counts; what does not is passed over", async () => {
  const shop = await made(config),
    other = await made({ ...config, secret: "another secret of sixteen" });
  const alice = person(shop), stranger = person(other);
  await (await alice.ask("/login", { method: "POST" })).body?.cancel();
  await (await stranger.ask("/login", { method: "POST" })).body?.cancel();
  const own = alice.cookie(), foreign = stranger.cookie(), cut = own.slice(0, -7);
  const token = `n2o=${shop.server.sessions.begin().token}`;
  const pickle = `n2o=${shop.server.pickler.pickle("x", "", Infinity)}`;
  const who = async (cookie: string) => {
    const answer = await shop.app.request("http://host/who", { headers: { cookie } });
    equal(answer.status, 200, cookie);
    return (await answer.json())[0];
  };
  for (
    const bad of [
      foreign,
      cut,
      token,
      pickle,
      "n2o=",
      "n2o",
      "n2o=%00",
      "n2o==",
      'n2o="',
      "n2o=a=b",
      "=x",
      ";;",
    ]
  ) {
    equal(await who(bad), "", bad);
    equal(await who(`${bad}; ${own}`), "alice", bad);
    equal(await who(`${own}; ${bad}`), "alice", bad);
    equal(await who(`${bad};${own};${bad};theme=dark`), "alice", bad);
  }
  equal(await who(own.replace("=", '="') + '"'), "alice", "quoted, as RFC 6265 allows");
  // Of two that open the one that lives.
  const dead = own;
  await (await alice.ask("/logout", { method: "POST" })).body?.cancel();
  await (await alice.ask("/login", { method: "POST" })).body?.cancel();
  equal(await who(`${dead}; ${alice.cookie()}`), "alice");
  equal(await who(dead), "");
  // More than anybody looks at.
  equal(await who(`${Array(50).fill(foreign).join("; ")}; ${alice.cookie()}`), "");
  equal(await who(`x=${"y".repeat(20_000)}; ${alice.cookie()}`), "");
});

Deno.test("a cookie of a session that has ended, was cut or is old is nobody's, and nothing fails", async () => {
  const clock = virtualClock(),
    shop = await made({ ...config, clock, ttl: 60 }),
    alice = person(shop);
  await (await alice.ask("/login", { method: "POST" })).body?.cancel();
  clock.advance(30_000);
  equal((await (await alice.ask("/who")).json())[0], "alice");
  clock.advance(59_000);
  equal((await (await alice.ask("/who")).json())[0], "alice", "a request is use");
  clock.advance(61_000);
  equal((await (await alice.ask("/who")).json())[0], "");
  const tab = await alice.open("/app/desk");
  equal(saidBy(tab.greeting), "/");
  await tab.click("login");
  equal((await (await alice.ask("/who")).json())[0], "alice");
  equal(shop.book.take(), []);
});

Deno.test("an answer that cannot be changed gets the cookie as well; a route that throws gives none", async () => {
  const shop = await made(config), alice = person(shop);
  equal((await alice.ask("/led")).headers.get("location"), "http://host/app/desk");
  equal((await (await alice.ask("/who")).json())[0], "alice");
  const broken = await person(shop).ask("/broken");
  equal([broken.status, await broken.text()], [500, "Internal Server Error"]);
});

Deno.test("files and the client are served without looking at sessions", async () => {
  let loads = 0;
  const kv = kvs.memoryKv(), memory = new Map<string, Map<string, n2o.SessionRow>>();
  const storage: n2o.SessionStorage = {
    load: (session) => Promise.resolve((loads++, memory.get(session) ?? [])),
    set: (session, key, row) => {
      memory.set(session, (memory.get(session) ?? new Map()).set(key, row));
      return Promise.resolve();
    },
    delete: (session, key) => Promise.resolve(void memory.get(session)?.delete(key)),
  };
  const shop = await made({ ...config, kv, storage, shell: true }), alice = person(shop);
  await (await alice.ask("/login", { method: "POST" })).body?.cancel();
  loads = 0;
  for (const path of ["/n2o/n2o.js", "/n2o/shell.css", "/app/desk", "/none"]) {
    await (await alice.ask(path)).body?.cancel();
  }
  equal(loads, 0);
  equal((await (await alice.ask("/who")).json())[0], "alice");
  assert(loads > 0, "the storage was not asked");
});

Deno.test("two requests at a time are two people", async () => {
  const shop = await made({
    ...config,
    app(app) {
      app.post("/login/:name", async (c) => {
        n2o.user(c.req.param("name"));
        await new Promise((resolve) => setTimeout(resolve));
        return c.text(n2o.user());
      });
    },
  });
  const names = Array.from({ length: 20 }, (_, at) => `user${at}`);
  const said = await Promise.all(names.map(async (name) => {
    const who = person(shop);
    return await (await who.ask(`/login/${name}`, { method: "POST" })).text();
  }));
  equal(said, names);
});

Deno.test("a request knows the client's address and whether it speaks TLS", async () => {
  const { app } = await made({ ...config, proxy: 1 });
  const direct = { remoteAddr: { transport: "tcp", hostname: "::ffff:10.0.0.1", port: 1 } };
  const ask = async (headers: Record<string, string>) =>
    await (await app.request("http://host/address", { headers }, direct)).json();
  equal(await ask({}), ["10.0.0.1", false]);
  equal(await ask({ "x-forwarded-for": "6.6.6.6, 198.51.100.7", "x-forwarded-proto": "https" }), [
    "198.51.100.7",
    true,
  ]);
});

Deno.test("two applications on one host whose cookies have names of their own leave each other's logins alone", async () => {
  const shop = await made({ ...config, cookie: "shop" }), office = await made(config);
  const alice = person(shop), bob = person(office);
  equal(saidBy((await alice.open("/app/desk")).greeting), "/");
  for (const each of [alice, bob]) {
    await (await each.ask("/login", { method: "POST" })).body?.cancel();
  }
  equal([[...alice.jar.keys()], [...bob.jar.keys()]], [["shop"], ["n2o"]]);
  const both = new Map([...alice.jar, ...bob.jar]);
  for (const each of [alice, bob]) {
    for (const [name, value] of both) each.jar.set(name, value);
    equal((await (await each.ask("/who")).json())[0], "alice");
    const tab = await each.open("/app/desk");
    equal([saidBy(tab.greeting), tab.token], ["alice/", ""]);
  }
  const tab = await alice.open("/app/desk");
  await tab.click("logout");
  equal([...alice.jar.keys()], ["n2o"], "its own cookie goes, the other's stays");
  equal((await (await bob.ask("/who")).json())[0], "alice");
  const login = await shop.app.request("https://host/login", {
    method: "POST",
    headers: { host: "host", origin: "https://host" },
  });
  equal(/^__Host-shop=.*; Secure$/.test(login.headers.getSetCookie()[0] ?? ""), true);
  await login.body?.cancel();
});

Deno.test("of cookies of two people that both live none counts: one was put there by somebody else", async () => {
  const shop = await made(config), alice = person(shop), mallory = person(shop);
  for (const each of [alice, mallory]) {
    await (await each.ask("/login", { method: "POST" })).body?.cancel();
  }
  const [own, planted] = [alice.cookie(), mallory.cookie()];
  const who = async (cookie: string) =>
    (await (await shop.app.request("http://host/who", { headers: { cookie } })).json())[0];
  shop.book.take();
  for (const both of [`${own}; ${planted}`, `${planted}; ${own}`, `${own}; ${planted}; ${own}`]) {
    equal(await who(both), "", both);
    const [line = "", ...more] = shop.book.take();
    assert(more.length === 0 && line.startsWith("refused: the cookies of two sessions"), line);
  }
  equal(await who(`${own}; ${own}`), "alice", "twice the same is one");
  await (await mallory.ask("/logout", { method: "POST" })).body?.cancel();
  equal(await who(`${planted}; ${own}`), "alice");
  equal(shop.book.take(), []);
});
