import { compiled, document, formPage, live, rule } from "../../../form/mod.ts";
import { postbackOf } from "../../../form/live/event/event.ts";
import type { Log, Plain } from "../../../n2o/mod.ts";
import { nitro } from "../../../mod.ts";
import { stage, visit } from "../../../nitro/testing.ts";
import { assert, equal } from "../../_support/assert.ts";
const { button, input, page, panel } = nitro;

const order = document({
  name: "order",
  fields: [
    { id: "item", title: "Item" },
    { id: "sum", title: "Sum", computed: rule('item + "!"') },
    { id: "locked", title: "Locked", disabled: true },
    { id: "secret", title: "Secret", access: ["boss"] },
    { id: "gone", title: "Gone", visible: rule('item = "show"') },
    { id: "unseen", title: "Unseen", hidden: true },
    { id: "color", title: "Color", type: "select", options: [{ name: "red", title: "Red" }] },
    { id: "count", title: "Count", type: "integer" },
    { id: "lines", title: "Lines", type: "table", fields: [{ id: "qty", type: "integer" }] },
  ],
  buttons: [{ name: "send", title: "Send" }],
});

const RECORD = { item: "tea", secret: "s3cret", locked: "l", lines: [{ qty: 1 }] };

/** Events that a page of the past, or of somebody else, could have sealed: for places that are not there, not for this person, or not now. */
const WRONG: readonly Readonly<Record<string, Plain>>[] = [
  ...[
    "sum",
    "locked",
    "secret",
    "gone",
    "unseen",
    "nothing",
    "lines",
    "lines/r9/qty",
    "lines/*/qty",
  ]
    .map((at) => ({ do: "enter", at })),
  ...["__proto__", "constructor", "a/__proto__/b", "", 7, null, "x".repeat(2_000)]
    .map((at) => ({ do: "type", at })),
  { do: "remove", at: "lines", key: "r9" },
  { do: "remove", at: "lines", key: "__proto__" },
  { do: "up", at: "item", key: "r1" },
  { do: "add", at: "item" },
  { do: "add", at: "secret" },
  { do: "copy", at: "lines" },
  { do: "page", at: "lines", to: 9 },
  { do: "page", at: "lines", to: 1.5 },
  { do: "sort", at: "lines" },
  { do: "button", at: 9 },
  { do: "step", to: 2, isChecked: false },
  { do: "side", at: 0, side: "theirs" },
  { do: "settle" },
  { do: "toString" },
  { do: "__proto__" },
  { do: "enter", at: "item", of: "another document" },
];

Deno.test("what a page could not have asked for is refused with its place, changes nothing, and is in the log", async () => {
  const form = live(order, { load: () => RECORD, submit: () => {} });
  const seal = (event: Readonly<Record<string, Plain>>): Plain => ({
    // As: of shapes that nobody makes.
    ...postbackOf("form_order", compiled(order as never), event as never) as Record<string, Plain>,
    ...event,
  });
  const lines: unknown[] = [];
  const log: Log = (_level, _message, details) => void lines.push(details?.error);
  const forging = page({
    title: "Forged",
    body: async () => [
      await form.body(),
      input({ id: "text", value: "forged", aria: { label: "Text" } }),
      panel({
        body: WRONG.map((event, at) =>
          button({ id: `forge-${at}`, body: "Forge", postback: seal(event), source: ["text"] })
        ),
      }),
    ],
    event: (event) => form.event(event),
    on: {},
  });
  await using people = stage(forging, { log });
  const eve = await people.visit();
  assert(!/s3cret|secret|wrap_unseen|unseen_order/i.test(eve.html), "it left the server");
  const before = eve.html.replace(/data-n2o="\w+"/, "");
  for (const [at, event] of WRONG.entries()) {
    await eve.click(eve.get(`#forge-${at}`));
    const said = lines.at(-1);
    equal([at, Reflect.get(Object(said), "name")], [at, "FormError"], JSON.stringify(event));
    equal([at, lines.length, eve.refused.length], [at, at + 1, at + 1]);
  }
  equal(eve.getByLabel("Item").value, "tea");
  assert(before.includes("lines_order_edit"));
});

Deno.test("a value of another type and a megabyte are errors at their fields, and nothing is sent", async () => {
  const sent: unknown[] = [];
  const tester = document({
    name: "tester",
    fields: [
      { id: "count", title: "Count", type: "integer", max: 9 },
      { id: "text", title: "Text" },
    ],
    buttons: [{ name: "send", title: "Send" }],
  });
  const tests = formPage({
    document: tester,
    mode: "create",
    submit: (values) => void sent.push(values),
  });
  await using eve = await visit(tests);
  await eve.fill(eve.getByLabel("Count"), "many");
  await eve.fill(eve.getByLabel("Text"), "x".repeat(100_000));
  await eve.click(eve.getByRole("button", { name: "Send" }));
  equal(sent, []);
  equal(eve.getByLabel("Count").getAttribute("aria-invalid"), "true");
  equal(eve.getByLabel("Text").getAttribute("aria-invalid"), "true");
  // More than a frame holds: the client gives it up, and the page goes on.
  await eve.fill(eve.getByLabel("Text"), "x".repeat(1_000_000));
  eve.fill(eve.getByLabel("Count"), "3");
  await eve.clock.advance(30_000);
  await eve.settled();
  await eve.fill(eve.getByLabel("Text"), "tea");
  await eve.click(eve.getByRole("button", { name: "Send" }));
  equal(sent, [{ count: 3, text: "tea" }]);
});
