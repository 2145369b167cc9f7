/**
 * A document as JSON Schema.
 *
 * @module
 */
import type { AnyDocument } from "../document/document.ts";
import type { Compiled, Node } from "../document/compile.ts";
import type { JsonSchema } from "../field/type.ts";
import { compiled } from "../forms.ts";

/**
 * The JSON Schema (draft 2020-12) of what a form of the document submits: it takes all that the form takes, and refuses other names, types and
 * what the declaration itself bounds. What hangs on other values (a rule) or on more than the form (a store, a function) no schema says.
 * A `bigint` is an integer there.
 *
 * @example
 * ```ts
 * import { document, schemaOf } from "@n2o/n2o/form";
 *
 * const order = document({ name: "order", fields: [{ id: "item", required: true, length: 9 }, { id: "note" }] });
 * const { properties, required } = schemaOf(order);
 * if (JSON.stringify(required) !== '["item"]' || JSON.stringify(properties).includes("qty")) throw new Error("misread");
 * ```
 */
export function schemaOf(document: AnyDocument): JsonSchema {
  const made = compiled(document), { name, title } = document;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: typeof title === "string" ? title : name,
    ...objectOf(made, made.children),
  };
}

function objectOf(made: Compiled, children: ReadonlyMap<string, Node>): JsonSchema {
  const properties: [string, JsonSchema][] = [], required: string[] = [];
  for (const [id, node] of children) {
    if (node.type.holds === false) continue;
    properties.push([id, { ...described(node), ...valueOf(made, node) }]);
    if (isSure(made, node)) required.push(id);
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...required.length > 0 && { required },
    additionalProperties: false,
  };
}

function valueOf(made: Compiled, node: Node): JsonSchema {
  const { field, type, children, isRepeated } = node;
  if (children.size === 0) return type.schema(field, made.typeOf);
  const inner = objectOf(made, children), { min, max } = field;
  if (!isRepeated) return inner;
  return {
    type: "array",
    items: inner,
    ...typeof min === "number" && { minItems: min },
    ...typeof max === "number" && { maxItems: max },
  };
}

function described({ field: { title, desc, computed, disabled } }: Node): JsonSchema {
  return {
    ...typeof title === "string" && { title },
    ...typeof desc === "string" && { description: desc },
    ...(computed !== undefined || disabled === true) && { readOnly: true },
  };
}

/** Whether a field has a value whatever the others hold: what can be hidden is left out, and what nobody can fill in may be empty. */
function isSure({ document: { sections = [] } }: Compiled, node: Node): boolean {
  const { field, section } = node;
  const place = sections.find(({ id }, at) => section === (id ?? String(at + 1)));
  const isAlways = (visible: unknown) => visible === undefined || visible === true;
  const isOpen = field.access === undefined && place?.access === undefined;
  return field.required === true && isAlways(field.visible) && isAlways(place?.visible) && isOpen &&
    field.hidden !== true && field.computed === undefined &&
    (field.disabled === undefined || field.disabled === false);
}
