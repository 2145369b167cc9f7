import { type Action, type Body, elements, raw, renderBody } from "../../../../nitro/mod.ts";
import { changes } from "../../../../nitro/wire/changes/changes.ts";
import { Memory } from "../../../../nitro/wire/changes/memory.ts";
import { assert, equal } from "../../../_support/assert.ts";
import { random } from "../../../_support/random.ts";
import { Bodies, element, type Part } from "./bodies.ts";
import { Page } from "./document.ts";

/** A connection that remembers. */
class Remembering {
  bytes: Uint8Array<ArrayBuffer> | undefined;
  now = 1_000;

  /** The actions of an update. */
  update(target: string, body: Body, ...before: Action[]): readonly Action[] {
    const { html, actions } = renderBody(body), update: Action = { action: "update", target, html };
    const made = changes([...before, update, ...actions], new Map([[update, actions]]), {
      bytes: this.bytes,
      session: "s",
      now: this.now,
      lasts: 100,
    });
    this.bytes = made.bytes;
    return made.actions;
  }
}

const SEED = 20_261_128;

Deno.test(`the document after what changed is the one after the whole, seed ${SEED}`, () => {
  const bodies = new Bodies(random(SEED));
  let whole = 0, small = 0;
  for (let series = 0; series < 60; series++) {
    const connection = new Remembering();
    let body: Part = bodies.first("root"), page: Page | undefined;
    for (let step = 0; step < 12; step++) {
      const rendered = element(body), { html } = renderBody(rendered);
      const actions = connection.update("root", rendered);
      page ??= new Page(html);
      if (step > 0) page.run(actions);
      equal(page.shown, new Page(html).shown, `series ${series}, step ${step}: ${html}`);
      if (step > 0) {
        if (actions.some((each) => each.action === "update" && each.target === "root")) whole++;
        else small++;
      }
      assert((connection.bytes?.length ?? 0) <= 8_192);
      body = bodies.next(body);
    }
  }
  assert(small > 200 && whole > 0, `${small} were small, ${whole} whole`);
});

const { div, li, output, input, ul, button, span, table, tbody, tr, td } = elements;
const row = (id: string, text = id) => li({ id, body: text });

Deno.test("what is added to a list, moved in it or gone from it is one action", () => {
  const list = (...ids: string[]) => ul({ id: "list", body: ids.map((id) => row(id)) });
  const after = (was: string[], is: string[]) => {
    const connection = new Remembering();
    connection.update("list", list(...was));
    return connection.update("list", list(...is));
  };
  const many = Array.from({ length: 50 }, (_, at) => `item-${at}`);
  equal(after(many, [...many, "new"]), [
    {
      action: "insert",
      target: "list",
      where: "beforeend",
      html: '<li id="new">new</li>',
      tag: "div",
    },
  ]);
  equal(after(many, ["new", ...many]), [
    {
      action: "insert",
      target: "item-0",
      where: "beforebegin",
      html: '<li id="new">new</li>',
      tag: "div",
    },
  ]);
  equal(after(many, many.toSpliced(20, 1)), [{ action: "remove", target: "item-20" }]);
  equal(after(many, [...many.slice(1), "item-0"]), [
    { action: "move", target: "list", where: "beforeend", id: "item-0" },
  ]);
  equal(after(many, ["item-49", ...many.slice(0, -1)]), [
    { action: "move", target: "item-0", where: "beforebegin", id: "item-49" },
  ]);
  equal(after(["a", "b"], []), [{ action: "clear", target: "list" }]);
  equal(after([], ["a", "b"]).map(({ action }) => action), ["insert"]);
});

Deno.test("ten of fifty fields that changed are ten small actions, whatever they hold", () => {
  const form = (n: number) =>
    div({
      id: "form",
      body: Array.from({ length: 50 }, (_, at) =>
        div({
          body: at < 10
            ? output({ id: `c${at}`, body: `${n}.5` })
            : input({ id: `f${at}`, value: "as it was" }),
        })),
    });
  const connection = new Remembering();
  connection.update("form", form(1));
  equal(
    connection.update("form", form(2)),
    Array.from({ length: 10 }, (_, at) => ({ action: "text", target: `c${at}`, text: "2.5" })),
  );
  equal(connection.update("form", form(2)), []);
  connection.bytes = undefined;
  equal(connection.update("form", form(2)).map(({ action }) => action), ["update"]);
});

Deno.test("what another action touches is stated again", () => {
  const body = div({
    id: "box",
    body: [span({ id: "a", body: "one" }), " and ", input({ id: "f", value: "5" })],
  });
  const again = (...touches: Action[]) => {
    const connection = new Remembering();
    connection.update("box", body);
    return connection.update("box", body, ...touches).slice(touches.length).map(({ action }) =>
      action
    );
  };
  equal(again(), []);
  equal(again({ action: "set", target: "a", path: "textContent", value: "x" }), ["update"]);
  equal(again({ action: "attr", target: "f", name: "value", value: "x" }), ["update"]);
  equal(again({ action: "clear", target: "box" }), ["update"]);
  equal(again({ action: "remove", target: "a" }), ["update"]);
  equal(again({ action: "insert", target: "a", where: "afterend", html: "<b></b>", tag: "div" }), [
    "update",
  ]);
  equal(
    again({
      action: "insert",
      target: "elsewhere",
      where: "beforeend",
      html: '<i id="a"></i>',
      tag: "div",
    }),
    ["update"],
  );
  equal(again({ action: "set", target: { qs: ".x" }, path: "hidden", value: true }), ["update"]);
  equal(again({ action: "call", target: "other", method: "replaceChildren", args: [] }), [
    "update",
  ]);
  equal(again({ action: "call", target: "f", method: "focus", args: [] }), []);
  equal(again({ action: "set", target: "other", path: "textContent", value: "x" }), []);
  equal(again({ action: "script", text: "x()" }), ["update"]);
});

Deno.test("what the person's event carried is stated again, by its id, its name or the name of its choice", () => {
  const { checkbox, radio } = elements;
  const body = div({
    id: "box",
    body: [
      input({ id: "f", name: "amount", value: "5" }),
      checkbox({ id: "c", checked: true, label: false }),
      radio({ id: "r1", name: "r", checked: true }),
      radio({ id: "r2", name: "r" }),
      button({ id: "b", body: "Go", postback: "go", source: ["f"] }),
    ],
  });
  const again = (...controls: string[]) => {
    const connection = new Remembering();
    connection.update("box", body);
    const memory = new Memory(connection.bytes, "s");
    for (const control of controls) memory.carried(control);
    return connection.update("box", body);
  };
  const attr = (target: string, name: string, value: string | boolean) => ({
    action: "attr",
    target,
    name,
    value,
  });
  equal(again("b"), []);
  equal(again("f"), [attr("f", "value", "5")]);
  equal(again("amount"), [attr("f", "value", "5")]);
  equal(again("c"), [attr("c", "checked", true)]);
  equal(again("r1"), [attr("r1", "checked", true), attr("r2", "checked", false)]);
  equal(again("r"), [attr("r1", "checked", true), attr("r2", "checked", false)]);
});

Deno.test("an event is wired again only where it says something else, or its seal grows old", () => {
  const body = (number: number) =>
    div({
      id: "box",
      body: [
        button({ id: "b", body: "Go", postback: { number } }),
        button({ body: "No id", postback: "x" }),
      ],
    });
  const connection = new Remembering();
  equal(connection.update("box", body(1)).length, 3);
  equal(connection.update("box", body(1)), []);
  equal(connection.update("box", body(2)).map(({ action }) => action), ["event"]);
  connection.now += 101;
  equal(connection.update("box", body(2)).length, 3);
});

Deno.test("what is remembered takes 8,192 bytes at most, the oldest goes first, and ids that are doubled are sent whole", () => {
  const connection = new Remembering();
  const body = (id: string, count: number, text = "") =>
    table({
      id,
      body: tbody({
        body: Array.from(
          { length: count },
          (_, at) => tr({ body: td({ id: `${id}-${at}`, body: `${at}${text}` }) }),
        ),
      }),
    });
  for (let target = 0; target < 40; target++) {
    connection.update(`t${target}`, body(`t${target}`, 20));
    assert((connection.bytes?.length ?? 0) <= 8_192);
  }
  equal(connection.update("t39", body("t39", 20)), []);
  equal(connection.update("t0", body("t0", 20)).length, 1);
  for (const count of [300, 600, 20_000]) {
    const made = connection.update("large", body("large", count));
    equal(made.map(({ action }) => action), ["update"]);
    assert((connection.bytes?.length ?? 0) <= 8_192);
  }
  const doubled = div({
    id: "d",
    body: [span({ id: "x", body: "1" }), span({ id: "x", body: "1" })],
  });
  for (let time = 0; time < 3; time++) equal(connection.update("d", doubled).length, 1);
});

Deno.test("a body 10,000 deep, and one that a parser reads in another way than it is written, are sent whole", () => {
  const connection = new Remembering();
  const deep = raw("<div>".repeat(10_000) + "</div>".repeat(10_000));
  const odd = [
    deep,
    raw("<p><div></div></p>"),
    raw("<b><i></b></i>"),
    raw("<table><b>x</b></table>"),
    raw("<a><a></a></a>"),
    raw("<div"),
  ];
  for (const each of odd) {
    const body = div({ id: "box", body: [each, span({ id: "a", body: "1" })] });
    for (let time = 0; time < 2; time++) {
      equal(connection.update("box", body).map(({ action }) => action), ["update"]);
    }
  }
});

Deno.test("hashes of two connections have nothing in common", () => {
  const body = div({ id: "box", body: "a text that is longer than seven bytes" });
  const [a, b] = [new Remembering(), new Remembering()];
  a.update("box", body);
  b.update("box", body);
  const places = [...a.bytes ?? []].filter((byte, at) => byte === b.bytes?.[at]).length;
  assert(places < (a.bytes?.length ?? 0) - 16, `${places}`);
});
