import {
  check,
  checks,
  compiled,
  fieldsOf,
  FormError,
  type Issue,
  schemaDocument,
  sheet,
  type Values,
} from "../../../form/mod.ts";
import { equal, throws } from "../../_support/assert.ts";
import { toStandardJsonSchema, type, v, z } from "./deps.ts";

/** Whether two types are one. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;
const same = <A, B>(_: Same<A, B>) => {};

const told = (issues: readonly Issue[]) => issues.map(({ path, code }) => `${path} ${code}`).sort();

const zod = z.object({
  name: z.string().min(2).max(20).regex(/^[A-Z]/),
  mail: z.email().optional(),
  color: z.enum(["red", "green"]),
  qty: z.number().int().min(1).max(9),
  agreed: z.boolean(),
  lines: z.array(z.object({ item: z.string(), qty: z.number().nullable() })).min(1),
  address: z.object({ zip: z.string().regex(/^\d{5}$/) }),
});
const valibot = v.object({
  name: v.pipe(v.string(), v.minLength(2), v.maxLength(20)),
  color: v.picklist(["red", "green"]),
  qty: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9)),
  note: v.optional(v.string()),
});
const arktype = type({
  name: "2 <= string <= 20",
  color: "'red' | 'green'",
  "qty?": "1 <= number.integer <= 9",
});

Deno.test("the values of zod, valibot and arktype flow through, and wrong names do not compile", () => {
  const one = schemaDocument(zod, {
    name: "order",
    buttons: [{ title: "Save", sources: ["name", "lines"] }],
    validations: [{ holds: ({ qty, lines }) => lines.length <= qty }],
  });
  same<Values<typeof one>, z.input<typeof zod>>(true);
  schemaDocument(zod, {
    name: "order",
    // @ts-expect-error -- the schema has no such name
    buttons: [{ title: "Save", sources: ["thing"] }],
  });
  const value: Values<typeof one> = {
    name: "Tea",
    color: "red",
    qty: 1,
    agreed: true,
    lines: [],
    address: { zip: "12345" },
  };
  // @ts-expect-error -- no such color
  value.color = "blue";
  const two = schemaDocument(
    { ...toStandardJsonSchema(valibot) },
    { name: "order" },
  );
  same<Values<typeof two>, v.InferInput<typeof valibot>>(true);
  const three = schemaDocument(arktype, { name: "order" });
  same<Values<typeof three>, typeof arktype.inferIn>(true);
  equal([two.name, three.name], ["order", "order"]);
});

Deno.test("fields are made of what zod, valibot and arktype say of their schemas", () => {
  const shown = (fields: ReturnType<typeof fieldsOf>) =>
    Object.fromEntries(fields.map(({ id, title: _, ...rest }) => [id, rest]));
  const color = {
    type: "select",
    required: true,
    options: [{ name: "red", title: "red" }, { name: "green", title: "green" }],
  };
  equal(shown(fieldsOf(zod)), {
    name: {
      type: "string",
      required: true,
      min: 2,
      length: 20,
      pattern: "[\\s\\S]*(?:^[A-Z])[\\s\\S]*",
    },
    mail: { type: "email" },
    color,
    qty: { type: "integer", required: true, min: 1, max: 9 },
    agreed: { type: "bool" },
    lines: {
      type: "group",
      vector: true,
      min: 1,
      fields: [
        { id: "item", title: "Item", type: "string", required: true },
        { id: "qty", title: "Qty", type: "number", required: true },
      ],
    },
    address: {
      type: "group",
      fields: [{ id: "zip", title: "Zip", type: "string", required: true, pattern: "\\d{5}" }],
    },
  });
  equal(shown(fieldsOf(toStandardJsonSchema(valibot))), {
    name: { type: "string", required: true, min: 2, length: 20 },
    color,
    qty: { type: "integer", required: true, min: 1, max: 9 },
    note: { type: "string" },
  });
  const made = shown(fieldsOf(arktype));
  equal([made.name, made.qty], [
    { type: "string", required: true, min: 2, length: 20 },
    { type: "integer", min: 1, max: 9 },
  ]);
});

Deno.test("a form is checked by its schema, and what that finds stands at the rows of the form", async () => {
  const schema = zod.refine(({ qty, lines }) => lines.length <= qty, {
    path: ["lines"],
    message: "many",
  });
  const order = schemaDocument(schema, { name: "order" });
  const record = {
    name: "Tea",
    color: "red",
    qty: 1,
    agreed: true,
    lines: [{ item: "a", qty: 1 }, { item: "b", qty: 2 }],
    address: { zip: "12345" },
  };
  const filled = sheet(compiled(order), { record, mode: "edit" });
  equal(told(check(filled)), ["lines schema"]);
  filled.remove("lines", filled.rows("lines")[1]!);
  equal(told(check(filled)), []);
  const [key] = filled.rows("lines");
  filled.put(`lines/${key}/item`, undefined);
  equal(told(check(filled)), [`lines/${key}/item required`, `lines/${key}/item schema`]);

  const slow = z.object({
    name: z.string().refine((name) => Promise.resolve(name !== "tea"), "taken"),
  });
  const held = sheet(compiled(schemaDocument(slow, { name: "slow" })), { record: { name: "tea" } });
  const [found] = await checks(held);
  equal(found, { path: "name", code: "schema", message: "taken" });
  // Where an answer is wanted at once there is none.
  equal(told(check(held)), []);
});

Deno.test("a schema that offers no JSON Schema, or holds what no field does, is refused with its place", () => {
  throws(() => fieldsOf(valibot), FormError, "document");
  throws(() => fieldsOf(z.object({ due: z.date() })), FormError, "document");
  throws(() => fieldsOf(z.string()), FormError, "document");
  const { message } = throws(
    () => fieldsOf(z.object({ one: z.object({ two: z.union([z.string(), z.number()]) }) })),
    FormError,
    "document",
  );
  equal(message.includes('"one/two"'), true);
  const [field] = fieldsOf(z.object({ any: z.any() }), { any: { type: "string" } });
  equal(field?.type, "string");
});
