/**
 * Builders of documents, for the types of fields that an application has.
 *
 * @module
 */
import { frozen } from "./declaration/frozen.ts";
import { FIELDS } from "./field/types.ts";
import { compile, type Compiled } from "./document/compile.ts";
import type { AnyDocument, FormDocument, Forms } from "./document/document.ts";
import type { Types } from "./document/values.ts";

/** What was made of each document. */
const ready = new WeakMap<AnyDocument, Compiled>();

/**
 * Builders of documents whose fields are of these types. To types of its own an application adds those that are there: `{ ...FIELDS, stars }`.
 *
 * @example
 * ```ts
 * import { FIELDS, forms } from "@n2o/n2o/form";
 *
 * const { document } = forms(FIELDS);
 * const order = document({ name: "order", fields: [{ id: "qty", required: true }] });
 * if (!Object.isFrozen(order.fields)) throw new Error("it can be changed");
 * ```
 */
export function forms<const T extends Types>(types: T): Forms<T> {
  return {
    types,
    document(declared) {
      const made = frozen(declared) as FormDocument<T, typeof declared.fields>; // as: frozen, it is what it was
      // As: whatever its own functions take, they take what it holds.
      ready.set(made as AnyDocument, compile(made as AnyDocument, types));
      return made;
    },
    field: (declared) => frozen(declared),
  };
}

const builtIn: Forms<typeof FIELDS> = forms(FIELDS);

/**
 * A document, with fields of the types that are there.
 *
 * @throws {FormError} `document` for two fields of one id, names that are none, a type, section or time zone that there is not,
 * an attribute that nobody knows
 * @example
 * ```ts
 * import { document, type Values } from "@n2o/n2o/form";
 *
 * const order = document({
 *   name: "order",
 *   fields: [{ id: "item", title: "Item", required: true }, { id: "qty", title: "Quantity" }],
 *   buttons: [{ name: "save", title: "Save", sources: ["item", "qty"] }],
 * });
 * const value: Values<typeof order> = { item: "tea", qty: "2" };
 * if (order.fields[0].id !== "item" || value.qty !== "2") throw new Error("misread");
 * ```
 */
export const document: Forms<typeof FIELDS>["document"] = builtIn.document;
/** A document made ready: one that came as JSON has fields of the types that are there, or of these. */
export function compiled(document: AnyDocument, types: Types = FIELDS): Compiled {
  const known = ready.get(document);
  if (known !== undefined) return known;
  const made = compile(document, types);
  ready.set(document, made);
  return made;
}
