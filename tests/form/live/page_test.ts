import { document, formPage, rule } from "../../../form/mod.ts";
import { visit } from "../../../nitro/testing.ts";
import { equal } from "../../_support/assert.ts";

const order = document({
  name: "order",
  title: "Order",
  fields: [
    { id: "item", title: "Item", required: true },
    { id: "qty", title: "Quantity", type: "integer", required: true, min: 1 },
    { id: "price", title: "Price", type: "number" },
    { id: "sum", title: "Sum", type: "number", computed: rule("qty * price") },
    { id: "note", title: "Note", visible: rule("qty > 10") },
  ],
  buttons: [{ name: "send", title: "Send", class: "sgreen" }],
});

Deno.test("a form is filled in, refused with its errors, put right and sent once", async () => {
  const sent: unknown[] = [];
  const page = formPage({
    document: order,
    mode: "create",
    submit: (values) => void sent.push(values),
  });
  await using shown = await visit(page);
  await shown.click(shown.getByRole("button", { name: "Send" }));
  equal(sent, []);
  equal(shown.focused.id, "item_order_create");
  await shown.fill(shown.getByLabel("Item"), "tea");
  await shown.fill(shown.getByLabel("Quantity"), "3");
  await shown.fill(shown.getByLabel("Price"), "1.5");
  await shown.click(shown.getByRole("button", { name: "Send" }));
  equal(sent, [{ item: "tea", qty: 3, price: 1.5, sum: 4.5 }]);
});
