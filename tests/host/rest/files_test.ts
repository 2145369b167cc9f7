import {
  api,
  fileOperations,
  type FileOperationsOptions,
  requestOrigin,
} from "../../../host/rest/mod.ts";
import { memorySink, type Sink } from "../../../n2o/file/mod.ts";
import { type Person, rest, type RestApp, RestError } from "../../../rest/mod.ts";
import { signedLinks } from "../../../rest/auth/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { lacks } from "../../_support/permission.ts";
import { made as application } from "../made.ts";

const who = ({ headers }: Request): Person | undefined => {
  const id = headers.get("x-person"), scopes = headers.get("x-scopes")?.split(" ");
  return id === null ? undefined : { id, by: "token", ...scopes && { scopes } };
};

interface Told {
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly place: string;
  readonly href: string;
  readonly control?: string;
}

function made(options: Partial<FileOperationsOptions> = {}) {
  const sink = options.sink ?? memorySink();
  const operations = fileOperations({
    sink,
    may: { upload: { scope: "files" }, download: "known", delete: ({ id }) => id === "root" },
    ...options,
  });
  return { sink, api: rest({ operations, who }) };
}

function ask(
  app: RestApp,
  method: string,
  path: string,
  { as = "ann", headers = {}, body }: {
    as?: string;
    headers?: Record<string, string>;
    body?: BodyInit;
  } = {},
): Promise<Response> {
  const person = as === "" ? {} : { "x-person": as };
  // As: Hono answers at once where nothing is awaited.
  return Promise.resolve(app.request(path, {
    method,
    headers: { ...person, ...headers },
    ...body !== undefined && { body },
  }));
}

async function told(answer: Response, status = 201): Promise<readonly Told[]> {
  const text = await answer.text();
  equal(answer.status, status, text);
  return JSON.parse(text);
}

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

Deno.test("files come by a form or as a body, and their type is that of the content, whatever is said", async () => {
  const { api } = made();
  const form = new FormData();
  form.append("picture", new File([PNG], "a.txt", { type: "text/html" }));
  form.append("note", new File(["чай"], "чай.txt"));
  const both = await told(await ask(api, "POST", "/rest/files", { body: form }));
  equal(both.map(({ name, size, type, control }) => [name, size, type, control]), [
    ["a.txt", PNG.length, "image/png", "picture"],
    ["чай.txt", 6, "text/plain", "note"],
  ]);
  for (
    const type of [
      "application/octet-stream",
      "image/png",
      "text/html; charset=latin1",
      "application/json",
    ]
  ) {
    const sent = await ask(api, "POST", "/rest/files?name=b.png", {
      body: PNG,
      headers: { "content-type": type },
    });
    const [file] = await told(sent);
    assert(file !== undefined);
    equal([file.name, file.type, sent.headers.get("location")], ["b.png", "image/png", file.href]);
    const back = await ask(api, "GET", file.href);
    equal([back.status, back.headers.get("content-type")], [200, "image/png"]);
    equal(new Uint8Array(await back.arrayBuffer()), PNG);
  }
  // Nobody says a type.
  const bare = await api.request(
    new Request("http://x/rest/files?name=x", {
      method: "POST",
      body: PNG,
      headers: { "x-person": "ann" },
    }),
  );
  equal((await told(bare))[0]?.type, "image/png");
});

Deno.test("an upload under an id of the client's own is stored once, however often it is sent", async () => {
  const { api, sink } = made();
  const put = (body: BodyInit, name = "a.txt", as = "ann") =>
    ask(api, "PUT", `/rest/uploads/1?name=${name}`, { body, as });
  const [first] = await told(await put("tea")), [again] = await told(await put("tea"), 200);
  equal(again, first);
  equal((await told(await put("oil"), 200))[0], first);
  equal((await put("tea", "b.txt")).status, 409);
  const [other] = await told(await put("oil", "a.txt", "bob"));
  assert(other?.place !== first?.place);
  equal(await (await ask(api, "GET", first?.href ?? "")).text(), "tea");
  equal((await sink.of("user/ann")).length, 1);
  // One that broke off begins anew.
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("half"));
    },
    pull(controller) {
      controller.error(new Error("gone"));
    },
  });
  const failed = await ask(api, "PUT", "/rest/uploads/2?name=c.txt", { body: broken });
  equal(failed.status, 400);
  const [whole] = await told(
    await ask(api, "PUT", "/rest/uploads/2?name=c.txt", { body: "whole" }),
  );
  equal(await (await ask(api, "GET", whole?.href ?? "")).text(), "whole");
  for (const id of ["x".repeat(129), "%00"]) {
    equal((await ask(api, "PUT", `/rest/uploads/${id}?name=c.txt`, { body: "x" })).status, 400);
  }
});

Deno.test("what comes under an id that is taken, and is of another length, is no upload sent again", async () => {
  const { api } = made();
  const put = (body: string) =>
    ask(api, "PUT", "/rest/uploads/1?name=a.txt", {
      body,
      headers: { "content-length": String(body.length) },
    });
  const [first] = await told(await put("tea"));
  equal((await told(await put("tea"), 200))[0], first);
  const other = await put("coffee");
  equal([other.status, (await other.json()).code], [409, "conflict"]);
  equal(await (await ask(api, "GET", first?.href ?? "")).text(), "tea");
});

Deno.test("a file of no bytes is one, whether its type is said or not", async () => {
  const { api } = made();
  for (const type of [{}, { "content-type": "text/plain" }]) {
    for (
      const [method, path] of [["POST", "/rest/files?name=a"], ["PUT", "/rest/uploads/1?name=a"]]
    ) {
      const headers = { "content-length": "0", ...type };
      const answer = await ask(api, method ?? "", path ?? "", { headers, body: "" });
      const [file] = await told(answer, answer.status);
      equal([answer.ok, file?.size], [true, 0]);
      equal(await (await ask(api, "GET", file?.href ?? "")).text(), "");
    }
  }
});

Deno.test("what is not taken is a problem that says why, and nothing is stored", async () => {
  const sink = memorySink({ most: 1_000 });
  const { api } = made({
    sink,
    limits: { size: 100, owner: 150, kinds: ["text/plain"] },
    permit: (_, { name }) => name !== "unwanted.txt",
  });
  const post = async (path: string, how: Parameters<typeof ask>[3]) => {
    const answer = await ask(api, "POST", path, how), problem = await answer.json();
    equal(answer.headers.get("content-type"), "application/problem+json");
    return [
      answer.status,
      problem.code,
      problem.errors?.[0]?.parameter ?? problem.errors?.[0]?.header,
    ];
  };
  const body = "tea", form = new FormData();
  form.append("a", new File(["tea"], "fine.txt"));
  form.append("b", new File([PNG], "picture.png"));
  equal(await post("/rest/files", { body }), [400, "bad_parameter", "name"]);
  equal(await post("/rest/files?name=a&name=b", { body }), [400, "bad_parameter", "name"]);
  for (const name of ["..%2Fpasswd", "a%2Fb", "con.txt", "a%00b", "%20", ".."]) {
    equal(await post(`/rest/files?name=${name}`, { body }), [400, "bad_request", "name"], name);
  }
  equal(await post("/rest/files?name=unwanted.txt", { body }), [403, "forbidden", undefined]);
  equal(await post("/rest/files?name=a", { body: "x".repeat(101) }), [413, "too_large", undefined]);
  equal(await post("/rest/files?name=a", { body: PNG }), [415, "unsupported", undefined]);
  equal(await post("/rest/files", { body: form }), [415, "unsupported", undefined]);
  equal(await post("/rest/files?name=a", { body, headers: { "content-encoding": "gzip" } }), [
    415,
    "unsupported",
    undefined,
  ]);
  equal(await post("/rest/files?name=a", {}), [400, "bad_request", undefined]);
  equal(await post("/rest/files?name=a", { body, as: "" }), [401, "unauthorized", undefined]);
  equal(await post("/rest/files?name=a", { body, headers: { "x-scopes": "other" } }), [
    403,
    "forbidden",
    undefined,
  ]);
  equal(
    await post("/rest/files", {
      body: "--b\r\n",
      headers: { "content-type": "multipart/form-data; boundary=b" },
    }),
    [400, "bad_request", undefined],
  );
  equal((await sink.of("user/ann")).length, 0);
  await told(await ask(api, "POST", "/rest/files?name=a", { body: "x".repeat(100) }));
  equal(await post("/rest/files?name=b", { body: "x".repeat(51) }), [413, "too_large", undefined]);
  // Another's room is another one.
  await told(await ask(api, "POST", "/rest/files?name=b", { body: "x".repeat(100), as: "bob" }));
});

Deno.test("a file is had in part, by conditions, by HEAD, and what does not hold is a problem", async () => {
  const { api } = made(), text = "0123456789";
  const [file] = await told(
    await ask(api, "POST", "/rest/files?name=%D1%87%D0%B0%D0%B9%22.txt", { body: text }),
  );
  const href = file?.href ?? "";
  const get = async (headers: Record<string, string>, method = "GET") => {
    const answer = await ask(api, method, href, { headers });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const whole = await get({}), tag = whole.headers.get("etag") ?? "";
  equal([whole.status, whole.text, whole.headers.get("accept-ranges")], [200, text, "bytes"]);
  equal(
    whole.headers.get("content-disposition"),
    "inline; filename=\"___.txt\"; filename*=UTF-8''%D1%87%D0%B0%D0%B9%22.txt".replace(
      "___",
      "____",
    ),
  );
  equal(whole.headers.get("cache-control"), "private, no-cache");
  equal(whole.headers.get("x-content-type-options"), "nosniff");
  assert(/authorization/.test(whole.headers.get("vary") ?? ""));
  const head = await get({}, "HEAD");
  equal([head.status, head.text, head.headers.get("content-length"), head.headers.get("etag")], [
    200,
    "",
    "10",
    tag,
  ]);
  const rows:
    readonly (readonly [Record<string, string>, number, string | undefined, string | null])[] = [
      [{ range: "bytes=2-4" }, 206, "234", "bytes 2-4/10"],
      [{ range: "bytes=-3" }, 206, "789", "bytes 7-9/10"],
      [{ range: "bytes=7-" }, 206, "789", "bytes 7-9/10"],
      [{ range: "bytes=0-99" }, 206, text, "bytes 0-9/10"],
      [{ range: "bytes=2-4", "if-range": tag }, 206, "234", "bytes 2-4/10"],
      [{ range: "bytes=2-4", "if-range": '"other"' }, 200, text, null],
      [{ range: "bytes=4-2" }, 200, text, null],
      [{ range: "bytes=0-1,3-4" }, 200, text, null],
      [{ range: "lines=1-2" }, 200, text, null],
      [{ range: "bytes=10-" }, 416, undefined, "bytes */10"],
      [{ "if-none-match": tag }, 304, "", null],
      [{ "if-match": '"other"' }, 412, undefined, null],
      [{ "if-match": tag, range: "bytes=0-0" }, 206, "0", "bytes 0-0/10"],
      [{ accept: "image/png" }, 200, text, null],
    ];
  for (const [headers, status, body, range] of rows) {
    const answer = await get(headers), label = JSON.stringify(headers);
    equal([answer.status, answer.headers.get("content-range")], [status, range], label);
    if (body !== undefined) equal(answer.text, body, label);
    else equal(JSON.parse(answer.text).status, status, label);
  }
  for (const place of ["nosuch", "..%2F..%2Fetc%2Fpasswd", "%00", "", "a//b"]) {
    const answer = await ask(api, "GET", `/rest/files/${place}`);
    equal(answer.status, place === "" ? 405 : 404, place);
  }
});

Deno.test("what a browser would run is kept, not shown", async () => {
  const { api } = made();
  for (
    const [text, kind] of [["<html><script>alert(1)</script>", "attachment"], [
      "<svg onload=x>",
      "attachment",
    ], ["plain", "inline"]]
  ) {
    const [file] = await told(
      await ask(api, "POST", "/rest/files?name=a.png", { body: text ?? "" }),
    );
    const { headers, body } = await ask(api, "GET", file?.href ?? "");
    await body?.cancel();
    assert(headers.get("content-disposition")?.startsWith(`${kind};`), text);
    assert(headers.get("content-security-policy")?.includes("sandbox"));
  }
});

Deno.test("a file is for whom it is granted; to others it is not there", async () => {
  const owners = new Map<string, string>();
  const { api, sink } = made({
    may: {
      upload: "known",
      download: "known",
      delete: "known",
      row: (person, { place }) => owners.get(place) === person?.id,
    },
    done: ({ id }, files) => files.forEach(({ place }) => owners.set(place, id)),
  });
  const [file] = await told(await ask(api, "POST", "/rest/files?name=a", { body: "tea" }));
  const href = file?.href ?? "", place = file?.place ?? "";
  for (const method of ["GET", "DELETE"]) {
    equal((await ask(api, method, href, { as: "" })).status, 401);
    const other = await ask(api, method, href, { as: "bob" });
    const absent = await ask(api, method, "/rest/files/nosuch", { as: "bob" });
    equal([other.status, (await other.text()).replaceAll(place, "nosuch")], [
      404,
      await absent.text(),
    ]);
    equal((await ask(api, method, href, { headers: { "x-scopes": "x" } })).status, 403);
  }
  equal((await ask(api, "DELETE", href)).status, 204);
  equal((await ask(api, "GET", href)).status, 404);
  equal(await sink.stat(place), undefined);
  equal((await ask(api, "DELETE", href)).status, 404);
});

const secret = "a secret of more than sixteen signs";

Deno.test("whoever has a link fetches its file until it is over, and no other, nor by another method", async () => {
  const clock = virtualClock(), links = signedLinks({ secret, clock });
  const { api } = made({
    links,
    may: {
      upload: "known",
      download: "known",
      link: "known",
      delete: "known",
      row: (person) => person?.id !== "bob",
    },
  });
  const [file, other] = [
    ...await told(await ask(api, "POST", "/rest/files?name=a", { body: "tea" })),
    ...await told(await ask(api, "POST", "/rest/files?name=b", { body: "oil" })),
  ];
  assert(file !== undefined && other !== undefined);
  const make = async (body?: unknown, as = "ann") => {
    const answer = await ask(api, "POST", file.href, {
      as,
      ...body !== undefined &&
        { body: JSON.stringify(body), headers: { "content-type": "application/json" } },
    });
    return { status: answer.status, json: await answer.json() };
  };
  const link = await make();
  equal([link.status, link.json.expires], [201, new Date(clock.now() + 3_600_000).toISOString()]);
  const { href } = link.json as { href: string }, query = href.slice(href.indexOf("?"));
  const status = async (path: string, as = "", method = "GET", headers = {}) => {
    const answer = await ask(api, method, path, { as, headers });
    await answer.body?.cancel();
    return answer.status;
  };
  equal(await (await ask(api, "GET", href, { as: "" })).text(), "tea");
  equal([await status(href, "", "HEAD"), await status(href, "", "GET", { range: "bytes=1-" })], [
    200,
    206,
  ]);
  // Who may not see it by themselves may by the link.
  equal([await status(file.href, "bob"), await status(href, "bob")], [404, 200]);
  equal([
    await status(file.href),
    await status(other.href + query),
    await status(`/rest/files/nosuch${query}`),
  ], [401, 403, 403]);
  equal([await status(href, "", "DELETE"), await status(href, "ann", "DELETE")], [401, 400]);
  const { expires, signature } = Object.fromEntries(new URLSearchParams(query));
  const forged: readonly (readonly [string, number])[] = [
    [`?expires=${Number(expires) + 1}&signature=${signature}`, 403],
    [`?expires=${expires}&signature=${signature?.slice(0, -1)}`, 403],
    [`?expires=${expires}&signature=${signature}A`, 403],
    [`?expires=${expires}&signature=${"A".repeat(43)}`, 403],
    [`?expires=${expires}&signature=`, 403],
    [`?expires=${expires}`, 403],
    [`?signature=${signature}`, 403],
    [`?expires=-1&signature=${signature}`, 400],
    [`?expires=x&signature=${signature}`, 400],
    [`?expires=${expires}&expires=${expires}&signature=${signature}`, 400],
    [`?expires=${expires}&signature=${signature}&x=1`, 400],
  ];
  for (const [each, wanted] of forged) {
    equal(await status(file.href + each), wanted, each);
    // Who may without a link is told as well that it is none.
    equal(await status(file.href + each, "ann"), wanted, each);
  }
  clock.advance(3_600_000 - 1);
  equal(await status(href), 200);
  clock.advance(1);
  equal(await status(href), 403);

  const own = (await make({ person: true, seconds: 60 })).json as { href: string };
  equal([await status(own.href), await status(own.href, "bob"), await status(own.href, "ann")], [
    403,
    403,
    200,
  ]);
  for (
    const body of [
      { seconds: 0 },
      { seconds: 604_801 },
      { seconds: 1.5 },
      { seconds: "1" },
      { person: 1 },
      { x: 1 },
      [],
    ]
  ) {
    const { status } = await make(body);
    equal(status, 422, JSON.stringify(body));
  }
  equal((await make({}, "bob")).status, 404);
});

Deno.test("nobody makes a link to what they may not fetch, by the grant or by the row", async () => {
  const { api } = made({
    links: signedLinks({ secret }),
    may: {
      upload: "known",
      download: { scope: "read", who: ({ id }) => id !== "bob" },
      link: { scope: "link" },
      row: (person, _, action) => person?.id !== "eve" || action === "link",
    },
  });
  const [file] = await told(await ask(api, "POST", "/rest/files?name=a", { body: "tea" }));
  const make = async (as: string, scopes?: string) => {
    const headers: Record<string, string> = scopes === undefined ? {} : { "x-scopes": scopes };
    const answer = await ask(api, "POST", file?.href ?? "", { as, headers });
    await answer.body?.cancel();
    return [answer.status, answer.headers.get("www-authenticate")];
  };
  equal(await make("ann"), [201, null]);
  equal(await make("ann", "link read"), [201, null]);
  equal(await make("ann", "link"), [403, 'Bearer error="insufficient_scope", scope="read"']);
  equal(await make("ann", "read"), [403, 'Bearer error="insufficient_scope", scope="link"']);
  equal(await make("bob"), [403, null]);
  equal(await make("eve"), [404, null]);
});

Deno.test("a row that does not answer true keeps a file from who asks", async () => {
  const { api } = made({
    may: {
      upload: "known",
      download: "known",
      // As: so it answers where types are not looked at.
      row: (() => undefined) as unknown as () => boolean,
    },
  });
  const [file] = await told(await ask(api, "POST", "/rest/files?name=a", { body: "tea" }));
  equal((await ask(api, "GET", file?.href ?? "")).status, 404);
});

Deno.test("links are sealed by a secret that somebody has set, and go on holding while it is changed", async () => {
  const clock = virtualClock(), linked = { subject: "a" }, next = "another secret of sixteen signs";
  const old = signedLinks({ secret, clock }), both = signedLinks({ secret: [next, secret], clock });
  const fresh = signedLinks({ secret: next, clock });
  const before = await old.sign(linked, 60), after = await both.sign(linked, 60);
  const holds = async (signature: typeof before) => [
    await old.isSigned(linked, signature),
    await both.isSigned(linked, signature),
    await fresh.isSigned(linked, signature),
  ];
  equal(await holds(before), [true, true, false]);
  equal(await holds(after), [false, true, true]);
  for (const wrong of ["", "short", [], [secret, "short"], undefined as never, 1 as never]) {
    await rejects(() => signedLinks({ secret: wrong }), RestError, "config");
  }
  await rejects(
    () => fileOperations({ sink: memorySink(), may: { link: "known" } }),
    RestError,
    "config",
  );
  // What is signed is told apart part by part.
  const one = await old.sign({ subject: "a", person: "b" }, 60);
  for (
    const other of [{ subject: "a" }, { subject: "ab" }, { subject: "a", person: "c" }, {
      subject: 'a",60,"b',
    }, { subject: "a", person: "b", method: "DELETE" }]
  ) {
    equal(await old.isSigned(other, one), false, JSON.stringify(other));
  }
  equal(await old.isSigned({ subject: "a", person: "b" }, one), true);
});

Deno.test("in an application files are refused to foreign pages, and their operations say what they answer", async () => {
  const sink: Sink = memorySink();
  const { app } = await application({
    app: api(({ server }) =>
      rest({
        operations: fileOperations({ sink, may: { upload: "known", download: "known" } }, server),
        who: () => ({ id: "ann", by: "cookie" }),
        origin: requestOrigin,
      })
    ),
  });
  const post = async (origin: string) =>
    (await app.request("http://host/rest/files?name=a", {
      method: "POST",
      body: "tea",
      headers: { host: "host", origin },
    })).status;
  equal([await post("https://evil.example"), await post("null"), await post("http://host")], [
    403,
    403,
    201,
  ]);
  const operations = fileOperations({
    sink,
    links: signedLinks({ secret }),
    may: { upload: "known", download: "known", link: "known", delete: "known" },
  });
  equal(operations.map(({ method, path }) => `${method} ${path}`), [
    "POST /files",
    "PUT /uploads/{id}",
    "GET /files/{place...}",
    "POST /files/{place...}",
    "DELETE /files/{place...}",
  ]);
  equal(fileOperations({ sink, may: {} }).length, 0);
});

Deno.test({
  name: "a body is stored as it comes, over a socket, and a large one is refused before it is read",
  ignore: lacks("net"),
  async fn() {
    const { api } = made({ limits: { size: 3_000_000 } });
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen() {} },
      (request) => api.fetch(request),
    );
    const origin = `http://127.0.0.1:${server.addr.port}`;
    try {
      const bytes = new Uint8Array(2_500_000).map((_, at) => at * 31);
      const body = new ReadableStream({
        start(controller) {
          for (let at = 0; at < bytes.length; at += 50_000) {
            controller.enqueue(bytes.slice(at, at + 50_000));
          }
          controller.close();
        },
      });
      const headers = { "x-person": "ann" };
      const [file] = await told(
        await fetch(`${origin}/rest/uploads/a?name=a.bin`, { method: "PUT", body, headers }),
      );
      const back = await fetch(origin + file?.href, {
        headers: { ...headers, range: "bytes=2499990-" },
      });
      equal([back.status, [...await back.bytes()]], [206, [...bytes.slice(2_499_990)]]);
      const large = await fetch(`${origin}/rest/files?name=a`, {
        method: "POST",
        body: new Uint8Array(3_000_001),
        headers,
      });
      equal(large.status, 413);
      await large.body?.cancel();
    } finally {
      await server.shutdown();
    }
  },
});
