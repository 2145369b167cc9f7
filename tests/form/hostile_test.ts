import {
  type AnyDocument,
  type AnyField,
  check,
  compiled,
  type Draft,
  fieldsOf,
  FormError,
  formPage,
  rule,
  sheet,
  view,
} from "../../form/mod.ts";
import { drafts, records } from "../../host/form/mod.ts";
import { kvs, nitro } from "../../mod.ts";
import { stage, visit } from "../../nitro/testing.ts";
import { assert, equal, throws } from "../_support/assert.ts";

const NOTHING = { values: {}, raw: {}, rows: {}, touched: [], edits: {} };

function of(fields: readonly AnyField[], more: Partial<AnyDocument> = {}): AnyDocument {
  return { name: "d", fields, buttons: [{ name: "send", title: "Send" }], ...more };
}

Deno.test("ids of options are none of what else belongs to their control, and no two are one", () => {
  const names = ["label", "hint", "error", "tip", "a b", "2p_w_2q", ".2p_w_2q", "", ".", "-", "ї"];
  const options = names.map((name) => ({ name, title: name }));
  for (const type of ["radio", "check", "card", "combo", "select"]) {
    const field = { id: "c", type, title: "C", desc: "hint", required: true, options };
    const filled = sheet(compiled(of([{ ...field, tooltips: ["tip"] }])));
    filled.touch();
    filled.fault(check(filled));
    const { html } = nitro.renderBody(view(filled));
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    equal([type, ids.filter((id, at) => ids.indexOf(id) !== at)], [type, []]);
  }
});

Deno.test("fields that are called as what every object has are empty like others", () => {
  const ids = ["toString", "valueOf", "hasOwnProperty", "isPrototypeOf", "toLocaleString"];
  const holds = rule<boolean>(ids.map((id) => `${id} = null`).join(" and "));
  const filled = sheet(
    compiled(of(ids.map((id) => ({ id })), { validations: ids.map((id) => ({ for: id, holds })) })),
  );
  equal(check(filled), []);
  for (const id of ids) filled.enter(id, id);
  equal(check(filled).map(({ path }) => path), ids);
  equal(filled.values(), Object.fromEntries(ids.map((id) => [id, id])));
  for (const odd of [null, 5, "x", undefined, true]) {
    throws(() => fieldsOf(odd as never), FormError, "document"); // as: no schema at all
  }
});

Deno.test("numbers of rows that a draft made up take no room from new ones", () => {
  const of1 = compiled(of([{ id: "l", type: "table", fields: [{ id: "q" }] }]));
  for (const next of [Number.MAX_SAFE_INTEGER, 2 ** 53, 999_999_999, 1e308, -5, 0.5]) {
    for (const key of ["r1", "r999999999", "r900000001", `r${Number.MAX_SAFE_INTEGER}`]) {
      const filled = sheet(of1, { dump: { ...NOTHING, rows: { l: [key] }, next: { l: next } } });
      const keys = [1, 2, 3].map(() => filled.add("l").key);
      equal(new Set(keys).size, 3);
      equal(sheet(of1, { dump: filled.dump() }).rows("l"), filled.rows("l"));
    }
  }
});

Deno.test("a draft changes nothing that its person may not change by now, and one that is none is passed over", async () => {
  const rights = [{ access: { write: ["boss"] } }, { access: ["boss"] }];
  const kv = kvs.memoryKv(),
    store = records(kv, kvs.table<{ readonly id: string; readonly [name: string]: unknown }>("t")),
    kept = drafts(kv);
  const was = { x: "a", c0: "was", c1: "was", l0: [{ q: "was" }], l1: [{ q: "was" }] };
  const page = formPage({
    document: of([
      { id: "x", title: "X" },
      ...rights.map((more, at) => ({ id: `c${at}`, ...more })),
      ...rights.map((more, at) => ({
        id: `l${at}`,
        type: "table",
        fields: [{ id: "q" }],
        ...more,
      })),
    ]),
    records: store,
    drafts: kept,
  });
  const stored = await store.save("7", was, null);
  assert(typeof stored === "object");
  let deep: unknown = "x";
  for (let left = 50; left > 0; left--) deep = [deep];
  const values = { x: "b", c0: "evil", c1: "evil", "l0/r1/q": "evil", "l1/r1/q": "evil" };
  const draft = {
    dump: { ...NOTHING, values, rows: { l0: [], l1: ["r2"] } },
    version: stored.version,
    was: {},
    step: 1,
    at: 1,
  };
  const odd: readonly Partial<Record<keyof Draft, unknown>>[] = [
    {},
    { at: 9e15 },
    { at: NaN },
    { version: "other", at: 9e15 },
    { step: -5 },
    { step: 1e300 },
    { version: "other", dump: { ...NOTHING, values: { x: deep } } },
    { dump: { ...NOTHING, values: { x: deep } } },
    { dump: null },
    { version: "other", dump: { ...NOTHING, values: "x" } },
  ];
  const key = { user: "user ann", document: "d", version: "", record: "7" };
  for (const [at, more] of odd.entries()) {
    await kept.save(key, { ...draft, ...more } as Draft); // as: whatever lies in the store
    await using people = stage({ "/t/*": page }, { log: () => {} });
    const ann = await people.visit({ user: "ann", path: "/t/7" });
    equal([at, ann.getByLabel("X").value], [at, at === 0 || at === 4 ? "b" : "a"]);
    if (at > 0) continue;
    await ann.click(ann.getByRole("button", { name: "Send" }));
    equal((await store.load("7"))?.value, { ...was, x: "b" });
    const { value = {}, version = "" } = await store.load("7") ?? {};
    draft.version = version;
    const again = await store.save("7", { ...value, x: "a" }, version);
    if (typeof again === "object") draft.version = again.version;
  }
  kv.close();
});

Deno.test("what a person may not see is no page, and what they may not change is not sent", async () => {
  for (const roles of [[], ["reader"], ["writer"]]) {
    const sent: unknown[] = [];
    const access = { read: ["reader"], write: ["writer"] };
    await using shown = await visit(
      formPage({
        document: of([{ id: "x", title: "X", default: "d" }], { title: "Secret", access }),
        mode: "create",
        roles: () => roles,
        submit: (values) => void sent.push(values),
      }),
      { log: () => {} },
    );
    const button = shown.queryByRole("button", { name: "Send" });
    equal([roles, button === undefined], [roles, roles.length === 0]);
    equal(shown.html.includes("Secret"), roles.length > 0);
    if (button !== undefined) await shown.click(button);
    equal(sent, roles.includes("writer") ? [{ x: "d" }] : []);
  }
});

Deno.test("secrets are in no draft that is kept: neither what was entered nor what the record had", async () => {
  const secret = [
    { id: "p", type: "password" },
    { id: "o", type: "otp", length: 8 },
    { id: "a", type: "auth" },
  ];
  const fields = [
    { id: "x", title: "X" },
    ...secret,
    { id: "g", type: "group", fields: secret },
    { id: "l", type: "table", fields: secret },
  ];
  const own = (text: string) => ({ p: text, o: "77777777", a: text });
  const saved: Draft[] = [];
  const page = formPage({
    document: of(fields),
    load: () => ({ x: "a", ...own("s3cret"), g: own("s3cret"), l: [own("s3cret")] }),
    drafts: { load: () => undefined, save: (_, draft) => void saved.push(draft), drop() {} },
  });
  await using ann = await visit(page);
  await ann.fill(ann.getByLabel("X"), "b");
  await ann.focus(ann.getByRole("button", { name: "Send" }));
  await ann.clock.advance(2_000);
  equal(saved.length, 1);
  assert(!/s3cret|77777777/.test(JSON.stringify(saved)), JSON.stringify(saved));
  const filled = sheet(compiled(of(fields)));
  for (const [id, value] of Object.entries(own("s3cret"))) filled.put(id, value);
  filled.put("g", own("s3cret"));
  filled.put("l", [own("s3cret")]);
  assert(!/s3cret|77777777/.test(JSON.stringify(filled.dump())));
});

Deno.test("a file is taken by the end of its name only where it is what that says", () => {
  const taken = (accept: string, name: string, type: string) => {
    const filled = sheet(compiled(of([{ id: "f", type: "file", accept }])));
    filled.put("f", [{ id: "1", name, size: 1, type }]);
    return check(filled).length === 0;
  };
  for (
    const [accept, name, type, isTaken] of [
      [".png", "a.png", "image/png", true],
      [".png", "a.PNG", "image/png", true],
      [".png", "a.png", "text/html", false],
      [".png,.jpg", "a.jpg", "image/png", false],
      [".pdf", "a.pdf", "application/vnd.microsoft.portable-executable", false],
      [".txt", "a.txt", "text/plain", true],
      [".txt", "a.txt", "text/html", false],
      [".csv", "a.csv", "image/svg+xml", false],
      [".svg", "a.svg", "image/svg+xml", true],
      [".html", "a.html", "text/html", true],
      [".xyz", "a.xyz", "application/octet-stream", true],
      ["image/*", "a.html", "image/png", true],
      ["image/*", "a.png", "text/html", false],
      [".constructor", "a.constructor", "text/plain", true],
    ] as const
  ) equal([accept, name, type, taken(accept, name, type)], [accept, name, type, isTaken]);
});

Deno.test("an address that no record can have is a page that is not there", async () => {
  const kv = kvs.memoryKv();
  const store = records(kv, kvs.table<{ readonly id: string }>("t"));
  await using people = stage({ "/t/*": formPage({ document: of([{ id: "x" }]), records: store }) });
  for (const id of ["x".repeat(5_000), "__proto__", "%00", "%ff", "a%20b", "<b>", "'", "..%2F"]) {
    const ann = await people.visit({ user: "ann", path: `/t/${id}` });
    assert(ann.html.includes("there is no such page"), id);
  }
  kv.close();
});
