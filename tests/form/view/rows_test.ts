import { document, movedRow, pageAt, pageOf, type Press, view } from "../../../form/mod.ts";
import { FormError } from "../../../form/mod.ts";
import { fieldView } from "../../../form/mod.ts";
import { renderBody } from "../../../nitro/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { filledOf } from "./filled.ts";
import { byClass, byId, type Tag, tagsOf, textOf, within } from "./tree.ts";

const fields = [{ id: "item", title: "Item" }, { id: "qty", title: "Quantity", required: true }];
const order = document({
  name: "order",
  fields: [
    { id: "lines", title: "Lines", type: "table", min: 1, max: 3, fields },
    { id: "people", title: "People", type: "group", vector: true, fields },
  ],
});
const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ item: `Item ${at}` }));
const press = (pressed: Press) => ({ postback: JSON.parse(JSON.stringify(pressed)) });

/** What is pressed by which element. */
function pressed(body: Parameters<typeof renderBody>[0]): Record<string, unknown> {
  const { actions } = renderBody(body);
  return Object.fromEntries(
    actions.flatMap((action) =>
      action.action === "event" ? [[action.target, action.postback]] : []
    ),
  );
}

function isOff({ attributes }: Tag): boolean {
  return attributes["aria-disabled"] === "true";
}

Deno.test("a table has a heading for each column, and a row for each row", () => {
  const tags = tagsOf(view(filledOf(order, { values: { lines: rows(2) } })));
  const table = byClass(tags, "n2o-table")[0];
  assert(table);
  const inside = within(table.body);
  equal(inside.filter(({ name }) => name === "th").map(textOf), ["Item", "Quantity"]);
  equal(inside.filter(({ name }) => name === "th").map(({ attributes }) => attributes.scope), [
    "col",
    "col",
  ]);
  const shown = inside.filter(({ attributes }) => attributes["data-n2o-row"] !== undefined);
  equal(shown.map(({ attributes }) => attributes["data-n2o-row"]), ["r1", "r2"]);
  for (const row of shown) equal(row.body.length, 2);
});

Deno.test("a cell of a table whose field is not there keeps its place, and holds nothing", () => {
  const cells = { "lines/r1/item": { isVisible: false, value: "hushed" } };
  const tags = tagsOf(view(filledOf(order, { values: { lines: rows(1) }, cells })));
  const cell = byId(tags, "wrap_lines/r1/item_order_edit");
  equal([cell.name, cell.attributes.hidden, cell.body.length], ["td", undefined, 0]);
});

Deno.test("the panel of a cell alone is what stands in its row", () => {
  const filled = filledOf(order, { values: { lines: rows(1), people: rows(1) } });
  const whole = renderBody(view(filled)).html;
  for (const path of ["lines/r1/item", "people/r1/qty", "lines", "people"]) {
    assert(whole.includes(renderBody(fieldView(filled, path)).html), path);
  }
});

Deno.test("what a row can do is said of it by its name, and does nothing at the ends", () => {
  const filled = filledOf(order, { values: { lines: rows(3), people: rows(1) } });
  const body = view(filled, { press }), tags = tagsOf(body), heard = pressed(body);
  const id = (row: number, act: string) => `lines/r${row}_order_edit-${act}`;
  const off = ["up", "down", "copy", "remove"].map((act) =>
    [1, 2, 3].map((row) => isOff(byId(tags, id(row, act))))
  );
  equal(off, [
    [true, false, false],
    [false, false, true],
    [true, true, true], // three is the most
    [false, false, false],
  ]);
  equal(heard[id(1, "up")], undefined);
  equal(heard[id(2, "up")], { press: "up", path: "lines", key: "r2" });
  equal(heard[id(3, "remove")], { press: "remove", path: "lines", key: "r3" });
  const label = byId(tags, id(2, "remove")).attributes["aria-label"];
  equal(label, "rows.remove name=rows.name title=Lines n=2");
  // Nothing is moved where there is one, and there is no least of people.
  equal(tags.some(({ attributes }) => attributes.id === "people/r1_order_edit-up"), false);
  equal(heard["people/r1_order_edit-remove"], { press: "remove", path: "people", key: "r1" });
});

Deno.test("a group that is full, or empty, says so", () => {
  const shown = (count: number) =>
    tagsOf(view(filledOf(order, { values: { lines: rows(count) } }), { press }));
  const has = (tags: readonly Tag[], text: string) => tags.some((tag) => textOf(tag) === text);
  equal(has(shown(3), "rows.full count=3"), true);
  equal(has(shown(2), "rows.full count=3"), false);
  equal(has(shown(0), "rows.none"), true);
  equal(shown(3).some(({ attributes }) => attributes.id === "lines_order_edit-add"), false);
  byId(shown(0), "lines_order_edit-add");
  // The last one of the least stays.
  equal(isOff(byId(shown(1), "lines/r1_order_edit-remove")), true);
});

Deno.test("rows are not changed where nothing is heard of it, where they only show, or are disabled", () => {
  const values = { lines: rows(2), people: rows(2) };
  for (
    const [filled, options] of [
      [filledOf(order, { values }), {}],
      [filledOf(order, { values, mode: "view" }), { press }],
      [
        filledOf(order, {
          values,
          cells: { lines: { isDisabled: true }, people: { isDisabled: true } },
        }),
        { press },
      ],
    ] as const
  ) {
    const tags = tagsOf(view(filled, options));
    equal(tags.filter(({ name }) => name === "button").length, 0);
    equal(tags.some(({ attributes }) => "data-n2o-rows" in attributes), false);
  }
});

Deno.test("a long group has a page of its rows in the document, and ways to the others", () => {
  const long = document({ name: "d", fields: [{ id: "lines", type: "table", fields }] });
  const filled = filledOf(long, { values: { lines: rows(1_000) } });
  const shown = (page: number) => {
    const body = view(filled, { press, page: () => page }), tags = tagsOf(body);
    const keys = tags.flatMap(({ attributes }) => attributes["data-n2o-row"] ?? []);
    return { keys, tags, heard: pressed(body), at: textOf(byId(tags, "lines_d_edit-shown")) };
  };
  const second = shown(2);
  equal([second.keys.length, second.keys[0], second.keys.at(-1)], [50, "r51", "r100"]);
  equal(second.at, "page.shown from=51 to=100 of=1000");
  const to = ["first", "previous", "next", "last"].map((name) =>
    second.heard[`lines_d_edit-${name}`]
  );
  equal(to.map((each) => (each as { to: number }).to), [1, 1, 3, 20]); // as: presses of pages
  equal(isOff(byId(shown(1).tags, "lines_d_edit-previous")), true);
  // A page that there is not is the one that is nearest.
  for (const [asked, from] of [[99, 951], [0, 1], [-3, 1], [NaN, 1], [2.7, 51]] as const) {
    equal(shown(asked).keys[0], `r${from}`);
  }
  // Its rows are numbered among all.
  equal(textOf(byId(second.tags, "lines_d_edit")).includes("NaN"), false);
});

Deno.test("the page of a row is the one that shows it", () => {
  const keys = Array.from({ length: 173 }, (_, at) => `k${at}`);
  keys.forEach((key, at) => assert(pageOf(keys, pageAt(at)).keys.includes(key)));
  equal(pageOf([], 3), { page: 1, pages: 1, from: 0, keys: [] });
});

Deno.test("the row that was moved is told of the order, for every move of one row", () => {
  for (let count = 1; count <= 6; count++) {
    const keys = Array.from({ length: count }, (_, at) => `k${at}`);
    for (let from = 0; from < count; from++) {
      for (let to = 0; to < count; to++) {
        const order = keys.toSpliced(from, 1).toSpliced(to, 0, `k${from}`);
        const moved = movedRow(["", ...order], { keys, from: 50 });
        if (from === to) equal(moved, undefined);
        else {
          assert(moved);
          // Two that change places are either of them moved.
          const again = keys.filter((key) => key !== moved.key).toSpliced(
            moved.to - 50,
            0,
            moved.key,
          );
          equal(again, order);
        }
      }
    }
  }
});

Deno.test("an order that no move leads to is refused", () => {
  const keys = ["a", "b", "c", "d"];
  const orders: unknown[] = [
    ["", "a", "b", "c"],
    ["", "a", "b", "c", "d", "e"],
    ["", "a", "b", "c", "x"],
    ["", "a", "a", "c", "d"],
    ["", "d", "c", "b", "a"],
    ["", "b", "a", "d", "c"],
    [],
    undefined,
    null,
    "a,b,c,d",
    7,
  ];
  for (const order of orders) {
    throws(() => movedRow(order as never, { keys, from: 0 }), FormError, "path"); // as: hostile
  }
});
