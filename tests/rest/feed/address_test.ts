import { count, memoryKv, writers } from "../../../kvs/mod.ts";
import { feeds, rest } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

const open = feeds({ prefix: "/in", may: "anyone", under: "apart" });

const CASES: readonly (readonly [what: string, path: string, status: number])[] = [
  ["a percent that encodes nothing", "0/in/%zz", 400],
  ["a percent at the end", "0/in/a%", 400],
  ["bytes that are no UTF-8", "0/in/%ff", 400],
  ["NUL", "0/in/a%00b", 400],
  ["a line's end", "0/in/a%0ab", 400],
  ["an empty part", "0/in//a", 404],
  ["an empty part at the end", "0/in/a//", 404],
  ["too many parts", `0/in${"/a".repeat(40)}`, 400],
  ["a part that no key holds", `0/in/${"x".repeat(2_100)}`, 400],
  ["dots that lead out", "0/in/../secret", 404],
  ["dots that are encoded", "0/in/%2e%2e/secret", 404],
  ["the prefix in one segment", "0%2Fin/a", 404],
  ["what only begins as the prefix does", "0/inn", 404],
  ["an id that is no percent-encoding", "1/%zz/in", 400],
  ["an id of NUL", "1/%00/in", 404],
  ["no id", "1//in", 404],
  ["an id that no key holds", `1/${"x".repeat(2_100)}/in`, 404],
  ["a mark of an id that is none", "1/~x/in", 400],
  ["an id of too many parts", `1/${"a,".repeat(40)}/in`, 400],
  ["an id with a slash that is not encoded", "1/a/b/in", 404],
];

Deno.test("an address that names no feed or no entry is the client's error, and makes nothing", async () => {
  using kv = memoryKv();
  const api = rest({ kv, feeds: [open] });
  for (const [what, path, status] of CASES) {
    for (const method of path.startsWith("0") ? ["GET", "POST"] : ["GET", "DELETE"]) {
      const body = method === "POST" &&
        { body: "id=1", headers: { "content-type": "application/x-www-form-urlencoded" } };
      const answer = await api.request(`/rest/kvs/${path}`, { method, ...body });
      const told = await answer.json();
      equal([answer.status, told.status], [status, status], `${method}: ${what}`);
    }
  }
  equal(await writers(kv), []);
});

Deno.test("a slash that is encoded is part of a name, and another feed than without", async () => {
  using kv = memoryKv();
  const api = rest({ kv, feeds: [open] });
  for (const path of ["a%2Fb", "a/b"]) {
    const body = new URLSearchParams({ id: path });
    const made = await api.request(`/rest/kvs/0/in/${path}`, { method: "POST", body });
    const told = await (await api.request(made.headers.get("location") ?? "")).json();
    equal(told, { id: path });
  }
  equal([await count(kv, ["in", "a/b"]), await count(kv, "/in/a/b")], [1, 1]);
});

Deno.test("whatever an address is made of, it is answered by what is there or by a problem below 500", async () => {
  using kv = memoryKv();
  const api = rest({ kv, feeds: [open] }), { pick, below } = random(7);
  for (let n = 0; n < 2_000; n++) {
    const parts = Array.from(
      { length: 1 + below(6) },
      () =>
        pick([
          "in",
          "0",
          "1",
          "",
          ".",
          "..",
          "%2e",
          "%00",
          "%",
          "%2F",
          "a,b",
          'a,"b"',
          "~n1",
          "~",
          "ю",
          "%D1",
          "*",
          ":id",
          "{x}",
          "a\\b",
          "x;y",
          "%ED%A0%80",
          "writer",
        ]),
    );
    const path = `/rest/kvs/${pick(["0", "1", "1/a"])}/${parts.join("/")}`;
    const answer = await api.request(path, {
      method: pick(["GET", "DELETE", "PUT", "OPTIONS", "HEAD"]),
    });
    assert(answer.status < 500, `${path}: ${answer.status}`);
    await answer.body?.cancel();
  }
});
