import { document, formPage, rule } from "../../../form/mod.ts";
import { drafts } from "../../../host/form/mod.ts";
import { kvs } from "../../../mod.ts";
import { stage } from "../../../nitro/testing.ts";
import { equal } from "../../_support/assert.ts";

const trip = document({
  name: "trip",
  title: "Trip",
  steps: true,
  sections: [
    { id: "who", name: "Who" },
    { id: "visa", name: "Visa", visible: rule('country != "UA"') },
    { id: "when", name: "When" },
  ],
  fields: [
    { id: "name", title: "Name", sec: "who", required: true },
    { id: "country", title: "Country", sec: "who", default: "UA" },
    { id: "passport", title: "Passport", sec: "visa", required: true },
    { id: "days", title: "Days", type: "integer", sec: "when", required: true, min: 1 },
  ],
  buttons: [{ name: "book", title: "Book", class: "sgreen" }],
});

function bureau() {
  const kv = kvs.memoryKv(), booked: unknown[] = [];
  const page = formPage({
    document: trip,
    mode: "create",
    drafts: drafts(kv),
    submit: (values) => void booked.push(values),
  });
  return { kv, booked, people: stage({ "/trip": page }) };
}

Deno.test("a step is checked on next, back keeps all, one that is not there is skipped, and a last page shows all", async () => {
  const { booked, people } = bureau();
  await using _ = people;
  const ann = await people.visit({ user: "ann", path: "/trip" });
  const press = (name: string) => ann.click(ann.getByRole("button", { name }));
  equal(ann.path, "/trip?step=1");
  await press("Next");
  equal(ann.path, "/trip?step=1");
  equal(ann.focused.id, "name_trip_create");
  await ann.fill(ann.getByLabel("Name"), "Ann");
  await press("Next");
  equal(ann.path, "/trip?step=3");
  await press("Back");
  equal(ann.getByLabel("Name").value, "Ann");
  await ann.fill(ann.getByLabel("Country"), "DE");
  await press("Next");
  equal(ann.path, "/trip?step=2");
  await ann.fill(ann.getByLabel("Passport"), "X1");
  await press("Next");
  await ann.fill(ann.getByLabel("Days"), "0");
  await press("Next");
  equal(ann.path, "/trip?step=3");
  await ann.fill(ann.getByLabel("Days"), "5");
  await press("Next");
  equal(ann.path, "/trip?step=4");
  ann.getByText("X1");
  equal(booked, []);
  await press("Book");
  equal(booked, [{ name: "Ann", country: "DE", passport: "X1", days: 5 }]);
});

Deno.test("the browser's back leads to the step before, a reload stays, and no address skips what is wrong", async () => {
  const { people } = bureau();
  await using _ = people;
  const ann = await people.visit({ user: "ann", path: "/trip?step=4" });
  equal(ann.path, "/trip?step=1");
  await ann.fill(ann.getByLabel("Name"), "Ann");
  await ann.click(ann.getByRole("button", { name: "Next" }));
  await ann.fill(ann.getByLabel("Days"), "5");
  // The control is not left: what is typed is heard all the same.
  await people.clock.advance(500);
  await ann.reload();
  equal([ann.path, ann.getByLabel("Days").value], ["/trip?step=3", "5"]);
  await ann.click(ann.getByRole("button", { name: "Next" }));
  equal(ann.path, "/trip?step=4");
  await ann.back();
  equal([ann.path, ann.getByLabel("Days").value], ["/trip?step=3", "5"]);
  await ann.lose();
  await ann.regain();
  await people.clock.advance(10_000);
  await ann.settled();
  equal([ann.path, ann.getByLabel("Days").value], ["/trip?step=3", "5"]);
});
