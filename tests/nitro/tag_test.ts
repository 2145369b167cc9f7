import { type Body, type Props, raw } from "../../nitro/element.ts";
import { NitroError } from "../../nitro/error.ts";
import { element } from "../../nitro/elements/element.ts";
import { panel } from "../../nitro/elements/group/group.ts";
import { submit } from "../../nitro/elements/input/input.ts";
import { script } from "../../nitro/elements/script/script.ts";
import { span } from "../../nitro/elements/text/text.ts";
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

Deno.test("a name of an attribute has letters of any script behind its first", () => {
  for (const name of ["data-ключ", "data-名", "aria-é", "x-ä1"]) {
    const [node] = parse(emitTag("p", { [name]: "v" }));
    equal(node, { name: "p", attributes: { [name]: "v" }, body: [] });
  }
  for (const name of ["data-\u2028", "data-\u00a0x", "data-²", "data-“", "data-\u{1f600}"]) {
    throws(() => emitTag("p", { [name]: "x" }), NitroError, "render");
  }
});

Deno.test("a text is no script, however deep it stands in lists and elements, and a style holds it as it is", () => {
  const text = "a > b", circle: Body[] = [];
  circle.push(circle);
  const holds: readonly ((body: Body) => Body)[] = [
    (body) => body,
    (body) => [body],
    (body) => [raw("x = "), [undefined, [body]], 5],
    (body) => span({ body }),
    (body) => [raw("x = "), panel({ body: [body] })],
  ];
  for (const hold of holds) {
    throws(() => renderBody(script({ body: hold(text) })), NitroError, "render");
    throws(
      () => renderBody(element({ htmlTag: "script", body: hold(text) })),
      NitroError,
      "render",
    );
  }
  for (const name of ["script", "style", "iframe"]) {
    throws(() => renderBody(element({ htmlTag: name, body: circle })), NitroError, "render");
  }
  const { html } = renderBody(script({ body: [raw("x = "), 5, [raw(";"), null]] }));
  equal(html, "<script>x = 5;</script>");
  for (const body of [text, ["a ", ["> b"]], [raw("a "), ">", " b"]]) {
    equal(renderBody(element({ htmlTag: "style", body })).html, "<style>a > b</style>");
  }
  for (const body of ["a <", ["a", " <"], [raw("a "), "<"], ["a ", raw("<")]]) {
    equal(renderBody(element({ htmlTag: "style", body })).html, "<style>a <</style>");
  }
  for (const body of [["<", "b>"], [raw("<"), "b>"], ["<", raw("b>")], ["</st", ["yle"]]]) {
    throws(() => renderBody(element({ htmlTag: "style", body })), NitroError, "render");
  }
});

Deno.test("a button that is an input says all the text of its body, and its value where that is none", () => {
  const value = (body: Body) => {
    const [node] = parse(renderBody(submit({ value: "Send", body })).html);
    return typeof node === "object" ? node.attributes["value"] : undefined;
  };
  const texts: readonly Body[] = [["Save ", 5], 7, ["a", ["b", [null, false, 3n]]], "x", ""];
  equal(texts.map(value), ["Save 5", "7", "ab3", "x", ""]);
  for (const body of [undefined, null, [], [[], undefined], ["x", span({ body: "y" })]]) {
    equal(value(body), "Send");
  }
});

Deno.test("an empty line at the beginning is shown in whatever holds lines", () => {
  const bodies: readonly Body[] = [
    "\n\nx",
    ["\n", "x"],
    [undefined, ["\nx", 5]],
    "x\n",
    [5, "\n"],
    "",
  ];
  const texts = ["\n\nx", "\nx", "\nx5", "x\n", "5\n", ""];
  for (const htmlTag of ["pre", "textarea", "listing", "p"]) {
    const shown = bodies.map((body) => {
      const [node] = parse(renderBody(element({ htmlTag, body })).html);
      return typeof node === "object" ? node.body.join("") : undefined;
    });
    equal(shown, texts);
  }
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
