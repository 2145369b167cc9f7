import { get, memoryKv, table } from "../../../kvs/mod.ts";
import { operationsOf, resource, rest, type StandardSchema } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";
import { toStandardJsonSchema, type, v, z } from "../../form/schema/deps.ts";

interface Account {
  readonly id: string;
  readonly age: number;
  readonly role: string;
  readonly length: number;
}

/** The same of each library: a role that has a default, and a length that comes as text. */
const SCHEMAS: Readonly<Record<string, StandardSchema<unknown, Account>>> = {
  zod: z.strictObject({
    id: z.string().min(1),
    age: z.int().min(0),
    role: z.string().default("reader"),
    length: z.string().transform((text) => text.length).pipe(z.number()),
  }),
  valibot: toStandardJsonSchema(v.strictObject({
    id: v.pipe(v.string(), v.minLength(1)),
    age: v.pipe(v.number(), v.integer(), v.minValue(0)),
    role: v.optional(v.string(), "reader"),
    length: v.pipe(v.string(), v.transform((text) => text.length), v.number()),
  })),
  arktype: type({
    "+": "reject",
    id: "string >= 1",
    age: "number.integer >= 0",
    role: "string = 'reader'",
    length: type("string").pipe((text) => text.length).to("number"),
  }),
};

for (const [name, schema] of Object.entries(SCHEMAS)) {
  const accounts = resource<Account>({ name: "accounts", table: "account", may: "anyone", schema });

  Deno.test(`what a schema of ${name} makes of a body is stored, and what it refuses is told with its place`, async () => {
    using kv = memoryKv();
    const api = rest({ kv, resources: [accounts] });
    const post = (body: unknown) =>
      api.request("/rest/accounts", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const made = await post({ id: "ann", age: 5, length: "abc" });
    equal([made.status, await made.json()], [201, {
      id: "ann",
      age: 5,
      role: "reader",
      length: 3,
    }]);
    equal(await get(kv, "account", "ann"), { id: "ann", age: 5, role: "reader", length: 3 });
    for (
      const [field, value] of [["age", -1], ["age", 1.5], ["age", "5"], ["id", ""], [
        "length",
        7,
      ]] as const
    ) {
      const refused = await post({ id: "bob", age: 5, length: "abc", [field]: value });
      const { code, errors: [first] } = await refused.json();
      equal(
        [refused.status, code, first.pointer],
        [422, "invalid", `/${field}`],
        JSON.stringify(value),
      );
    }
    const unknown = await post({ id: "bob", age: 5, length: "abc", nosuch: 1 });
    equal([unknown.status, (await unknown.json()).code], [422, "invalid"]);
    equal(await get(kv, "account", "bob"), undefined);
  });

  Deno.test(`the document has the input of a schema of ${name} for what comes, and its output for what is told`, () => {
    using kv = memoryKv();
    const operations = operationsOf({ kv, resources: [accounts] });
    const create = operations.find(({ id }) => id === "createAccounts"),
      read = operations.find(({ id }) => id === "getAccounts");
    const input = Object(create?.body?.content["application/x-www-form-urlencoded"]);
    const output = Object(read?.responses[200]?.content?.["application/json"]);
    equal([input.properties.length.type, output.properties.length.type], ["string", "number"]);
    equal([input.properties.age.type, input.properties.age.minimum], ["integer", 0]);
    equal(input.required.includes("role"), false);
  });
}

Deno.test("a form says numbers and booleans where the declaration has no text there, and a merge patch names fields that there are", async () => {
  using kv = memoryKv();
  const api = rest({
    kv,
    resources: [resource({
      name: "cups",
      table: table<
        { readonly id: number; readonly size: number; readonly hot?: boolean | undefined }
      >("cup", {
        fields: ["id", "size", "hot"],
      }),
      schema: z.object({ id: z.number(), size: z.int(), hot: z.boolean().optional() }),
      id: "number",
      may: "anyone",
    })],
  });
  const ask = (method: string, path: string, body: BodyInit) =>
    api.request(`/rest/cups${path}`, {
      method,
      body,
      ...typeof body === "string" && { headers: { "content-type": "application/json" } },
    });
  const form = (text: string) => new URLSearchParams(text);
  const made = await ask("POST", "", form("id=7&size=3&hot=true"));
  equal(made.headers.get("location"), "/rest/cups/7");
  equal(await made.json(), { id: 7, size: 3, hot: true });
  equal(await (await ask("PUT", "/7", form("size=4"))).json(), { id: 7, size: 4, hot: true });
  equal((await ask("PUT", "/7", form("size=large"))).status, 422);
  const slip = await ask("PATCH", "/7", '{"hott":null}');
  equal([slip.status, (await slip.json()).errors[0].pointer], [422, "/hott"]);
  equal((await ask("PATCH", "/8", '{"hott":null}')).status, 404);
  equal(await (await ask("PATCH", "/7", '{"hot":null}')).json(), { id: 7, size: 4 });
});
