import { equal } from "../../_support/assert.ts";
import { memory, Templates } from "../../../nitro/dtl/mod.ts";

const files = {
  "base.html":
    "<title>{% block title %}Base{% endblock %}</title><main>{% block body %}empty{% endblock %}</main>",
  "shop/mid.html":
    '{% extends "../base.html" %}{% block title %}Mid {{ block.super }}{% endblock %}',
  "shop/top.html":
    '{% extends "./mid.html" %}not shown{% block title %}Top {{ block.super }}{% endblock %}',
  "shop/row.html": "<li>{{ item.name }}{% if last %}!{% endif %}{{ outer }}</li>",
  "tree.html":
    "{{ node.name }}{% if node.inner %}({% for node in node.inner %}{% include 'tree.html' %}{% endfor %}){% endif %}",
  "cycle.html": "{% cycle 'a' 'b' %}{% cycle 'x' 'y' %}",
};
const templates = new Templates({ source: memory(files) });
const item = { name: "<b>" };

Deno.test("a template extends one that extends one, and shows what each put into a block", async () => {
  equal(
    await templates.render("shop/top.html"),
    "<title>Top Mid Base</title><main>empty</main>",
  );
});

Deno.test("a template that is extended is told by the data", async () => {
  equal(
    await templates.inline("{% extends base %}{% block body %}own{% endblock %}", {
      base: "base.html",
    }),
    "<title>Base</title><main>own</main>",
  );
});

Deno.test("an included template sees all names, or only those it is given", async () => {
  const data = { item, outer: "o" };
  const all = '{% include "shop/row.html" with last=True %}';
  const only = '{% include "shop/row.html" with item=item only %}';
  equal(await templates.inline(all + only, data), "<li>&lt;b&gt;!o</li><li>&lt;b&gt;</li>");
});

Deno.test("the first template that is there of a list is included, by names that only data tell", async () => {
  equal(
    await templates.inline("{% include names with item=item only %}", {
      item,
      names: ["nowhere", "shop/row.html"],
    }),
    "<li>&lt;b&gt;</li>",
  );
});

Deno.test("a template may include itself for a tree of data", async () => {
  const node = { name: "a", inner: [{ name: "b", inner: [{ name: "c" }] }, { name: "d" }] };
  equal(await templates.render("tree.html", { node }), "a(b(c)d)");
});

Deno.test("what is included begins its cycles anew", async () => {
  const twice = "{% for i in '12' %}{% include 'cycle.html' %}{% endfor %}";
  equal(await templates.inline(twice), "axax");
});

Deno.test("a text for what is missing names it", async () => {
  const own = new Templates({ source: memory({}), invalid: "[no %s]" });
  equal(
    await own.inline(
      "{{ a.b }}{{ a|default:'d' }}{% if a %}{% endif %}{% for x in a %}{% endfor %}",
    ),
    "[no a.b][no a]",
  );
});

Deno.test("a filter of the application gets values and is escaped unless it is trusted", async () => {
  const own = new Templates({
    source: memory({}),
    filters: { twice: (value, times = 2) => `${value}`.repeat(Number(times)) },
  });
  equal(await own.inline("{{ a|twice }}{{ a|twice:3 }}", { a: "<" }), "&lt;&lt;&lt;&lt;&lt;");
});

Deno.test("words begin with capitals as Unicode has them, and what has no hash is in no dictionary", async () => {
  const templates = new Templates({ source: memory({}) });
  // What str.title() of Python answers.
  for (
    const [text, title] of [
      ["ǆ ǳA", "ǅ ǲa"],
      ["ᾀ ᾳ ᾲ", "ᾈ ᾼ Ὰ\u0345"],
      ["ﬁn ßA ŉ", "Fin Ssa ʼN"],
      ["ΟΔΟΣ ΑΣ", "Οδος Ας"],
      ["नyx e\u0301x", "नYx E\u0301X"],
      ["აბ", "აბ"],
    ]
  ) {
    equal(await templates.inline("{{ text.title }}", { text }), title, text);
  }
  const data = { list: [], d: { a: 1 }, s: new Set([1]) };
  for (
    const [condition, holds] of [
      ["list in d", "no"],
      ["list not in d", "no"],
      ["d not in s", "no"],
      ["list not in d.keys", "no"],
      ["list not in d.values", "yes"],
      ["'b' not in d", "yes"],
      ["d.items not in d", "no"],
    ]
  ) {
    const text = await templates.inline(`{% if ${condition} %}yes{% else %}no{% endif %}`, data);
    equal(text, holds, condition);
  }
});
