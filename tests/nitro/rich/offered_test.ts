import { atom, type Term, tuple } from "../../../n2o/term/term.ts";
import { tokenOf } from "../../_support/server/wire.ts";
import { nitro } from "../../../mod.ts";
import * as rich from "../../../nitro/rich.ts";
import { instructions, pickle, scene } from "../../n2o/page.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";

const KEYS = ["a", "b", "c", "д"];
const ITEMS = ["one", "two", "three"].map((text, at) => ({ id: `i${at}`, text }));

/** What the page has read, or the lookup that it heard. */
type Read = unknown;

/** A page with rich controls, a client of it, and what the page made of each event. */
function table(options: { readonly answer?: (asked: rich.Lookup) => void } = {}) {
  const read: Read[] = [];
  const made = scene((event) => {
    const asked = rich.lookup(event);
    if (asked !== undefined) {
      read.push(asked);
      return options.answer?.(asked);
    }
    if (event === "init") {
      nitro.update("main", [
        rich.combo({ id: "kind", options: ITEMS, postback: "kind" }),
        rich.combo({ id: "other", options: ITEMS, postback: "other" }),
        rich.comboLookup({ id: "find", lookup: "/people" }),
        rich.sortableList({
          id: "list",
          items: KEYS.map((key) => ({ key, body: key })),
          postback: "list",
        }),
        rich.sortableList({
          id: "left",
          items: KEYS.map((key) => ({ key, body: key })),
          closeable: true,
          postback: "left",
        }),
        rich.multipleInput({ id: "rows", rows: ["1", "2"], most: 4, postback: "rows" }),
        rich.comboLookupVec({ id: "vec", input: {}, values: ITEMS, most: 3, postback: "vec" }),
      ]);
    } else if (event === "kind" || event === "other") read.push(rich.chosen(event));
    else if (event === "list" || event === "left") read.push(rich.ordered(event));
    else if (event === "rows") read.push(rich.rows(event));
    else if (event === "vec") read.push(rich.chosenAll(event));
  }, { pickleTtl: 100 });
  let count = 0;
  const sit = async (token = "") => {
    const guest = await made.greeted(token, `client-${++count}`);
    const html = JSON.stringify(instructions(guest.hello));
    const values = (name: string) =>
      [...html.matchAll(new RegExp(`${name}=\\\\"([^\\\\]*)`, "g"))].map(([, text = ""]) => text);
    let seq = 0;
    return {
      ...made,
      guest,
      read,
      /** What the document has in an attribute, in its order. */
      values,
      /** Sends what the control `id` would; what the page made of it, or why it was refused. */
      async send(id: string, value: Term, type = "n2o:change", source = id): Promise<Read> {
        read.length = 0;
        const sealed = guest.pickles[`${id} ${type}`] ?? "";
        guest.term(pickle(id, sealed, [tuple(source, value)], ++seq));
        const said = instructions(await guest.next());
        return read.length > 0 ? read[0] : said;
      },
    };
  };
  return { ...made, sit };
}

Deno.test("a choice is one that this session was offered in this control", async () => {
  const { sit, book } = table(), mine = await sit(), theirs = await sit();
  const [one = "", two = "", , foreign = ""] = mine.values("data-n2o-value").filter(Boolean);
  equal(await mine.send("kind", one), ITEMS[0]);
  equal(await mine.send("kind", two), ITEMS[1]);
  for (const nothing of ["", [], atom("null")]) equal(await mine.send("kind", nothing), undefined);
  const [hers = ""] = theirs.values("data-n2o-value").filter(Boolean);
  const turned = one.slice(0, 40) + (one[40] === "A" ? "B" : "A") + one.slice(41);
  const seal = mine.values("data-n2o-rows")[0] ?? "", event = mine.guest.pickles["kind n2o:change"];
  for (
    const made of [foreign, hers, turned, seal, event ?? "", "i0", `${one}A`, "Ж", "x".repeat(99)]
  ) {
    book.take();
    equal(await mine.send("kind", made), []);
    equal(book.take(), ["the page failed to handle an event"]);
  }
  equal(await mine.send("kind", ["i0"]), []);
  equal(await mine.send("kind", 7), []);
});

Deno.test("an update that says the same is the same, seals and all", async () => {
  const shown: string[] = [];
  const { greeted } = scene(() => {
    const item = { id: "1", text: "one" };
    shown.push(nitro.render([
      rich.comboLookup({ id: "a", value: item, postback: "a" }),
      rich.combo({ id: "b", options: [item] }),
      rich.sortableList({ id: "c", items: [{ key: "1", body: "one" }] }),
      rich.comboLookupVec({ id: "d", input: {}, values: [item] }),
    ]));
  });
  const { hello } = await greeted();
  await greeted(tokenOf(hello), "client-2");
  assert(shown[0]?.includes("data-n2o-value"));
  equal(shown[1], shown[0]);
});

Deno.test("what was offered too long ago is nothing, and no failure", async () => {
  const { sit, clock, server } = table(), early = await sit(), ms = server.pickleTtl * 1_000;
  const [one = ""] = early.values("data-n2o-value").filter(Boolean);
  const [list = ""] = early.values("data-n2o-rows");
  clock.advance(ms - 1_000);
  const late = await sit(tokenOf(early.guest.hello));
  equal(await late.send("kind", one), ITEMS[0]);
  clock.advance(2_000);
  equal([await late.send("kind", one), await late.send("list", [list, "a"])], [
    undefined,
    undefined,
  ]);
});

Deno.test(`an order is a permutation of what the page showed (seed ${SEED})`, async () => {
  const { sit } = table(), mine = await sit(), { below, pick } = random(SEED);
  const [list = "", left = ""] = mine.values("data-n2o-rows");
  for (let n = 0; n < rounds(60, 2_000); n++) {
    const rows = disturbed(KEYS, { below, pick });
    const isSubset = new Set(rows).size === rows.length && rows.every((key) => KEYS.includes(key));
    equal(await mine.send("list", [list, ...rows]), isSubset && rows.length === 4 ? rows : []);
    equal(await mine.send("left", [left, ...rows]), isSubset ? rows : []);
    equal(await mine.send("left", [list, ...rows]), []);
  }
  equal(await mine.send("list", []), undefined);
  equal(await mine.send("list", [list, ...Array.from({ length: 5_000 }, String)]), []);
});

/** Keys in another order, some of them doubled, lacking, or of nobody. */
function disturbed(keys: readonly string[], { below, pick }: Pick<Random, "below" | "pick">) {
  const rows = [...keys];
  for (let at = rows.length - 1; at > 0; at--) {
    const other = below(at + 1);
    [rows[at], rows[other]] = [rows[other] ?? "", rows[at] ?? ""];
  }
  switch (below(5)) {
    case 0:
      rows.push(pick(["a", "e", "", "__proto__", "a\0"]));
      break;
    case 1:
      rows.pop();
      break;
    case 2:
      rows[below(rows.length)] = pick(["a", "b", "new-1", "<b>"]);
  }
  return rows;
}

Deno.test(`rows have keys of the page or new ones, each once, and texts of a bounded length (seed ${SEED})`, async () => {
  const { sit } = table(), mine = await sit(), { below, pick } = random(SEED);
  const [, , seal = ""] = mine.values("data-n2o-rows");
  const key = () => pick(["0", "1", "new-1", "new-ab", "2", "new-", "new-A", "", "new-1 "]);
  for (let n = 0; n < rounds(60, 2_000); n++) {
    const rows = Array.from({ length: below(6) }, () => [key(), ...below(3) ? ["text"] : []]);
    const keys = rows.map(([key = ""]) => key);
    const isGood = rows.length <= 4 && new Set(keys).size === keys.length &&
      keys.every((key) => /^([01]|new-[0-9a-z]+)$/.test(key));
    const expected = rows.map(([key, ...values]) => ({ key, values }));
    const sent = [seal, ...rows.map((row) => JSON.stringify(row))];
    equal(await mine.send("rows", sent), isGood ? expected : []);
  }
  for (
    const text of [
      ...[
        "",
        "0",
        "{",
        "null",
        "{}",
        "[0]",
        '["0",1]',
        '["0",{}]',
        '["0",["a"]]',
        "[".repeat(9_999),
      ],
      ...[JSON.stringify(["0", "x".repeat(10_001)]), JSON.stringify(Array(99).fill("0"))],
    ]
  ) {
    equal(await mine.send("rows", [seal, text]), [], text.slice(0, 20));
  }
  equal(await mine.send("rows", [seal, '["0","\\ud800"]']), [{ key: "0", values: ["\ufffd"] }]);
});

Deno.test("choices of a list are as many as it takes, each offered by its own combobox", async () => {
  const { sit } = table(), mine = await sit();
  const seal = mine.values("data-n2o-rows")[3] ?? "";
  const [a = "", b = ""] = mine.values("data-n2o-row").slice(-4);
  equal(await mine.send("vec", [seal, b, a]), [ITEMS[1], ITEMS[0]]);
  equal(await mine.send("vec", [seal, b, b, b]), [ITEMS[1], ITEMS[1], ITEMS[1]]);
  equal(await mine.send("vec", [seal, b, b, b, b]), []);
  const [foreign = ""] = mine.values("data-n2o-value").filter(Boolean);
  for (const made of [foreign, "i0", "", seal]) equal(await mine.send("vec", [seal, made]), []);
});

Deno.test("a lookup is what its combobox asks, in a bounded text, and goes on where the page said", async () => {
  const answer = (asked: rich.Lookup) => rich.offer(asked, ITEMS, { at: asked.turn });
  const { sit } = table({ answer }), mine = await sit();
  const ask = (text: Term) => mine.send("find", text, "n2o:lookup", "find-ask");
  const base = { id: "find", about: "/people", cursor: undefined };
  equal(await ask("1  ab "), { ...base, text: "ab", turn: 1 });
  equal(await ask("2  "), { ...base, text: "", turn: 2 });
  equal(await ask("999999999  a\nb\ud800"), { ...base, text: "a\nb\ufffd", turn: 999_999_999 });
  for (
    const text of [
      "",
      "1",
      "1 ",
      "x  a",
      "-1  a",
      "1.5  a",
      "1234567890  a",
      "1 Ж a",
      "1  " + "a".repeat(257),
    ]
  ) equal(await ask(text), [], text.slice(0, 20));
  const [seal = ""] = mine.values("data-n2o-rows");
  for (const cursor of ["x", seal]) equal(await ask(`1 ${cursor} a`), []);
  mine.guest.term(
    pickle("find", mine.guest.pickles["find n2o:lookup"] ?? "", [tuple("find-ask", "3  a")], 999),
  );
  const said = JSON.stringify(instructions(await mine.guest.next()));
  const next = /data-n2o-next=\\"([\w-]+)/.exec(said)?.[1] ?? "";
  equal(/data-n2o-turn=\\"3/.test(said), true);
  mine.read.length = 0;
  mine.guest.term(
    pickle(
      "find",
      mine.guest.pickles["find n2o:lookup"] ?? "",
      [tuple("find-ask", `4 ${next} a`)],
      1_000,
    ),
  );
  await mine.guest.next();
  equal(mine.read, [{ id: "find", about: "/people", cursor: { at: 3 }, text: "a", turn: 4 }]);
});

Deno.test("no text of a person, and no object that is like one, is a lookup", () => {
  for (
    const event of ["n2o:lookup", null, undefined, 1, {}, [], { id: "find" }, { "n2o:lookup": 1 }]
  ) {
    equal(rich.lookup(event), undefined);
  }
});

Deno.test("hostile labels are text wherever they stand", () => {
  const evil = `"><img src=x onerror=alert(1)>'</script>{name}$&`;
  const item = { id: evil, text: evil };
  for (
    const body of [
      rich.combo({ id: "x", body: evil, options: [item], value: item, placeholder: evil }),
      rich.comboLookup({ id: "x", body: evil, value: item, words: { found: evil, open: evil } }),
      rich.comboLookupVec({ id: "x", input: { body: evil }, values: [item] }),
      rich.comboLookupGroup({
        id: "x",
        input: {},
        groups: [{ key: evil, name: evil, values: [item] }],
        confirm: 1,
      }),
      rich.sortableList({
        id: "x",
        items: [{ key: evil, body: evil }],
        closeable: true,
        words: { move: evil },
      }),
      rich.multipleInput({ id: "x", name: evil, rows: [evil], words: { add: evil } }),
      rich.calendar({
        id: "x",
        body: evil,
        format: "D.M.YYYY",
        placeholder: evil,
        words: { ok: evil },
      }),
    ]
  ) {
    const { html } = nitro.renderBody(body);
    assert(!html.includes("<img") && !html.includes("</script"), html);
    equal(/="[^"]*[<>][^"]*"/.test(html), false, html);
  }
});

Deno.test(`a search finds what has every word, page by page (seed ${SEED})`, async () => {
  const { below, pick } = random(SEED);
  for (let n = 0; n < rounds(100, 3_000); n++) {
    const texts = Array.from(
      { length: below(80) },
      () => `${pick(["Ann", "Bob", "ÉMILE", "Žižek"])} ${below(9)}`,
    );
    const text = pick(["", "a", "B o", "émile 3", "7", " ", "1 ž"]), count = 1 + below(9);
    const wanted = texts.filter((each) =>
      text.toLowerCase().split(" ").every((word) => each.toLowerCase().includes(word))
    );
    const found: string[] = [];
    let cursor: number | undefined = undefined, turns = 0;
    do {
      const { items, next }: rich.Found = await rich.search({ text, cursor }, (from, count) => {
        const at = Number(from ?? 0), end = at + count;
        return { entries: texts.slice(at, end), next: end < texts.length ? end : undefined };
      }, { item: (text) => ({ id: text, text }), count });
      found.push(...items.map(({ text }) => text));
      cursor = next === undefined ? undefined : Number(next);
      turns++;
    } while (cursor !== undefined && turns < 100);
    equal(found, wanted);
  }
  let reads = 0;
  const { items, next } = await rich.search({ text: "x", cursor: undefined }, () => {
    reads++;
    return { entries: [], next: 1 };
  }, { item: (text: string) => ({ id: text, text }), most: 50 });
  equal([items, next, reads], [[], 1, 50]);
});

Deno.test(`a day is one of the calendar that the rule lets choose (seed ${SEED})`, async () => {
  const rule: rich.DateRule = {
    min: { year: 2024, month: 2, day: 10 },
    max: { year: 2025, month: 3, day: 1 },
    closed: ({ day }) => day % 7 === 0,
  };
  let read: unknown;
  const { greeted } = scene((event) => {
    if (event === "init") {
      nitro.update("main", rich.calendar({ id: "day", postback: "day", ...rule }));
    } else if (event === "day") read = rich.openDay("day", rule);
  });
  const guest = await greeted(), { below } = random(SEED);
  for (let n = 1; n < rounds(300, 5_000); n++) {
    const [year, month, day] = [2023 + below(4), below(14), below(33)] as const;
    const date = new Date(Date.UTC(year, month - 1, day));
    const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    const iso = isReal ? date.toISOString().slice(0, 10) : "";
    const isGood = iso >= "2024-02-10" && iso <= "2025-03-01" && day % 7 !== 0;
    read = undefined;
    const padded = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
    const value = n % 2 && month > 0 && month < 13 && day > 0 && day < 32
      ? tuple(year, month, day)
      : padded;
    guest.term(pickle("day", guest.pickles["day n2o:change"] ?? "", [tuple("day", value)], n));
    await guest.next();
    equal(read, isGood ? { year, month, day } : undefined, padded);
  }
});

Deno.test("a calendar that cannot work is refused as it is made", () => {
  const day = (year: number) => ({ year, month: 1, day: 1 });
  for (
    const format of [
      "",
      "DD.MM",
      "DD.MM.YY",
      "DD.MM.YYYY YYYY",
      "D.M.M.YYYY",
      "DDD.MM.YYYY",
      "DD.MM.YYYY" + " ".repeat(40),
    ]
  ) {
    throws(() => nitro.renderBody(rich.calendar({ id: "x", format })), nitro.NitroError, "render");
  }
  const closed = () => false;
  for (
    const [min, max] of [[undefined, day(2020)], [day(2020), undefined], [day(2020), day(2019)], [
      day(2000),
      day(2020),
    ]]
  ) {
    throws(
      () => nitro.renderBody(rich.calendar({ id: "x", closed, min, max })),
      nitro.NitroError,
      "render",
    );
  }
  const items = [{ key: "a", body: "" }, { key: "a", body: "" }];
  throws(() => nitro.renderBody(rich.sortableList({ id: "x", items })), nitro.NitroError, "render");
  throws(
    () => nitro.renderBody(rich.multipleInput({ id: "x", rows: [{ key: "new-1", values: [] }] })),
    nitro.NitroError,
    "render",
  );
});
