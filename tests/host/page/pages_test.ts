import { type Config, n2o, nitro } from "../../../mod.ts";
import { virtualClock } from "../../_support/clock.ts";
import { assert, equal } from "../../_support/assert.ts";
import { type Node, parse } from "../../_support/html.ts";
import { files, made } from "../made.ts";
import { person, redirectOf, saidBy } from "../session/person.ts";
const { button, form, main, meta, metaLink, p, page, raw, textarea } = nitro;

/** What no text of a person's may become. */
const HOSTILE = `</title></head><script>x</script><img src=x onerror=x>"'\`\${1}&amp;`;

const BROWSER = { accept: "text/html,*/*;q=0.8", "sec-fetch-mode": "navigate" };

const never = () => new Promise<never>(() => {});

const routes: Config["routes"] = {
  "/app/who": page({
    title: () => `Who is ${n2o.user() || "nobody"}?`,
    body: () => main({ body: p({ id: "who", body: n2o.user() || "nobody" }) }),
    event: () => {},
  }),
  "/app/counted": page({
    title: "Counted",
    body() {
      n2o.session("seen", Number(n2o.session("seen") ?? 0) + 1);
      return String(n2o.session("seen"));
    },
  }),
  "/app/away": page({ title: "Away", body: () => void nitro.redirect("/app/who?ж=\u2028") }),
  "/app/led": page({ title: "Led", load: () => nitro.redirect("who"), body: "never" }),
  "/app/out": page({
    title: "Out",
    body: () => void nitro.redirect("https://example.com/a b", { leaves: true }),
  }),
  "/app/none": page({ title: "None", load: () => undefined, body: "never" }),
  "/app/throws": page({
    title: "Throws",
    body() {
      throw new Error("the inside of it");
    },
  }),
  "/app/rejects": page({
    title: "x",
    load: () => Promise.reject(new Error("the inside")),
    body: "",
  }),
  "/app/hangs": page({ title: "Hangs", body: never }),
  "/app/bad-head": page({ title: "Bad", head: p({ body: "a" }), body: "" }),
  "/app/hostile": page({
    title: HOSTILE,
    lang: HOSTILE,
    class: HOSTILE,
    head: [
      meta({ name: "description", content: HOSTILE }),
      metaLink({ rel: "next", href: HOSTILE }),
    ],
    styles: [`/app/a.css?${HOSTILE}`],
    words: { offline: HOSTILE, retry: HOSTILE, noscript: HOSTILE },
    unsent: [HOSTILE],
    body: p({ body: HOSTILE }),
  }),
  "/app/told": page({
    title: "Told",
    load() {
      nitro.flash("first & <b>", "error");
      return nitro.qc("stay") === undefined ? nitro.redirect("/app/from-body") : {};
    },
    body: "stays",
  }),
  "/app/from-body": page({
    title: "Body",
    body() {
      nitro.flash("second");
      if (nitro.qc("stay") === undefined) nitro.redirect("/app/who");
    },
  }),
  "/app/under/*": page({
    title: "Under",
    load: () => ({ is: nitro.qp() }),
    body: ({ data }) => data.is,
  }),
  "/app/й-*": page({ title: "Under", body: () => nitro.qp() }),
  "/app/guarded": n2o.guarded(page({ title: "Guarded", body: () => `of ${n2o.user()}` }), {
    login: "/app/who",
    roles: ["clerk"],
  }),
  "/app/own": page({ title: "Own", guard: { login: "/app/who" }, body: () => `of ${n2o.user()}` }),
  "/app/buttons": page({
    title: "Buttons",
    on: { press() {} },
    body: ({ on }) => [1, 2].map((n) => button({ body: n, ...on.press() })),
  }),
  "/app/forms": page({
    title: "Forms",
    body: [
      form({ id: "a" }),
      form({ id: "b", action: "/b", body: 'is > "<form" text' }),
      form({ id: "c", method: "post" }),
      // What only looks like an attribute is the value of another one.
      form({ id: "e", title: "the method= of it" }),
      form({ id: "f", data: { x: "> action=" }, aria: { label: " method='get' " } }),
      raw(
        '<form title=\'a method="b"\'></form><FORM></FORM><form data-method="x"></form><form\naction=/b></form>',
      ),

      textarea({ id: "d", body: "<form>" }),
      raw('<script type="application/json">"<form>"</script><form data-x="y"></form>'),
    ],
  }),
  "/дім": page({ title: "Дім", body: ({ path }) => path }),
  "/app/deep/*": page({ title: "Deep", body: ({ path }) => path }),
  "/app/static/*": page({ title: "Static", body: ({ path }) => path }),
};

async function shop(config: Partial<Config> = {}) {
  return await made({
    routes,
    app(app) {
      app.post("/enter/:name", (c) => {
        n2o.user(c.req.param("name"));
        n2o.roles(["clerk"]);
        return c.text("in");
      });
      app.post("/say/:what", (c) => {
        nitro.flash(c.req.param("what"), "success");
        return c.redirect("/app/who", 303);
      });
      app.get("/fails", () => {
        throw new Error("the inside of a route");
      });
    },
    ...config,
  });
}

Deno.test("a page is ready by HTTP with the session of its cookie, and says the same when it is live", async () => {
  const on = await shop(), alice = person(on), nobody = person(on);
  await (await alice.ask("/enter/alice", { method: "POST" })).text();
  for (const [who, name] of [[alice, "alice"], [nobody, "nobody"]] as const) {
    const answer = await who.ask("/app/who"), text = await answer.text();
    equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
    equal(answer.headers.get("cache-control"), "private, no-cache");
    equal(answer.headers.get("vary"), "accept-encoding, cookie");
    assert(answer.headers.get("content-security-policy")?.startsWith("default-src 'self'"));
    equal(text.match(/<title>(.*)<\/title>/)?.[1], `Who is ${name}?`);
    const shown = `<div id="n2o-page"><main><p id="who">${name}</p></main></div>`;
    assert(text.includes(shown), text);
    equal(saidBy((await who.open("/app/who")).greeting), name);
  }
});

Deno.test("what a page puts into the session is there when it is asked for again, and live", async () => {
  const on = await shop(), alice = person(on);
  const seen = async () => /n2o-page">(\d+)</.exec(await (await alice.ask("/app/counted")).text());
  equal([(await seen())?.[1], alice.jar.size, (await seen())?.[1]], ["1", 1, "2"]);
  equal(saidBy((await alice.open("/app/counted")).greeting), "3");
});

Deno.test("a document has a tag that holds as long as it says the same, and HEAD is GET without the body", async () => {
  const on = await shop(), alice = person(on);
  for (const path of ["/app/who", "/app/buttons"]) {
    const got = await alice.ask(path), tag = got.headers.get("etag") ?? "", text = await got.text();
    const head = await alice.ask(path, { method: "HEAD" });
    equal([head.status, await head.text(), head.headers.get("etag")], [200, "", tag]);
    equal(Number(head.headers.get("content-length")), new TextEncoder().encode(text).length);
    const coded = await alice.ask(path, { headers: { "accept-encoding": "br, gzip" } });
    equal(coded.headers.get("content-encoding"), "gzip");
    const plain = coded.body?.pipeThrough(new DecompressionStream("gzip"));
    equal(await new Response(plain).text(), text);
    const again = await alice.ask(path, { headers: { "if-none-match": tag } });
    equal([again.status, await again.text()], [304, ""]);
  }
  const tag = (await alice.ask("/app/who")).headers.get("etag") ?? "";
  await (await alice.ask("/enter/alice", { method: "POST" })).text();
  equal((await alice.ask("/app/who", { headers: { "if-none-match": tag } })).status, 200);
});

Deno.test("a page is read: other methods are refused, and say so", async () => {
  const alice = person(await shop());
  for (const method of ["POST", "PUT", "DELETE"]) {
    const answer = await alice.ask("/app/who", { method, headers: BROWSER });
    equal([answer.status, answer.headers.get("allow")], [405, "GET, HEAD, OPTIONS"], method);
    equal(await answer.text(), "405 Method Not Allowed");
  }
  equal((await alice.ask("/app/who", { method: "OPTIONS" })).status, 204);
});

Deno.test("a page that leads elsewhere does so by HTTP and live, with an address that a header can hold", async () => {
  const on = await shop(), alice = person(on);
  const cases = {
    away: "/app/who?%D0%B6=%E2%80%A8",
    led: "/app/who",
    out: "https://example.com/a%20b",
  };
  for (const [name, location] of Object.entries(cases)) {
    const answer = await alice.ask(`/app/${name}`);
    equal([answer.status, answer.headers.get("location")], [302, location], name);
    equal([answer.headers.get("cache-control"), await answer.text()], ["no-store", ""]);
    assert(redirectOf((await alice.open(`/app/${name}`)).greeting) !== undefined, name);
  }
});

Deno.test("what is not there and what fails is told a person in a document and a program in a line, with nothing of the inside", async () => {
  const clock = virtualClock(), told: string[] = [];
  const log: Config["log"] = (_, message, details) => told.push(`${message}: ${details?.error}`);
  const on = await shop({ clock, log }), alice = person(on);
  const cases = [
    ["/nothing", 404],
    ["/app/none", 404],
    ["/app/throws", 500],
    ["/app/rejects", 500],
    ["/app/bad-head", 500],
    ["/app/hangs", 500],
    ["/fails", 500],
  ] as const;
  for (const [path, status] of cases) {
    const asked = [BROWSER, { ...BROWSER, "sec-fetch-mode": "cors" }, { accept: "*/*" }];
    for (const [at, headers] of asked.entries()) {
      const asking = alice.ask(path, { headers });
      if (path === "/app/hangs") await clock.advanceAsync(on.server.limits.handler);
      const answer = await asking, text = await answer.text();
      equal([answer.status, answer.headers.get("cache-control")], [status, "no-store"], path);
      const type = at === 0 ? /^text\/html; charset/i : /^text\/plain; charset/i;
      assert(type.test(answer.headers.get("content-type") ?? ""), `${path} ${at}`);
      assert(!text.includes("inside") && !text.includes("n2o.js"), text);
      equal(at === 0, text.includes("<h1>"), path);
    }
  }
  for (const each of ["the inside of it", "limits.handler", "the inside of a route", "head:"]) {
    equal(told.filter((line) => line.includes(each)).length, 3, told.join("\n"));
  }
});

Deno.test("an application has pages of its own for what is not there and what fails, with the session of the cookie; they do not go live", async () => {
  const own = {
    ...routes,
    "404": page({ title: "Lost", body: () => `lost, ${n2o.user()}` }),
    "500": page({ title: "Oh", body: () => Promise.reject(new Error("it fails itself")) }),
  };
  const on = await shop({ routes: own }), alice = person(on);
  await (await alice.ask("/enter/alice", { method: "POST" })).text();
  for (const path of ["/nothing", "/app/none"]) {
    const answer = await alice.ask(path, { headers: BROWSER }), text = await answer.text();
    equal([answer.status, text.includes("lost, alice"), text.includes("n2o.js")], [
      404,
      true,
      false,
    ]);
    equal(await (await alice.ask(path)).text(), "404 Not Found");
  }
  const failed = await alice.ask("/app/throws", { headers: BROWSER });
  equal([failed.status, (await failed.text()).includes("Something went wrong")], [500, true]);
  equal((await alice.ask("/404", { headers: BROWSER })).status, 404);
});

Deno.test("nothing that a page says of itself becomes markup", async () => {
  const text = await (await person(await shop()).ask("/app/hostile")).text();
  const nodes = all(parse(text));
  const named = (tag: string) => nodes.filter(({ name }) => name === tag);
  equal(named("img"), []);
  equal(named("script").map(({ attributes }) => attributes.src), [
    "/n2o/n2o.js",
    "/n2o/states.js",
  ]);
  equal(named("title").map(({ body }) => body), [[HOSTILE]]);
  equal(named("meta").at(-1)?.attributes.content, HOSTILE);
  const [states] = nodes.filter(({ attributes }) => attributes.id === "n2o-states");
  equal([states?.attributes["data-retry"], states?.attributes["data-unsent"]], [HOSTILE, HOSTILE]);
});

/** Every element, those in others too. */
function all(nodes: readonly Node[]): Exclude<Node, string>[] {
  return nodes.flatMap((node) => typeof node === "string" ? [] : [node, ...all(node.body)]);
}

Deno.test("a page is under its path, in whichever script and however coded, and its guard is asked", async () => {
  const on = await shop(), alice = person(on);
  const home = `/${encodeURIComponent("дім")}`;
  for (
    const [path, said] of [["/дім", home], [home.toLowerCase(), home.toLowerCase()], [
      "/app/deep/a%2fb",
      "/app/deep/a%2fb",
    ]]
  ) {
    const text = await (await alice.ask(path ?? "")).text();
    equal(/n2o-page">([^<]*)</.exec(text)?.[1], said, path);
  }
  for (const path of ["/app/guarded", "/app/own"]) {
    const led = await alice.ask(path, { headers: BROWSER });
    equal([led.status, led.headers.get("location")], [
      302,
      `/app/who?return=${encodeURIComponent(path)}`,
    ]);
  }
  await (await alice.ask("/enter/alice", { method: "POST" })).text();
  for (const path of ["/app/guarded", "/app/own"]) {
    const answer = await alice.ask(path);
    assert((await answer.text()).includes("of alice"), path);
    equal(answer.headers.get("cache-control"), "private, no-cache");
  }
});

Deno.test("a page comes before a file of its path, one of many paths behind the files that are there", async () => {
  const index = { ...routes, "/app/sample.css": page({ title: "No style", body: "no style" }) };
  const on = await shop({ routes: index, static: { "/app/": files, "/app/static/": files } });
  const alice = person(on), text = async (path: string) => await (await alice.ask(path)).text();
  assert((await text("/app/sample.css")).includes("no style"));
  assert((await text("/app/static/sample.css")).includes("history"));
  assert((await text("/app/static/other")).includes("/app/static/other"));
  equal(
    (await alice.ask("/app/times.js")).headers.get("content-type"),
    "text/javascript; charset=utf-8",
  );
});

Deno.test("the style, the icon and the part for states are served as the client is", async () => {
  const on = await shop(),
    types = {
      "n2o/n2o.css": "text/css; charset=utf-8",
      "n2o/form.css": "text/css; charset=utf-8",
      "n2o/icon.svg": "image/svg+xml",
      "n2o/states.js": "text/javascript; charset=utf-8",
      "favicon.ico": "image/svg+xml",
    };
  for (const [path, type] of Object.entries(types)) {
    const coded = await on.app.request(`/${path}`, { headers: { "accept-encoding": "gzip" } });
    equal([coded.status, coded.headers.get("content-type")], [200, type]);
    const size = (await (await on.app.request(`/${path}`)).text()).length;
    equal(coded.headers.get("content-encoding"), size < 1_024 ? null : "gzip", path);
    const again = { "if-none-match": coded.headers.get("etag") ?? "" };
    equal(
      (await on.app.request(`/${path}`, { headers: { ...again, "accept-encoding": "gzip" } }))
        .status,
      304,
    );
    await coded.body?.cancel();
  }
});

Deno.test("forms that do not say where they go stay until the page is live", async () => {
  const text = await (await person(await shop()).ask("/app/forms")).text();
  const found = all(parse(text)).filter(({ name }) => name === "form");
  const dialog = "dialog", methods = found.map(({ attributes }) => attributes.method);
  equal(methods, [dialog, undefined, "post", ...Array(5).fill(dialog), undefined, dialog]);
  assert(text.includes('<FORM method="dialog">'), text);
  assert(text.includes('json">"<form>"</script>') && text.includes("&lt;form&gt;"), text);
});

Deno.test("what is said where HTTP leads elsewhere is shown by the next page that is, once; what a page says that stays comes when it is live", async () => {
  const on = await shop(), alice = person(on);
  const said = async (path: string) => {
    const text = await (await alice.ask(path)).text();
    const [flash] = all(parse(text)).filter(({ attributes }) => attributes.id === "n2o-flash");
    return all(flash?.body ?? []).map(({ attributes, body }) => [attributes.class, ...body]);
  };
  equal(await said("/app/told?stay"), []);
  equal(await said("/app/from-body?stay"), []);
  equal(alice.jar.size, 0);
  for (const path of ["/app/told", "/app/from-body"]) {
    equal((await alice.ask(path)).status, 302);
  }
  await (await alice.ask("/say/third", { method: "POST" })).text();
  equal(await said("/app/none"), []);
  equal(await said("/app/who"), [["error", "first & <b>"], ["info", "second"], [
    "success",
    "third",
  ]]);
  equal(await said("/app/who"), []);
  for (let each = 0; each < 20; each++) {
    await (await alice.ask(`/say/${each}`, { method: "POST" })).text();
  }
  equal((await said("/app/who")).length, 8);
});

Deno.test("what stands for the star of a route is told as it is read", async () => {
  const on = await shop(), alice = person(on);
  const cases: [string, string][] = [
    ["/app/under/7", "7"],
    ["/app/under/", ""],
    ["/app/under/a/b%2Fc%20%25", "a/b/c %"],
    ["/%61pp/under/x", "x"],
    ["/app/under/%E0%A4%A", "%E0%A4%A"],
    ["/app/%d0%b9-%D0%B9", "й"],
  ];
  for (const [path, is] of cases) {
    const text = await (await alice.ask(path)).text();
    const [shown] = all(parse(text)).filter(({ attributes }) => attributes.id === "n2o-page");
    equal(shown?.body, is === "" ? [] : [is], path);
  }
});
