import { all, type Kv, memoryKv, put, table } from "../../../kvs/mod.ts";
import { resource, rest, type RestApp, type ServeOptions } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { testWith } from "../../_support/permission.ts";
import { SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";

interface Row {
  readonly id: string;
  readonly name?: string;
  readonly age?: number;
}

const TABLE = table<Row>("row", { fields: ["id", "name", "age"], unique: ["name"] });
const NDJSON = "application/x-ndjson", CSV = "text/csv";
const rows = resource<Row>({
  name: "rows",
  table: TABLE,
  may: "anyone",
  id: "text",
  types: ["application/json", NDJSON, CSV],
  imports: [NDJSON, CSV],
  limits: { bytes: 1_000, lines: 500 },
});

interface Told {
  readonly line: number;
  readonly status: number;
  readonly location?: string;
  readonly problem?: { readonly code: string; readonly detail: string };
}

async function told(answer: Response): Promise<Told[]> {
  equal([answer.status, answer.headers.get("content-type")], [200, NDJSON]);
  return (await answer.text()).split("\n").filter((line) => line !== "").map((line) =>
    JSON.parse(line)
  );
}

async function imported(
  api: RestApp,
  body: BodyInit,
  type = NDJSON,
  headers = {},
): Promise<Told[]> {
  return await told(
    await api.request("/rest/rows", {
      method: "POST",
      headers: { "content-type": type, ...headers },
      body,
    }),
  );
}

function apiOf(kv: Kv, options: ServeOptions = {}): RestApp {
  return rest({ kv, resources: [rows], ...options });
}

const brief = (all: readonly Told[]) =>
  all.map(({ line, status, problem }) =>
    problem ? `${line} ${status} ${problem.code}` : `${line} ${status}`
  );

/** Exactly what is told as stored is stored. */
async function holds(kv: Kv, all_: readonly Told[], before = 0): Promise<void> {
  const stored = await all<Row>(kv, TABLE);
  equal(stored.length - before, all_.filter(({ status }) => status === 201).length);
  const ids = new Set(stored.map(({ id }) => id));
  for (const { location } of all_) {
    if (location !== undefined) assert(ids.has(location.split("/").at(-1) ?? ""), location);
  }
}

Deno.test("each line is stored by itself and told as stored, or told why not", async () => {
  using kv = memoryKv();
  await put(kv, TABLE, { id: "there", name: "There" });
  const body = [
    '{"id":"a","name":"A"}',
    "",
    '{"id":"b","nosuch":1}',
    '{"id":"there"}',
    '{"id":"c","name":"A"}',
    '{"id":"a","name":"again"}',
    "not json",
    "[]",
    '{"id":"d","__proto__":{"age":1}}',
    '{"id":"e\\u0000"}',
    '{"id":"f","name":"\\ud800"}',
    '{"id":"g"}',
  ].join("\n");
  const became = await imported(apiOf(kv), body);
  equal(brief(became), [
    "1 201",
    "3 422 invalid",
    "4 409 conflict",
    "5 409 taken",
    "6 409 conflict",
    "7 400 bad_json",
    "8 422 invalid",
    "9 400 bad_json",
    "10 422 invalid",
    "11 400 bad_json",
    "12 201",
  ]);
  equal(became[0]?.location, "/rest/rows/a");
  await holds(kv, became, 1);
});

testWith("net")("the answer to a line comes before the next line is sent", async () => {
  using kv = memoryKv();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter(), encoder = new TextEncoder();
  const send = (text: string) => writer.write(encoder.encode(text));
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    apiOf(kv).fetch,
  );
  try {
    const asked = fetch(`http://127.0.0.1:${server.addr.port}/rest/rows`, {
      method: "POST",
      headers: { "content-type": NDJSON },
      body: readable,
    });
    await send('{"id":"a"}\n');
    const reader = (await asked).body?.pipeThrough(new TextDecoderStream()).getReader();
    for (const id of ["a", "b", "c"]) {
      const { value } = await reader?.read() ?? {};
      equal(JSON.parse(value ?? "").location, `/rest/rows/${id}`);
      if (id === "a") await send('{"id":"b"}\n{"id":');
      if (id === "b") {
        await send('"c"}');
        await writer.close();
      }
    }
    equal((await reader?.read())?.done, true);
  } finally {
    await server.shutdown();
  }
});

Deno.test("an import that is cut off has stored the lines that came whole, and says so of each", async () => {
  for (
    const [type, head, text] of [
      [NDJSON, "", (n: number) => `{"id":"r${n}","age":${n}}\n`],
      [CSV, "id,age\r\n", (n: number) => `r${n},${n}\r\n`],
    ] as const
  ) {
    using kv = memoryKv();
    const encoder = new TextEncoder(), half = text(9).slice(0, -3);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent < 3) {
          const some = [0, 1, 2].map((n) => text(sent * 3 + n)).join("");
          controller.enqueue(encoder.encode(sent === 0 ? head + some : some));
          sent++;
        } else if (sent++ === 3) controller.enqueue(encoder.encode(half));
        else controller.error(new TypeError("the connection was reset"));
      },
    });
    const became = await imported(apiOf(kv), body, type);
    equal(became.map(({ status }) => status), [...Array(9).fill(201), 400]);
    await holds(kv, became);
  }
});

Deno.test("a sender that is slow is told so, by the line it has not finished", async () => {
  using kv = memoryKv();
  const clock = virtualClock(), api = apiOf(kv, { clock, bodyMs: 1_000 });
  let more: (text: string) => void = () => {}, isLeft = false;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      more = (text) => controller.enqueue(new TextEncoder().encode(text));
    },
    cancel: () => void (isLeft = true),
  });
  more('{"id":"a"}\n');
  const answer = await api.request("/rest/rows", {
    method: "POST",
    headers: { "content-type": NDJSON },
    body,
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  equal(JSON.parse((await reader?.read())?.value ?? "").status, 201);
  const next = reader?.read();
  for (const letter of '{"id":"b') {
    await clock.advanceAsync(124);
    more(letter);
  }
  await clock.advanceAsync(7);
  assert(!isLeft, "it was left too early");
  await clock.advanceAsync(1);
  equal(brief([JSON.parse((await next)?.value ?? "")]), ["2 408 timeout"]);
  equal([(await reader?.read())?.done, isLeft, clock.pending], [true, true, 0]);
  equal((await all<Row>(kv, TABLE)).map(({ id }) => id), ["a"]);
});

Deno.test("lines, their number and their depth are bounded, packed ones too; what follows is not read", async () => {
  const deep = `{"id":"a","name":${"[".repeat(100)}${"]".repeat(100)}}`;
  for (
    const [body, last] of [
      [`{"id":"a"}\n{"id":"${"x".repeat(2_000)}"}\n{"id":"b"}\n`, "2 413 too_large"],
      [deep, "1 413 too_large"],
      ['{"id":"a"}\n'.repeat(1_000), "501 413 too_large"],
      ["\n".repeat(1_000), "501 413 too_large"],
    ] as const
  ) {
    using kv = memoryKv();
    const became = await imported(apiOf(kv), body);
    equal(brief(became).at(-1), last);
    await holds(kv, became);
  }
  using kv = memoryKv();
  const bomb = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)),
  }).pipeThrough(new CompressionStream("gzip"));
  const became = await imported(apiOf(kv), bomb, NDJSON, { "content-encoding": "gzip" });
  equal(brief(became), ["1 413 too_large"]);
  equal(brief(await imported(apiOf(kv), "no gzip", NDJSON, { "content-encoding": "gzip" })), [
    "1 400 bad_request",
  ]);
});

Deno.test("what cannot begin is a problem of a status", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  const status = async (body: string, type: string, headers = {}) => {
    const answer = await api.request("/rest/rows", {
      method: "POST",
      headers: { "content-type": type, ...headers },
      body,
    });
    return [answer.status, (await answer.json()).code];
  };
  equal(await status("", CSV), [400, "bad_csv"]);
  equal(await status("id,name,id\r\na,b,c", CSV), [400, "bad_csv"]);
  equal(await status("id,nosuch\r\na,b", CSV), [400, "bad_csv"]);
  equal(await status("id,\r\na,b", CSV), [400, "bad_csv"]);
  equal(await status('"id\r\na,b', CSV), [400, "bad_csv"]);
  equal(await status(`${"x".repeat(2_000)}\r\na,b`, CSV), [413, "too_large"]);
  equal(await status("{}", NDJSON, { "content-encoding": "br" }), [415, "unsupported"]);
  const closed = rest({ kv, resources: [resource({ name: "rows", table: "row", may: "anyone" })] });
  equal(
    (await closed.request("/rest/rows", {
      method: "POST",
      headers: { "content-type": NDJSON },
      body: "{}",
    })).status,
    415,
  );
});

Deno.test("CSV comes with quotes, marks of UTF-8, line breaks of either kind, and rows that are none are told", async () => {
  using kv = memoryKv();
  const body =
    '\ufeff"id",name,age\r\na,"two\r\nlines, ""quoted""",5\r\nb,plain,\n\r\nc,short\r\nd,long,1,2\r\n' +
    'e,a"quote,1\r\nf,"open"ed,1\r\nid,name,age\r\ng,"=1+1",7\r\nh,\'=1+1,8\r\ni,"",9\r\n"j",,"10"';
  const became = await imported(apiOf(kv), body, CSV);
  equal(brief(became), [
    "2 201",
    "4 201",
    "6 400 bad_csv",
    "7 400 bad_csv",
    "8 400 bad_csv",
    "9 400 bad_csv",
    "10 400 bad_csv",
    "11 201",
    "12 409 taken",
    "13 201",
    "14 201",
  ]);
  equal(await all(kv, TABLE), [
    { id: "a", name: 'two\r\nlines, "quoted"', age: 5 },
    { id: "b", name: "plain" },
    { id: "g", name: "=1+1", age: 7 },
    { id: "i", name: "", age: 9 },
    { id: "j", age: "10" },
  ]);
});

Deno.test("bytes that are no UTF-8 are told of their line, and the others are stored", async () => {
  using kv = memoryKv();
  const bytes = new Uint8Array([
    ...new TextEncoder().encode('{"id":"a"}\n'),
    0x22,
    0xff,
    0x22,
    0x0a,
    ...new TextEncoder().encode('{"id":"b"}'),
  ]);
  equal(brief(await imported(apiOf(kv), bytes)), ["1 201", "2 400 bad_request", "3 201"]);
});

Deno.test("what is exported comes in as it was, whatever it is and however it is cut into pieces", async () => {
  const rng = random(SEED), name = `seed ${SEED}`;
  const marks = [
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "'",
    '"',
    ",",
    "\n",
    "",
    "5",
    "true",
    "ö",
    "\u{1f600}",
    " ",
    "\0",
  ] as const;
  const text = () => Array.from({ length: rng.below(5) }, () => rng.pick(marks)).join("");
  for (let round = 0; round < 20; round++) {
    using from = memoryKv();
    const taken = new Set<string>();
    const given = Array.from(
      { length: 60 },
      (_, n) => ({ id: `r${n}`, name: text(), ...rng.below(2) === 0 && { age: n - 30 } }),
    )
      .filter(({ name }) => !taken.has(name) && taken.add(name));
    await put(from, TABLE, given, { split: true });
    for (const type of [NDJSON, CSV]) {
      using to = memoryKv();
      const out = await (await apiOf(from).request("/rest/rows", { headers: { accept: type } }))
        .bytes();
      const size = 1 + rng.below(40);
      const pieces = Array.from(
        { length: Math.ceil(out.length / size) },
        (_, n) => out.slice(n * size, (n + 1) * size),
      );
      const became = await imported(apiOf(to), ReadableStream.from(pieces), type);
      equal(became.filter(({ status }) => status !== 201), [], `${name} round ${round} ${type}`);
      equal(await all(to, TABLE), await all(from, TABLE), `${name} round ${round} ${type}`);
    }
  }
});

Deno.test("no more is read of a body than was told of its rows, and a client that goes ends it", async () => {
  using kv = memoryKv();
  const many = resource({
    name: "many",
    table: "many",
    may: "anyone",
    id: "text",
    imports: [NDJSON],
  });
  const left = Promise.withResolvers<void>();
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const some = Array.from({ length: 100 }, () => `{"id":"${sent++}"}\n`).join("");
      controller.enqueue(new TextEncoder().encode(some));
    },
    cancel: () => left.resolve(),
  }, { highWaterMark: 0 });
  const answer = await rest({ kv, resources: [many] }).request("/rest/many", {
    method: "POST",
    headers: { "content-type": NDJSON },
    body,
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let became = 0;
  while (became < 5_000) {
    became += ((await reader?.read())?.value ?? "").split("\n").length - 1;
    assert(sent - became <= 300, `${sent - became} rows are in flight`);
  }
  await reader?.cancel();
  await left.promise;
  const { length } = await all(kv, "many");
  assert(length - became <= 50, `${length - became} rows are stored that nobody was told of`);
});
