import { get, memoryKv, put } from "../../../kvs/mod.ts";
import { type Format, resource, rest, type StandardSchema } from "../../../rest/mod.ts";
import { documented } from "../../../rest/openapi/mod.ts";
import { equal } from "../../_support/assert.ts";
import { toStandardJsonSchema, type, v, z } from "../../form/schema/deps.ts";
import { Contract } from "../contract/document.ts";

interface Point {
  readonly id: string;
  readonly x: number;
  readonly all?: number[] | undefined;
}

const SCHEMAS: Readonly<Record<string, StandardSchema<unknown, Point>>> = {
  zod: z.object({ id: z.string(), x: z.number(), all: z.array(z.number()).optional() }),
  valibot: toStandardJsonSchema(
    v.object({ id: v.string(), x: v.number(), all: v.optional(v.array(v.number())) }),
  ),
  arktype: type({ id: "string", x: "number", "all?": "number[]" }),
};

/** A type that has every number. */
const EXACT: Format = {
  type: "application/x-exact",
  variant: "exact",
  raw: true,
  write: (value) => JSON.stringify(value),
  read: (bytes) =>
    JSON.parse(new TextDecoder().decode(bytes), (_, value: unknown) => {
      return typeof value === "string" && value.startsWith("#") ? Number(value.slice(1)) : value;
    }),
};

for (const [name, schema] of Object.entries(SCHEMAS)) {
  Deno.test(`what a schema of ${name} says to be a number is told as one, and what JSON has no number for is not stored`, async () => {
    using kv = memoryKv();
    const points = resource<Point>({
      name: "points",
      table: "point",
      may: "anyone",
      schema,
      types: ["application/json", EXACT.type],
    });
    const api = rest(
      documented({ kv, resources: [points], formats: [EXACT] }, { title: "P", version: "1" }),
    );
    const contract = new Contract(await (await api.request("/rest/openapi.json")).json());
    const told = contract.operations.find(({ id }) => id === "getPoints")?.told[200]?.content;
    const post = (type: string, body: string) =>
      api.request("/rest/points", { method: "POST", headers: { "content-type": type }, body });
    const made = await post("application/json", '{"id":"a","x":-0,"all":[-0,1]}');
    equal(await made.json(), { id: "a", x: 0, all: [0, 1] });
    const text = await (await api.request("/rest/points/a")).text();
    equal(contract.wrong(told?.["application/json"] ?? { not: {} }, JSON.parse(text)), undefined);
    // What comes back as it was told is what is stored.
    await put(kv, "point", { id: "z", x: -0 });
    const json = { method: "PUT", headers: { "content-type": "application/json" } };
    const again = await (await api.request("/rest/points/z")).text();
    equal((await api.request("/rest/points/z", { ...json, body: again })).status, 200);
    equal(await get(kv, "point", "z"), { id: "z", x: -0 });
    for (const number of ["#NaN", "#Infinity", "#-Infinity"]) {
      for (
        const [body, at] of [
          [{ id: "b", x: number }, "/x"],
          [{ id: "b", x: 1, all: [1, number] }, "/all/1"],
        ] as const
      ) {
        const answer = await post(EXACT.type, JSON.stringify(body)), problem = await answer.json();
        equal([answer.status, problem.errors[0].pointer.slice(0, at.length)], [422, at], number);
      }
    }
    equal(await get(kv, "point", "b"), undefined);
  });
}

Deno.test("a number of the kind number keeps its sign, and what is no number, in JSON both ways; no id is -0 or infinite", async () => {
  using kv = memoryKv();
  const cups = resource({
    name: "cups",
    table: "cup",
    may: "anyone",
    id: "number",
    kinds: { x: "number" },
  });
  const api = rest({ kv, resources: [cups] });
  const ask = (method: string, path: string, body: string, type = "application/json") =>
    api.request(`/rest/cups${path}`, { method, headers: { "content-type": type }, body });
  for (const [n, x] of [-0, 0, NaN, Infinity, -Infinity, 1.5].entries()) {
    await put(kv, "cup", { id: n, x });
    const told = await (await api.request(`/rest/cups/${n}`)).text();
    equal((await ask("PUT", `/${n}`, told)).status, 200);
    equal(await get(kv, "cup", n), { id: n, x });
    equal((await ask("POST", "", told.replace(/"id":\d/, `"id":1${n}`))).status, 201);
    equal(await get(kv, "cup", 10 + n), { id: 10 + n, x });
  }
  for (
    const [method, path, body, type] of [
      ["POST", "", '{"id":-0}', "application/json"],
      ["POST", "", "id=-0", "application/x-www-form-urlencoded"],
      ["PUT", "/-0.0", "x=1", "application/x-www-form-urlencoded"],
      ["PUT", "/NaN", "{}", "application/json"],
      ["PUT", "/Infinity", "{}", "application/json"],
    ] as const
  ) {
    const answer = await ask(method, path, body, type), { errors } = await answer.json();
    equal([answer.status, errors[0].pointer], [422, "/id"], `${method} ${path} ${body}`);
  }
  equal((await api.request("/rest/cups/-0")).status, 404);
});
