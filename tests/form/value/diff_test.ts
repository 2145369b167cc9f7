import { compiled, diff, document, FormError, merge, patch } from "../../../form/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";

/** Rows that are known by an index, and rows that are not. */
const order = compiled(document({
  name: "order",
  fields: [
    { id: "note" },
    { id: "pay", type: "money" },
    { id: "total", type: "number", computed: { feel: "count(lines)" } },
    { id: "at", type: "group", fields: [{ id: "city" }, { id: "street" }] },
    {
      id: "lines",
      type: "table",
      index: "code",
      fields: [{ id: "code" }, { id: "qty" }, { id: "unit" }],
    },
    { id: "tags", type: "table", fields: [{ id: "tag" }, { id: "by" }] },
  ],
}));

type Value = Readonly<Record<string, unknown>>;

function some(from: Random, values: Value): Value {
  return Object.fromEntries(Object.entries(values).filter(() => from.below(4) > 0));
}

function shuffled<T>(from: Random, list: readonly T[]): T[] {
  const left = [...list], found: T[] = [];
  while (left.length > 0) found.push(...left.splice(from.below(left.length), 1));
  return found;
}

function randomValue(from: Random): Value {
  const word = () => from.pick(["a", "b", "c", ""]);
  const codes = shuffled(from, ["1", "2", "3", "4", "5/6", "__proto__"]).slice(0, from.below(6));
  return some(from, {
    note: word(),
    pay: { minor: BigInt(from.below(3)), currency: "UAH" },
    total: from.below(3),
    at: some(from, { city: word(), street: word(), "odd/name": word() }),
    lines: codes.map((code) => some(from, { code, qty: word(), unit: word(), beside: word() })),
    tags: Array.from({ length: from.below(5) }, () => ({ tag: word(), by: word() })),
    "un/known": [word()],
  });
}

/** A value that was made of another by some edits. */
function edited(from: Random, value: Value): Value {
  const made: Record<string, unknown> = { ...value };
  for (let left = from.below(4); left > 0; left--) {
    const other = randomValue(from),
      name = from.pick(["note", "pay", "at", "un/known", "lines", "tags"]);
    const held = made[name];
    if (!Array.isArray(held) || name === "un/known") {
      if (Object.hasOwn(other, name)) made[name] = other[name];
      else delete made[name];
      continue;
    }
    const rows = [...held], at = from.below(rows.length), row = rows[at];
    const what = from.below(4);
    if (what === 0) {
      rows.splice(
        at,
        0,
        name === "lines" ? { code: `n${from.below(9)}` } : { tag: `t${from.below(9)}` },
      );
    } else if (row === undefined) continue;
    else if (what === 1) rows.splice(at, 1);
    else if (what === 2) rows.splice(from.below(rows.length), 0, ...rows.splice(at, 1));
    else rows[at] = { ...row, [name === "lines" ? "qty" : "by"]: `e${from.below(3)}` };
    made[name] = rows;
  }
  return made;
}

Deno.test("the differences of two values make the other of the one", () => {
  for (let seed = SEED; seed < SEED + rounds(400, 20_000); seed++) {
    const from = random(seed), one = randomValue(from);
    const other = from.below(2) === 0 ? randomValue(from) : edited(from, one);
    const found = diff(order, one, other);
    equal(patch(order, one, found), other, `seed ${seed}`);
    equal(diff(order, one, one), []);
    for (const { is, was, now } of found) {
      assert(is === "moved" || Deno.inspect(was) !== Deno.inspect(now));
    }
  }
});

Deno.test("differences are as few as there are: rows go by their index, values by their paths", () => {
  const row = (code: string, qty: string) => ({ code, qty });
  const found = diff(
    order,
    {
      note: "x",
      at: { city: "Kyiv", street: "1" },
      lines: [row("a", "1"), row("b", "2"), row("c", "3")],
    },
    {
      note: "x",
      at: { city: "Lviv", street: "1" },
      lines: [row("c", "3"), row("a", "1"), row("d", "4"), row("b", "5")],
    },
  );
  equal(found, [
    { is: "changed", path: "at/city", was: "Kyiv", now: "Lviv" },
    { is: "moved", path: "lines/i-c", was: 2, now: 0 },
    { is: "added", path: "lines/i-d", was: undefined, now: row("d", "4"), at: 2 },
    { is: "changed", path: "lines/i-b/qty", was: "2", now: "5" },
  ]);
  const tag = (tag: string, by = "me") => ({ tag, by });
  equal(
    diff(order, { tags: [tag("a"), tag("b"), tag("c")] }, { tags: [tag("b"), tag("c", "you")] }),
    [
      { is: "removed", path: "tags/r1", was: tag("a"), now: undefined, at: 0 },
      { is: "changed", path: "tags/r3/by", was: "me", now: "you" },
    ],
  );
});

Deno.test("one side's changes merge by themselves, either way round, and nothing is lost of both", () => {
  let clean = 0;
  for (let seed = SEED; seed < SEED + rounds(400, 20_000); seed++) {
    const from = random(seed), was = randomValue(from);
    const theirs = edited(from, was), yours = edited(from, was), about = `seed ${seed}`;
    equal(merge(order, { was, theirs: was, yours }), { value: yours, conflicts: [] }, about);
    equal(merge(order, { was, theirs, yours: was }), { value: theirs, conflicts: [] }, about);
    equal(merge(order, { was, theirs, yours: theirs }), { value: theirs, conflicts: [] }, about);
    const { value, conflicts } = merge(order, { was, theirs, yours });
    const back = merge(order, { was, theirs: yours, yours: theirs });
    equal(back.conflicts.map(({ path }) => path).length, conflicts.length, about);
    if (conflicts.length > 0) continue;
    clean++;
    equal(back.value, value, about);
    // What either has changed of a field is in it.
    for (const name of ["note", "pay", "un/known"]) {
      const changed = [theirs, yours].find((each) =>
        Deno.inspect(each[name]) !== Deno.inspect(was[name])
      );
      equal(value[name], (changed ?? was)[name], about);
    }
  }
  assert(clean > 100);
});

Deno.test("what both have changed is told with three values, and holds as the person says", () => {
  const was = {
    note: "x",
    lines: [{ code: "a", qty: "1", unit: "kg" }, { code: "b" }, { code: "c" }],
    total: 3,
  };
  const theirs = {
    note: "y",
    lines: [{ code: "a", qty: "2", unit: "kg" }, { code: "c" }, { code: "t" }],
    total: 4,
  };
  const yours = {
    note: "z",
    lines: [{ code: "a", qty: "1", unit: "t" }, { code: "b", qty: "9" }, { code: "c" }, {
      code: "y",
    }],
    total: 5,
  };
  const { value, conflicts } = merge(order, { was, theirs, yours });
  equal(conflicts, [
    { path: "note", was: "x", theirs: "y", yours: "z" },
    { path: "lines/i-b", was: { code: "b" }, theirs: undefined, yours: { code: "b", qty: "9" } },
  ]);
  equal(value.lines, [
    { code: "a", qty: "2", unit: "t" },
    { code: "b", qty: "9" },
    { code: "c" },
    { code: "t" },
    { code: "y" },
  ]);
  const other = merge(order, { was, theirs, yours, sides: () => "theirs" }).value;
  equal([other.note, other.lines], ["y", [{ code: "a", qty: "2", unit: "t" }, { code: "c" }, {
    code: "t",
  }, { code: "y" }]]);
});

Deno.test("values that no form holds are refused before they are compared", () => {
  const circle: Record<string, unknown> = {};
  circle.note = circle;
  throws(() => diff(order, circle, {}), FormError, "limit");
  throws(() => diff(order, {}, JSON.parse('{"__proto__": 1}')), FormError, "value");
  throws(() => merge(order, { was: {}, theirs: { note: () => 1 }, yours: {} }), FormError, "value");
  throws(
    () => patch(order, {}, [{ is: "changed", path: "lines/r1/qty", was: 1, now: 2 }]),
    FormError,
    "path",
  );
  equal(patch(order, {}, [{ is: "changed", path: "__proto__", was: 1, now: { x: 1 } }]), {});
  const many = (qty: string) => ({
    tags: Array.from({ length: 10_000 }, (_, at) => ({ tag: `${at}`, by: qty })),
  });
  equal(diff(order, many("a"), many("b")).length, 10_000);
});

Deno.test("rows without an index are known by what was entered: what is computed in them tells no two apart", () => {
  const bill = compiled(document({
    name: "bill",
    fields: [{
      id: "lines",
      type: "table",
      fields: [
        { id: "item" },
        { id: "qty", type: "integer" },
        { id: "sum", type: "integer", computed: { feel: "qty * 2" } },
      ],
    }],
  }));
  /** Lines as they were before anything was computed in them, and since. */
  const old = (...lines: (readonly [string, number])[]) => ({
    lines: lines.map(([item, qty]) => ({ item, qty })),
  });
  const now = (...lines: (readonly [string, number])[]) => ({
    lines: lines.map(([item, qty]) => ({ item, qty, sum: qty * 2 })),
  });
  const was = old(["tea", 2], ["cup", 1]);
  const cases = [
    // One moves a row, the other fills in another one, and adds one.
    [
      now(["cup", 1], ["tea", 2]),
      now(["tea", 2], ["cup", 7]),
      [["cup", 7], ["tea", 2]],
    ],
    // One removes a row that the other left alone.
    [now(["cup", 1]), now(["tea", 2], ["cup", 7]), [["cup", 7]]],
    [now(["tea", 2], ["cup", 7]), now(["cup", 1]), [["cup", 7]]],
    // Both change a row of their own, and one adds a third.
    [
      now(["tea", 3], ["cup", 1]),
      now(["tea", 2], ["mug", 1], ["jug", 4]),
      [["tea", 3], ["mug", 1], ["jug", 4]],
    ],
  ] as const;
  for (const [theirs, yours, expected] of cases) {
    const { value, conflicts } = merge(bill, { was, theirs, yours });
    equal(conflicts, []);
    const lines = value.lines as { item: string; qty: number }[]; // as: those of the test
    equal(lines.map(({ item, qty }) => [item, qty]), expected);
  }
  const found = diff(bill, was, now(["tea", 2], ["cup", 3]));
  equal(found.filter(({ path }) => !path.endsWith("/sum")), [
    { is: "changed", path: "lines/r2/qty", was: 1, now: 3 },
  ]);
  equal(patch(bill, was, found), now(["tea", 2], ["cup", 3]));
});
