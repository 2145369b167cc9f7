import type { Props } from "../../nitro/element.ts";
import { NitroError } from "../../nitro/error.ts";
import { panel } from "../../nitro/elements/group/group.ts";
import { renderBody } from "../../nitro/render.ts";
import { type Attributes, attributes } from "../../nitro/attribute.ts";
import { emitTag, tag } from "../../nitro/tag.ts";
import { equal, throws } from "../_support/assert.ts";
import { parse } from "../_support/html.ts";

Deno.test("attributes are written in their order, escaped; true without a value, nothing for false, null and undefined", () => {
  const given = {
    id: `a"b`,
    hidden: true,
    lang: false,
    dir: null,
    role: undefined,
    tabindex: 0,
    title: "",
    value: 5n,
  };
  equal(emitTag("p", given, "x"), '<p id="a&quot;b" hidden tabindex="0" title="" value="5">x</p>');
});

Deno.test("elements without a body have no end tag, whatever is given", () => {
  for (const name of ["br", "img", "input", "hr", "meta", "wbr"]) {
    const [node, ...others] = parse(emitTag(name, {}, "<b>body</b>"));
    equal([node, others], [{ name, attributes: {}, body: [] }, []]);
  }
});

Deno.test("names that are none, and attributes that hold code, are refused", () => {
  for (const name of ["", " ", "a b", "a>b", 'a"', "a=b", "a/b", "1a", "-a", "a\u0000", "à"]) {
    throws(() => emitTag(name, {}), NitroError, "render");
    throws(() => emitTag("p", { [name]: "x" }), NitroError, "render");
  }
  for (const name of ["onclick", "ONCLICK", "onFoo", "on", "srcdoc", "SrcDoc"]) {
    throws(() => emitTag("p", { [name]: "x" }), NitroError, "render");
  }
  throws(() => renderBody(panel({ attributes: { onclick: "x" } })), NitroError, "render");
  throws(() => renderBody(panel({ data: { "x onclick": "x" } })), NitroError, "render");
});

Deno.test("an attribute that holds an address takes none that runs something", () => {
  for (const name of ["href", "SRC", "action", "formaction", "poster", "xlink:href"]) {
    throws(() => emitTag("a", { [name]: " JavaScript:alert(1)" }), NitroError, "url");
    equal(emitTag("a", { [name]: "/x?a=1&b=2" }), `<a ${name}="/x?a=1&amp;b=2"></a>`);
  }
});

Deno.test("what every element has is written under its own name", () => {
  const props: Props = {
    id: "i",
    class: ["a", false, "b", null, undefined],
    style: "x:y",
    contenteditable: false,
    spellcheck: true,
    hidden: false,
    data: { "some-thing": 1, gone: false },
    aria: { label: "l", hidden: true },
    attributes: { "data-x": true },
  };
  const paragraph = tag("p", { fixed: { type: "t" } });
  const [node] = parse(renderBody(paragraph(props)).html);
  equal(node, {
    name: "p",
    attributes: {
      id: "i",
      class: "a b",
      style: "x:y",
      contenteditable: "false",
      spellcheck: "true",
      type: "t",
      "data-some-thing": "1",
      "aria-label": "l",
      "aria-hidden": "true",
      "data-x": "",
    },
    body: [],
  });
  equal(attributes({ title: "<", data: { x: 1 } }), ' title="&lt;" data-x="1"');
  for (const none of [[], "", [false, null] as const, undefined]) {
    equal(renderBody(tag("p")({ class: none })).html, "<p></p>");
  }
});

Deno.test("names that every object has are no attributes", () => {
  const odd: Attributes = JSON.parse('{"__proto__": "x", "constructor": "y"}');
  equal(parse(emitTag("p", odd))[0], {
    name: "p",
    attributes: { ["__proto__"]: "x", constructor: "y" },
    body: [],
  });
});
