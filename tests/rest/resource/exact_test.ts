import { memoryKv, table } from "../../../kvs/mod.ts";
import { resource, rest } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";
import { z } from "../../form/schema/deps.ts";

interface Cup {
  readonly id: string;
  readonly size?: number | undefined;
}

const cups = resource({
  name: "cups",
  table: table<Cup>("cup", { fields: ["id", "size"], keys: ["size"] }),
  schema: z.object({ id: z.string(), size: z.number().optional() }),
  imports: ["text/csv", "application/x-ndjson"],
  may: "anyone",
});

Deno.test("a number that would become another one is refused wherever it stands, and one that stays the same is not", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [cups] });
  const post = (type: string, body: string) =>
    api.request("/rest/cups", { method: "POST", headers: { "content-type": type }, body });
  const form = "application/x-www-form-urlencoded";
  for (const digits of ["9007199254740993", "-9007199254740993", "12345678901234567891"]) {
    const told = await post(form, `id=a&size=${digits}`), { errors } = await told.json();
    equal([told.status, errors[0].pointer], [422, "/size"]);
    equal((await post("application/json", `{"id":"a","size":${digits}}`)).status, 400);
    const [line = ""] = (await (await post("text/csv", `id,size\na,${digits}\n`)).text()).split(
      "\n",
    );
    equal([JSON.parse(line).line, JSON.parse(line).problem.errors[0].pointer], [2, "/size"]);
    for (const name of ["size", "size[gt]", "size[in]"]) {
      const asked = await api.request(`/rest/cups?${name}=${digits}`), problem = await asked.json();
      equal([asked.status, problem.errors[0].parameter], [400, name]);
    }
  }
  equal((await (await api.request("/rest/cups")).json()).cups, []);
  for (const exact of ["9007199254740991", "1e300", "0.1", "-5"]) {
    equal((await api.request(`/rest/cups?size=${exact}`)).status, 200);
  }
  equal((await post(form, "id=b&size=9007199254740991")).status, 201);
});

Deno.test("what no id can be is none though a schema takes it: NUL, nothing, more than a key holds", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [cups] });
  const put = (id: string) =>
    api.request(`/rest/cups/${encodeURIComponent(id)}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
  const post = (id: string) =>
    api.request("/rest/cups", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id }),
    });
  for (const id of ["a\0b", "\0", "", "ю".repeat(501), "x".repeat(1_001)]) {
    const answers = [await post(id), ...id.includes("\0") ? [await put(id)] : []];
    for (const answer of answers) {
      equal([answer.status, (await answer.json()).errors[0].pointer], [422, "/id"]);
    }
  }
  equal((await post("x".repeat(1_000))).status, 201);
  equal((await (await api.request("/rest/cups")).json()).cups.length, 1);
});
