import { classic, classicPage, to, view } from "../../../host/classic/mod.ts";
import { memorySink } from "../../../n2o/file/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { memory, Templates } from "../../../nitro/dtl/mod.ts";
import { n2o, nitro } from "../../../mod.ts";
import { virtualClock } from "../../_support/clock.ts";
import { assert, equal, rejects, throws } from "../../_support/assert.ts";
import { made, page as live } from "../made.ts";
import { person } from "../session/person.ts";

const templates = new Templates({
  source: memory({
    "book.html":
      `<form method="post">{% csrf_token %}<input name="who" value="{{ typed.who }}"/>{{ error }}</form>` +
      `{% for m in messages %}<p class="{{ m.kind }}">{{ m.text }}</p>{% endfor %}` +
      `{% for e in entries %}<li>{{ e }}</li>{% endfor %}{{ user }}{{ path }}`,
    "values.html": "{{ v|safe }}",
    "broken.html": "{{ a|nofilter }}",
  }),
});

/** What a person's browser says of a form of a page of this server. */
const FORM = { "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate", accept: "text/html" };

async function site() {
  const entries: string[] = [], seen: unknown[] = [], clock = virtualClock();
  const pages = {
    "/book": classicPage({
      fields: { who: "text" },
      get: ({ query }) => view("book.html", { entries: [...entries, ...query.all("also")] }),
      post({ values: { who }, fields }) {
        if (who === "") {
          return view("book.html", { error: "Who?", typed: fields.first() }, { status: 422 });
        }
        entries.push(who);
        nitro.flash(`Good day, ${who}`, "success");
        return to("/book");
      },
    }),
    "/login": classicPage({
      fields: { who: "text" },
      post({ values: { who } }) {
        n2o.user(who);
        return to("/book");
      },
    }),
    "/values": classicPage({
      fields: {
        a: "text",
        n: "number",
        t: "tick",
        d: "date",
        l: "list",
        own: (texts: readonly string[]) => {
          if (texts.length > 1) throw new Error("one of own, please");
          return texts.length;
        },
      },
      post({ values, params }) {
        seen.push(values, params);
        return view("values.html", { v: JSON.stringify(values) });
      },
    }),
    "/entries/:id": classicPage({
      get: ({ params: { id = "" } }) => id === "7" ? view("values.html", { v: id }) : undefined,
    }),
    "/mine": classicPage({ get: () => view("book.html"), guard: { login: "/login.htm" } }),
    "/broken": classicPage({ get: () => view("broken.html") }),
    "/cookie": classicPage({
      get: () => new Response("x", { headers: { "set-cookie": "a=b" } }),
    }),
    "/away": classicPage({ get: () => to("https://other.example/x", { leaves: true }) }),
    "/hangs": classicPage({ get: () => new Promise<never>(() => {}) }),
  };
  const app = await made({
    kv: memoryKv(),
    routes: { "/app/p": live },
    app: classic({ templates, pages, form: { parts: 8, field: 100 } }),
    clock,
  });
  return { ...app, clock, entries, seen, browser: person(app) };
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields);

Deno.test("a form is posted, the browser is led on, and the next page says once what was done", async () => {
  const { browser, entries } = await site();
  const posted = await browser.ask("/book", { method: "POST", body: form({ who: "<Ann>" }) });
  equal([posted.status, posted.headers.get("location"), entries], [303, "/book", ["<Ann>"]]);
  const first = await (await browser.ask("/book")).text();
  assert(first.includes('<p class="success">Good day, &lt;Ann&gt;</p><li>&lt;Ann&gt;</li>'), first);
  assert(!(await (await browser.ask("/book")).text()).includes("Good day"), "it was said twice");
});

Deno.test("what is said is not lost to who asks for the headers alone", async () => {
  const { browser } = await site();
  await browser.ask("/book", { method: "POST", body: form({ who: "Ann" }) });
  const head = await browser.ask("/book", { method: "HEAD" });
  equal([head.status, await head.text()], [200, ""]);
  assert((await (await browser.ask("/book")).text()).includes("Good day"), "it was lost");
});

Deno.test("a form with a mistake is shown again with what was typed, and the status 422", async () => {
  const { browser } = await site();
  const wrong = await browser.ask("/book", { method: "POST", body: form({ who: "" }) });
  const text = await wrong.text();
  equal([wrong.status, wrong.headers.get("cache-control")], [422, "no-store"]);
  assert(text.includes("Who?") && !text.includes("csrf"), text);
});

Deno.test("who logs in is known to the next page, and what a session sees is kept nowhere", async () => {
  const { browser } = await site();
  const before = await browser.ask("/book"), tag = before.headers.get("etag") ?? "";
  equal(before.headers.get("cache-control"), "private, no-cache");
  equal((await browser.ask("/book", { headers: { "if-none-match": tag } })).status, 304);
  await browser.ask("/login", { method: "POST", body: form({ who: "Ann" }) });
  const after = await browser.ask("/book", { headers: { "if-none-match": tag } });
  assert((await after.text()).endsWith("Ann/book"), "nobody is known");
  equal(
    [after.status, after.headers.get("cache-control"), after.headers.get("etag")],
    [200, "no-store", null],
  );
});

Deno.test("a form of another site is refused before the page hears of it", async () => {
  const { browser, entries } = await site();
  await browser.ask("/login", { method: "POST", body: form({ who: "Ann" }) });
  for (
    const headers of [
      { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      { origin: "null" },
      { origin: "http://host", "sec-fetch-site": "same-site" },
    ]
  ) {
    const refused = await browser.ask("/book", {
      method: "POST",
      headers,
      body: form({ who: "Eve" }),
    });
    equal(refused.status, 403, JSON.stringify(headers));
  }
  equal(entries, []);
});

Deno.test("fields are read as their kinds say", async () => {
  const { browser, seen } = await site();
  const body = new URLSearchParams(
    "a=x%0Ay&n=2.5&t=on&d=2026-02-28&l=1&l=&l=2&__proto__=evil",
  );
  await browser.ask("/values", { method: "POST", body });
  equal(seen[0], {
    a: "x\ny",
    n: 2.5,
    t: true,
    d: { year: 2026, month: 2, day: 28 },
    l: ["1", "2"],
    own: 0,
  });
  await browser.ask("/values", { method: "POST", body: form({ n: "x", d: "2026-02-30" }) });
  equal(seen[2], { a: "", n: undefined, t: false, d: undefined, l: [], own: 0 });
  const parts = new FormData();
  parts.set("a", "Ж");
  parts.set("n", " 7 ");
  await browser.ask("/values", { method: "POST", body: parts });
  equal(seen[4], { a: "Ж", n: 7, t: false, d: undefined, l: [], own: 0 });
});

Deno.test("a form beyond its bounds, of another type or with what a field refuses is answered so", async () => {
  const { browser, book } = await site();
  const file = new FormData();
  file.set("a", new File(["x"], "x.txt"));
  const cases: [number, BodyInit, Record<string, string>?][] = [
    [413, form({ a: "x".repeat(101) })],
    [413, form({ a: "€".repeat(34) })],
    [413, form({ ["x".repeat(8_193)]: "" })],
    [413, new URLSearchParams(Array.from({ length: 9 }, (_, at) => [`${at}`, ""]))],
    [413, "a=" + "x".repeat(9 * 8_300), { "content-type": "application/x-www-form-urlencoded" }],
    [415, "{}", { "content-type": "application/json" }],
    [415, "{}", { "content-type": "__proto__" }],
    [415, "a=1", { "content-type": "application/x-www-form-urlencoded", "content-encoding": "br" }],
    [415, file],
    [400, "x", { "content-type": "multipart/form-data; boundary=b" }],
    [400, "x", { "content-type": "multipart/form-data" }],
    [400, "own=1&own=2", { "content-type": "application/x-www-form-urlencoded" }],
  ];
  for (const [status, body, headers = {}] of cases) {
    const said = await browser.ask("/values", { method: "POST", body, headers });
    equal([said.status, said.headers.get("cache-control")], [status, "no-store"], `${status}`);
    equal(said.headers.get("content-type"), "text/plain; charset=utf-8");
    await said.text();
  }
  equal(book.take().length, cases.length);
});

Deno.test("a person whose form is refused gets a document that says so", async () => {
  const { browser } = await site();
  const body = form({ a: "x".repeat(101) });
  const said = await browser.ask("/values", { method: "POST", body, headers: FORM });
  assert((await said.text()).includes("<h1>That is too large to be sent</h1>"), "no document");
  equal(said.status, 413);
});

Deno.test("a method that a page does not answer is 405, with those that it does", async () => {
  const { browser } = await site();
  for (
    const [path, method, status, allow] of [
      ["/login", "GET", 405, "POST, OPTIONS"],
      ["/login", "HEAD", 405, "POST, OPTIONS"],
      ["/book", "PUT", 405, "GET, HEAD, POST, OPTIONS"],
      ["/entries/7", "POST", 405, "GET, HEAD, OPTIONS"],
      ["/entries/7", "OPTIONS", 204, "GET, HEAD, OPTIONS"],
    ] as const
  ) {
    const said = await browser.ask(path, { method });
    equal([said.status, said.headers.get("allow")], [status, allow], `${method} ${path}`);
    await said.body?.cancel();
  }
});

Deno.test("a page about nothing is 404, one with a name in its path knows it", async () => {
  const { browser } = await site();
  equal(await (await browser.ask("/entries/7")).text(), "7");
  equal((await browser.ask("/entries/8")).status, 404);
});

Deno.test("who may not see a page is led to where one logs in", async () => {
  const { browser } = await site();
  const led = await browser.ask("/mine", { headers: FORM });
  equal([led.status, led.headers.get("location")], [302, "/login.htm?return=%2Fmine"]);
  await browser.ask("/login", { method: "POST", body: form({ who: "Ann" }) });
  equal((await browser.ask("/mine")).status, 200);
});

Deno.test("a template that fails, a cookie and a page that takes too long are 500, and noted", async () => {
  const { browser, book, clock, server } = await site();
  for (const path of ["/broken", "/cookie", "/hangs"]) {
    const asking = browser.ask(path);
    if (path === "/hangs") await clock.advanceAsync(server.limits.handler);
    const said = await asking;
    equal([said.status, await said.text()], [500, "Internal Server Error"], path);
  }
  equal(book.take().length, 3);
});

Deno.test("a page leads to another server only where it says so", async () => {
  const { browser } = await site();
  equal((await browser.ask("/away")).headers.get("location"), "https://other.example/x");
  for (const evil of ["//evil", "/\\evil", "https://evil/", "javascript:x", "x", ""]) {
    throws(() => to(evil), n2o.N2oError, "config");
  }
  throws(() => to("javascript:x", { leaves: true }), n2o.N2oError, "config");
});

Deno.test("settings that cannot work are told", async () => {
  throws(() => classic({ templates, pages: { "/": {} } }), n2o.N2oError, "config");
  throws(() => classic({ templates, pages: {}, form: { parts: 0 } }), n2o.N2oError, "config");
  throws(() => view("x", {}, { status: 99 }), n2o.N2oError, "config");
  throws(() => view("x", {}, { headers: { "Set-Cookie": "a=b" } }), n2o.N2oError, "config");
  await rejects(() => made({ routes: {} }), n2o.N2oError, "config");
});

Deno.test("files of a form are kept where the page is content, and removed where it is not", async () => {
  const sink = memorySink();
  const photo = classicPage({
    fields: { title: "text" },
    files: { sink, limits: { size: 1_000 } },
    post({ values: { title }, files: [file], path }) {
      if (title === "") return view("values.html", { v: "no title" }, { status: 422 });
      return view("values.html", { v: `${title} ${file?.name} ${file?.size} ${path}` });
    },
  });
  const login = classicPage({
    post() {
      n2o.user("Ann");
      return to("/photo");
    },
  });
  const pages = { "/photo": photo, "/login": login };
  const browser = person(await made({ app: classic({ templates, pages }) }));
  const send = async (title: string, size: number) => {
    const body = new FormData();
    body.set("title", title);
    body.set("file", new File(["x".repeat(size)], "a.txt"));
    const said = await browser.ask("/photo", { method: "POST", body });
    return [said.status, await said.text()];
  };
  const stored = async () => (await sink.of("user/Ann")).length;
  equal((await send("Tea", 3))[0], 401);
  await browser.ask("/login", { method: "POST", body: form({}) });
  equal([await send("", 3), await stored()], [[422, "no title"], 0]);
  equal([(await send("Tea", 1_001))[0], await stored()], [413, 0]);
  equal([await send("Tea", 3), await stored()], [[200, "Tea a.txt 3 /photo"], 1]);
});
