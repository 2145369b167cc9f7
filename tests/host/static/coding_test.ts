import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { compressor, negotiated } from "../../../host/static/compress.ts";
import { type Content, textContent } from "../../../host/static/content.ts";
import { assert, equal } from "../../_support/assert.ts";
import { made } from "../made.ts";
import { testFolder } from "./folder.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("write");

Deno.test("the coding is the one that the client likes best, as by RFC 9110, section 12.5.3", () => {
  const cases: readonly (readonly [string | undefined, string | undefined])[] = [
    [undefined, "identity"],
    ["", "identity"],
    ["gzip", "gzip"],
    ["GZIP", "gzip"],
    ["x-gzip", "gzip"],
    ["br", "br"],
    ["gzip, br", "br"],
    ["gzip;q=1.0, br;q=0.9", "gzip"],
    ["gzip;q=0.001", "gzip"],
    ["gzip;q=0", "identity"],
    ["gzip;q=0, br;q=0", "identity"],
    ["deflate, zstd", "identity"],
    ["*", "br"],
    ["*;q=0.5, br;q=0", "gzip"],
    ["identity", "identity"],
    ["identity;q=1, gzip;q=0.5", "identity"],
    ["identity;q=0.5, gzip;q=0.5", "identity"],
    ["identity;q=0.4, gzip;q=0.5", "gzip"],
    ["identity;q=0", undefined],
    ["identity;q=0, gzip", "gzip"],
    ["*;q=0", undefined],
    ["*;q=0, identity", "identity"],
    ["*;q=0, gzip", "gzip"],
    ["identity;q=0, deflate", undefined],
    ["gzip ; q=0.8 , \t br;q=0.1", "gzip"],
    // Elements that are malformed say nothing.
    ["gzip;q=2", "identity"],
    ["gzip;q=-1, br;q=x", "identity"],
    ["gzip;q=0.1234", "identity"],
    ["gzip;level=9", "identity"],
    [",,;q=1,gzip", "gzip"],
    ["gzip;q=0, gzip", "identity"],
    ["g zip", "identity"],
    ["gzip br", "identity"],
  ];
  for (const [accepted, expected] of cases) {
    equal(negotiated(accepted, ["br", "gzip"]), expected, accepted);
  }
});

// Steps that grow with the square of the length, 10¹² of them, would never come to an end.
Deno.test("a header of a megabyte is read in steps that grow with its length", () => {
  for (const part of ["gzip;q=0.5,", ",", " ", "\t;q=", "a;"]) {
    const expected = part === "gzip;q=0.5," ? "gzip" : "identity";
    equal(negotiated(part.repeat(1_000_000 / part.length), ["gzip"]), expected, part);
  }
});

const text = "Text that is said again and again. ".repeat(100);

test("texts are coded, each coding under a strong tag of its own; what is small or no text is not", async () => {
  const image = new Uint8Array(5_000).fill(7);
  await using folder = await testFolder({
    "a.htm": text,
    "a.svg": text,
    "a.json": text,
    "a.js": text,
    "small.htm": "x".repeat(1_023),
    "a.png": image,
    "a.bin": image,
  });
  const { app } = await made({ static: { "/app/": folder.url } });
  for (const name of ["a.htm", "a.svg", "a.json", "a.js"]) {
    const tags = new Set<string | null>();
    for (
      const [coding, decode] of [["gzip", gunzipSync], ["br", brotliDecompressSync], [
        "identity",
        (b: Uint8Array) => b,
      ]] as const
    ) {
      const answer = await app.request(`/app/${name}`, { headers: { "accept-encoding": coding } });
      const bytes = await answer.bytes(), tag = answer.headers.get("etag") ?? "";
      equal(answer.headers.get("content-encoding"), coding === "identity" ? null : coding);
      equal(answer.headers.get("content-length"), String(bytes.length));
      equal(answer.headers.get("vary"), "accept-encoding");
      equal(new TextDecoder().decode(decode(bytes)), text);
      assert(coding === "identity" || bytes.length < text.length / 4);
      assert(/^"[\x21\x23-\x7e]+"$/.test(tag), tag);
      tags.add(tag);
      const again = await app.request(`/app/${name}`, {
        headers: { "accept-encoding": coding, "if-none-match": tag },
      });
      equal([again.status, again.headers.get("etag"), again.headers.get("vary")], [
        304,
        tag,
        "accept-encoding",
      ]);
    }
    equal(tags.size, 3);
  }
  for (const name of ["small.htm", "a.png", "a.bin"]) {
    const answer = await app.request(`/app/${name}`, {
      headers: { "accept-encoding": "br, gzip" },
    });
    equal([answer.headers.get("content-encoding"), answer.headers.get("vary")], [null, null], name);
    // Only who refuses it as it is gets it coded.
    const coded = await app.request(`/app/${name}`, {
      headers: { "accept-encoding": "gzip, identity;q=0" },
    });
    equal(coded.headers.get("content-encoding"), "gzip");
    equal(gunzipSync(await coded.bytes()).length, Number(answer.headers.get("content-length")));
    await answer.body?.cancel();
    const refused = await app.request(`/app/${name}`, { headers: { "accept-encoding": "*;q=0" } });
    equal(refused.status, 406);
    await refused.body?.cancel();
  }
});

Deno.test("the client is coded as well", async () => {
  const { app } = await made(), plain = await (await app.request("/n2o/n2o.js")).text();
  const coded = await app.request("/n2o/n2o.js", { headers: { "accept-encoding": "gzip" } });
  equal(gunzipSync(await coded.bytes()).toString(), plain);
});

/** A content that counts how often it is read. */
async function counted(text: string, reads: string[]): Promise<Content> {
  const content = await textContent(text, "text/plain");
  return { ...content, body: (from, to) => (reads.push(text.slice(0, 1)), content.body(from, to)) };
}

Deno.test("a content is compressed once as long as there is room, the one asked for longest goes first", async () => {
  const reads: string[] = [];
  // Random letters: each text compresses to some 750 bytes.
  const letters = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(500)), (n) => n.toString(16)).join("");
  const [a, b, c] = await Promise.all(
    ["a", "b", "c"].map((name) => counted(name + letters(), reads)),
  );
  assert(a && b && c);
  const compress = compressor(1_500);
  const [one, two] = await Promise.all([compress(a, "gzip"), compress(a, "gzip")]);
  equal(reads, ["a"]);
  equal(one.tag === two.tag && one.tag !== a.tag, true);
  await compress(b, "gzip");
  await compress(a, "gzip");
  equal(reads, ["a", "b"]);
  await compress(c, "gzip"); // no room for three: b goes
  await compress(a, "gzip");
  equal(reads, ["a", "b", "c"]);
  await compress(b, "gzip");
  equal(reads, ["a", "b", "c", "b"]);
});

Deno.test("a content that could not be read is tried again, and takes no room", async () => {
  const compress = compressor(), content = await textContent(text, "text/plain");
  const broken: Content = { ...content, body: () => Promise.reject(new Error("away")) };
  for (let n = 0; n < 2; n++) {
    equal(await compress(broken, "gzip").catch(({ message }) => message), "away");
  }
  equal((await compress(content, "gzip")).size < content.size, true);
});
