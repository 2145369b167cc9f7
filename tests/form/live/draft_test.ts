import { document, formPage, rule } from "../../../form/mod.ts";
import { drafts, records } from "../../../host/form/mod.ts";
import { kvs } from "../../../mod.ts";
import { stage } from "../../../nitro/testing.ts";
import { equal } from "../../_support/assert.ts";

const client = document({
  name: "client",
  title: "Client",
  version: 1,
  fields: [
    { id: "name", title: "Name", required: true },
    { id: "city", title: "City" },
    { id: "phone", title: "Telephone" },
    { id: "greeting", title: "Greeting", computed: rule('"Dear " + name') },
  ],
  buttons: [{ name: "save", title: "Save", class: "sgreen" }],
});

interface Client {
  readonly id: string;
  readonly name: string;
  readonly city?: string;
  readonly phone?: string;
}

function office({ isDrafted = true } = {}) {
  const kv = kvs.memoryKv(), table = kvs.table<Client>("client");
  const store = records(kv, table), kept = drafts(kv);
  const page = formPage({ document: client, records: store, ...isDrafted && { drafts: kept } });
  return { kv, store, kept, page, routes: { "/clients/*": page } };
}

const ANN = { user: "ann", path: "/clients/7" };

Deno.test("a draft is saved while a person pauses, and is there after a reload; saved, it is gone", async () => {
  const { kv, store, routes } = office();
  await store.save("7", { name: "Acme", city: "Kyiv" }, null);
  await using people = stage(routes);
  const ann = await people.visit(ANN);
  await ann.fill(ann.getByLabel("Name"), "Globex");
  await ann.focus(ann.getByLabel("City"));
  equal(await kvs.kvs(kv).count("n2o_draft"), 0);
  await people.clock.advance(1_000);
  equal(await kvs.kvs(kv).count("n2o_draft"), 1);
  await ann.reload();
  ann.getByText("This is your draft: what you entered before and did not send.");
  equal(ann.getByLabel("Name").value, "Globex");
  equal(ann.getByLabel("Greeting").value, "Dear Globex");
  await ann.click(ann.getByRole("button", { name: "Save" }));
  equal((await store.load("7"))?.value, {
    name: "Globex",
    city: "Kyiv",
    greeting: "Dear Globex",
  });
  equal(await kvs.kvs(kv).count("n2o_draft"), 0);
  equal(ann.flashes, ["Saved"]);
  kv.close();
});

Deno.test("a draft that is not saved yet is, when the page is left; given up, the record is back", async () => {
  const { kv, store, routes } = office();
  await store.save("7", { name: "Acme" }, null);
  await using people = stage(routes);
  const ann = await people.visit(ANN);
  await ann.fill(ann.getByLabel("City"), "Lviv");
  await ann.focus(ann.getByLabel("Name"));
  await ann.reload();
  equal(ann.getByLabel("City").value, "Lviv");
  await ann.click(ann.getByRole("button", { name: "Discard my draft" }));
  equal(ann.getByLabel("City").value, "");
  // The button is gone, and the keyboard is where the form begins.
  equal(ann.focused.id, ann.getByLabel("Name").id);
  await ann.reload();
  equal(ann.getByLabel("City").value, "");
  equal(await kvs.kvs(kv).count("n2o_draft"), 0);
  kv.close();
});

Deno.test("a draft of a record that moved on is shown, and taken or not as the person says", async () => {
  const { kv, store, routes } = office();
  await store.save("7", { name: "Acme", city: "Kyiv" }, null);
  await using people = stage(routes);
  const ann = await people.visit(ANN);
  await ann.fill(ann.getByLabel("Name"), "Globex");
  await ann.focus(ann.getByLabel("City"));
  await people.clock.advance(1_000);
  const { version = "" } = await store.load("7") ?? {};
  await store.save("7", { name: "Acme", city: "Odesa" }, version);
  await ann.reload();
  equal(ann.getByLabel("Name").value, "Acme");
  equal(ann.getByLabel("City").value, "Odesa");
  const row = ann.getByRole("row", { name: /Name/ });
  equal(ann.within(row).getAllByRole("cell").map((each) => each.textContent), ["Acme", "Globex"]);
  await ann.click(ann.getByRole("button", { name: "Use my draft" }));
  equal(ann.getByLabel("Name").value, "Globex");
  equal(ann.getByLabel("City").value, "Odesa");
  await ann.click(ann.getByRole("button", { name: "Save" }));
  equal((await store.load("7"))?.value, {
    name: "Globex",
    city: "Odesa",
    greeting: "Dear Globex",
  });
  kv.close();
});

Deno.test("what was typed survives a lost socket without any draft, and another person sees none of it", async () => {
  const { kv, store, routes } = office({ isDrafted: false });
  await store.save("7", { name: "Acme" }, null);
  await using people = stage(routes);
  const ann = await people.visit(ANN), bob = await people.visit({ ...ANN, user: "bob" });
  await ann.fill(ann.getByLabel("City"), "Lviv");
  await ann.focus(ann.getByLabel("Name"));
  await ann.lose();
  await ann.fill(ann.getByLabel("Telephone"), "12");
  await ann.focus(ann.getByLabel("City"));
  await ann.regain();
  await people.clock.advance(10_000);
  await ann.settled();
  equal(ann.status, "online");
  equal(ann.getByLabel("City").value, "Lviv");
  equal(ann.getByLabel("Telephone").value, "12");
  equal(bob.getByLabel("City").value, "");
  await ann.click(ann.getByRole("button", { name: "Save" }));
  equal((await store.load("7"))?.value, {
    name: "Acme",
    city: "Lviv",
    phone: "12",
    greeting: "Dear Acme",
  });
  kv.close();
});

Deno.test("a wizard whose draft is given up begins anew, in the address too", async () => {
  using kv = kvs.memoryKv();
  const trip = document({
    name: "trip",
    steps: true,
    sections: [{ id: "who", name: "Who" }, { id: "when", name: "When" }],
    fields: [{ id: "name", sec: "who", title: "Name" }, { id: "day", sec: "when", title: "Day" }],
    buttons: [{ name: "book", title: "Book" }],
  });
  const page = formPage({ document: trip, mode: "create", drafts: drafts(kv), submit() {} });
  await using people = stage({ "/trip": page });
  const ann = await people.visit({ user: "ann", path: "/trip" });
  await ann.fill(ann.getByLabel("Name"), "Ann");
  await ann.click(ann.getByRole("button", { name: "Next" }));
  await ann.fill(ann.getByLabel("Day"), "Monday");
  await ann.press("Tab");
  await ann.reload();
  equal([ann.path, ann.getByLabel("Day").value], ["/trip?step=2", "Monday"]);
  await ann.click(ann.getByRole("button", { name: "Discard my draft" }));
  equal([ann.path, ann.getByLabel("Name").value], ["/trip?step=1", ""]);
  equal(ann.focused.id, ann.getByLabel("Name").id);
});
