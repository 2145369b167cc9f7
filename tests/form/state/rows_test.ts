import { compiled, document, FormError, sheet } from "../../../form/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";

const order = compiled(document({
  name: "order",
  fields: [{
    id: "lines",
    type: "table",
    index: "code",
    fields: [
      { id: "code" },
      { id: "qty", type: "number" },
      { id: "parts", type: "table", fields: [{ id: "part" }] },
    ],
  }],
}));

/** A row as a test has it. */
interface Row {
  readonly key: string;
  qty: string;
  touched: boolean;
  edits: number;
}

Deno.test("rows that are added, copied, removed and moved lose nothing of the others", () => {
  for (let seed = SEED; seed < SEED + rounds(40, 1_000); seed++) {
    const from = random(seed);
    let under = sheet(order, { mode: "edit", record: { lines: [] } });
    const rows: Row[] = [], given = new Set<string>();
    for (let left = 40; left > 0; left--) {
      const at = from.below(rows.length), row = rows[at];
      switch (from.below(7)) {
        case 0: {
          const place = from.below(rows.length + 1), { key } = under.add("lines", place);
          assert(!given.has(key), `seed ${seed}: ${key} is given out twice`);
          given.add(key);
          rows.splice(place, 0, { key, qty: "", touched: false, edits: 0 });
          break;
        }
        case 1: {
          if (row === undefined) break;
          const { key } = under.copy("lines", row.key);
          assert(!given.has(key), `seed ${seed}: ${key} is given out twice`);
          given.add(key);
          rows.splice(at + 1, 0, { key, qty: row.qty, touched: false, edits: 0 });
          break;
        }
        case 2: {
          if (row === undefined) break;
          under.remove("lines", row.key);
          rows.splice(at, 1);
          break;
        }
        case 3: {
          if (row === undefined) break;
          const to = from.below(rows.length);
          under.move("lines", row.key, to);
          rows.splice(at, 1);
          rows.splice(to, 0, row);
          break;
        }
        case 4: {
          if (row === undefined) break;
          row.qty = from.pick(["1.50", "none", "7", ""]);
          row.edits++;
          under.enter(`lines/${row.key}/qty`, row.qty);
          break;
        }
        case 5: {
          if (row === undefined) break;
          under.touch(`lines/${row.key}/qty`);
          row.touched = true;
          break;
        }
        default:
          under = sheet(order, { mode: "edit", record: { lines: [] }, dump: under.dump() });
      }
      equal(
        under.rows("lines").map((key) => {
          const { raw = "", isTouched, edits } = under.cell(`lines/${key}/qty`);
          return { key, qty: raw, touched: isTouched, edits };
        }),
        rows.map((each) => ({ ...each })),
        `seed ${seed}`,
      );
    }
  }
});

Deno.test("stored rows are known by their index, whatever that holds, else by their places", () => {
  const codes = ["A-7", "a b", "../x", "__proto__", "x".repeat(1_000), "A-7", undefined, "r2", "*"];
  const filled = sheet(order, { mode: "edit", record: { lines: codes.map((code) => ({ code })) } });
  const keys = filled.rows("lines");
  equal(new Set(keys).size, codes.length);
  equal([keys[0], keys[5], keys[6], keys[7]], ["i-A-7", "r6", "r7", "i-r2"]);
  assert(keys.every((key) => /^[\w-]{1,50}$/.test(key)));
  const again = sheet(order, {
    mode: "edit",
    record: { lines: codes.toReversed().map((code) => ({ code })) },
  });
  equal(
    again.rows("lines").filter((key) => key.startsWith("h-")).toSorted(),
    keys.filter((key) => key.startsWith("h-")).toSorted(),
  );
  equal(keys.map((key) => filled.cell(`lines/${key}/code`).value), codes);
});

Deno.test("a key is never given out again, over a restart neither, and one that never was is refused", () => {
  const filled = sheet(order, { mode: "edit", record: { lines: [{ qty: 1 }, { qty: 2 }] } });
  equal(filled.rows("lines"), ["r1", "r2"]);
  equal(filled.add("lines").key, "r3");
  filled.remove("lines", "r3");
  filled.remove("lines", "r2");
  const again = sheet(order, {
    mode: "edit",
    record: { lines: [{ qty: 1 }, { qty: 2 }] },
    dump: filled.dump(),
  });
  equal(again.rows("lines"), ["r1"]);
  equal(again.add("lines").key, "r4");
  for (const key of ["r2", "r3", "r9", "__proto__", "constructor", "", "*", "code"]) {
    for (
      const run of [
        () => again.remove("lines", key),
        () => again.copy("lines", key),
        () => again.move("lines", key, 0),
        () => again.cell(`lines/${key}/qty`),
        () => again.enter(`lines/${key}/qty`, "1"),
        () => again.put(`lines/${key}/qty`, 1),
      ]
    ) throws(run, FormError, "path");
  }
});

Deno.test("rows in rows have keys of their own, and go with the row around them", () => {
  const filled = sheet(order, {});
  const { key: one } = filled.add("lines", 0, { qty: 2, parts: [{ part: "a" }, { part: "b" }] });
  const { key: two } = filled.copy("lines", one);
  equal(filled.values(), {
    lines: [{ qty: 2, parts: [{ part: "a" }, { part: "b" }] }, {
      qty: 2,
      parts: [{ part: "a" }, { part: "b" }],
    }],
  });
  filled.enter(`lines/${two}/parts/r1/part`, "c");
  equal(filled.cell(`lines/${one}/parts/r1/part`).value, "a");
  filled.remove("lines", one);
  throws(() => filled.cell(`lines/${one}/parts/r1/part`), FormError, "path");
  equal(filled.values(), { lines: [{ qty: 2, parts: [{ part: "c" }, { part: "b" }] }] });
});

Deno.test("a whole list that is put keeps the rows that it knows, by index or by place", () => {
  const filled = sheet(order, {
    mode: "edit",
    record: { lines: [{ code: "a", qty: 1, beside: 1 }, { code: "b" }] },
  });
  filled.touch("lines/i-b/qty");
  const changed = filled.put("lines", [{ code: "b", qty: 5 }, { code: "c" }, { code: "a" }]);
  equal(filled.rows("lines"), ["i-b", "r3", "i-a"]);
  assert(changed.has("lines") && changed.has("lines/i-b/qty") && changed.has("lines/i-a/qty"));
  assert(filled.cell("lines/i-b/qty").isTouched);
  equal(filled.record(), {
    lines: [{ code: "b", qty: 5 }, { code: "c" }, { code: "a", beside: 1 }],
  });
  throws(() => filled.put("lines", [{ code: "b", qty: "x" }]), FormError, "value");
  throws(() => filled.put("lines", "x"), FormError, "value");
  throws(() => filled.put("lines", ["x"]), FormError, "value");
  equal(filled.rows("lines").length, 3);
});

Deno.test("a group has its most rows, and ten thousand in any case", () => {
  const few = compiled(document({
    name: "few",
    fields: [{ id: "t", type: "table", max: 2, fields: [{ id: "a" }] }],
  }));
  const filled = sheet(few, {});
  filled.add("t");
  filled.add("t");
  throws(() => filled.add("t"), FormError, "limit");
  throws(() => filled.copy("t", "r1"), FormError, "limit");
  equal(filled.rows("t"), ["r1", "r2"]);
  const rows = Array.from({ length: 10_001 }, () => ({}));
  throws(() => sheet(order, { record: { lines: rows } }).rows("lines"), FormError, "limit");
  const full = sheet(order, { mode: "edit", record: { lines: rows.slice(1) } });
  throws(() => full.add("lines"), FormError, "limit");
  throws(() => filled.put("t", rows), FormError, "limit");
  equal(full.rows("lines").length, 10_000);
});
