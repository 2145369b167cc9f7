import { jsx } from "../../../nitro/jsx/runtime.ts";
import { type Element, elements, NitroError, renderBody } from "../../../nitro/mod.ts";
import { equal, throws } from "../../_support/assert.ts";
import { parse } from "../../_support/html.ts";
import { random } from "../../_support/random.ts";

const makers: ReadonlyMap<string, unknown> = new Map(Object.entries(elements));

/** Makers that are no tag by themselves, or need more than a body. */
const OTHER = new Set(["element", "upload"]);

Deno.test("an element is the same by its function and in TSX, with any attributes and children (5 of each, seed 7)", () => {
  const choose = random(7), texts = ["", "a", '<b> & "c"', "Привіт", "\n"] as const;
  const names = ["id", "class", "title", "lang", "role", "value", "name", "type", "label"];
  for (const [name, make] of makers) {
    if (typeof make !== "function" || OTHER.has(name)) continue;
    for (let round = 0; round < 5; round++) {
      const props: Record<string, unknown> = {}, body = choose.pick(texts);
      for (const each of names) if (choose.next() < 0.3) props[each] = choose.pick(texts);
      // As: a maker of a table, with properties that each of them passes over or takes.
      const made = Reflect.apply(make, undefined, [{ ...props, body }]) as Element;
      // As: a component may be any function of properties.
      const written = jsx(make as never, { ...props, children: body });
      equal(rendered(written), rendered(made), name);
    }
  }
});

/** Markup without ids that are made up. */
function rendered(element: Element): string {
  try {
    return renderBody(element).html.replace(/auto-\w+/g, "auto");
  } catch (error) {
    if (error instanceof NitroError) return error.code;
    throw error;
  }
}

Deno.test("every tag of HTML is in TSX what it is in HTML", () => {
  for (const tag of "a img q var search link p div span button input svg my-own".split(" ")) {
    const [node] = parse(renderBody(jsx(tag, { id: "x" })).html);
    equal(typeof node === "object" && [node.name, node.attributes["id"]], [tag, "x"]);
  }
});

Deno.test("a key and a handler are refused where no compiler looked", () => {
  throws(() => jsx("p", {}, "k"), NitroError, "render");
  throws(() => renderBody(jsx("my-own", { onclick: "pwn()" })), NitroError, "render");
  throws(() => renderBody(jsx("my-own", { "on-x": "pwn()" })), NitroError, "render");
});

Deno.test("what no compiler sees behind a dash is no object in a text", () => {
  for (const value of [{ x: 1 }, [1], () => 1, Symbol("x")]) {
    const error = throws(() => jsx("p", { "data-x": value }), NitroError, "render");
    equal(error.message.startsWith("<p data-x>: "), true, error.message);
  }
  const given = { "data-a": 1, "data-b": null, "data-c": undefined, "data-d": true, "data-e": 2n };
  equal(
    renderBody(jsx("p", given)).html,
    '<p data-a="1" data-d data-e="2"></p>',
  );
});

Deno.test("what is no component, and a component that answers later, is said as such", () => {
  for (const none of [undefined, null, 1, {}]) {
    // As: what an import without types gives.
    const error = throws(() => jsx(none as never, {}), NitroError, "render");
    equal(/a component is a function/.test(error.message), true, error.message);
  }
  const later = throws(
    // As: the compiler refuses it.
    () => renderBody(jsx((() => Promise.resolve("x")) as never, {})),
    NitroError,
    "render",
  );
  equal(/^promise is no body: await it before/.test(later.message), true, later.message);
});
