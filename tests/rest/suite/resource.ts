/**
 * Resources over HTTP, as cases of the suite.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";
import { type Answered, type Ask, type Case, nextOf, packed } from "./ask.ts";

const MERGE = "application/merge-patch+json", PATCH = "application/json-patch+json";

async function make(ask: Ask, note: object): Promise<string> {
  const made = await ask("POST", "/notes", { body: note });
  equal(made.status, 201, made.text);
  return made.headers.get("etag") ?? "";
}

function problem({ status, headers, json }: Answered, code: string): number {
  equal([headers.get("content-type"), json?.code], ["application/problem+json", code]);
  return status;
}

export const RESOURCE_CASES: readonly Case[] = [
  {
    name: "a record is made, read, replaced, renamed, patched and deleted",
    async run(ask) {
      const made = await ask("POST", "/notes", { body: { id: "a/ї, 1", n: 1 } });
      const address = made.headers.get("location")?.slice("/rest".length) ?? "";
      equal([made.status, made.json], [201, { id: "a/ї, 1", n: 1 }]);
      equal((await ask("GET", address)).json, { id: "a/ї, 1", n: 1 });
      equal(problem(await ask("POST", "/notes", { body: { id: "a/ї, 1" } }), "conflict"), 409);
      const form = "text=typed&n=2",
        headers = { "content-type": "application/x-www-form-urlencoded" };
      equal((await ask("PUT", address, { body: form, headers })).json, {
        id: "a/ї, 1",
        n: "2",
        text: "typed",
      });
      equal((await ask("PUT", address, { body: { n: 3 } })).json, { id: "a/ї, 1", n: 3 });
      const moved = await ask("PUT", address, { body: { id: "b", n: 3 } });
      equal([moved.status, moved.headers.get("content-location")], [200, "/rest/notes/b"]);
      equal((await ask("GET", address)).status, 404);
      const merged = await ask("PATCH", "/notes/b", {
        body: '{"text":"x","n":null}',
        headers: { "content-type": MERGE },
      });
      equal(merged.json, { id: "b", text: "x" });
      const patched = await ask("PATCH", "/notes/b", {
        body: JSON.stringify([
          { op: "test", path: "/text", value: "x" },
          { op: "add", path: "/tags", value: ["one"] },
          { op: "add", path: "/tags/0", value: "zero" },
        ]),
        headers: { "content-type": PATCH },
      });
      equal(patched.json, { id: "b", text: "x", tags: ["zero", "one"] });
      const half = await ask("PATCH", "/notes/b", {
        body: JSON.stringify([
          { op: "remove", path: "/tags" },
          { op: "test", path: "/text", value: "another" },
        ]),
        headers: { "content-type": PATCH },
      });
      equal(problem(half, "conflict"), 409);
      equal((await ask("GET", "/notes/b")).json.tags, ["zero", "one"]);
      equal((await ask("DELETE", "/notes/b")).status, 204);
      equal(problem(await ask("DELETE", "/notes/b"), "not_found"), 404);
    },
  },
  {
    name: "conditions hold, or nothing is changed; eight who race are eight one after another",
    async run(ask) {
      const tag = await make(ask, { id: "n", n: 0 });
      equal((await ask("GET", "/notes/n", { headers: { "if-none-match": tag } })).status, 304);
      equal(
        problem(
          await ask("PUT", "/notes/n", { body: { n: 9 }, headers: { "if-match": '"other"' } }),
          "precondition",
        ),
        412,
      );
      equal(
        problem(
          await ask("PUT", "/notes/n", { body: { n: 9 }, headers: { "if-none-match": "*" } }),
          "precondition",
        ),
        412,
      );
      const add = async () => {
        for (;;) {
          const read = await ask("GET", "/notes/n");
          const done = await ask("PUT", "/notes/n", {
            body: { n: read.json.n + 1 },
            headers: { "if-match": read.headers.get("etag") ?? "" },
          });
          if (done.status === 200) return;
          equal(problem(done, "precondition"), 412);
        }
      };
      await Promise.all(Array.from({ length: 8 }, async () => {
        for (let n = 0; n < 5; n++) await add();
      }));
      equal((await ask("GET", "/notes/n")).json.n, 40);
      await ask("POST", "/strict", { body: { id: "s" } });
      equal(problem(await ask("DELETE", "/strict/s"), "precondition_required"), 428);
    },
  },
  {
    name: "a list is read by pages, as JSON, CSV and lines",
    async run(ask) {
      for (let n = 0; n < 7; n++) {
        await make(ask, { id: `n${n}`, n, text: n === 3 ? "=1+1" : "plain" });
      }
      const ids: string[] = [];
      for (let next: string | undefined = "/notes?limit=3"; next !== undefined;) {
        const page: Answered = await ask("GET", next);
        ids.push(...page.json.notes.map(({ id }: { id: string }) => id));
        next = nextOf(page);
      }
      equal(ids, ["n0", "n1", "n2", "n3", "n4", "n5", "n6"]);
      const csv = await ask("GET", "/notes?limit=4", { headers: { accept: "text/csv" } });
      equal(csv.text.split("\r\n")[4], "n3,3,'=1+1,");
      const lines = await ask("GET", "/notes?limit=2", {
        headers: { accept: "application/x-ndjson" },
      });
      equal(lines.text.trimEnd().split("\n").map((line) => JSON.parse(line).id), ["n0", "n1"]);
      const made = await ask("POST", "/notes", { body: [{ id: "x" }, { id: "y" }] });
      equal([made.status, made.json.notes.length], [201, 2], made.text);
      equal(
        problem(await ask("POST", "/notes", { body: [{ id: "z" }, { id: "x" }] }), "conflict"),
        409,
      );
      equal((await ask("GET", "/notes/z")).status, 404);
    },
  },
  {
    name: "what cannot be is told as a problem, with its place",
    async run(ask) {
      const json = { "content-type": "application/json" };
      const rows: readonly (readonly [string, string, string | undefined, string, number])[] = [
        ["POST", "/notes", "{", "bad_json", 400],
        ["POST", "/notes", '{"id":"a","id":"b"}', "bad_json", 400],
        ["POST", "/notes", '{"id":"a","nosuch":1}', "invalid", 422],
        ["POST", "/notes", '{"n":1}', "invalid", 422],
        ["POST", "/notes", `${"[".repeat(80)}${"]".repeat(80)}`, "too_large", 413],
        ["GET", "/nosuch", undefined, "not_found", 404],
        ["GET", "/notes/nosuch", undefined, "not_found", 404],
        ["GET", "/notes/%ff", undefined, "bad_request", 400],
        ["DELETE", "/notes/%zz", undefined, "bad_request", 400],
        ["GET", "/notes/a%", undefined, "bad_request", 400],
        ["GET", "/nosuch/%e9", undefined, "bad_request", 400],
        ["GET", "/kvs/0/chat/%c0%80", undefined, "bad_request", 400],
        ["PATCH", "/notes", undefined, "method", 405],
        ["GET", "/notes?limit=x", undefined, "bad_parameter", 400],
        ["GET", "/notes?after=zzz", undefined, "bad_cursor", 400],
      ];
      for (const [method, path, body, code, status] of rows) {
        const answer = await ask(method, path, body === undefined ? {} : { body, headers: json });
        const bomb = await ask("POST", "/notes", {
          body: await packed(`{"id":"${"x".repeat(1_100_000)}"}`),
          headers: { ...json, "content-encoding": "gzip" },
        });
        equal(problem(bomb, "too_large"), 413);
        equal([problem(answer, code), path], [status, path]);
        assert(answer.json.detail !== "", answer.text);
      }
      equal(
        problem(await ask("GET", "/notes", { headers: { accept: "image/png" } }), "unacceptable"),
        406,
      );
      equal(
        problem(
          await ask("POST", "/notes", { body: "x", headers: { "content-type": "image/png" } }),
          "unsupported",
        ),
        415,
      );
    },
  },
  {
    name:
      "a feed of a declared prefix takes entries once for their key, and no other feed is there",
    async run(ask) {
      const send = (key: string, body: object) =>
        ask("POST", "/kvs/0/chat/tea", { body, headers: { "idempotency-key": key } });
      for (let n = 0; n < 5; n++) {
        const body = { id: `m${n}`, text: `no. ${n}` };
        const all = [await send(`key-${n}`, body), await send(`key-${n}`, body)];
        equal(all.map(({ status, json }) => [status, json.id]), [[201, `m${n}`], [201, `m${n}`]]);
      }
      equal(problem(await send("key-0", { id: "another" }), "reused"), 422);
      const ids: string[] = [];
      for (let next: string | undefined = "/kvs/0/chat/tea?limit=2"; next !== undefined;) {
        const page: Answered = await ask("GET", next);
        equal(page.status, 200, page.text);
        const lists: { id: string }[][] = Object.values(page.json);
        ids.push(...lists.flat().map(({ id }) => id));
        next = nextOf(page);
      }
      equal(ids, ["m0", "m1", "m2", "m3", "m4"]);
      equal((await ask("GET", "/kvs/1/m3/chat/tea")).json.text, "no. 3");
      equal((await ask("DELETE", "/kvs/1/m3/chat/tea")).status, 204);
      equal((await ask("GET", "/kvs/1/m3/chat/tea")).status, 404);
      equal((await ask("GET", "/kvs/0/secret")).status, 404);
    },
  },
];
