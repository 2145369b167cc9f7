import { document, formPage } from "../../../form/mod.ts";
import { atom, heart, type Log, server, tuple } from "../../../n2o/mod.ts";
import { nitro } from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { Client, pickleOf } from "./client.ts";

const order = document({
  name: "order",
  fields: [
    { id: "item", title: "Item", required: true },
    { id: "price", title: "Price", type: "money", curr: "UAH" },
    { id: "lines", title: "Lines", type: "table", fields: [{ id: "qty", type: "integer" }] },
  ],
  buttons: [{ name: "send", title: "Send" }],
});

Deno.test("a form goes on where its host forgets the connection after each message, without any draft", async () => {
  const sent: unknown[] = [], errors: unknown[] = [];
  const log: Log = (_level, message, details) => void errors.push(message, details?.error);
  const page = formPage({ document: order, mode: "create", submit: (v) => void sent.push(v) });
  const host = new Client(
    server({
      secret: "sixteen or more random characters",
      routes: { "/": page },
      protocols: [heart, nitro],
      log,
    }),
    true,
  );
  const first = await host.say(tuple(atom("hello"), 1, "", "a-page-of-a-test"));
  const item = "item_order_create", price = "price_order_create", add = "lines_order_create-add";
  await host.event(item, pickleOf(first, item), [tuple(item, "tea")]);
  await host.event(price, pickleOf(first, price), [tuple(price, "12.50")]);
  const added = await host.event(add, pickleOf(first, add));
  const qty = "lines/r1/qty_order_create";
  await host.event(qty, pickleOf(added, qty), [tuple(qty, "3")]);
  await host.event("send_order_create", pickleOf(first, "send_order_create"));
  // The second of two clicks.
  await host.event("send_order_create", pickleOf(first, "send_order_create"));
  equal(errors, []);
  equal(sent, [{ item: "tea", price: { minor: 1250n, currency: "UAH" }, lines: [{ qty: 3 }] }]);
});
