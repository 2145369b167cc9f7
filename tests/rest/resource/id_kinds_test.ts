import { type Id, type IdPart, memoryKv, put } from "../../../kvs/mod.ts";
import { type IdKinds, idText, resource, rest } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

/** What ids are declared to be, with some that are. */
const DECLARED: readonly (readonly [kinds: IdKinds, good: readonly Id[]])[] = [
  ["text", ["6", "a", "true", "AA", "~n6"]],
  ["number", [6, -1, 0.5]],
  ["bigint", [6n, -1n]],
  ["boolean", [true, false]],
  ["bytes", [Uint8Array.of(0), Uint8Array.of(6, 6)]],
  [["text", "number"], [["a", 6], ["6", 1]]],
  [["bigint", "boolean", "text"], [[6n, true, "true"]]],
];
const PARTS: readonly [IdPart, ...IdPart[]] = ["6", "a", 6, "true", true, 6.5, "6.5"];

/** As it stands in a body: bytes and bigints are text there. */
function inJson(part: IdPart): string | number | boolean {
  if (typeof part === "bigint") return String(part);
  return part instanceof Uint8Array ? btoa(String.fromCharCode(...part)) : part;
}

/** By another way than the code's: what a part of JSON is good for. */
const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  bigint: (value) => Number.isInteger(Number(value)) && typeof value !== "boolean",
  bytes: (value) => typeof value === "string" && value.length % 4 === 0,
};

/** Whether a body's id is one of the kinds; what is shorter or longer than a list of them is of texts. */
function fits(id: unknown, kinds: IdKinds): boolean {
  const parts = [id].flat(), known = [kinds].flat();
  if (parts.length === known.length && Array.isArray(id) === (typeof kinds === "object")) {
    return parts.every((part, at) => FITS[known[at] ?? ""]?.(part));
  }
  return typeof kinds === "object" && parts.every((part) => typeof part === "string");
}

Deno.test("no body makes an id of another kind than is declared, which would read as one that is: not by POST, PUT, a rename or a line", async () => {
  const { pick, below } = random(1);
  for (const [kinds, good] of DECLARED) {
    using kv = memoryKv();
    const all = resource({
      name: "all",
      table: "all",
      id: kinds,
      may: "anyone",
      imports: ["application/x-ndjson"],
    });
    const api = rest({ kv, resources: [all] });
    const send = (method: string, path: string, id: unknown, type = "application/json") =>
      api.request(`/rest/all${path}`, {
        method,
        body: JSON.stringify({ id }),
        headers: { "content-type": type },
      });
    for (const id of good) {
      const body = Array.isArray(id) ? id.map(inJson) : inJson(id as IdPart); // as: lists are read only
      const made = await send("POST", "", body), location = made.headers.get("location") ?? "";
      equal([made.status, await made.text()], [201, JSON.stringify({ id: body })]);
      assert(!decodeURIComponent(location).slice("/rest/all/".length).startsWith("~n"), location);
      equal((await api.request(location)).status, 200);
    }
    const first = good[0] ?? "", path = `/${encodeURIComponent(idText(first, kinds))}`;
    for (let round = 0; round < 40; round++) {
      const id = below(2) === 0 ? pick(PARTS) : [pick(PARTS), pick(PARTS)];
      if (fits(id, kinds)) continue;
      const answers = [
        await send("POST", "", id),
        await send("PUT", path, id),
        await send("PATCH", path, id, "application/merge-patch+json"),
      ];
      for (const answer of answers) {
        const { code, errors } = await answer.json();
        equal([answer.status, code], [422, "invalid"], JSON.stringify([kinds, id]));
        assert(String(errors[0].pointer).startsWith("/id"), JSON.stringify(errors));
      }
      const line = await (await send("POST", "", id, "application/x-ndjson")).text();
      equal(JSON.parse(line).status, 422, line);
    }
    const { all: told } = await (await api.request("/rest/all")).json();
    equal(told.length, good.length);
  }
});

Deno.test("a record that the application has stored with another id is read and changed as ever, and renamed only to one of the kind", async () => {
  using kv = memoryKv();
  const all = resource({ name: "all", table: "all", id: "number", may: "anyone" });
  const api = rest({ kv, resources: [all] }), headers = { "content-type": "application/json" };
  await put(kv, "all", { id: "6" });
  const put6 = (id: unknown) =>
    api.request("/rest/all/~s6", { method: "PUT", headers, body: JSON.stringify({ id, n: 1 }) });
  equal((await put6("6")).status, 200);
  equal((await put6("7")).status, 422);
  equal((await put6(7)).status, 200);
  equal((await (await api.request("/rest/all/7")).json()).n, 1);
});
