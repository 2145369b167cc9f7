/**
 * Forms with files into an application: what is stored, what is refused, and who hears of it.
 *
 * @module
 */
import { formUploads, type UploadSettings } from "../../../host/file/mod.ts";
import { memorySink, type Sink } from "../../../n2o/file/mod.ts";
import { n2o } from "../../../mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { needs } from "../../_support/permission.ts";
import { made, secret } from "../made.ts";

needs("net");

const ORIGIN = "http://localhost";

/** An application with a route for forms, and somebody who is logged in. */
async function scene(
  settings: Partial<UploadSettings> = {},
  config: Parameters<typeof made>[0] = {},
) {
  const sink = settings.sink ?? memorySink();
  const app = await made({
    secret,
    app(app, given) {
      app.get("/in", async (c) => {
        await n2o.user("ann");
        return c.text("in");
      });
      app.get("/out", async (c) => {
        await n2o.user("");
        return c.text("out");
      });
      app.post("/files", formUploads(given, { ...settings, sink }));
    },
    ...config,
  });
  const login = async () => {
    const answer = await app.app.request("/in");
    await answer.body?.cancel();
    return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  };
  const cookie = await login();
  const post = async (body: BodyInit | undefined, headers: Record<string, string> = {}) => {
    const answer = await app.app.request("/files", {
      method: "POST",
      body: body ?? null,
      headers: { cookie, origin: ORIGIN, host: "localhost", ...headers },
    });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  return { ...app, sink, cookie, login, post };
}

function form(entries: Record<string, string | File | readonly File[]>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(entries)) {
    for (const each of [value].flat()) data.append(name, each);
  }
  return data;
}

/** Whether a sink holds nothing of an owner. */
async function isEmpty(sink: Sink, owner = "user/ann"): Promise<boolean> {
  return (await sink.of(owner)).every(({ file }) => file !== undefined) &&
    (await Promise.all((await sink.of(owner)).map(({ file }) => sink.stat(file?.place ?? ""))))
      .every((file) => file === undefined);
}

const multi = (boundary = "b") => ({ "content-type": `multipart/form-data; boundary=${boundary}` });
const part = (filename: string, content: string) =>
  `--b\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\n\r\n${content}\r\n`;

Deno.test("files of a form are stored whole, under their names, with types by their content", async () => {
  const told: unknown[] = [];
  const { post, sink } = await scene({
    done: ({ files, fields }) =>
      void told.push(files.map(({ name, meta }) => [name, meta]), [...fields]),
  });
  const large = new Uint8Array(3_000_000).map((_, at) => at * 31);
  const answer = await post(form({
    meta: "of May",
    file: [
      new File([large], "звіт.bin", { type: "image/png" }),
      new File(["<script>alert(1)</script>"], "a.txt", { type: "text/plain" }),
      new File([], "nothing"),
      new File([], ""),
    ],
    more: "tea & cake",
  }));
  equal(answer.status, 201);
  equal(answer.headers.get("cache-control"), "no-store");
  const files = JSON.parse(answer.text);
  equal(
    files.map((
      { name, size, type, control }: Record<string, unknown>,
    ) => [name, size, type, control]),
    [
      ["звіт.bin", 3_000_000, "application/octet-stream", "file"],
      ["a.txt", 25, "text/html", "file"],
      ["nothing", 0, "text/plain", "file"],
    ],
  );
  const stored = new Uint8Array(await new Response(await sink.read(files[0].place)).arrayBuffer());
  assert(stored.every((byte, at) => byte === large[at]) && stored.length === large.length);
  equal(told, [
    [["звіт.bin", "of May"], ["a.txt", "of May"], ["nothing", "of May"]],
    [["meta", ["of May"]], ["more", ["tea & cake"]]],
  ]);
});

Deno.test("what is refused is told by its status, and nothing of it is stored", async () => {
  const { post, sink, app, book } = await scene({
    limits: { size: 1_000, uploads: 2, kinds: ["text/plain"], owner: 1_500 },
    form: { parts: 4, field: 100 },
    permit: ({ name }) => name !== "secret.txt",
  });
  const ok = part("a.txt", "fine"), end = "--b--\r\n";
  const cases:
    readonly (readonly [string, number, BodyInit | undefined, Record<string, string>])[] = [
      ["no form", 415, "{}", { "content-type": "application/json" }],
      ["no type", 415, new Uint8Array(3), {}],
      ["no boundary", 400, "x", { "content-type": "multipart/form-data" }],
      ["a boundary that is none", 400, "x", multi('"x "')],
      ["compressed", 415, ok + end, { ...multi(), "content-encoding": "gzip" }],
      ["no body", 411, undefined, multi()],
      ["an empty body", 400, "", { ...multi(), "content-length": "0" }],
      ["no end", 400, ok, multi()],
      ["no end within a file", 400, ok + part("b.txt", "x".repeat(50)).slice(0, -10), multi()],
      ["another boundary", 400, ok + end, multi("c")],
      ["a size that is announced", 413, ok + end, { ...multi(), "content-length": "9999999" }],
      ["a file that is too large", 413, ok + part("b.txt", "x".repeat(1_001)) + end, multi()],
      [
        "too many bytes of one owner",
        413,
        part("a.txt", "x".repeat(900)) + part("b.txt", "x".repeat(900)) + end,
        multi(),
      ],
      ["too many files", 413, part("a", "x") + part("b", "x") + part("c", "x") + end, multi()],
      [
        "too many parts",
        413,
        `--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n`.repeat(5) + end,
        multi(),
      ],
      [
        "a field that is too long",
        413,
        `--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n${"x".repeat(101)}\r\n${end}`,
        multi(),
      ],
      ["another kind, whatever it says", 415, ok + part("b.txt", "<html>") + end, multi()],
      ["one that is not wanted", 403, ok + part("secret.txt", "x") + end, multi()],
      ["bytes without a name", 400, part("", "x") + end, multi()],
      ...[
        "../x",
        "/etc/passwd",
        "C:\\x",
        "a\\\\b",
        "con.txt",
        "..",
        "a%0Ab",
        "x".repeat(300),
        "a.",
        "\u202egpj.exe",
      ]
        .map((name) => [`the name ${name}`, 400, ok + part(name, "x") + end, multi()] as const),
    ];
  for (const [what, status, body, headers] of cases) {
    const answer = await post(body, headers);
    equal(
      [answer.status, /^[^\n]{5,200}\n$/.test(answer.text)],
      [status, true],
      `${what}: ${answer.text}`,
    );
    assert(!/\/tmp|at \w+ \(/.test(answer.text), answer.text);
    assert(await isEmpty(sink), what);
    equal(await sink.of("user/ann"), [], what);
  }
  for (const [headers, status] of [[{ origin: "https://evil.example" }, 403], [{}, 401]] as const) {
    const answer = await app.request("/files", {
      method: "POST",
      body: ok + end,
      headers: { ...multi(), ...headers },
    });
    await answer.body?.cancel();
    equal(answer.status, status);
  }
  const text = JSON.stringify(book);
  assert(!text.includes("n2o="), "a cookie is in the log");
  equal((await post(ok + end, multi())).status, 201);
});

Deno.test("an application that fails leaves nothing, one that answers is heard", async () => {
  let fails = true;
  const { post, sink } = await scene({
    done() {
      if (fails) throw new Error("the application failed");
      return new Response("kept", { status: 202 });
    },
  });
  const body = () => form({ file: new File(["x"], "x.txt") });
  equal((await post(body())).status, 500);
  assert(await isEmpty(sink));
  fails = false;
  const { status, text } = await post(body());
  equal([status, text], [202, "kept"]);
});

Deno.test("a form of a page without a script is led back, and nowhere else", async () => {
  const { post } = await scene();
  for (
    const [referer, location] of [
      [undefined, "/"],
      ["http://localhost/app/p?x=1", "/app/p?x=1"],
      ["https://evil.example//other.example/x", "/other.example/x"],
      ["no address", "/"],
    ] as const
  ) {
    const headers = { "sec-fetch-mode": "navigate", ...referer === undefined ? {} : { referer } };
    const answer = await post(form({ file: new File(["x"], "x.txt") }), headers);
    equal([answer.status, answer.headers.get("location")], [303, location]);
  }
});

Deno.test("a body that breaks off, that stops or that dribbles gives the space back", async () => {
  const clock = virtualClock(), sink = memorySink({ most: 2_000_000, clock });
  const { post } = await scene({ sink }, { clock });
  const begin = new TextEncoder().encode(part("a.bin", "x".repeat(1_500_000)).slice(0, -100));
  let waiting = Promise.withResolvers<void>();
  const bodies: readonly (readonly [number, () => ReadableStream<Uint8Array>])[] = [
    [
      400,
      () =>
        new ReadableStream({
          start: (c) => c.enqueue(begin),
          pull: (c) => c.error(new Error("gone")),
        }),
    ],
    [
      408,
      () =>
        new ReadableStream({ start: (c) => c.enqueue(begin), pull: () => waiting.resolve() }, {
          highWaterMark: 0,
        }),
    ],
  ];
  for (const [status, body] of bodies) {
    waiting = Promise.withResolvers();
    const answer = post(body(), multi());
    if (status === 408) {
      await waiting.promise;
      await clock.advanceAsync(30_000);
    }
    equal((await answer).status, status);
    equal(await sink.of("user/ann"), []);
  }
  // A byte each ten seconds is no pause, and no progress.
  const dribbling = new ReadableStream<Uint8Array>({
    pull(c) {
      clock.advance(10_000);
      c.enqueue(Uint8Array.of(120));
    },
  }, { highWaterMark: 0 });
  equal((await post(dribbling, multi())).status, 408);
  // There is room for it still.
  equal((await post(form({ file: new File([new Uint8Array(1_900_000)], "b.bin") }))).status, 201);
  equal((await post(form({ file: new File([new Uint8Array(500_000)], "c.bin") }))).status, 507);
});

Deno.test("a session that ends while its form comes has nothing stored", async () => {
  const { post, app, sink, cookie } = await scene();
  const { promise, resolve } = Promise.withResolvers<void>();
  const bytes = new TextEncoder().encode(part("a.txt", "x"));
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(c) {
      if (at++ === 0) return c.enqueue(bytes);
      resolve();
      await (await app.request("/out", { headers: { cookie } })).body?.cancel();
      c.enqueue(new TextEncoder().encode("--b--"));
      c.close();
    },
  }, { highWaterMark: 0 });
  const answer = await post(body, multi());
  await promise;
  equal(answer.status, 401);
  assert(await isEmpty(sink));
});

Deno.test("forms that an owner sends at once have one share together, and one that failed leaves nothing of it", async () => {
  const { post, sink } = await scene({ limits: { owner: 150_000 } });
  const one = () => form({ file: new File([new Uint8Array(100_000)], "a") });
  const answers = await Promise.all(
    Array.from({ length: 4 }, async () => (await post(one())).status),
  );
  const stored = (await sink.of("user/ann")).filter(({ file }) => file !== undefined);
  equal(stored.length <= 1, true, answers.join());
  equal(answers.filter((status) => status === 413).length >= 3, true, answers.join());
  equal((await post(one())).status, stored.length === 1 ? 413 : 201);
});
