import { assert, equal } from "../../_support/assert.ts";
import {
  DtlError,
  type DtlErrorCode,
  folder,
  memory,
  safe,
  Templates,
} from "../../../nitro/dtl/mod.ts";

const templates = new Templates({ source: memory({}) });

/** What a template ends with. */
async function failure(
  template: string,
  data: object = {},
  files: Record<string, string> = {},
): Promise<DtlError> {
  try {
    await new Templates({ source: memory(files) }).inline(template, data);
  } catch (error) {
    if (DtlError.is(error)) return error;
    throw error;
  }
  throw new Error(`${template.slice(0, 80)} gave a text`);
}

/** An error of this code that says where. */
function says(error: DtlError, code: DtlErrorCode, file: string, line: number): void {
  equal([error.code, error.file, error.line], [code, file, line], error.message);
  assert(error.message.includes(`(${file}:${line}`), error.message);
}

const EVIL = `"'><script>alert(1)</script>&--><!--`;

Deno.test("hostile text is escaped in an attribute, in text and in a comment", async () => {
  const text = await templates.inline(`<a title="{{ e }}" id='{{ e }}'>{{ e }}<!-- {{ e }} -->`, {
    e: EVIL,
  });
  const own = "&quot;&#x27;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;--&gt;&lt;!--";
  equal(text, `<a title="${own}" id='${own}'>${own}<!-- ${own} -->`);
});

Deno.test("hostile text is escaped in a script by escapejs and json_script, in an address by urlencode", async () => {
  const text = await templates.inline(
    `{{ e|escapejs }} {{ e|json_script:e }} {{ e|urlencode:"" }}`,
    { e: EVIL },
  );
  assert(!/<script>alert|<!--|-->/.test(text), text);
});

for (
  const filter of [
    "upper",
    "title",
    "cut:'x'",
    "truncatechars:99",
    "linebreaks",
    "urlize",
    "join:','",
    "make_list|join:''",
    "add:''",
    "default:''",
    "slice:':99'",
    "stringformat:'s'",
    "wordwrap:9",
    "striptags",
    "unordered_list",
  ]
) {
  Deno.test(`no markup of a person comes through the filter ${filter}`, async () => {
    const text = await templates.inline(`{{ e|${filter} }}`, {
      e: filter === "unordered_list" ? [EVIL] : EVIL,
    });
    assert(!/<script/i.test(text), text);
  });
}

Deno.test("what is trusted is trusted once: a filter that changes it is escaped again", async () => {
  equal(await templates.inline("{{ a }}{{ a|upper }}", { a: safe("<b>") }), "<b>&lt;B&gt;");
});

Deno.test("no prototype is reached by a name", async () => {
  class Account {
    name = "Ann";
    secret(): string {
      return "secret";
    }
  }
  const account = new Account(),
    none = "__proto__ constructor prototype toString hasOwnProperty secret valueOf".split(" ");
  for (const name of none.filter((each) => !each.startsWith("_"))) {
    for (
      const path of [
        name,
        `a.${name}`,
        `t.${name}`,
        `l.${name}`,
        `n.${name}`,
        `f.${name}`,
        `a.name.${name}`,
      ]
    ) {
      const text = await templates.inline(`[{{ ${path} }}]{% for x in ${path} %}y{% endfor %}`, {
        a: account,
        t: "t",
        l: [1],
        n: 1,
        f: () => ({}),
      });
      equal(text, "[]", path);
    }
  }
  for (const path of ["__proto__", "a.__proto__", "a.constructor.__proto__"]) {
    says(await failure(`\n{{ ${path} }}`, { a: account }), "syntax", "(text)", 2);
  }
  const data = JSON.parse('{"__proto__": {"polluted": true}, "a": {"constructor": "own"}}');
  equal(
    await templates.inline(
      "{{ polluted }}{{ a.constructor }}{% with constructor=1 %}{{ constructor }}{% endwith %}",
      data,
    ),
    "own1",
  );
  equal(Reflect.get({}, "polluted"), undefined);
});

Deno.test("a function is called without arguments, unless it changes data or wants some", async () => {
  const remove = Object.assign(() => "removed", { altersData: true });
  const owner = {
    name: "n",
    own(this: { name: string }) {
      return this.name;
    },
  };
  equal(
    await templates.inline("{{ f }}{{ remove }}{{ g }}{{ owner.own }}", {
      f: () => "f",
      remove,
      g: (x: string) => x,
      owner,
    }),
    "fn",
  );
});

Deno.test("a template that includes itself ends with an error", async () => {
  const error = await failure('{% include "a" %}', {}, { a: 'x\n{% include "a" %}' });
  says(error, "limit", "a", 2);
});

Deno.test("templates that extend each other, or themselves, end with an error", async () => {
  says(await failure('{% extends "a" %}', {}, { a: '\n{% extends "a" %}' }), "missing", "a", 2);
  says(
    await failure('{% extends "a" %}', {}, { a: '{% extends "b" %}', b: '{% extends "a" %}' }),
    "missing",
    "b",
    1,
  );
});

Deno.test("a loop over an endless list ends with an error", async () => {
  function* endless() {
    for (let at = 0;; at++) yield at;
  }
  for (
    const tag of [
      "{% for x in list %}x{% endfor %}",
      "{{ list|join:'' }}",
      "{% regroup list by x as g %}",
      "{% if 'x' in list %}{% endif %}",
    ]
  ) {
    says(await failure(`\n${tag}`, { list: endless() }), "limit", "(text)", 2);
  }
});

Deno.test("tags, conditions, filters and data that stand 10,000 deep end with an error", async () => {
  const many = (text: string) => text.repeat(10_000);
  for (
    const [open, close] of [["{% if a %}", "{% endif %}"], ["{% for a in b %}", "{% endfor %}"], [
      "{% with a=b %}",
      "{% endwith %}",
    ]]
  ) {
    says(await failure(many(open ?? "") + many(close ?? "")), "limit", "(text)", 1);
    assert(DtlError.is(await failure(many(open ?? ""))), "not closed");
  }
  says(await failure(`{% if ${many("not ")}a %}{% endif %}`), "limit", "(text)", 1);
  says(await failure(`{{ a${many("|upper")} }}`), "limit", "(text)", 1);
  let deep: unknown[] = [];
  for (let at = 0; at < 10_000; at++) deep = [deep];
  for (const use of ["{{ deep }}", "{{ deep|unordered_list }}", "{{ deep|json_script:'a' }}"]) {
    says(await failure(use, { deep }), "limit", "(text)", 1);
  }
  equal(await templates.inline(`{{ a${many(".b")} }}`, { a: {} }), "");
});

Deno.test("few lists that stand for more than there are atoms are not written out", async () => {
  let bomb: unknown[] = ["x"], other: unknown[] = ["x"];
  for (let at = 0; at < 60; at++) [bomb, other] = [[bomb, bomb], [other, other]];
  for (
    const use of [
      "{{ bomb }}",
      "{{ bomb|json_script:'a' }}",
      "{{ bomb|stringformat:'s' }}",
      "{{ bomb|unordered_list }}",
    ]
  ) {
    says(await failure(`\n\n${use}`, { bomb }), "limit", "(text)", 3);
  }
  says(await failure("{% if a == b %}{% endif %}", { a: bomb, b: other }), "limit", "(text)", 1);
});

Deno.test("work and output are bounded", async () => {
  const list = Array.from({ length: 5_000 }, (_, at) => at);
  for (
    const use of [
      "{% for a in list %}{% for b in list %}{% endfor %}{% endfor %}",
      "{% lorem 100000000 w %}",
      "{{ t|ljust:1000000000 }}",
      "{{ t|stringformat:'1000000000d' }}{{ 1|stringformat:'1000000000d' }}",
      "{{ 1.5|floatformat:100000 }}",
      `{% with a="${"x".repeat(1_000)}" %}${"{% with a=a|add:a %}".repeat(60)}{{ a }}${
        "{% endwith %}".repeat(61)
      }`,
      "{% for a in list %}{{ list|join:list }}{% endfor %}",
    ]
  ) {
    says(await failure(use, { list, t: "t" }), "limit", "(text)", 1);
  }
});

Deno.test("a long text takes time in proportion, whatever its signs", async () => {
  for (
    const sign of [
      "<",
      "<a ",
      "&",
      "(",
      "[",
      "a@",
      "www.",
      "<!--",
      "'",
      "\\",
      "{",
      "{%",
      "{{",
      "a.",
      "-_",
      '<a="',
      ">",
      "\n",
      " ",
      "&#",
      "<a b='>' ",
      "<a =' ",
      "<a='",
      "<!--",
      "<![cdata[",
      "<script>",
      "%41",
    ]
  ) {
    const t = sign.repeat(20_000);
    const text = await templates.inline(
      "{{ t|striptags|length }}{{ t|urlize|length }}{{ t|truncatewords_html:9999999|length }}{{ t|truncatechars_html:9999999|length }}" +
        "{{ t|slugify|length }}{{ t|title|length }}{{ t|wordwrap:20|length }}{{ t|linebreaks|length }}{{ t|urlencode|length }}",
      { t },
    );
    assert(text.length > 0, sign);
    await templates.inline(sign.repeat(20_000)).catch((error: unknown) =>
      assert(DtlError.is(error), String(error))
    );
  }
});

Deno.test("a megabyte of tags that nothing ends is looked through once", async () => {
  for (const sign of ["<", "<a", "<a "]) {
    const t = sign.repeat(1_000_000 / sign.length);
    const made = await templates.inline(
      "{{ t|truncatechars_html:9999999|length }} {{ t|truncatewords_html:9999999|length }}",
      { t },
    );
    equal(made, `${t.length} ${t.length}`);
  }
});

Deno.test("a missing file, a filter that throws and data that throw are told with their place and cause", async () => {
  says(await failure('\n{% include "nowhere" %}'), "missing", "(text)", 2);
  const cause = new Error("no tea");
  const own = new Templates({
    source: memory({ "a.html": "\n\n{% if x %}{{ x|brew }}{% endif %}" }),
    filters: {
      brew: () => {
        throw cause;
      },
    },
  });
  const error = await own.render("a.html", { x: 1 }).catch((error: unknown) => error);
  assert(DtlError.is(error, "call"));
  says(error, "call", "a.html", 3);
  equal([error.cause, error.tag], [cause, "{{ x|brew }}"]);
  const data = {
    get x() {
      throw cause;
    },
  };
  says(await failure("{{ x }}", data), "call", "(text)", 1);
});

Deno.test("what is no template is told with its file, line and tag", async () => {
  for (
    const wrong of [
      "{% if %}{% endif %}",
      "{{ x|nofilter }}",
      "{% nothing %}",
      "{{ a b }}",
      "{{ }}",
      "{% %}",
      "{{ a|default: }}",
      "{% endif %}",
      "{% for a %}{% endfor %}",
      "{% for a in %}{% endfor %}",
      "{% block %}{% endblock %}",
      "{% with %}{% endwith %}",
      "{% cycle %}",
      "{% cycle a %}",
      "{% resetcycle %}",
      "{% include %}",
      "{% include 'a' with %}",
      "{% include 'a' nonsense %}",
      "{% extends %}",
      "{{ a }}{% extends 'a' %}",
      "{% regroup a by b %}",
      "{% autoescape maybe %}{% endautoescape %}",
      "{% filter safe %}{% endfilter %}",
      "{% filter %}{% endfilter %}",
      "{% templatetag x %}",
      "{% widthratio a b %}",
      "{% url %}",
      "{% now %}",
      "{% firstof %}",
      "{% if a b %}{% endif %}",
      "{% if a = b %}{% endif %}",
      "{% if and a %}{% endif %}",
      "{% if a not b %}{% endif %}",
      "{% if not %}{% endif %}",
      "{% if or %}{% endif %}",
      "{% if is not %}{% endif %}",
      "{{ a|upper:1 }}",
      "{{ a|cut }}",
      "{% comment %}",
      "{% verbatim %}",
      "{% if a %}",
      "{{ _a }}",
      "{{ a._b }}",
      "{{ 'a }}",
      "{% block a %}{% endblock b %}",
      "{% block a %}{% endblock %}{% block a %}{% endblock %}",
      "{% ifequal a %}{% endifequal %}",
      "{% lorem 1 2 3 %}",
      "{% if a %}{% else if b %}{% endif %}",
      "{{ |upper }}",
    ]
  ) {
    const error = await failure(`one\n${wrong}`);
    says(error, "syntax", "(text)", 2);
  }
});

Deno.test("no name leads out of a folder, not even by a link", async () => {
  const path = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${path}/in`);
    await Deno.writeTextFile(`${path}/out.html`, "out");
    await Deno.writeTextFile(`${path}/in/a.html`, "a{% include './b.html' %}");
    await Deno.writeTextFile(`${path}/in/b.html`, "b");
    await Deno.symlink(`${path}/out.html`, `${path}/in/link.html`);
    const own = new Templates({ source: folder(`${path}/in`) });
    equal(await own.render("a.html"), "ab");
    for (
      const name of [
        "../out.html",
        "link.html",
        `${path}/out.html`,
        "./../out.html",
        "a.html/../../out.html",
        "",
        ".",
        "in\0",
        "c:a",
        "a\\b",
        "A".repeat(5_000),
      ]
    ) {
      const error = await own.render(name).catch((error: unknown) => error);
      assert(DtlError.is(error, "missing"), name);
    }
  } finally {
    await Deno.remove(path, { recursive: true });
  }
});

Deno.test("a template is compiled once, and names that are nowhere are not kept for ever", async () => {
  const asked: string[] = [];
  const own = new Templates({
    source: (name) => (asked.push(name), name === "a" ? "x" : undefined),
  });
  for (let at = 0; at < 1_500; at++) {
    await own.inline("{% if x %}{% include x %}{% endif %}{% include 'a' %}", { x: `no${at}` })
      .catch(() => {});
  }
  equal([await own.render("a"), asked.filter((name) => name === "a").length], ["x", 1]);
});
