import { namesOf } from "../../../host/static/folder.ts";
import { assert, equal } from "../../_support/assert.ts";
import { files, made } from "../made.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("net", "read");

test("files are served with their type, and what did not change is not sent again", async () => {
  const { app } = await made({ static: { "/app/": files } });
  for (
    const [name, type] of [["login.htm", "text/html; charset=utf-8"], [
      "sample.css",
      "text/css; charset=utf-8",
    ], ["favicon.svg", "image/svg+xml"]] as const
  ) {
    const answer = await app.request(`/app/${name}`), etag = answer.headers.get("etag") ?? "";
    equal(answer.headers.get("content-type"), type);
    equal(await answer.text(), await Deno.readTextFile(new URL(name, files)));
    equal((await app.request(`/app/${name}`, { headers: { "if-none-match": etag } })).status, 304);
  }
  const script = await app.request("/n2o/n2o.js");
  equal(script.headers.get("content-type"), "text/javascript; charset=utf-8");
  assert((await script.text()).length > 1_000);
});

test("no name leads out of the folder, to a hidden file, or to an error", async () => {
  const { app, book } = await made({ static: { "/app/": files } });
  const names = [
    "..",
    "../main.ts",
    "..%2fmain.ts",
    "%2e%2e/main.ts",
    "%2e%2e%2fmain.ts",
    "..\\main.ts",
    "..%5cmain.ts",
    "x/../../main.ts",
    "//etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "https://example.com/",
    "C:/x",
    ".git/config",
    "a/.hidden",
    "login.htm/",
    "login.htm/x",
    "login.htm%00.css",
    "%00",
    "%",
    "%ff",
    "a".repeat(300),
    `${"a/".repeat(3_000)}a`,
    "login.htm.",
    "-",
    "con",
  ];
  for (const name of names) {
    const answer = await app.request(`http://x/app/${name}`, { redirect: "manual" });
    const text = await answer.text();
    equal(answer.status, 404, `${name.slice(0, 40)}: ${text.slice(0, 60)}`);
  }
  for (const name of ["", "."]) {
    const answer = await app.request(`http://x/app/${name}`), index = new URL("index.htm", files);
    equal(await answer.text(), await Deno.readTextFile(index));
  }
  equal(book.take(), []);
});

Deno.test("the names of a path are decoded once, whatever is written in them", () => {
  const good: Record<string, readonly string[]> = {
    "/": [""],
    "/a": ["a"],
    "/a/": ["a", ""],
    "/%D1%83%D0%BA%D1%80/%C3%A9%20x.htm": ["укр", "é x.htm"],
    "/%E2%80%AE%F0%9F%98%80": ["\u202e😀"],
    "/100%25/a%3Fb%23c%2B+": ["100%", "a?b#c++"],
    "/%252e%252e/%252f": ["%2e%2e", "%2f"],
    "/~a/-/a..b/c.": ["~a", "-", "a..b", "c."],
  };
  for (const [path, names] of Object.entries(good)) equal(namesOf(path), names, path);
  const bad = [
    "//",
    "//a",
    "/a//b",
    "/.",
    "/..",
    "/%2e",
    "/%2E%2e/x",
    "/.%2e",
    "/a/..%2f",
    "/a%2Fb",
    "/a%5cb",
    "/a\\b",
    "/%00",
    "/a%00.htm",
    "/a%0d%0ab",
    "/%7f",
    "/%",
    "/%zz",
    "/%ff",
    "/%c0%ae%c0%ae/x", // an overlong ".."
    "/%ed%a0%80", // half of a surrogate pair
    "/.git/config",
  ];
  for (const path of bad) equal(namesOf(path), undefined, path);
});
