import { type Body, raw } from "../../nitro/element.ts";
import { button } from "../../nitro/elements/form/button.ts";
import { panel } from "../../nitro/elements/group/group.ts";
import { span } from "../../nitro/elements/text/text.ts";
import { NitroError } from "../../nitro/error.ts";
import { event } from "../../nitro/event.ts";
import { render } from "../../nitro/nitro.ts";
import { renderBody } from "../../nitro/render.ts";
import { N2oError } from "../../n2o/mod.ts";
import { equal, throws } from "../_support/assert.ts";
import { random } from "../_support/random.ts";
import { type Node, parse } from "../_support/html.ts";

const html = (body: Body) => renderBody(body).html;

Deno.test("text is escaped, numbers are written, nothing is nothing, lists are joined, raw is trusted", () => {
  equal(html("<b>"), "&lt;b&gt;");
  equal(html([0, -1.5, 10n, "", null, undefined, false]), "0-1.510");
  equal(html([["a", ["b", [["c"]]]], "d"]), "abcd");
  equal(html(raw("<b>&</b>")), "<b>&</b>");
  equal(html(panel({ body: [span({ body: "<" }), "&"] })), "<div><span>&lt;</span>&amp;</div>");
});

Deno.test("a tree of random elements and texts is read back as it was built (300 trees, seed 5)", () => {
  const { below, pick } = random(5);
  const text = () =>
    pick(["<", "&amp;", '"', "'", "`${1}`", "Є😀", "</div>", "<!--", "x"]) + below(10);
  const build = (depth: number): [Body, Node[]] => {
    if (depth === 0 || below(3) === 0) {
      const made = text();
      return [made, [made]];
    }
    const parts = Array.from({ length: below(4) }, () => build(depth - 1));
    const bodies = parts.map(([body]) => body), nodes = parts.flatMap(([, nodes]) => nodes);
    if (below(2)) return [bodies, nodes];
    const id = text(), title = text();
    return [panel({ id, title, body: bodies }), [{
      name: "div",
      attributes: { id, title },
      body: nodes,
    }]];
  };
  for (let each = 0; each < 300; each++) {
    const [body, expected] = build(6);
    equal(parse(html(body)).map(merged), joined(expected));
  }
});

const merged = (node: Node): Node =>
  typeof node === "string" ? node : { ...node, body: joined(node.body) };

/** Texts beside each other are one to a parser. */
function joined(nodes: readonly Node[]): Node[] {
  const made: Node[] = [];
  for (const node of nodes.map(merged)) {
    const last = made.at(-1);
    if (typeof node === "string" && typeof last === "string") made[made.length - 1] = last + node;
    else made.push(node);
  }
  return made;
}

Deno.test("showIf false leaves out the element, its body and its events", () => {
  const hidden = panel({ showIf: false, id: "a", body: button({ id: "b", postback: "x" }) });
  equal(renderBody(hidden), { html: "", actions: [] });
});

Deno.test("events and actions come in the order of the elements, an element's own after those within it", () => {
  const after = event({ target: "o", type: "focus", postback: "after" });
  const { actions } = renderBody([
    panel({ id: "o", actions: [after], body: [button({ id: "i", postback: "in" })] }),
    button({ id: "l", postback: { deep: [1] }, source: ["s"], delegate: "d" }),
  ]);
  equal(actions, [
    event({ target: "i", postback: "in" }),
    after,
    event({ target: "l", postback: { deep: [1] }, source: ["s"], delegate: "d" }),
  ]);
});

Deno.test("an element with a postback and no id gets one of its own, in the markup and in the event", () => {
  const { html, actions } = renderBody([button({ postback: 1 }), button({ postback: 2 })]);
  const ids = parse(html).map((node) => typeof node === "object" ? node.attributes["id"] : "");
  equal(actions.map((action) => action.action === "event" && action.target), ids);
  equal(new Set(ids).size, 2);
  equal(ids.every((id) => id?.startsWith("auto-")), true);
});

Deno.test("nesting deeper than 256, and what goes round in a circle, is refused", () => {
  const deep = (levels: number): Body => levels === 0 ? "end" : [deep(levels - 1)];
  equal(html(deep(200)), "end");
  throws(() => html(deep(300)), NitroError, "render");
  const circle: Body[] = [];
  circle.push(circle);
  throws(() => html(circle), NitroError, "render");
  let panels: Body = "end";
  for (let each = 0; each < 300; each++) panels = panel({ body: panels });
  throws(() => html(panels), NitroError, "render");
});

Deno.test("what is no body is refused with its kind", () => {
  for (const bad of [true, Symbol("x"), () => "x", {}, new Map(), { html: "<b>" }, { raw: 5 }]) {
    throws(() => html(bad as unknown as Body), NitroError, "render");
  }
});

Deno.test("an object that came from outside as JSON is no trusted markup", () => {
  throws(() => html(JSON.parse('{"raw": "<img src=x onerror=alert(1)>"}')), NitroError, "render");
});

Deno.test("what wires nothing is rendered outside of a message as well, and what wires something is not", () => {
  equal(render(panel({ body: [span({ body: "<" }), 1] })), "<div><span>&lt;</span>1</div>");
  throws(() => render(button({ id: "go", body: "Go", postback: "go" })), N2oError, "no_context");
});
