import { document, formPage } from "../../../form/mod.ts";
import { type TestPage, visit } from "../../../nitro/testing.ts";
import { equal } from "../../_support/assert.ts";

const errors = (page: TestPage) =>
  [...page.html.matchAll(/<p class="n2o-error" id="(\w+)_join_create-error"[^>]*>([^<]*)/g)]
    .map(([, id, text]) => `${id}: ${text}`).filter((text) => !text.endsWith(": "));

const join = document({
  name: "join",
  fields: [
    { id: "login", title: "Login", unique: true, min: 2 },
    { id: "mail", title: "Mail", type: "email", unique: true },
    { id: "code", title: "Code" },
    { id: "note", title: "Note" },
  ],
  validations: [{
    for: "code",
    holds: async ({ code, note }) => (await Promise.resolve(code)) !== "7" || note === "seven",
    msg: "No such code.",
  }],
  buttons: [{ name: "send", title: "Send" }],
});

/** Fills in a field, and leaves it. */
async function entered(page: TestPage, label: string, text: string): Promise<void> {
  await page.fill(page.getByLabel(label), text);
  await page.press("Tab");
}

function page() {
  const sent: unknown[] = [], asked: string[] = [];
  const shown = formPage({
    document: join,
    mode: "create",
    unique: (path, value) => {
      asked.push(`${path} ${value}`);
      return value !== "ann" && value !== "a@b.co";
    },
    submit(values) {
      if (values.note === "bad") return [{ path: "note", code: "x", message: "Not this note." }];
      sent.push(values);
      return undefined;
    },
  });
  return { shown, sent, asked };
}

Deno.test("what a store says of a field is shown when the field is left, stays while others are filled in, and goes with the value", async () => {
  const { shown, asked } = page();
  await using person = await visit(shown);
  const fill = (label: string, text: string) => entered(person, label, text);
  await fill("Login", "ann");
  equal(errors(person), ["login: This is taken already."]);
  await fill("Note", "x");
  equal(errors(person), ["login: This is taken already."]);
  await fill("Mail", "a@b.co");
  equal(errors(person), ["login: This is taken already.", "mail: This is taken already."]);
  await fill("Login", "a");
  equal(errors(person), [
    "login: This is too short: at least 2 characters.",
    "mail: This is taken already.",
  ]);
  await fill("Login", "bob");
  await fill("Mail", "c@b.co");
  equal(errors(person), []);
  equal(asked.includes("login a"), false);
});

Deno.test("a check that answers later is asked when its field is left, and again as others change what it says", async () => {
  const { shown } = page();
  await using person = await visit(shown);
  const fill = (label: string, text: string) => entered(person, label, text);
  await fill("Code", "7");
  equal(errors(person), ["code: No such code."]);
  await fill("Note", "six");
  equal(errors(person), ["code: No such code."]);
  await fill("Note", "seven");
  equal(errors(person), []);
});

Deno.test("what a submit was refused for stays while other fields are changed, and is gone once it was carried out", async () => {
  const { shown, sent } = page();
  await using person = await visit(shown);
  const fill = (label: string, text: string) => entered(person, label, text);
  const send = () => person.click(person.getByRole("button", { name: "Send" }));
  await fill("Note", "bad");
  await fill("Login", "ann");
  await send();
  equal([errors(person), sent], [["login: This is taken already."], []]);
  await fill("Code", "5");
  equal(errors(person), ["login: This is taken already."]);
  await fill("Login", "bob");
  await send();
  await fill("Code", "6");
  equal([errors(person), sent], [["note: Not this note."], []]);
  await fill("Note", "good");
  equal(errors(person), []);
  await send();
  equal([errors(person), sent.length], [[], 1]);
});

Deno.test("a submit with something missing sums up all that is wrong, with links, also what only the server finds", async () => {
  const order = document({
    name: "order",
    fields: [
      { id: "client", title: "Client", required: true },
      { id: "mail", title: "Mail", type: "email" },
      { id: "lines", title: "Lines", type: "table", min: 1, fields: [{ id: "item" }] },
    ],
    buttons: [{ name: "send", title: "Send" }],
  });
  await using person = await visit(formPage({ document: order, mode: "create", submit: () => {} }));
  await entered(person, "Mail", "nobody");
  await person.click(person.getByRole("button", { name: "Send" }));
  equal(person.getAllByRole("link").map(({ textContent }) => textContent), [
    "Client: Fill this in.",
    "Mail: Enter an e-mail address, such as name@example.com.",
    "Lines: At least 1 is needed.",
  ]);
  equal(person.focused.id, "client_order_create");
});
