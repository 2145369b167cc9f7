/**
 * Files that are fetched: ranges and conditions against a model, names, and for whom they are.
 *
 * @module
 */
import {
  addressOf,
  disposition,
  downloads,
  type DownloadSettings,
} from "../../../host/file/mod.ts";
import { memorySink, type Sink, type StoredFile, typeOf } from "../../../n2o/file/mod.ts";
import { n2o } from "../../../mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { made } from "../made.ts";

async function put(sink: Sink, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<StoredFile> {
  const writing = await sink.open({ owner: "user/ann", id: crypto.randomUUID() }, {
    name,
    size: bytes.length,
    meta: "",
  });
  if (bytes.length > 0) await writing.write(bytes);
  const file = await writing.finish(typeOf(bytes));
  await writing.close();
  return file;
}

async function scene(settings: Partial<DownloadSettings> = {}) {
  const sink = memorySink();
  const { app, book } = await made({
    app(app) {
      app.get("/in/:user", async (c) => {
        await n2o.user(c.req.param("user"));
        return c.text("in");
      });
      app.get("/out", async (c) => {
        await n2o.user("");
        return c.text("out");
      });
      app.get("/files/*", downloads({ source: sink, ...settings }));
    },
  });
  const login = async (user: string) => {
    const answer = await app.request(`/in/${user}`);
    await answer.body?.cancel();
    return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  };
  const cookie = await login("ann");
  const get = (place: string, headers: Record<string, string> = {}, method = "GET") =>
    app.request(addressOf(place), { method, headers: { cookie, ...headers } });
  return {
    app,
    sink,
    login,
    cookie,
    get,
    book,
    put: (name: string, content: string | Uint8Array<ArrayBuffer>) =>
      put(sink, name, typeof content === "string" ? new TextEncoder().encode(content) : content),
  };
}

/** What RFC 9110, section 14, says of a header for so many bytes: a part, nothing that is there, or all. */
function model(
  range: string | undefined,
  size: number,
): readonly [number, number] | "none" | "all" {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? "");
  if (match === null || match[0] === "bytes=-") return "all";
  const [, first, last] = match;
  if (first === "") {
    return Number(last) === 0 || size === 0 ? "none" : [Math.max(0, size - Number(last)), size - 1];
  }
  if (last !== "" && Number(last) < Number(first)) return "all";
  if (Number(first) >= size) return "none";
  return [Number(first), last === "" ? size - 1 : Math.min(Number(last), size - 1)];
}

Deno.test(`every form of a range, with every condition, is answered as the model says (seed ${SEED})`, async () => {
  const { below, pick } = random(SEED), { get, put } = await scene();
  const sizes = [0, 1, 10, 5_000, 300_000], files: (readonly [StoredFile, Uint8Array])[] = [];
  for (const size of sizes) {
    const bytes = Uint8Array.from({ length: size }, () => below(256));
    files.push([await put(`${size}.bin`, bytes), bytes]);
  }
  const [first] = files;
  assert(first !== undefined);
  for (let round = 0; round < rounds(200, 20_000); round++) {
    const chosen: readonly [StoredFile, Uint8Array] = pick([first, ...files]);
    const [{ place, size }, bytes] = chosen;
    const at = (): string =>
      pick(
        [0, 1, size - 1, size, size + 1, below(size + 2), 2 ** 53, 10 ** 30].map((n) =>
          Math.max(0, n)
        ) as [number],
      ).toLocaleString("en", { useGrouping: false });
    const range = pick<() => string | undefined>([
      () => undefined,
      () => `bytes=${at()}-${at()}`,
      () => `bytes=${at()}-`,
      () => `bytes=-${at()}`,
      () => `bytes=${at()}-${at()},${at()}-`,
      () => "bytes=-",
      () => "bytes=x-y",
      () => "lines=1-2",
      () => `bytes=-${at()}-`,
    ])();
    const method = pick(["GET", "GET", "HEAD"]);
    const plain = await get(place, {}, "HEAD"), tag = plain.headers.get("etag") ?? "";
    const date = plain.headers.get("last-modified") ?? "";
    const before = new Date(Date.parse(date) - 5_000).toUTCString();
    const [condition, outcome] = pick<readonly [Record<string, string>, "go" | "all" | 304 | 412]>([
      [{}, "go"],
      [{ "if-range": tag }, "go"],
      [{ "if-range": '"x"' }, "all"],
      [{ "if-range": `W/${tag}` }, "all"],
      [{ "if-match": tag }, "go"],
      [{ "if-match": '"x"' }, 412],
      [{ "if-none-match": `"x", W/${tag}` }, 304],
      [{ "if-none-match": '"x"' }, "go"],
      [{ "if-none-match": "*" }, 304],
      [{ "if-modified-since": date }, 304],
      [{ "if-modified-since": before }, "go"],
      [{ "if-unmodified-since": before }, 412],
      [{ "if-unmodified-since": date }, "go"],
    ]);
    const answer = await get(
      place,
      { ...condition, ...range === undefined ? {} : { range } },
      method,
    );
    const body = new Uint8Array(await answer.arrayBuffer());
    const context = `seed ${SEED}, round ${round}: ${method} ${range} of ${size}, ${
      JSON.stringify(condition)
    }`;
    equal(answer.headers.get("etag") ?? tag, tag, context);
    if (typeof outcome === "number") {
      equal([answer.status, body.length > 0 && outcome === 304], [outcome, false], context);
      continue;
    }
    const expected = outcome === "all" || method === "HEAD" ? "all" : model(range, size);
    if (expected === "none") {
      equal(
        [answer.status, answer.headers.get("content-range")],
        [416, `bytes */${size}`],
        context,
      );
      continue;
    }
    const [from, to] = expected === "all" ? [0, size - 1] : expected;
    equal(answer.status, expected === "all" ? 200 : 206, context);
    equal(
      answer.headers.get("content-range"),
      expected === "all" ? null : `bytes ${from}-${to}/${size}`,
      context,
    );
    equal(answer.headers.get("content-length"), String(to + 1 - from), context);
    equal(body, method === "HEAD" ? new Uint8Array(0) : bytes.slice(from, to + 1), context);
  }
});

Deno.test("what could run in the origin is kept, not shown, and nobody guesses a type", async () => {
  const { get, put } = await scene({ show: () => true }), shown = await scene();
  const kinds: readonly (readonly [string, string, string, string])[] = [
    ["a.png", "<html><script>alert(1)</script>", "attachment", "text/html"],
    ["a.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>', "attachment", "image/svg+xml"],
    ["a.xml", '<?xml version="1.0"?><x/>', "attachment", "application/xml"],
    ["a.html", "just words", "inline", "text/plain; charset=utf-8"],
    ["a.pdf", "%PDF-1.7", "inline", "application/pdf"],
  ];
  for (const [name, content, kind, type] of kinds) {
    const { place } = await put(name, content), answer = await get(place);
    await answer.body?.cancel();
    const header = (key: string) => answer.headers.get(key) ?? "";
    equal(
      [header("content-type"), header("content-disposition").split(";")[0]],
      [type, kind],
      name,
    );
    equal(header("x-content-type-options"), "nosniff");
    assert(/default-src 'none'.*; sandbox$/.test(header("content-security-policy")));
    equal([header("cache-control"), header("vary")], ["private, no-cache", "cookie"]);
  }
  const { place } = await shown.put("a.pdf", "%PDF-1.7"), answer = await shown.get(place);
  await answer.body?.cancel();
  equal(answer.headers.get("content-disposition"), 'attachment; filename="a.pdf"');
});

Deno.test("a name of any script is kept as it is, in a header that nothing can be put into", () => {
  const names = [
    "a.txt",
    "звіт 2026.pdf",
    'say "hi".txt',
    "100%.txt",
    "it's (1)*.txt",
    "a\r\nx: y",
    "\ud800",
    "日本.txt",
    "a;b=c.txt",
    "back\\slash",
  ];
  for (const name of names) {
    const header = disposition("attachment", name), shown = name.toWellFormed();
    assert(/^[\x20-\x7e]+$/.test(header), header);
    const [, plain] = /^attachment; filename="([^"\\%]*)"/.exec(header) ?? [];
    const [, long] = /; filename\*=UTF-8''([\w!#$&+.^`|~%-]+)$/.exec(header) ?? [];
    equal(long === undefined ? plain : decodeURIComponent(long), shown);
  }
});

Deno.test("no address leads elsewhere, and no answer tells where files are", async () => {
  const asked: string[] = [];
  const { app, cookie } = await scene({
    source: {
      stat(place) {
        asked.push(place);
        return Promise.resolve(undefined);
      },
      read: () => Promise.resolve(undefined),
      remove: () => Promise.resolve(false),
    },
  });
  for (
    const path of [
      "..",
      "%2e%2e",
      "..%2fx",
      "%2e%2e%2fx",
      "a%2fb",
      "a%5cb",
      "a\\b",
      "a%00",
      "%00",
      "%",
      "%c0%ae",
      "",
      ".",
      ".hidden",
      "a/../b",
      "a//b",
      "a/",
      "/etc/passwd",
      "%2fetc%2fpasswd",
      "a%0d%0ax",
      "a%7f",
    ]
  ) {
    const answer = await app.request(`/files/${path}`, { headers: { cookie } });
    equal(answer.status, 404, path);
    assert(!(await answer.text()).includes("/"), path);
  }
  for (const place of asked) assert(!/\.\.|[\\\0]|^\/|\/\/|%(?!$)/.test(place), place);
  await app.request("/files/%252e%252e%252fx", { headers: { cookie } });
  equal(asked.at(-1), "%2e%2e%2fx", "it is decoded once");
});

Deno.test("a file is for whom the application says, each time: after a logout and a login it is asked anew", async () => {
  const { app, put, get, cookie, login } = await scene({
    permit: () => n2o.user() === "ann",
    login: "/login",
  });
  const { place } = await put("a.txt", "for ann");
  const ask = async (cookie: string, headers: Record<string, string> = {}) => {
    const answer = await app.request(addressOf(place), { headers: { cookie, ...headers } });
    return [answer.status, await answer.text()];
  };
  const tag = (await get(place)).headers.get("etag") ?? "";
  equal(await ask(cookie), [200, "for ann"]);
  equal((await ask(await login("bob")))[0], 403);
  equal((await ask("", { "sec-fetch-mode": "cors" }))[0], 401);
  equal((await ask("", { "sec-fetch-mode": "navigate" }))[0], 302);
  equal((await ask(await login("bob"), { "if-none-match": tag, range: "bytes=0-1" }))[0], 403);
  await (await app.request("/out", { headers: { cookie } })).body?.cancel();
  equal((await ask(cookie, { "sec-fetch-mode": "cors" }))[0], 401);
  equal(await ask(await login("ann")), [200, "for ann"]);
});

Deno.test("a file that goes while it is asked for is not found, and whoever is cut off leaves nothing open", async () => {
  const { sink, put, cookie, app } = await scene();
  const { place } = await put("a.txt", "x".repeat(500_000));
  const cut = await app.request(addressOf(place), { headers: { cookie } });
  await cut.body?.cancel();
  const { stat } = sink;
  Object.assign(sink, {
    async stat(asked: string) {
      const found = await stat(asked);
      await sink.remove(asked);
      return found;
    },
  });
  const answer = await app.request(addressOf(place), { headers: { cookie } });
  await answer.body?.cancel();
  equal(answer.status, 404);
});
