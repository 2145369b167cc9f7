import { rangeOf } from "../../../host/static/condition.ts";
import { assert, equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { made } from "../made.ts";
import { testFolder } from "./folder.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("write");

Deno.test("a range is a part, everything, or unsatisfiable, as by RFC 9110, section 14.1.2", () => {
  const all = undefined, none = "unsatisfiable";
  const cases: readonly (readonly [string | null, number, unknown])[] = [
    ["bytes=0-0", 10, { from: 0, to: 1 }],
    ["bytes=0-9", 10, { from: 0, to: 10 }],
    ["bytes=3-", 10, { from: 3, to: 10 }],
    ["bytes=3-99", 10, { from: 3, to: 10 }],
    ["bytes=-3", 10, { from: 7, to: 10 }],
    ["bytes=-99", 10, { from: 0, to: 10 }],
    ["BYTES=1-2", 10, { from: 1, to: 3 }],
    ["bytes= 1-2 ", 10, { from: 1, to: 3 }],
    ["bytes=9-", 10, { from: 9, to: 10 }],
    ["bytes=10-", 10, none],
    ["bytes=10-20", 10, none],
    ["bytes=-0", 10, none],
    ["bytes=0-", 0, none],
    ["bytes=-1", 0, none],
    ["bytes=99999999999999999999-", 10, none],
    ["bytes=0-99999999999999999999", 10, { from: 0, to: 10 }],
    [null, 10, all],
    ["", 10, all],
    ["bytes", 10, all],
    ["bytes=", 10, all],
    ["bytes=-", 10, all],
    ["bytes=3-2", 10, all],
    ["bytes=a-b", 10, all],
    ["bytes=1-2,4-5", 10, all],
    ["bytes=+1-2", 10, all],
    ["bytes=1.5-2", 10, all],
    ["bytes=0x1-2", 10, all],
    ["bytes=--1", 10, all],
    ["lines=1-2", 10, all],
  ];
  for (const [header, size, expected] of cases) equal(rangeOf(header, size), expected, `${header}`);
});

test("parts of a file, small or streamed, are its bytes", async () => {
  const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0, { below } = random(seed);
  const small = new Uint8Array(3_000).map((_, at) => at * 7), large = new Uint8Array(5_000_001);
  for (let at = 0; at < large.length; at += 65_536) {
    crypto.getRandomValues(large.subarray(at, at + 65_536));
  }
  await using folder = await testFolder({ "a.bin": small, "large.bin": large, "empty.bin": "" });
  const { app } = await made({ static: { "/app/": folder.url } });
  for (const [name, bytes] of [["a.bin", small], ["large.bin", large]] as const) {
    const whole = await app.request(`/app/${name}`), tag = whole.headers.get("etag") ?? "";
    equal(whole.headers.get("accept-ranges"), "bytes");
    assert((await whole.bytes()).every((byte, at) => byte === bytes[at]));
    for (let n = 0; n < 20; n++) {
      const from = below(bytes.length), to = from + below(bytes.length - from);
      const answer = await app.request(`/app/${name}`, {
        headers: { range: `bytes=${from}-${to}`, ...n % 2 === 0 ? { "if-range": tag } : {} },
      });
      const part = await answer.bytes(), context = `seed ${seed}, ${from}-${to}`;
      equal(answer.status, 206, context);
      equal(answer.headers.get("content-range"), `bytes ${from}-${to}/${bytes.length}`);
      equal([part.length, answer.headers.get("content-length")], [
        to + 1 - from,
        String(to + 1 - from),
      ]);
      assert(part.every((byte, at) => byte === bytes[from + at]), context);
    }
    const refused = await app.request(`/app/${name}`, {
      headers: { range: `bytes=${bytes.length}-` },
    });
    equal([refused.status, refused.headers.get("content-range")], [416, `bytes */${bytes.length}`]);
    await refused.body?.cancel();
    // What is another state now, or said to be the same by a date or weakly, is sent whole.
    for (const ifRange of ['"x"', `W/${tag}`, whole.headers.get("last-modified") ?? "", "*"]) {
      const headers = { range: "bytes=0-1", "if-range": ifRange };
      const answer = await app.request(`/app/${name}`, { headers });
      equal([answer.status, (await answer.bytes()).length], [200, bytes.length], ifRange);
    }
  }
  const empty = await app.request("/app/empty.bin", { headers: { range: "bytes=0-" } });
  equal(empty.status, 416);
  await empty.body?.cancel();
});

test("a part of a coded answer is a part of what is coded", async () => {
  const text = "said again and again ".repeat(200);
  await using folder = await testFolder({ "a.txt": text });
  const { app } = await made({ static: { "/app/": folder.url } });
  const ask = async (range?: string) => {
    const headers = { "accept-encoding": "gzip", ...range === undefined ? {} : { range } };
    const answer = await app.request("/app/a.txt", { headers });
    equal(answer.headers.get("content-encoding"), "gzip");
    return [...await answer.bytes()];
  };
  const whole = await ask();
  equal([...await ask("bytes=0-9"), ...await ask("bytes=10-")], whole);
});

test("HEAD answers as GET without the content, over a socket as well", async () => {
  await using folder = await testFolder({
    "a.txt": "x".repeat(100),
    "large.bin": new Uint8Array(5_000_000),
  });
  const { start } = await made({ static: { "/app/": folder.url }, port: 0, hostname: "127.0.0.1" });
  const { port, stop } = await start();
  try {
    for (const [name, length] of [["a.txt", "100"], ["large.bin", "5000000"]] as const) {
      const headers = { range: "bytes=0-9", "accept-encoding": "identity" };
      const answer = await fetch(`http://127.0.0.1:${port}/app/${name}`, {
        method: "HEAD",
        headers,
      });
      equal([answer.status, answer.headers.get("content-length"), await answer.text()], [
        200,
        length,
        "",
      ]);
    }
    const cut = await fetch(`http://127.0.0.1:${port}/app/large.bin`);
    await cut.body?.cancel(); // the file is closed; the test would tell if it were not
  } finally {
    await stop();
  }
});
