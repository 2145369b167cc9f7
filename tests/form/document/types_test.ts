import { document, FormError, type Values } from "../../../form/mod.ts";
import { equal, throws } from "../../_support/assert.ts";

Deno.test("names that a document does not have do not compile", () => {
  document({
    name: "order",
    fields: [{ id: "item" }],
    // @ts-expect-error -- no field is called so
    buttons: [{ title: "Save", sources: ["thing"] }],
  });
  const elsewhere = () =>
    document({
      name: "order",
      fields: [{ id: "item" }],
      // @ts-expect-error -- no place is called so
      validations: [{ for: "thing", holds: () => true }],
    });
  throws(elsewhere, FormError, "document");
  const order = document({
    name: "order",
    fields: [{ id: "item", required: true }, { id: "note" }],
  });
  const value: Values<typeof order> = { item: "tea" };
  // @ts-expect-error -- what is required is there
  const without: Values<typeof order> = { note: "hot" };
  equal([value.item, without.note], ["tea", "hot"]);
});
