import { document, FormError, formPage, live } from "../../../form/mod.ts";
import { options } from "../../../host/form/mod.ts";
import { Upload } from "../../../n2o/file/mod.ts";
import { kvs, n2o, nitro } from "../../../mod.ts";
import { stage, type TestPage, visit } from "../../../nitro/testing.ts";
import { assert, equal } from "../../_support/assert.ts";

const press = (page: TestPage, name: string | RegExp) =>
  page.click(page.getByRole("button", { name }));

Deno.test("rows are added, filled in, copied, moved and removed, and nothing that was typed moves away from its row", async () => {
  const bill = document({
    name: "bill",
    fields: [{
      id: "lines",
      title: "Lines",
      type: "table",
      fields: [{ id: "item", title: "Item", required: true }, {
        id: "qty",
        title: "Quantity",
        type: "integer",
      }],
    }],
    buttons: [{ name: "send", title: "Send" }],
  });
  const sent: unknown[] = [];
  const page = formPage({ document: bill, mode: "create", submit: (v) => void sent.push(v) });
  await using shown = await visit(page);
  const items = () => shown.getAllByRole("textbox", { name: "Item" });
  for (const item of ["a", "b", "c"]) {
    await press(shown, "Add: Lines");
    equal(shown.focused.getAttribute("id"), items().at(-1)?.id);
    await shown.fill(shown.focused, item);
  }
  await press(shown, /Move .*3 up/);
  equal(items().map((each) => each.value), ["a", "c", "b"]);
  await press(shown, /Copy .*1/);
  equal(items().map((each) => each.value), ["a", "a", "c", "b"]);
  await press(shown, /Remove .*2/);
  equal(items().map((each) => each.value), ["a", "c", "b"]);
  await shown.fill(items()[1] ?? shown.focused, "");
  await press(shown, "Send");
  equal(sent, []);
  equal(shown.focused.id, items()[1]?.id);
  await shown.fill(shown.focused, "see");
  await press(shown, "Send");
  equal(sent, [{ lines: [{ item: "a" }, { item: "see" }, { item: "b" }] }]);
});

Deno.test("two presses of one button carry out one submit, also while the first is under way", async () => {
  const gate = Promise.withResolvers<void>(), events: string[] = [];
  const note = document({
    name: "note",
    fields: [{ id: "text", title: "Text" }],
    buttons: [{ name: "send", title: "Send" }],
  });
  const page = formPage({
    document: note,
    mode: "create",
    async submit(_values, { event }) {
      events.push(event);
      await gate.promise;
    },
  });
  await using shown = await visit(page);
  await shown.fill(shown.getByLabel("Text"), "one");
  const first = press(shown, "Send"), second = press(shown, "Send");
  gate.resolve();
  await first;
  await second;
  equal(events.length, 1);
  await press(shown, "Send");
  equal(events.length, 1);
  await shown.fill(shown.getByLabel("Text"), "two");
  await press(shown, "Send");
  equal(new Set(events).size, 2);
});

Deno.test("a submit that fails saves nothing, keeps all, and is carried out when it is pressed again", async () => {
  let isDown = true;
  const sent: unknown[] = [];
  const note = document({
    name: "note",
    fields: [{ id: "text", title: "Text" }, { id: "code", title: "Code" }],
    buttons: [{ name: "send", title: "Send" }],
  });
  const page = formPage({
    document: note,
    mode: "create",
    submit(values) {
      if (isDown) throw new Error("the store is away");
      if (values.code !== "7") return [{ path: "code", code: "taken", message: "Another code." }];
      sent.push(values);
      return undefined;
    },
    done: () => nitro.redirect("/thanks"),
  });
  await using people = stage({ "/": page, "/thanks": nitro.page({ title: "Thanks", body: "" }) });
  const shown = await people.visit();
  await shown.fill(shown.getByLabel("Text"), "one");
  await press(shown, "Send");
  equal([shown.refused.length, shown.getByLabel("Text").value], [1, "one"]);
  isDown = false;
  await press(shown, "Send");
  equal([shown.focused.id, sent.length], ["code_note_create", 0]);
  shown.getByText("Another code.");
  await shown.fill(shown.getByLabel("Code"), "7");
  await press(shown, "Send");
  equal([sent, shown.path], [[{ text: "one", code: "7" }], "/thanks"]);
});

Deno.test("a lookup finds what is in a feed of the store, and what is chosen is sent", async () => {
  using kv = kvs.memoryKv();
  const db = kvs.kvs(kv);
  for (const name of ["Acme", "Globex", "Initech"]) await db.append({ id: name, name }, "/clients");
  const source = "/clients",
    item = ({ id, name }: { id: string; name: string }) => ({ id, text: name });
  const order = document({
    name: "order",
    fields: [{ id: "client", title: "Client", type: "comboLookup", bind: "/clients" }],
    buttons: [{ name: "send", title: "Send" }],
  });
  const sent: unknown[] = [];
  const page = formPage({
    document: order,
    mode: "create",
    options: options(kv, { [source]: { source, item } }),
    submit: (values) => void sent.push(values),
  });
  await using shown = await visit(page);
  await shown.type(shown.getByRole("combobox"), "glo");
  await shown.clock.advance(1_000);
  await shown.click(await shown.findByRole("option", { name: "Globex" }));
  await press(shown, "Send");
  equal(sent, [{ client: { id: "Globex", text: "Globex" } }]);
});

Deno.test("a file that this page began to upload becomes a value of its field; of another kind, it is removed and said", async () => {
  const letter = document({
    name: "letter",
    fields: [{ id: "scan", title: "Scan", type: "file", accept: "image/*" }],
    buttons: [{ name: "send", title: "Send" }],
  });
  const removed: string[] = [], sent: unknown[] = [];
  let isKept = false;
  const form = live(letter, {
    mode: "create",
    files: {
      stat: (place) =>
        place === "p1" && isKept ? { name: "a.png", size: 9, type: "image/png" } : undefined,
      remove: (place) => void removed.push(place),
    },
    submit: (values) => void sent.push(values),
  });
  const file = { owner: "user/ann", name: "a.png", size: 9, type: "image/png", meta: "scan" };
  const told = (id: string, more: object) =>
    form.event(new Upload({ ...file, id, status: "begun", place: "", ...more }));
  const page = nitro.page({
    title: "Letter",
    body: async () => [await form.body(), nitro.button({ id: "go", body: "Go", postback: "go" })],
    async event(event) {
      if (await form.event(event)) return;
      if (event !== "go") return;
      await told("1", {});
      await told("1", { status: "done", place: "p1" });
      // One of another tab, one of another kind, and one for what is no field of files.
      await told("2", { status: "done", place: "p2" });
      await told("3", {});
      await told("3", { status: "done", place: "p3", name: "a.exe", type: "application/x-exe" });
      equal(await told("4", { meta: "nothing" }), false);
    },
  });
  await using shown = await visit(page, { user: "ann" });
  await press(shown, "Go");
  equal(removed, ["p3"]);
  equal(shown.flashes.length, 1);
  // It has gone from where it lay.
  await press(shown, "Send");
  equal(sent, []);
  isKept = true;
  await press(shown, "Send");
  equal(sent, [{ scan: [{ id: "p1", name: "a.png", size: 9, type: "image/png" }] }]);
});

Deno.test("a record that is not there is a page that is not there, and roles of a session decide what is shown", async () => {
  const secret = document({
    name: "secret",
    fields: [{ id: "open", title: "Open" }, {
      id: "pay",
      title: "Pay",
      access: { read: ["boss"] },
    }],
    buttons: [{ name: "save", title: "Save" }],
  });
  const page = formPage({
    document: secret,
    load: () => nitro.qp() === "7" ? { open: "o", pay: "9000" } : undefined,
    submit: () => {},
  });
  await using people = stage({ "/r/*": page });
  const clerk = await people.visit({ user: "clerk", path: "/r/7" });
  assert(!clerk.html.includes("9000"));
  const boss = await people.visit({ user: "boss", roles: ["boss"], path: "/r/7" });
  assert(boss.html.includes("9000"));
  const error = await people.visit({ user: "clerk", path: "/r/8" }).catch((error) => error);
  assert(error instanceof Error || !String(error.html).includes("wrap_"));
  assert(FormError.name === "FormError" && typeof n2o.user === "function");
});
