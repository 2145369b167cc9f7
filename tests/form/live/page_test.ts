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

Deno.test("what the store found stands until its own field changes, what two fields say together goes with either", async () => {
  const stay = document({
    name: "stay",
    fields: [
      { id: "email", title: "E-mail", unique: true },
      { id: "from", title: "From", type: "integer" },
      { id: "to", title: "To", type: "integer" },
    ],
    validations: [{ for: "to", holds: rule<boolean>("from <= to"), msg: "Too early." }],
    buttons: [{ name: "send", title: "Send" }],
  });
  const sent: unknown[] = [];
  await using shown = await visit(formPage({
    document: stay,
    mode: "create",
    unique: (_path, value) => value !== "taken",
    submit: (values) => void sent.push(values),
  }));
  const invalid = () =>
    ["E-mail", "From", "To"].filter((title) =>
      shown.getByLabel(title).getAttribute("aria-invalid") === "true"
    );
  const leave = async (title: string, text: string) => {
    await shown.fill(shown.getByLabel(title), text);
    await shown.focus(shown.getByRole("button", { name: "Send" }));
  };
  await leave("E-mail", "taken");
  await leave("To", "1");
  await leave("From", "5");
  equal(invalid(), ["E-mail", "To"]);
  await shown.click(shown.getByRole("button", { name: "Send" }));
  equal(invalid(), ["E-mail", "To"]);
  await leave("From", "0");
  equal(invalid(), ["E-mail"]);
  await leave("E-mail", "free");
  equal(invalid(), []);
  await shown.click(shown.getByRole("button", { name: "Send" }));
  equal(sent, [{ email: "free", from: 0, to: 1 }]);
});
