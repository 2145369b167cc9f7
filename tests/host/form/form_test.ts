import { check, compiled, diff, type Draft, locale, sheet } from "../../../form/mod.ts";
import {
  bpeForm,
  bpeRecord,
  bpeVariables,
  drafts,
  files,
  options,
  records,
  unique,
} from "../../../host/form/mod.ts";
import { kvs } from "../../../mod.ts";
import type { SourceValue } from "../../../nitro/mod.ts";
import { memorySink } from "../../../n2o/file/mod.ts";
import { equal } from "../../_support/assert.ts";
import { SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";

interface Client {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
}
const clients = kvs.table<Client>("client", { fields: ["id", "name", "email"], unique: ["email"] });

Deno.test("of writers that save the same version of a record one is first, and the others hear of a conflict", async () => {
  using kv = kvs.memoryKv();
  const store = records(kv, clients);
  const made = await store.save("7", { name: "a" }, null);
  if (made === "conflict") throw new Error("it was new");
  equal(await store.save("7", { name: "b" }, null), "conflict");
  const ended = await Promise.all(
    Array.from({ length: 8 }, (_, at) => store.save("7", { name: `w${at}` }, made.version)),
  );
  equal(ended.filter((each) => each !== "conflict").length, 1);
  const now = await store.load("7");
  equal(ended.some((each) => each !== "conflict" && each.version === now?.version), true);
  // Other records of the table stand in nobody's way.
  const beside = await Promise.all(
    Array.from({ length: 8 }, (_, at) => store.save(`n${at}`, { name: "n" }, null)),
  );
  equal(beside.includes("conflict"), false);
  equal(await store.load("none"), undefined);
});

Deno.test("a draft comes back as it was saved, to its user, document, version and record only, and expires", async () => {
  using kv = kvs.memoryKv();
  const kept = drafts(kv), key = { user: "ann", document: "order", version: "1", record: "7" };
  const draft: Draft = {
    dump: {
      values: { price: { minor: 7n, currency: "UAH" }, "lines/r1/qty": 3, gone: null },
      raw: { when: { year: 2024, month: 2, day: 29 } },
      rows: { lines: ["r1", "r2"] },
      touched: ["price"],
      edits: { price: 2 },
    },
    version: "v1",
    was: { price: { minor: 6n, currency: "UAH" } },
    step: 2,
    at: 1,
  };
  await kept.save(key, draft);
  equal(await kept.load(key), draft);
  for (const other of ["user", "document", "version", "record"]) {
    equal(await kept.load({ ...key, [other]: "another" }), undefined);
  }
  // No two keys are one, however their parts are put together.
  equal(await kept.load({ ...key, user: "annorder", document: "" }), undefined);
  await kept.drop(key);
  await kept.drop(key);
  equal(await kept.load(key), undefined);
});

Deno.test("a value is unique where no other record has it, by an index", async () => {
  using kv = kvs.memoryKv();
  await records(kv, clients).save("7", { email: "a@example.com" }, null);
  const isOnly = unique<Client>(kv, clients, { email: "email", "lines/*/email": "email" });
  equal(await isOnly("email", "a@example.com", undefined), false);
  equal(await isOnly("email", "a@example.com", "7"), true);
  equal(await isOnly("lines/*/email", "a@example.com", "8"), false);
  equal(await isOnly("email", "b@example.com", undefined), true);
  equal(await isOnly("name", "a@example.com", undefined), true);
  equal(await isOnly("__proto__", "a@example.com", undefined), true);
});

Deno.test("lookups find what is in their feed by its words, and nothing where a field is bound to none", async () => {
  using kv = kvs.memoryKv();
  const db = kvs.kvs(kv), source = "/crm/clients";
  for (const name of ["Ada Lovelace", "Alan Turing"]) await db.append({ id: name, name }, source);
  const found = options(kv, {
    [source]: {
      source,
      item: ({ id, name }: { id: string; name: string }) => ({ id, text: name }),
    },
  });
  const ask = async (bind: string, text: string) => {
    const { items } = await found.find({ text, cursor: undefined }, { id: "c", bind }, "c");
    return items.map(({ id }) => id);
  };
  equal(await ask(source, "love a"), ["Ada Lovelace"]);
  equal(await ask("/other", "a"), []);
  equal(await ask("constructor", "a"), []);
  const choice = { id: "Ada Lovelace", text: "Ada" };
  equal(await found.has?.(choice, { id: "c", bind: source }, "c"), true);
  equal(await found.has?.({ ...choice, id: "x" }, { id: "c", bind: source }, "c"), false);
});

Deno.test("files of a form are those of the sink", async () => {
  const sink = memorySink(), own = files(sink);
  const writing = await sink.open({ owner: "user/ann", id: "1" }, {
    name: "a.txt",
    size: 2,
    meta: "",
  });
  await writing.write(new TextEncoder().encode("ab"));
  const { place } = await writing.finish("text/plain");
  equal(await own.stat(place), { name: "a.txt", size: 2, type: "text/plain" });
  await own.remove(place);
  equal(await own.stat(place), undefined);
});

/** A field as a task has it. */
function taskField(id: string, type: string, more: object = {}) {
  return { id, label: "", type, defaultValue: "", values: [], constraints: [], ...more };
}

Deno.test("the form of a task is a document with its types, defaults, constraints and validator", () => {
  const made = bpeForm([
    taskField("days", "long", {
      label: "Days",
      defaultValue: "3",
      constraints: [{ name: "required", config: "" }, { name: "min", config: "1" }, {
        name: "max",
        config: "30",
      }],
    }),
    taskField("why", "string", { constraints: [{ name: "maxlength", config: "500" }] }),
    taskField("kind", "enum", {
      defaultValue: "sick",
      values: [{ id: "sick", name: "Sick" }, { id: "off", name: "" }],
    }),
    taskField("paid", "boolean", { defaultValue: "true" }),
    taskField("from", "date", {
      defaultValue: "${today}",
      constraints: [{ name: "readonly", config: "" }, { name: "required", config: "false" }],
    }),
    taskField("odd", "unheard-of", {
      constraints: [{ name: "validator", config: 'odd != "no"' }, {
        name: "minlength",
        config: "x",
      }],
    }),
  ], { name: "leave", title: "Leave" });
  const filled = sheet(compiled(made), { mode: "create", locale: locale("en") });
  equal(made.fields.map(({ type }) => type), [
    ...["integer", "textarea", "select", "tick", "date", "string"],
  ]);
  equal(filled.values(), { days: 3, kind: "sick", paid: true });
  const days = filled.cell("days"), from = filled.cell("from");
  equal([days.isRequired, days.min, days.max, days.title], [true, 1, 30, "Days"]);
  equal([from.isDisabled, from.isRequired], [true, false]);
  equal(filled.cell("kind").options.map(({ title }) => title), ["Sick", "off"]);
  equal(made.validations?.map((each) => each.for), ["odd"]);
});

Deno.test(`any fields of a task make a document, whatever their constraints say (seed ${SEED})`, () => {
  const { below } = random(SEED);
  // As: no list is empty.
  const pick = <T>(list: readonly T[]) => list[below(list.length)] as T;
  const types = ["string", "long", "double", "boolean", "date", "enum", "", "x"];
  const names = ["required", "readonly", "min", "max", "minlength", "maxlength", "pattern", "y"];
  const configs = ["", "false", "true", "0", "-1", "1e9", "NaN", "a|b"];
  for (let round = 0; round < 200; round++) {
    const fields = Array.from({ length: below(6) }, (_, at) =>
      taskField(`f${at}`, pick(types), {
        defaultValue: pick(["", "1", "true", "2024-02-29", "#{x}", "many"]),
        values: pick([[], [{ id: "1", name: "one" }]]),
        constraints: Array.from({ length: below(4) }, () => ({
          name: pick(names),
          config: pick(configs),
        })),
      }));
    sheet(compiled(bpeForm(fields, { name: "any" })), { mode: "create" }).values();
  }
});

Deno.test("a task's form begins with what is known, and gives back what was entered or emptied", () => {
  const made = bpeForm([
    taskField("days", "long", { defaultValue: "3" }),
    taskField("why", "string", { defaultValue: "rest" }),
    taskField("paid", "boolean"),
    taskField("from", "date"),
  ], { name: "leave" });
  equal(bpeRecord(made, {}), { days: 3, why: "rest", paid: false });
  equal(bpeRecord(made, { days: "5", why: 7, paid: true, from: null, other: 1 }), {
    days: 5,
    why: "7",
    paid: true,
  });
  const record = bpeRecord(made, { days: 5, from: "2031-02-28" });
  const filled = sheet(compiled(made), { mode: "edit", record, locale: locale("en") });
  filled.put("from", undefined);
  filled.put("days", 6);
  const differs = diff(compiled(made), record, filled.record());
  equal(bpeVariables(filled.values(), { diff: differs }), {
    days: 6,
    why: "rest",
    paid: false,
    from: null,
  });
});

/** What a field of a task takes in; "no" where that is refused. */
function taken(type: string, given: SourceValue, constraints: Record<string, string> = {}) {
  const made = bpeForm([
    taskField("f", type, {
      values: [{ id: "a", name: "A" }, { id: "b", name: "B" }],
      constraints: Object.entries(constraints).map(([name, config]) => ({ name, config })),
    }),
  ], { name: "task" });
  const filled = sheet(compiled(made), { mode: "create", locale: locale("en") });
  filled.enter("f", given);
  return check(filled).length > 0 ? "no" : filled.values().f;
}

Deno.test("a task's form takes in what its field allows, as a value of the field's type, and nothing else", () => {
  const required = { required: "" };
  const cases: [type: string, given: SourceValue, expected: unknown, Record<string, string>?][] = [
    ["string", "", undefined],
    ["string", "   ", "no", required],
    ["string", true, "no"],
    ["string", "", undefined, { required: "false" }],
    ["string", "x".repeat(10_001), "no"],
    ["string", "x".repeat(1_001), "x".repeat(1_001), { maxlength: "2000" }],
    ["string", "ab", "no", { minlength: "3" }],
    ["string", "abc", "abc", { minlength: "3", maxlength: "3" }],
    ["string", "abcd", "no", { minlength: "3", maxlength: "3" }],
    ["long", "42", 42],
    ["long", "-7", -7],
    ["long", "4.2", "no"],
    ["long", "0x10", "no"],
    ["long", "9".repeat(17), "no"],
    ["long", "Infinity", "no"],
    ["long", "5", 5, { min: "5", max: "5" }],
    ["long", "4", "no", { min: "5" }],
    ["long", "6", "no", { max: "5" }],
    ["long", "", "no", required],
    ["long", null, undefined],
    ["double", "4.25", 4.25],
    ["double", "4.25x", "no"],
    ["boolean", true, true],
    ["boolean", false, false],
    ["boolean", "true", "no"],
    ["boolean", false, "no", required],
    ["boolean", true, true, required],
    ["enum", "a", "a"],
    ["enum", "c", "no"],
    ["enum", "", undefined],
    ["enum", "", "no", required],
    ["date", { year: 2028, month: 2, day: 29 }, "2028-02-29"],
    ["date", { year: 2027, month: 2, day: 29 }, "no"],
    ["date", { year: 2027, month: 4, day: 31 }, "no"],
    ["date", null, "no", required],
    ["unheard", "text", "text"],
  ];
  for (const [type, given, expected, constraints] of cases) {
    equal(taken(type, given, constraints), expected, `${type} ${JSON.stringify(given)}`);
  }
});
