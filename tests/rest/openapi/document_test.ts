import { memoryKv } from "../../../kvs/mod.ts";
import {
  feeds,
  type JsonSchema,
  type Operation,
  operationsOf,
  resource,
  type ResourceOptions,
  rest,
  RestError,
} from "../../../rest/mod.ts";
import { apiKeys, keyOperations } from "../../../rest/auth/mod.ts";
import { documented, openapi, type OpenApiDocument } from "../../../rest/openapi/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { needs } from "../../_support/permission.ts";
import { isTree, type Tree } from "../contract/document.ts";
import { sample } from "../contract/sample.ts";
import {
  astToString,
  openapiTS,
  toStandardJsonSchema,
  type,
  v,
  validate,
  Validator,
  z,
} from "./deps.ts";

needs("read", "env", "sys");

const info = { title: "Sample" };

/** The sample's document as it is served. */
async function served(version = "3.1"): Promise<OpenApiDocument> {
  using server = sample();
  const answer = await server.fetch(
    new Request(`http://api.test/rest/openapi.json?version=${version}`),
  );
  return await answer.json();
}

/** The document of one resource of a table. */
function documentOf(options: Omit<ResourceOptions, "name" | "may">): OpenApiDocument {
  using kv = memoryKv();
  const one = resource({ name: "things", may: "anyone", ...options });
  return openapi(operationsOf({ kv, resources: [one] }), info);
}

const schemaOf = (document: OpenApiDocument, name: string): Tree => {
  const schema = document.components.schemas?.[name];
  return isTree(schema) ? schema : {};
};

Deno.test("two validators that are not ours accept the document, of 3.1 and of 3.2 where they know it", async () => {
  for (const version of ["3.1", "3.2"]) {
    const { valid, errors } = await new Validator().validate(await served(version));
    assert(valid, JSON.stringify(errors));
  }
  const told = await validate(
    structuredClone(await served()) as unknown as Parameters<typeof validate>[0],
  ); // as: it is one, as the validator finds
  assert(told.valid, JSON.stringify(told));
});

Deno.test({
  name: "a client that openapi-typescript makes of the document compiles",
  ignore: Deno.permissions.querySync({ name: "run" }).state !== "granted",
  fn: async () => {
    const text = astToString(await openapiTS(JSON.stringify(await served())));
    const folder = await Deno.makeTempDir();
    try {
      const use = [
        'import type { components, operations, paths } from "./made.ts";',
        'export type Told = operations["getUsers"]["responses"][200]["content"]["application/json"];',
        'export const told: Told = { id: "ann", tags: ["a"] };',
        'export const made: components["schemas"]["LedgerEntriesNew"] = { id: 5, at: "2026-01-02T03:04:05Z", sum: "5" };',
        'export type All = paths["/users/{id}"]["patch"]["requestBody"]["content"]["application/json-patch+json"];',
        "// @ts-expect-error: the id must be there",
        "export const wrong: Told = {};",
      ];
      await Deno.writeTextFile(`${folder}/made.ts`, text);
      await Deno.writeTextFile(`${folder}/use.ts`, use.join("\n"));
      await Deno.writeTextFile(`${folder}/deno.json`, '{"compilerOptions":{"strict":true}}');
      const { success, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["check", "--config", `${folder}/deno.json`, `${folder}/use.ts`],
        env: { NO_COLOR: "1" },
      }).output();
      assert(success, new TextDecoder().decode(stderr));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("of one declaration the document is the same, and its ETag with it", async () => {
  equal(JSON.stringify(await served()), JSON.stringify(await served()));
  using kv = memoryKv();
  const api = rest(
    documented({ kv, resources: [resource({ name: "a", table: "a", may: "anyone" })] }, info),
  );
  const tags = await Promise.all(
    ["", "?version=3.1", "?version=3.2"].map(async (query) =>
      (await api.request(`/rest/openapi.json${query}`)).headers.get("etag")
    ),
  );
  equal(tags[0], tags[1]);
  assert(tags[0] !== tags[2], "3.1 and 3.2 have one tag");
  for (
    const path of ["/rest", "/rest/", "/rest/openapi.js", "/rest/openapi.css", "/rest/openapi.svg"]
  ) {
    const answer = await api.request(path), etag = answer.headers.get("etag") ?? "";
    await answer.body?.cancel();
    equal((await api.request(path, { headers: { "if-none-match": etag } })).status, 304, path);
  }
});

Deno.test("all that the page links to is there, its icon as well, of the type that it says", async () => {
  for (const base of ["/rest", "/api/v1"]) {
    using kv = memoryKv();
    const all = resource({ name: "a", table: "a", may: "anyone" });
    const api = rest(documented({ kv, resources: [all], base }, { title: "A" }));
    const html = await (await api.request(`${base}/`)).text();
    const links = [...html.matchAll(/<(?:link|script)[^>]*>/g)].map(([tag]) => tag);
    const types: (string | null)[] = [];
    for (const tag of links) {
      const [, path = ""] = /(?:href|src)="([^"]+)"/.exec(tag) ?? [];
      const answer = await api.request(path);
      await answer.body?.cancel();
      equal(answer.status, 200, tag);
      types.push(answer.headers.get("content-type"));
    }
    equal(types.map((type) => type?.split(";")[0]), [
      "image/svg+xml",
      "text/css",
      "text/javascript",
    ]);
  }
});

const query: Operation = {
  id: "queryThings",
  method: "QUERY",
  path: "/things",
  summary: "Asks",
  tag: "things",
  parameters: [],
  body: { content: { "application/json": { type: "object" } } },
  responses: { 200: { description: "found", content: { "application/json": {} } } },
  guarded: false,
  run: () => Promise.resolve({ status: 200 }),
};

Deno.test("QUERY is told in 3.2 only, and a path of which nothing is left is not", () => {
  equal(openapi([query], info).paths, {});
  const told = openapi([query], { ...info, openapi: "3.2" });
  equal(Object.keys(told.paths["/things"] ?? {}), ["query", "options"]);
});

Deno.test("schemas with a name are told once; two of one name and another content are two", () => {
  const user: JsonSchema = {
    $id: "User",
    type: "object",
    properties: { boss: { $ref: "#" }, name: { $ref: "#/$defs/Name" } },
    $defs: { Name: { type: "string" } },
  };
  const other: JsonSchema = { $id: "User", type: "string" };
  const own: JsonSchema = { type: "array", items: { $ref: "#" } };
  const of = (id: string, schema: JsonSchema): Operation => ({
    ...query,
    id,
    path: `/${id}`,
    method: "POST",
    body: { content: { "application/json": schema } },
  });
  const told = openapi([
    of("a", user),
    of("b", { type: "array", items: user }),
    of("c", other),
    of("d", own),
  ], info);
  const prefix = "#/components/schemas/";
  equal(schemaOf(told, "User"), {
    type: "object",
    properties: { boss: { $ref: `${prefix}User` }, name: { $ref: `${prefix}User.Name` } },
  });
  equal(schemaOf(told, "User.Name"), { type: "string" });
  equal(schemaOf(told, "User2"), { type: "string" });
  equal(schemaOf(told, "DBody"), { type: "array", items: { $ref: `${prefix}DBody` } });
  equal(told.paths["/b"]?.post?.requestBody, {
    required: true,
    content: {
      "application/json": { schema: { type: "array", items: { $ref: `${prefix}User` } } },
    },
  });
});

Deno.test("data that looks like a schema stays data", () => {
  const schema: JsonSchema = {
    $id: "Odd",
    properties: {
      default: { $id: "Inner", const: { $id: "Data", $ref: "#" } },
      $ref: { type: "string" },
    },
    enum: [{ $id: "Data" }],
  };
  const told = openapi([{
    ...query,
    method: "POST",
    body: { content: { "application/json": schema } },
  }], info);
  equal(schemaOf(told, "Odd"), {
    properties: { default: { $ref: "#/components/schemas/Inner" }, $ref: { type: "string" } },
    enum: [{ $id: "Data" }],
  });
  equal(schemaOf(told, "Inner"), { const: { $id: "Data", $ref: "#" } });
});

Deno.test("two operations that a document cannot tell apart are refused", () => {
  const one = { ...query, method: "GET" as const, path: "/a/{x}", body: undefined };
  throws(
    () =>
      openapi([one, { ...one, id: "other", path: "/a/{x...}" }] as unknown as Operation[], info), // as: a body that is undefined is none
    RestError,
    "config",
  );
});

const kinds = { at: "date", sum: "bigint", raw: "bytes", far: "number" } as const;
const date = { type: "string", format: "date-time" };

Deno.test("what zod, valibot and arktype say of a record is told, and kinds where JSON has no word", () => {
  const made = {
    zod: z.object({
      id: z.string(),
      at: z.date(),
      sum: z.bigint().optional(),
      n: z.int().nullable(),
    }),
    valibot: toStandardJsonSchema(
      v.object({
        id: v.string(),
        at: v.date(),
        sum: v.optional(v.bigint()),
        n: v.nullable(v.pipe(v.number(), v.integer())),
      }),
    ),
    arktype: type({ id: "string", at: "Date", "sum?": "bigint", n: "number.integer | null" }),
  };
  for (const [name, schema] of Object.entries(made)) {
    const told = documentOf({
      table: "t",
      schema: schema as unknown as NonNullable<ResourceOptions["schema"]>,
      kinds,
    }); // as: each has types of its own
    const record = schemaOf(told, "Things"), fresh = schemaOf(told, "ThingsNew");
    const properties = isTree(record.properties) ? record.properties : {};
    equal(properties.at, date, name);
    equal(properties.sum, { type: "string", pattern: "^-?[0-9]+$" }, name);
    const required = Array.isArray(record.required) ? [...record.required].sort() : [];
    equal(required, ["at", "id", "n"], name);
    equal(Array.isArray(fresh.required) ? [...fresh.required].sort() : [], ["at", "id", "n"], name);
    const replace = schemaOf(told, "ThingsReplace");
    equal(Array.isArray(replace.required) ? [...replace.required].sort() : [], ["at", "n"], name);
  }
});

Deno.test("a schema that JSON has no word for, and no kinds, is refused where it is declared", () => {
  throws(
    () => documentOf({ table: "t", schema: z.object({ id: z.string(), at: z.date() }) }),
    RestError,
    "config",
  );
});

Deno.test("names alone are told as names; null is of any kind then; fields that not everybody is told need not be there", () => {
  const told = documentOf({
    table: "t",
    fields: ["id", "at", "sum"] as unknown as ["id"], // as: no type of a record says them
    kinds: { at: "date" },
  });
  const record = schemaOf(told, "Things");
  equal(record, {
    title: "things",
    type: "object",
    properties: {
      id: {
        anyOf: [{ type: "string", minLength: 1 }, { type: ["number", "boolean"] }, {
          type: "array",
          minItems: 2,
          maxItems: 32,
        }],
      },
      at: { anyOf: [date, { type: "null" }] },
      sum: {},
    },
    required: ["id"],
  });
  equal(schemaOf(told, "ThingsNew").additionalProperties, false);
  using kv = memoryKv();
  const secret = resource<{ id: string; pay: number }>({
    name: "things",
    table: "t",
    schema: z.object({ id: z.string(), pay: z.number() }),
    may: { get: "known", fields: { pay: { read: { scope: "pay" } } } },
  });
  equal(schemaOf(openapi(operationsOf({ kv, resources: [secret] }), info), "Things").required, [
    "id",
  ]);
});

Deno.test("what is guarded says by what people are known, and nothing else does", async () => {
  const { paths, components } = await served();
  equal(undescribed(components.securitySchemes), { bearer: { type: "http", scheme: "bearer" } });
  equal(paths["/notes"]?.get?.security, [{ bearer: [] }]);
  equal(paths["/notes/{id}"]?.delete?.security, [{ bearer: ["notes:delete"] }]);
  equal(paths["/users"]?.get?.security, undefined);
  equal(paths["/users"]?.post?.security, undefined);
  const told = openapi([{ ...query, method: "POST", guarded: true }], {
    ...info,
    security: { cookie: "sid", key: "x-api-key" },
  });
  equal(undescribed(told.components.securitySchemes), {
    cookie: { type: "apiKey", in: "cookie", name: "sid" },
    origin: { type: "apiKey", in: "header", name: "origin" },
    key: { type: "apiKey", in: "header", name: "x-api-key" },
  });
});

/** Schemes without what they say to people. */
function undescribed(schemes: Tree | undefined): Tree {
  return Object.fromEntries(
    Object.entries(schemes ?? {}).map(([name, scheme]) => {
      const { description: _, ...rest } = isTree(scheme) ? scheme : {};
      return [name, rest];
    }),
  );
}

Deno.test("an operation says which scopes grant it, and that a cookie changes things from a page that may", () => {
  using kv = memoryKv();
  const notes = resource({
    name: "notes",
    table: "note",
    may: {
      list: { scope: "notes:read" },
      get: "anyone",
      create: { scope: "notes:write", who: () => true },
      delete: "known",
      patch: "anyone",
    },
  });
  const keys = keyOperations(apiKeys(kv), { own: { scope: "keys" }, all: { scope: "keys:all" } });
  const security = { cookie: "sid", key: "x-api-key", bearer: true };
  const { paths } = openapi(operationsOf({ kv, resources: [notes], operations: keys }), {
    ...info,
    openapi: "3.2",
    security,
  });
  const read = [{ cookie: [] }, { key: ["notes:read"] }, { bearer: ["notes:read"] }];
  equal(paths["/notes"]?.get?.security, read);
  equal(paths["/notes"]?.head?.security, read);
  equal(paths["/notes"]?.query?.security, read);
  equal(paths["/notes"]?.options?.security, undefined);
  const byCookie = { cookie: [], origin: [] };
  equal(paths["/notes"]?.post?.security, [
    byCookie,
    { key: ["notes:write"] },
    { bearer: ["notes:write"] },
  ]);
  equal(paths["/notes/{id}"]?.get?.security, undefined);
  equal(paths["/notes/{id}"]?.patch?.security, [{}, byCookie]);
  equal(paths["/notes/{id}"]?.delete?.security, [byCookie, { key: [] }, { bearer: [] }]);
  equal(paths["/keys"]?.get?.security, [
    { cookie: [] },
    { key: ["keys:all"] },
    { key: ["keys"] },
    { bearer: ["keys:all"] },
    { bearer: ["keys"] },
  ]);
});

Deno.test("names of operations are one each, and do not depend on the order of declarations", () => {
  using kv = memoryKv();
  const names = ["users", "users-id", "users-head", "users_id", "orders", "a.b"];
  const resources = names.map((name) =>
    resource({ name, table: name, may: name === "users_id" ? {} : "anyone" })
  );
  const prefixes = ["/fin", "/fin/pay", "/finPay/x"];
  const all = prefixes.map((prefix) => feeds({ prefix, under: "apart", may: "anyone" }));
  const told = (seed: number) => {
    const { next } = random(seed);
    const shuffled = <T>(list: readonly T[]) =>
      list.map((each) => [next(), each] as const).sort(([a], [b]) => a - b).map(([, each]) => each);
    const operations = operationsOf({ kv, resources: shuffled(resources), feeds: shuffled(all) });
    const { paths } = openapi(operations, { ...info, openapi: "3.2" });
    return Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { operationId }]) => `${operationId} ${method} ${path}`)
    ).sort();
  };
  const first = told(1), ids = first.map((each) => each.split(" ")[0]);
  equal(new Set(ids).size, ids.length);
  assert(ids.every((id) => /^[A-Za-z0-9_-]+$/.test(id ?? "")), "letters that no generator takes");
  for (let seed = 2; seed < 8; seed++) equal(told(seed), first);
  throws(
    () => openapi([query, { ...query, path: "/others" }], { ...info, openapi: "3.2" }),
    RestError,
    "config",
  );
});

Deno.test("two hundred resources are one document, each told once", () => {
  using kv = memoryKv();
  const resources = Array.from(
    { length: 200 },
    (_, n) => resource({ name: `r${n}`, table: `t${n}`, may: "anyone", fields: ["id"], kinds }),
  );
  const { paths, components } = openapi(operationsOf({ kv, resources }), info);
  equal(Object.keys(paths).length, 400);
  assert(Object.keys(components.parameters ?? {}).length < 20, "parameters are not shared");
  assert(Object.keys(components.headers ?? {}).length < 20, "headers are not shared");
  equal(Object.keys(components.schemas ?? {}).filter((name) => /^R7(?!\d)/.test(name)), [
    "R7List",
    "R7",
    "R7Part",
    "R7New",
    "R7Became",
    "R7Created",
    "R7Replace",
    "R7Form",
    "R7Patch",
  ]);
});
