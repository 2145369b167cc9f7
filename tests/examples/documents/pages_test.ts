import { SUBJECTS } from "../../../examples/documents/subjects.ts";
import type { Lang } from "../../../examples/documents/page.ts";
import { FIELDS } from "../../../form/mod.ts";
import { kvs } from "../../../mod.ts";
import { memorySink } from "../../../n2o/file/mod.ts";
import { type Stage, stage, type TestPage } from "../../../nitro/testing.ts";
import { assert, equal } from "../../_support/assert.ts";

/** The pages of a language, on a store of their own. */
async function pages(lang: Lang = "en"): Promise<Stage> {
  const kv = kvs.memoryKv(), sink = memorySink();
  const all = SUBJECTS.map(async ({ path, page }) =>
    [`/${path}`, await page({ kv, sink, lang })] as const
  );
  return stage(Object.fromEntries(await Promise.all(all)));
}

const press = (page: TestPage, name: string) => page.click(page.getByRole("button", { name }));
/** Fills in a control, and leaves it. */
async function fill(page: TestPage, label: string, text: string): Promise<void> {
  await page.fill(page.getAllByLabel(label).at(-1) ?? page.getByLabel(label), text);
  await page.press("Tab");
}

Deno.test("the gallery of forms has a field of every type that there is", async () => {
  await using s = await pages();
  const { html } = await s.visit({ path: "/types" });
  equal(Object.keys(FIELDS).filter((name) => !html.includes(`id="wrap_${name}_all_create"`)), []);
});

Deno.test("the gallery of forms: what follows from a choice is there at once", async () => {
  await using s = await pages();
  const ann = await s.visit({ path: "/rules" });
  const carriers = () => ann.all(".n2o-choices label").map(({ textContent }) => textContent.trim());
  equal(carriers(), ["Post"]);
  equal(ann.queryByLabel("Worth"), undefined);
  await ann.choose(ann.getByLabel("Kind"), "Parcel");
  equal(carriers(), ["Post", "Courier", "Truck"]);
  ann.getByLabel("To the driver");
  await ann.check(ann.getByLabel("Insured"));
  await fill(ann, "How many", "3");
  equal(ann.getByLabel("In all, g").value, "60");
  await fill(ann, "Weight, g", "501");
  await ann.check(ann.getByLabel("Truck"));
  await press(ann, "Send");
  equal(ann.focused.id, "worth_parcel_create");
  await ann.choose(ann.getByLabel("Kind"), "Letter");
  await press(ann, "Send");
  // A letter has less weight, and no truck carries it.
  assert(ann.html.includes("At most 500."), ann.show());
  equal(carriers(), ["Post"]);
});

Deno.test("the gallery of forms: what is wrong is said in the words of its field, in both languages", async () => {
  for (
    const [lang, taken] of [["en", "This is taken already."], ["uk", "Це вже зайнято."]] as const
  ) {
    await using s = await pages(lang);
    const ann = await s.visit({ path: "/checks" });
    await ann.fill(ann.get("#login_account_create"), "admin");
    await ann.fill(ann.get("#email_account_create"), "ann@example.com");
    await ann.fill(ann.get("#iban_account_create"), "GB82 WEST 1234 5698 7654 33");
    await ann.fill(ann.get("#secret_account_create"), "my admin word");
    await ann.click(ann.get("#open_account_create"));
    equal(ann.all("#form_account-errors li").length, 3, ann.show());
    assert(ann.html.includes(taken), ann.show());
  }
});

Deno.test("the gallery of forms: a line more changes the total, and two of one name are refused", async () => {
  await using s = await pages();
  const ann = await s.visit({ path: "/rows" });
  equal(ann.getByLabel("Total").value, "182");
  await press(ann, "Add: Lines");
  await ann.fill(ann.focused, "Tea");
  await fill(ann, "Price", "8");
  equal(ann.getByLabel("Total").value, "190");
  await press(ann, "Send");
  assert(ann.html.includes("each may be there once"), ann.show());
});

Deno.test("the gallery of forms: a wizard skips what is not there, and its draft is there again", async () => {
  await using s = await pages();
  const ann = await s.visit({ user: "ann", path: "/wizard" });
  await fill(ann, "Name", "Ann");
  await ann.check(ann.getByLabel("At home"));
  await press(ann, "Next");
  equal(ann.path, "/wizard?step=3");
  await fill(ann, "From", "2031-02-28");
  await ann.visit("/own");
  const again = await s.visit({ user: "ann", path: "/wizard?step=3" });
  equal(again.getByLabel("From").value, "2031-02-28");
  await press(again, "Next");
  await press(again, "Book");
  equal(again.flashes, ["Saved"]);
});

Deno.test("the gallery of forms: of two editors the second is asked, and other pages do what they say", async () => {
  await using s = await pages();
  const ann = await s.visit({ user: "ann", path: "/client/7" });
  const bob = await s.visit({ user: "bob", path: "/client/7" });
  await fill(ann, "City", "Odesa");
  await press(ann, "Save");
  await fill(bob, "City", "Dnipro");
  await press(bob, "Save");
  equal(bob.focused.id, "form_client-clash");
  const own = await s.visit({ path: "/own" });
  await fill(own, "What", "Tea");
  await fill(own, "Stars", "4");
  await press(own, "Send");
  equal(own.flashes, ["Tea: ★★★★☆"]);
  const schema = await s.visit({ path: "/schema" });
  await fill(schema, "Name", "A");
  await press(schema, "Book");
  equal(schema.focused.id, "name_booking_create");
  const modes = await s.visit({ path: "/modes" });
  await modes.click(modes.get("#go_book_edit_edit"));
  equal(modes.flashes, ["edit: all is right"]);
});
