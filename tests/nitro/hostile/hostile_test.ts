import { element, NitroError, renderBody } from "../../../nitro/mod.ts";
import { classic } from "../../../nitro/wire/classic.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { type Node, parse } from "../../_support/html.ts";
import { random } from "../../_support/random.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { actionsWith } from "../wire/actions.ts";
import { filled, makers, NAMES, TEXTS } from "./texts.ts";

/** Names of elements and attributes, without what they hold. */
function shape(nodes: readonly Node[]): unknown {
  return nodes.flatMap((node) =>
    typeof node === "string"
      ? []
      : [[node.name, Object.keys(node.attributes).sort(), shape(node.body)]]
  );
}

/** The markup, or the code of its refusal. */
function rendered(make: () => Parameters<typeof renderBody>[0]): string | undefined {
  try {
    return renderBody(make()).html;
  } catch (error) {
    if (error instanceof NitroError && (error.code === "render" || error.code === "url")) {
      return undefined;
    }
    throw error;
  }
}

Deno.test(`a hostile text in any property of any element is refused or changes nothing but its value (seed ${SEED})`, () => {
  const choose = random(SEED), all = rounds(2, NAMES.length);
  let refused = 0, placed = 0;
  for (const [name, make] of makers()) {
    for (const text of TEXTS) {
      for (let round = 0; round < all; round++) {
        const property = NAMES[all === NAMES.length ? round : choose.below(NAMES.length)] ?? "id";
        const html = rendered(() => filled(make, text, [property]));
        if (html === undefined) {
          refused++;
          continue;
        }
        placed++;
        const plain = shape(parse(rendered(() => filled(make, "x", [property])) ?? ""));
        const isSame = JSON.stringify(shape(parse(html))) === JSON.stringify(plain);
        assert(isSame, `${name}.${property} with ${JSON.stringify(text)}: ${html}`);
      }
    }
  }
  assert(placed > 10 * refused && refused > 0, `${placed} placed, ${refused} refused`);
});

Deno.test("an address that runs something is refused in every attribute that holds one, with or without what browsers pass over", () => {
  for (
    const text of [
      "javascript:pwn()",
      "java\tscript:pwn()",
      "\u0001\n javascript:pwn()",
      "JAVA\rSCRIPT:pwn()",
    ]
  ) {
    for (
      const name of [
        "href",
        "src",
        "action",
        "formaction",
        "poster",
        "cite",
        "data",
        "xlink:href",
        "ping",
        "background",
      ]
    ) {
      throws(
        () => renderBody(element({ htmlTag: "x-y", attributes: { [name]: text } })),
        NitroError,
        "url",
      );
    }
    for (const name of ["to", "from", "by", "values"]) {
      throws(
        () => renderBody(element({ htmlTag: "animate", attributes: { [name]: `#a;${text}` } })),
        NitroError,
        "url",
      );
    }
  }
});

Deno.test("nothing that is said in SVG or in a template is markup of its own", () => {
  for (const [name, make] of makers()) {
    for (const text of TEXTS) {
      for (const htmlTag of ["svg", "math", "template", "noscript"]) {
        const html = rendered(() => element({ htmlTag, body: filled(make, text, ["title"]) }));
        if (html === undefined) continue;
        assert(!/<script>pwn|<img src=x|<svg onload/.test(html), `${htmlTag} ${name}: ${html}`);
      }
    }
  }
});

Deno.test("lone surrogates and NUL come through the classic wire as text", () => {
  for (const text of TEXTS) {
    for (const [name, action] of Object.entries(actionsWith(text))) {
      if (name === "redirect" || name === "script") continue;
      const script = classic([action], () => "sealed");
      assert(!/<\/script|<!--/i.test(script), `${name}: ${script}`);
    }
  }
});

Deno.test("a body of 100,000 elements is rendered, one 10,000 deep or endless is refused", () => {
  const list = Array.from(
    { length: 100_000 },
    (_, at) => element({ htmlTag: "li", id: `i${at}`, body: "<" }),
  );
  const { html } = renderBody(list);
  equal(html.split("<li ").length, 100_001);
  equal(
    html.length,
    list.reduce((sum, { props }) => sum + `<li id="${props.id}">&lt;</li>`.length, 0),
  );
  let deep = element({ htmlTag: "b" });
  for (let at = 0; at < 10_000; at++) deep = element({ htmlTag: "b", body: deep });
  throws(() => renderBody(deep), NitroError, "render");
  const ring: unknown[] = [];
  ring.push(ring);
  // As: a list in itself has no type.
  throws(() => renderBody(ring as never), NitroError, "render");
});
