import { memoryKv } from "../../../kvs/mod.ts";
import { type Kinds, resource, rest, type StandardSchema } from "../../../rest/mod.ts";
import { documented } from "../../../rest/openapi/mod.ts";
import { equal } from "../../_support/assert.ts";
import { toStandardJsonSchema, type, v, z } from "../../form/schema/deps.ts";
import { Contract } from "../contract/document.ts";

interface Row {
  readonly id: string;
}

const KINDS = {
  plain: "date",
  nullable: "date",
  optional: "date",
  either: "date",
  any: "date",
  made: "date",
  big: "bigint",
  bigOrNull: "bigint",
  raw: "bytes",
  ratio: "number",
} as const satisfies Kinds;

const VALUES: Readonly<Record<keyof typeof KINDS, unknown>> = {
  plain: "2026-01-02T03:04:05.000Z",
  nullable: "2026-01-02T03:04:05.000Z",
  optional: "2026-01-02T03:04:05.000Z",
  either: "2026-01-02T03:04:05.000Z",
  any: "2026-01-02T03:04:05.000Z",
  made: "2026-01-02T03:04:05.000Z",
  big: "18446744073709551616",
  bigOrNull: "5",
  raw: "/w==",
  ratio: 0.5,
};

// As: what a schema makes of a record is a record.
const SCHEMAS = {
  zod: z.object({
    id: z.string(),
    plain: z.date(),
    nullable: z.date().nullable(),
    optional: z.date().optional(),
    either: z.union([z.date(), z.string()]),
    any: z.unknown(),
    made: z.preprocess((value) => value ?? new Date(0), z.date()),
    big: z.bigint(),
    bigOrNull: z.bigint().nullish(),
    raw: z.instanceof(Uint8Array),
    ratio: z.number(),
  }).refine(({ big }) => big > 0n),
  valibot: toStandardJsonSchema(v.object({
    id: v.string(),
    plain: v.date(),
    nullable: v.nullable(v.date()),
    optional: v.optional(v.date()),
    either: v.union([v.date(), v.string()]),
    any: v.unknown(),
    made: v.pipe(v.unknown(), v.transform((value) => value ?? new Date(0)), v.date()),
    big: v.bigint(),
    bigOrNull: v.nullish(v.bigint()),
    raw: v.instance(Uint8Array),
    ratio: v.number(),
  })),
  arktype: type({
    id: "string",
    plain: "Date",
    nullable: "Date | null",
    "optional?": "Date",
    either: "Date | string",
    any: "unknown",
    made: type("unknown").pipe((value) => value ?? new Date(0)).to("Date"),
    big: "bigint",
    "bigOrNull?": "bigint | null",
    raw: "TypedArray.Uint8",
    ratio: "number",
  }),
} as unknown as Readonly<Record<string, StandardSchema<unknown, Row>>>;

for (const [name, schema] of Object.entries(SCHEMAS)) {
  Deno.test(`the document says null of a field exactly where a schema of ${name} takes it, and of what is told nothing that is not so`, async () => {
    using kv = memoryKv();
    const rows = resource<Row>({ name: "rows", table: "row", may: "anyone", kinds: KINDS, schema });
    const api = rest(documented({ kv, resources: [rows] }, { title: "Rows", version: "1" }));
    const contract = new Contract(await (await api.request("/rest/openapi.json")).json());
    const made = contract.operations.find(({ id }) => id === "createRows");
    const taken = made?.bodies["application/json"] ?? {};
    const told = made?.told[201]?.content?.["application/json"] ?? { not: {} };
    const post = (body: unknown) =>
      api.request("/rest/rows", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const nulls: string[] = [];
    for (const field of ["none", ...Object.keys(KINDS)]) {
      const body = { id: field, ...VALUES, ...field !== "none" && { [field]: null } };
      const answer = await post(body), json = await answer.json();
      const isDocumented = contract.wrong(taken, body) === undefined;
      equal(
        isDocumented,
        answer.status === 201,
        `${field}: ${answer.status} ${JSON.stringify(json)}`,
      );
      if (answer.status !== 201) {
        equal([answer.status, json.errors[0].pointer], [422, `/${field}`]);
        continue;
      }
      equal(contract.wrong(told, json), undefined, field);
      if (field !== "none") nulls.push(field);
    }
    equal(nulls, ["nullable", "any", "made", "bigOrNull"]);
  });
}
