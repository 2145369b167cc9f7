import type { Element, Props } from "../../nitro/element.ts";
import * as nitro from "../../nitro/mod.ts";
import { renderBody } from "../../nitro/render.ts";
import { equal, throws } from "../_support/assert.ts";
import { absent, lines } from "../_support/golden.ts";
import { parse } from "../_support/html.ts";

/** Properties that are texts. */
type Texts = Props & Partial<Record<"value" | "name" | "placeholder" | "href", string>>;

/** The elements of this module by the names of the original's records. */
const ELEMENTS: Readonly<Record<string, (props: Texts) => Element>> = {
  author: nitro.author,
  button: nitro.button,
  h1: nitro.h1,
  h2: nitro.h2,
  h3: nitro.h3,
  link: nitro.link,
  message: nitro.message,
  p: nitro.p,
  panel: nitro.panel,
  span: nitro.span,
  textbox: nitro.textbox,
};

/** The properties whose text is the same here and there. */
const TEXTS = [
  "id",
  "body",
  "style",
  "title",
  "accesskey",
  "dir",
  "lang",
  "role",
  "translate",
  "href",
  "target",
  "name",
  "value",
  "placeholder",
];

interface Recorded {
  readonly element: string;
  readonly variant: string;
  readonly props: Record<string, string>;
  readonly html?: string;
}

Deno.test({
  name: "elements with texts for properties render as the original's, but for its defects",
  ignore: absent,
  fn() {
    let compared = 0;
    for (const { element, variant, props, html } of lines<Recorded>("nitro_elements.jsonl")) {
      const make = ELEMENTS[element],
        texts = Object.entries(props).map(([name, value]) =>
          [name, /^<<"([\w ./:;#-]*)">>$/.exec(value)?.[1]] as const
        );
      if (make === undefined || html === undefined) continue;
      if (
        texts.some(([name, text]) => text === undefined || text === "" || !TEXTS.includes(name))
      ) continue;
      const made = renderBody(make(Object.fromEntries(texts))).html;
      equal(parse(made), expected(element, props, html), `${element} ${variant}: ${made}`);
      compared++;
    }
    equal(compared >= 30, true, `only ${compared} were compared`);
  },
});

/** What the original rendered, its defects taken out. */
function expected(element: string, props: Record<string, string>, html: string): unknown {
  const [node] = parse(html);
  if (typeof node !== "object") return [node];
  const { disabled: _, ...rest } = node.attributes, attributes: Record<string, string> = rest;
  // A link without an address has none, rather than one that runs nothing.
  if (attributes["href"]?.startsWith("javascript:")) delete attributes["href"];
  if (props["target"] !== undefined && element === "link" && attributes["target"] === "_blank") {
    attributes["rel"] = "noopener";
  }
  if (element === "textbox") attributes["type"] = "text";
  return [{ ...node, attributes }];
}

Deno.test("the elements are a namespace of their own, and the flat names are the same elements", () => {
  const flat: Readonly<Record<string, unknown>> = nitro, others = ["reset", "style", "url"];
  for (const [name, element] of Object.entries(nitro.elements)) {
    if (others.includes(name)) equal(flat[name] === element, false, name);
    else equal(flat[name], element, name);
  }
  equal(Object.keys(ELEMENTS).filter((name) => !Object.hasOwn(nitro.elements, name)), []);
});

Deno.test("a button is pressed and a textbox changed: each tells the page so, under its own id", () => {
  const press = renderBody(nitro.button({ id: "b", postback: "press", source: ["t"] }));
  equal(press.actions, [nitro.event({ target: "b", postback: "press", source: ["t"] })]);
  const change = renderBody(nitro.textbox({ id: "t", postback: "change" }));
  equal(change.actions, [nitro.event({ target: "t", type: "change", postback: "change" })]);
});

Deno.test("a link of a person takes no address that runs something, and gives the page it opens no hold on its own", () => {
  throws(() => renderBody(nitro.link({ href: "javascript:alert(1)" })), nitro.NitroError, "url");
  equal(
    renderBody(nitro.link({ href: "/a", target: "_blank", body: "x" })).html,
    '<a href="/a" target="_blank" rel="noopener">x</a>',
  );
});

Deno.test("hostile text in every text property of every element stays text", () => {
  const text = `"'><img src=x onerror=alert(1)>\${1}\``;
  for (const make of Object.values(ELEMENTS)) {
    const props = {
      id: text,
      body: text,
      class: text,
      style: text,
      title: text,
      role: text,
      value: text,
      name: text,
      placeholder: text,
      data: { x: text },
      aria: { label: text },
    };
    const nodes = parse(renderBody(make(props)).html), [node] = nodes;
    equal(nodes.length, 1);
    if (typeof node !== "object") throw new Error("no element");
    equal(
      new Set(Object.values(node.attributes)).isSubsetOf(new Set([text, "text", "button"])),
      true,
    );
    equal(node.body.every((each) => each === text), true);
  }
});

Deno.test("an upload is a native control with a label, a list that updates leave alone, and the action that makes it work", () => {
  const { html, actions } = renderBody(
    nitro.upload({ id: "u", body: "<Photos>", accept: "image/*", meta: "m", words: { done: "Є" } }),
  );
  equal(
    html,
    '<div id="u"><label for="u-file">&lt;Photos&gt;</label>' +
      '<input id="u-file" type="file" multiple accept="image/*"/><ul id="u-list" data-n2o-keep></ul></div>',
  );
  const [action, ...others] = actions;
  equal(others, []);
  if (action?.action !== "upload") throw new Error("nothing makes it work");
  equal([action.target, action.meta, action.words["done"]], ["u", "m", "Є"]);
  equal(renderBody(nitro.upload({ id: "u", disabled: true })).actions, []);
  const one = parse(renderBody(nitro.upload({ multiple: false })).html)[0];
  equal(JSON.stringify(one).includes("multiple"), false);
});

Deno.test("elements that must have properties stand in a body like any other", () => {
  const { html } = renderBody([
    nitro.dropdown({ id: "d", options: [{ value: 1, body: "one" }, { value: 2 }], value: 2 }),
    nitro.radiogroup({ id: "r", options: [{ value: "a", body: "A" }, { value: "b", body: "B" }] }),
    nitro.elements.element({ htmlTag: "my-clock", attributes: { zone: "UTC" } }),
  ]);
  const names = parse(html).map((node) => typeof node === "object" ? node.name : node);
  equal(names, ["select", "div", "my-clock"]);
});
