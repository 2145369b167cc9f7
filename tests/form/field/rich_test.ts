import { markdown } from "../../../form/field/rich/markdown.ts";
import { renderBody } from "../../../nitro/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { elements } from "./place.ts";

function html(text: string): string {
  return renderBody(markdown(text)).html;
}

Deno.test("rich text shows as what was meant", () => {
  const table: readonly [string, string][] = [
    ["plain", "<p>plain</p>"],
    ["# One\n## Two\ntext", "<h3>One</h3><h4>Two</h4><p>text</p>"],
    [
      "a *b* _c_ **d** __e__ ~~f~~",
      "<p>a <em>b</em> <em>c</em> <strong>d</strong> <strong>e</strong> <s>f</s></p>",
    ],
    ["**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"],
    ["a\nb\n\nc", "<p>a<br/>b</p><p>c</p>"],
    ["- a\n- b\n  c", "<ul><li>a</li><li>b<br/>c</li></ul>"],
    ["3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'],
    ["> a\n> > b", "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>"],
    ["```\n<b> *x*\n```\ny", "<pre><code>&lt;b&gt; *x*</code></pre><p>y</p>"],
    ["a `*b*` c", "<p>a <code>*b*</code> c</p>"],
    ["---", "<hr/>"],
    // What is no mark is itself.
    ["2 * 3 * 4 and snake_case_name and *open", "<p>2 * 3 * 4 and snake_case_name and *open</p>"],
    ["\\*a\\* <b>", "<p>*a* &lt;b&gt;</p>"],
    ["[x](javascript:alert(1)) ![y](z)", "<p>[x](javascript:alert(1)) ![y](z)</p>"],
  ];
  for (const [text, expected] of table) equal(html(text), expected, text);
  const linked = html("[a&b](https://x.example/?q=1) http://y.example/z, mailto");
  equal(
    elements(linked).filter(({ name }) => name === "a").map(({ attributes }) => attributes.href),
    [
      "https://x.example/?q=1",
      "http://y.example/z,",
    ],
  );
});

const ALLOWED = new Set([
  "p",
  "br",
  "em",
  "strong",
  "s",
  "code",
  "pre",
  "ul",
  "ol",
  "li",
  "blockquote",
  "hr",
  "a",
  "h3",
  "h4",
  "h5",
]);

Deno.test(`no text becomes markup, or an address that runs (seed ${SEED})`, () => {
  const { below, pick } = random(SEED);
  const pieces = [
    "*",
    "**",
    "_",
    "__",
    "~~",
    "`",
    "```",
    "[",
    "]",
    "(",
    ")",
    "\n",
    "\n\n",
    "# ",
    "> ",
    "- ",
    "1. ",
    "\\",
    "<img src=x onerror=alert(1)>",
    "</p><script>",
    "javascript:alert(1)",
    "https://x.example/\"'>",
    "data:text/html,x",
    "a",
    " ",
    "  ",
    "&amp;",
  ] as const;
  for (let round = 0; round < rounds(200, 10_000); round++) {
    const text = Array.from({ length: below(40) }, () => pick(pieces)).join("");
    for (const { name, attributes } of elements(html(text))) {
      assert(ALLOWED.has(name), `${name} of ${JSON.stringify(text)}`);
      assert(/^(https?:|mailto:)/i.test(attributes.href ?? "https:"), JSON.stringify(text));
    }
  }
});

Deno.test("a text that nests without end, or is long, is shown in bounded depth and size", () => {
  for (
    const piece of [
      "*",
      "_a",
      "**a ",
      "`",
      "``a",
      "[",
      "[a](",
      "> ",
      "- ",
      "#",
      "~~",
      "\\",
      "https://",
      "1. a\n",
      ">",
      "(",
      "h",
      "[a](b",
      "`a`` ",
    ]
  ) {
    const text = piece.repeat(Math.ceil(20_000 / piece.length)), made = html(text);
    assert(made.length < 40 * text.length, `${piece}: ${made.length}`);
  }
});
