import { document, formPage } from "../../../form/mod.ts";
import { records } from "../../../host/form/mod.ts";
import { kvs } from "../../../mod.ts";
import { stage, type TestPage } from "../../../nitro/testing.ts";
import { equal } from "../../_support/assert.ts";

const client = document({
  name: "client",
  fields: [
    { id: "name", title: "Name", required: true },
    { id: "city", title: "City" },
    { id: "phone", title: "Telephone" },
    { id: "salary", title: "Salary", type: "integer", access: ["boss"] },
  ],
  buttons: [{ name: "save", title: "Save", class: "sgreen" }],
});

async function fill(page: TestPage, title: string, text: string): Promise<void> {
  await page.fill(page.getByLabel(title), text);
}
const save = (page: TestPage) => page.click(page.getByRole("button", { name: "Save" }));

async function office() {
  const kv = kvs.memoryKv(), store = records(kv, kvs.table<{ id: string }>("client"));
  await store.save("7", { name: "Acme", city: "Kyiv", salary: 7, own: "kept" }, null);
  const people = stage({ "/clients/*": formPage({ document: client, records: store }) });
  const ann = await people.visit({ user: "ann", path: "/clients/7" });
  const bob = await people.visit({ user: "bob", path: "/clients/7", roles: ["boss"] });
  return { store, people, ann, bob };
}

Deno.test("what two people change at different places goes together by itself", async () => {
  const { store, people, ann, bob } = await office();
  await using _ = people;
  await fill(ann, "Name", "Globex");
  await fill(bob, "City", "Lviv");
  await fill(bob, "Salary", "9");
  await save(bob);
  await save(ann);
  // What Ann may not see is as Bob has put it, and what the document does not know is there still.
  equal((await store.load("7"))?.value, { name: "Globex", city: "Lviv", salary: 9, own: "kept" });
  equal(ann.getByLabel("City").value, "Lviv");
  equal(ann.flashes, ["Saved"]);
  equal(ann.queryByLabel("Salary"), undefined);
  if (ann.html.includes("salary")) throw new Error("Ann is told of salaries");
});

Deno.test("what both change is asked about in three columns, and holds as the person says", async () => {
  const { store, people, ann, bob } = await office();
  await using _ = people;
  await fill(bob, "Name", "Bobco");
  await fill(bob, "City", "Lviv");
  await fill(bob, "Telephone", "1");
  await save(bob);
  await fill(ann, "Name", "Annco");
  await fill(ann, "City", "Odesa");
  await save(ann);
  equal((await store.load("7"))?.value.name, "Bobco");
  equal(ann.focused.id, "form_client-clash");
  const rows = ann.getAllByRole("row").slice(1).map((row) => row.textContent);
  equal(rows, ["NameAcmeBobcoAnnco", "CityKyivLvivOdesa"]);
  await ann.check(ann.getByRole("radio", { name: /City.*Lviv/ }));
  await ann.click(ann.getByRole("button", { name: "Save what is chosen" }));
  equal((await store.load("7"))?.value, {
    name: "Annco",
    city: "Lviv",
    phone: "1",
    salary: 7,
    own: "kept",
  });
  equal(ann.getByLabel("City").value, "Lviv");
  equal(ann.getByLabel("Telephone").value, "1");
  equal(ann.queryByRole("radio"), undefined);
});

Deno.test("a third save while a person is asked is asked about as well", async () => {
  const { store, people, ann, bob } = await office();
  await using _ = people;
  await fill(bob, "Name", "Bobco");
  await save(bob);
  await fill(ann, "Name", "Annco");
  await save(ann);
  await fill(bob, "Name", "Bobbob");
  await save(bob);
  await ann.click(ann.getByRole("button", { name: "Save what is chosen" }));
  equal((await store.load("7"))?.value.name, "Bobbob");
  ann.getByRole("radio", { name: /Bobbob/ });
  await ann.click(ann.getByRole("button", { name: "Save what is chosen" }));
  equal((await store.load("7"))?.value.name, "Annco");
});
