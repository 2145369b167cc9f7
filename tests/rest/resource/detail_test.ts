import { memoryKv, table } from "../../../kvs/mod.ts";
import { resource, rest } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

interface User {
  readonly id: string;
  readonly age?: bigint;
  readonly city?: string;
}

const users = resource({
  name: "users",
  table: table<User>("user", { fields: ["id", "age", "city"], keys: ["age"] }),
  kinds: { age: "bigint" },
  imports: ["text/csv", "application/x-ndjson"],
  may: "anyone",
});

const json = "application/json", form = "application/x-www-form-urlencoded";

Deno.test("the detail of a problem says its first flaw itself, with its place, and how many more there are", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [users] }), { below, pick } = random(1);
  const word = () => pick(["x", "no such", "ä", '"', "a.b", "limit2"]) + below(100);
  const value = () => pick<unknown>(["x", 1.5, true, [1], { a: 1 }, "1e5"]);
  const kinds: readonly [
    () => readonly [string, RequestInit],
    ...(() => readonly [string, RequestInit])[],
  ] = [
    () => [`?${encodeURIComponent(word())}=1&limit=${pick(["x", "0", "-1"])}`, {}],
    () => ["?limit=1&limit=2&order=up&by=city", {}],
    () => [`?city=${word()}&age[gt]=${word()}`, {}],
    () => [`?fields=id,${encodeURIComponent(word())},${encodeURIComponent(word())}`, {}],
    () => ["?after=a&before=b", {}],
    () => ["", { headers: { prefer: `handling=strict, nonsense${below(9)}` } }],
    () => ["", post(json, JSON.stringify({ id: "a", [word()]: 1, [word()]: 2 }))],
    () => ["", post(json, JSON.stringify({ id: "a", age: value(), city: 1 }))],
    () => ["", post(json, JSON.stringify([{ id: "a", age: "x" }, { [word()]: 1 }, 7]))],
    () => ["", post(form, `id=a&id=b&%zz=1&=2`)],
    () => ["", post("text/csv", `id,${word().replaceAll('"', "")},,id\n`)],
    () => ["", post(json, `{"id":"a","id":"${below(9)}"}`)],
  ];
  const post = (type: string, body: string): RequestInit => ({
    method: "POST",
    headers: { "content-type": type },
    body,
  });
  for (let n = 0; n < 400; n++) {
    const [query, init] = pick(kinds)();
    const answer = await api.request(`/rest/users${query}`, init), text = await answer.text();
    if (answer.ok) continue; // 7 may be a bigint, too
    const { detail, errors } = JSON.parse(text), [first] = errors;
    assert(!detail.includes("see errors"), text);
    assert(detail.includes(first.detail), text);
    const place = first.parameter ?? first.header ?? first.pointer;
    assert(detail.includes(place), text);
    if (errors.length > 1 && first.code !== "no_index") {
      assert(detail.endsWith(` and ${errors.length - 1} more`), text);
    }
  }
  equal((await (await api.request("/rest/users")).json()).users, []);
});
