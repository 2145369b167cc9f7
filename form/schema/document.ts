/**
 * A document of which a schema is the declaration.
 *
 * @module
 */
import type { Body } from "../../nitro/mod.ts";
import type { Access, Button, Section, StepWizard } from "../declaration/attributes.ts";
import type { Messages } from "../declaration/message.ts";
import type { InputOf, StandardSchema } from "../../base/standard.ts";
import type { AnyField } from "../declaration/field.ts";
import type { AnyDocument, Validation } from "../document/document.ts";
import { document } from "../forms.ts";
import { type FieldChanges, fieldsOf } from "./fields.ts";

/** A document that was made of a schema: `Values` of it are what the schema takes. */
export interface SchemaDocument<S extends StandardSchema = StandardSchema>
  extends Omit<AnyDocument, "schema"> {
  /** The schema: the form is checked by it. */
  readonly schema: S;
}

/** What a document has beside its schema. */
export interface SchemaOptions<S extends StandardSchema> {
  /** Its name: part of the ids of what it renders, and of its drafts. */
  readonly name: string;
  /** See the attributes of a document. */
  readonly base?: string;
  /** See the attributes of a document. */
  readonly version?: string | number;
  /** What the form is called. */
  readonly title?: Body;
  /** The sections that it is parted into, in their order; a field that names none stands in the first. */
  readonly sections?: readonly Section[];
  /** Its buttons: their sources are names of the schema. */
  readonly buttons?: readonly Button<keyof InputOf<S> & string>[];
  /** Who may see and change it. */
  readonly access?: Access;
  /** Whether it is a wizard. */
  readonly steps?: StepWizard | true;
  /** Rules between its values, beside those of the schema. */
  readonly validations?: readonly Validation<string, InputOf<S>>[];
  /** What is said where something is wrong. */
  readonly messages?: Messages;
  /** What is otherwise of its fields than the schema says, by their paths. */
  readonly fields?:
    & { readonly [Id in keyof InputOf<S> & string]?: FieldChanges[string] }
    & FieldChanges;
}

/**
 * A document whose fields are those of a schema of zod, valibot, arktype or another library that knows Standard Schema and offers a JSON
 * Schema, and whose values are checked by it.
 *
 * @throws {FormError} `document`, as {@linkcode fieldsOf} does
 * @example
 * ```ts
 * import { schemaDocument, type StandardSchema, type Values } from "@n2o/n2o/form";
 *
 * // What a library makes.
 * const schema: StandardSchema<{ item: string }> = {
 *   "~standard": {
 *     version: 1,
 *     vendor: "own",
 *     validate: (value) => ({ value: value as { item: string } }),
 *     jsonSchema: {
 *       input: () => ({ type: "object", properties: { item: { type: "string" } }, required: ["item"] }),
 *       output: () => ({}),
 *     },
 *   },
 * };
 * const order = schemaDocument(schema, { name: "order", fields: { item: { title: "What" } } });
 * const value: Values<typeof order> = { item: "tea" };
 * if (order.fields[0]?.title !== "What" || value.item !== "tea") throw new Error("misread");
 * ```
 */
export function schemaDocument<S extends StandardSchema>(
  schema: S,
  { fields = {}, ...rest }: SchemaOptions<S>,
): SchemaDocument<S> {
  const made: readonly AnyField[] = fieldsOf(schema, fields);
  const declared = { ...rest, schema, fields: made };
  // As: the ids are names of the schema, which the compiler does not find in fields that are made as the program runs.
  return document(declared as never) as unknown as SchemaDocument<S>;
}
