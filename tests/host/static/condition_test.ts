import { equal } from "../../_support/assert.ts";
import { made } from "../made.ts";
import { testFolder } from "./folder.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("write");

test("conditions are answered in the order of RFC 9110, section 13.2.2", async () => {
  await using folder = await testFolder({ "a.txt": "content" });
  const written = new Date("2026-03-04T05:06:07.890Z");
  await Deno.utime(new URL("a.txt", folder.url), written, written);
  const { app } = await made({ static: { "/app/": folder.url } });
  const plain = await app.request("/app/a.txt"), tag = plain.headers.get("etag") ?? "";
  await plain.body?.cancel();
  const at = "Wed, 04 Mar 2026 05:06:07 GMT", before = "Wed, 04 Mar 2026 05:06:06 GMT";
  const later = "Thu, 05 Mar 2026 05:06:07 GMT";
  equal(plain.headers.get("last-modified"), at);
  const cases: readonly (readonly [Record<string, string>, number])[] = [
    [{ "if-none-match": tag }, 304],
    [{ "if-none-match": `W/${tag}` }, 304],
    [{ "if-none-match": `"x", ${tag} , W/"y"` }, 304],
    [{ "if-none-match": `"a,b",${tag}` }, 304],
    [{ "if-none-match": "*" }, 304],
    [{ "if-none-match": " * " }, 304],
    [{ "if-none-match": '"x"' }, 200],
    [{ "if-none-match": tag.slice(1, -1) }, 200],
    [{ "if-none-match": `"x${tag.slice(1)}` }, 200],
    [{ "if-none-match": `"${tag}"` }, 200],
    [{ "if-none-match": "" }, 200],
    [{ "if-modified-since": at }, 304],
    [{ "if-modified-since": later }, 304],
    [{ "if-modified-since": before }, 200],
    [{ "if-modified-since": "yesterday" }, 200],
    [{ "if-modified-since": "2030" }, 200],
    // A tag outweighs a date.
    [{ "if-none-match": '"x"', "if-modified-since": later }, 200],
    [{ "if-none-match": tag, "if-modified-since": before }, 304],
    [{ "if-match": tag }, 200],
    [{ "if-match": "*" }, 200],
    [{ "if-match": `"x", ${tag}` }, 200],
    [{ "if-match": `W/${tag}` }, 412],
    [{ "if-match": '"x"' }, 412],
    [{ "if-match": tag, "if-none-match": tag }, 304],
    [{ "if-unmodified-since": at }, 200],
    [{ "if-unmodified-since": before }, 412],
    [{ "if-match": tag, "if-unmodified-since": before }, 200],
  ];
  for (const method of ["GET", "HEAD"]) {
    for (const [headers, status] of cases) {
      const answer = await app.request("/app/a.txt", { method, headers });
      const text = await answer.text();
      equal(answer.status, status, JSON.stringify([method, headers]));
      if (status === 412) continue;
      equal(text, status === 200 && method === "GET" ? "content" : "");
      equal([answer.headers.get("etag"), answer.headers.get("last-modified")], [tag, at]);
    }
  }
});

// Steps that grow with the square of the length, 10¹² of them, would never come to an end.
Deno.test("a list of tags of a megabyte is read in steps that grow with its length", async () => {
  const { app } = await made();
  for (const part of ['"x",', "W/", '"', 'W/"', ","]) {
    const headers = { "if-none-match": part.repeat(1_000_000 / part.length) };
    equal((await app.request("/n2o/n2o.js", { headers })).status, 200, part);
  }
});
