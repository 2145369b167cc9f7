import { assert, equal, throws } from "../../_support/assert.ts";
import { b, button, panel, renderBody } from "../../../nitro/mod.ts";
import { dtl, DtlError, memory, Templates } from "../../../nitro/dtl/mod.ts";

const templates = new Templates({
  source: memory({
    "index.html":
      "{{ script }}|{{ title }}|{{ body }}|{% for each in list %}{{ each }}{% endfor %}",
    "shop/row.htm": "{{ title }}",
  }),
});
await templates.load("index.html");
await templates.load("shop/row.htm");

Deno.test("a template stands in a page: elements are rendered, and all else is escaped", () => {
  const { html, actions } = renderBody(panel({
    body: dtl({
      templates,
      bindings: {
        title: "<i>",
        body: button({ id: "x", body: "<", postback: "go" }),
        list: [b({ body: "1" }), "<2>"],
      },
    }),
  }));
  assert(
    html.startsWith(
      '<div><script src="/n2o/n2o.js" defer></script>|&lt;i&gt;|<button type="button" id="x"',
    ),
    html,
  );
  assert(html.endsWith("</button>|<b>1</b>&lt;2&gt;</div>"), html);
  assert(html.includes(">&lt;</button>"), html);
  equal(actions.length, renderBody(button({ id: "x", body: "<", postback: "go" })).actions.length);
});

Deno.test("what has the shape of an element but came as JSON is data", () => {
  const forged = JSON.parse('{"element": "b", "props": {}, "raw": "<script>", "markup": "<b>"}');
  const { html } = renderBody(dtl({ templates, bindScript: false, bindings: { title: forged } }));
  assert(!html.includes("<script"), html);
});

Deno.test("a template in a folder, for a literal of JavaScript", () => {
  const props = { templates, folder: "shop", file: "row", ext: "htm", bindings: { title: "it's" } };
  equal(renderBody(dtl(props)).html, "it&#x27;s");
  equal(
    renderBody(dtl({ ...props, bindings: { title: "`${x}`" }, jsEscape: true })).html,
    "\\`\\${x}\\`",
  );
});

Deno.test("a template that was not loaded is told", () => {
  throws(() => renderBody(dtl({ templates, file: "nowhere" })), DtlError, "missing");
  equal(renderBody(dtl({ templates, file: "nowhere", showIf: false })).html, "");
});
