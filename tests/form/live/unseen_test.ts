import { type AnyField, compiled, document, formPage, rule, sheet } from "../../../form/mod.ts";
import { drafts, records, unique } from "../../../host/form/mod.ts";
import { kvs } from "../../../mod.ts";
import { stage, type TestPage, visit } from "../../../nitro/testing.ts";
import { assert, equal } from "../../_support/assert.ts";

/** What nobody but the boss, or nobody at all, is to see. */
const SECRET = "0f-secret", NEWER = "0f-secret-newer";
const UNSEEN: readonly Partial<AnyField>[] = [
  { access: ["boss"] },
  { hidden: true },
  { access: ["boss"], visible: rule('x = "show"') },
  { hidden: true, visible: rule('x = "show"') },
  { access: { read: ["boss"] }, visible: rule('x = "show"') },
];
const INDEXES = [{}, { index: "k" }];

interface Bill {
  readonly id: string;
  readonly [name: string]: unknown;
}

function bills(fields: readonly AnyField[], isDrafted = true) {
  const kv = kvs.memoryKv(), store = records(kv, kvs.table<Bill>("bill"));
  const bill = {
    name: "bill",
    fields: [{ id: "x", title: "X" }, { id: "y", title: "Y" }, ...fields],
    buttons: [{ name: "send", title: "Send" }],
  };
  const page = formPage({
    document: bill,
    records: store,
    ...isDrafted && { drafts: drafts(kv) },
  });
  return { kv, store, people: stage({ "/bills/*": page }) };
}

const ANN = { user: "ann", path: "/bills/7" };
const press = (page: TestPage, name: string | RegExp) =>
  page.click(page.getByRole("button", { name }));

Deno.test("what a person may not see stays out of the questions about two that changed a record, and out of the offer of a draft", async () => {
  for (const more of UNSEEN) {
    for (const index of INDEXES) {
      const { kv, store, people } = bills([
        { id: "cost", title: "Cost", ...more },
        {
          id: "lines",
          title: "Lines",
          type: "table",
          ...index,
          fields: [{ id: "k", title: "Key" }, { id: "price", title: "Price", ...more }],
        },
      ]);
      const was = { x: "a", cost: SECRET, lines: [{ k: "1", price: SECRET }, { k: "2" }] };
      await store.save("7", was, null);
      const ann = await people.visit(ANN);
      await press(ann, /Remove .*1/);
      await ann.fill(ann.getByLabel("X"), "b");
      await ann.focus(ann.getByLabel("Y"));
      await people.clock.advance(1_000);
      const { version = "" } = await store.load("7") ?? {};
      const theirs = { ...was, cost: NEWER, lines: [{ k: "1", price: NEWER }, { k: "2" }] };
      await store.save("7", theirs, version);
      await press(ann, "Send");
      ann.getByRole("button", { name: /Save/ });
      assert(!ann.html.includes(SECRET), ann.html);
      await ann.reload();
      ann.getByRole("button", { name: "Use my draft" });
      assert(!ann.html.includes(SECRET), ann.html);
      await people[Symbol.asyncDispose]();
      kv.close();
    }
  }
});

Deno.test("rows are not called by what a person may not see", async () => {
  for (const more of [{ access: ["boss"] }, { type: "password" }]) {
    const { kv, store, people } = bills([{
      id: "lines",
      title: "Lines",
      type: "table",
      index: "k",
      fields: [{ id: "k", ...more }, { id: "q", title: "Q" }],
    }]);
    const lines = [{ k: SECRET, q: "1" }, { k: NEWER, q: "2" }];
    await store.save("7", { x: "a", lines }, null);
    const ann = await people.visit(ANN);
    assert(!ann.html.includes(SECRET), ann.html);
    await press(ann, /Move .*2 up|Move.*up.*2/);
    await press(ann, "Send");
    assert(!ann.html.includes(SECRET), ann.html);
    equal((await store.load("7"))?.value, { x: "a", lines: lines.toReversed() });
    await people[Symbol.asyncDispose]();
    kv.close();
  }
});

Deno.test("a person who opens page after page is kept the forms that they filled in last", async () => {
  const { kv, store, people } = bills([], false);
  const pages: TestPage[] = [];
  for (let at = 0; at < 36; at++) {
    await store.save(String(at), { x: "a" }, null);
    const page = await people.visit({ user: "eve", path: `/bills/${at}` });
    await page.fill(page.getByLabel("X"), "typed");
    await page.focus(page.getByLabel("Y"));
    pages.push(page);
  }
  for (const [at, isKept] of [[0, false], [3, false], [20, true], [35, true]] as const) {
    const page = pages[at];
    assert(page !== undefined);
    await page.lose();
    await page.regain();
    await page.settled();
    equal([at, page.getByLabel("Y").value], [at, ""]);
    await page.fill(page.getByLabel("Y"), "more");
    await press(page, "Send");
    const { value = {} } = await store.load(String(at)) ?? {};
    equal([at, value.x], [at, isKept ? "typed" : "a"]);
  }
  await people[Symbol.asyncDispose]();
  kv.close();
});

Deno.test("a save takes nothing out of the record that this person may not see or change, though a rule hides it", async () => {
  for (const more of [...UNSEEN, { access: { write: ["boss"] }, visible: rule('x = "show"') }]) {
    const { kv, store, people } = bills([
      { id: "cost", title: "Cost", ...more },
      { id: "all", title: "All", type: "group", fields: [{ id: "in" }], ...more },
      { id: "lines", title: "Lines", type: "table", fields: [{ id: "in" }], ...more },
    ]);
    const was = { x: "a", cost: "9", all: { in: "9", odd: 1 }, lines: [{ in: "9" }] };
    await store.save("7", was, null);
    const ann = await people.visit(ANN);
    await ann.fill(ann.getByLabel("X"), "b");
    await press(ann, "Send");
    equal((await store.load("7"))?.value, { ...was, x: "b" });
    await people[Symbol.asyncDispose]();
    kv.close();
  }
});

Deno.test("what the person may change and a rule hides is left out as before, and in a new record there is nothing to keep", () => {
  const fields = [{ id: "x" }, { id: "cost", visible: rule('x = "show"') }] as const;
  const open = document({ name: "open", fields: [...fields] });
  equal(sheet(compiled(open), { mode: "edit", record: { x: "a", cost: "9" } }).record(), {
    x: "a",
  });
  const closed = document({
    name: "closed",
    fields: [{ id: "x" }, { ...fields[1], access: ["boss"], default: "9" }],
  });
  equal(sheet(compiled(closed), {}).record(), {});
});

Deno.test("what rows have beside the fields stays with them when two changed the record", async () => {
  const lines = ["1", "2", "3", "4"].map((q) => ({ q, note: `of ${q}` }));
  for (const remove of [1, 2, 4]) {
    const { kv, store, people } = bills([
      { id: "lines", title: "Lines", type: "table", fields: [{ id: "q", title: "Q" }] },
    ]);
    await store.save("7", { x: "a", lines }, null);
    const ann = await people.visit(ANN);
    await press(ann, new RegExp(`Remove .*${remove}`));
    const { version = "" } = await store.load("7") ?? {};
    await store.save("7", { x: "b", lines }, version);
    await press(ann, "Send");
    equal((await store.load("7"))?.value, {
      x: "b",
      lines: lines.filter((_, at) => at + 1 !== remove),
    });
    await people[Symbol.asyncDispose]();
    kv.close();
  }
});

Deno.test("a value that is none of its field's does not keep what two changed from going together", async () => {
  const { kv, store, people } = bills([
    { id: "n", title: "N", type: "integer", disabled: true },
    { id: "lines", type: "table", disabled: true, fields: [{ id: "q", type: "integer" }] },
  ]);
  const was = { n: "many", lines: [{ q: "many" }] };
  await store.save("7", { ...was, x: "a" }, null);
  const ann = await people.visit(ANN);
  await ann.fill(ann.getByLabel("X"), "b");
  const { version = "" } = await store.load("7") ?? {};
  await store.save("7", { ...was, x: "a", y: "c" }, version);
  await press(ann, "Send");
  equal((await store.load("7"))?.value, { ...was, x: "b", y: "c" });
  await people[Symbol.asyncDispose]();
  kv.close();
});

Deno.test("what is entered while sides are chosen is asked about as well, and takes nothing from the other person in silence", async () => {
  const { kv, store, people } = bills([]);
  await store.save("7", { x: "a", y: "a" }, null);
  const ann = await people.visit(ANN);
  await ann.fill(ann.getByLabel("X"), "ann");
  const { version = "" } = await store.load("7") ?? {};
  await store.save("7", { x: "bob", y: "bob" }, version);
  await press(ann, "Send");
  await ann.fill(ann.getByLabel("Y"), "ann");
  await press(ann, /Save/);
  equal((await store.load("7"))?.value, { x: "bob", y: "bob" });
  equal(ann.getAllByRole("radio").length, 4);
  await press(ann, /Save/);
  equal((await store.load("7"))?.value, { x: "ann", y: "ann" });
  await people[Symbol.asyncDispose]();
  kv.close();
});

Deno.test("a section that a person may not see leaves neither its name nor what it says, in a wizard neither", async () => {
  for (const steps of [false, true]) {
    for (const inner of [{}, { parent: "b" }]) {
      const secret = {
        name: "d",
        ...steps && { steps: true as const },
        sections: [
          { id: "a", name: "A" },
          { id: "b", name: `${SECRET} b`, desc: SECRET, access: ["boss"] },
          { id: "c", name: "C", ...inner },
        ],
        fields: [
          { id: "x", title: "X", sec: "a" },
          { id: "y", title: SECRET, sec: "b" },
          { id: "z", title: "Z", sec: "c" },
        ],
        buttons: [{ title: "Send" }],
      };
      for (const mode of ["edit", "view", "compact"] as const) {
        for (const roles of [[], ["boss"]]) {
          const page = formPage({
            document: secret,
            mode,
            roles: () => roles,
            load: () => ({ y: SECRET }),
          });
          await using shown = await visit(page);
          equal([mode, roles, shown.html.includes(SECRET)], [mode, roles, roles.length > 0]);
        }
      }
    }
  }
});

Deno.test("of two that send at once what only one may hold, the second is told so at its field", async () => {
  const kv = kvs.memoryKv(), held = { fields: ["id", "mail"], unique: ["mail"] } as const;
  const clients = kvs.table<{ readonly id: string; readonly mail: string }>("client", held);
  const isOnly = unique(kv, clients, { mail: "mail" });
  let left = 2;
  const both = Promise.withResolvers<void>();
  const page = formPage({
    document: {
      name: "client",
      fields: [{ id: "mail", title: "Mail", unique: true }],
      buttons: [{ title: "Send" }],
    },
    mode: "create",
    records: records(kv, clients),
    async unique(...asked) {
      const isFree = await isOnly(...asked);
      if (left > 2) return isFree;
      if (--left === 0) both.resolve();
      await both.promise;
      return isFree;
    },
  });
  await using people = stage({ "/new": page }, { log: () => {} });
  const pages = await Promise.all(
    ["ann", "bob"].map((user) => people.visit({ user, path: "/new" })),
  );
  left = 1_000;
  for (const each of pages) {
    await each.fill(each.getByLabel("Mail"), "x@example.com");
  }
  left = 2;
  await Promise.all(pages.map((each) => press(each, "Send")));
  equal(pages.map((each) => each.getByLabel("Mail").getAttribute("aria-invalid")).sort(), [
    null,
    "true",
  ]);
  equal(await kvs.kvs(kv).count("client"), 1);
  kv.close();
});
