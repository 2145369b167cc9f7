/**
 * Templates that are made up, with data for them.
 *
 * @module
 */
import type { Random } from "../../_support/random.ts";

/** A template that is made up. */
export interface Case {
  readonly template: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
}

const TEXTS = [
  "",
  "one two  three four",
  '<b>it\'s "bold" & bad</b>',
  "Ünïcode ß naïve",
  "line one\nline two\n\nline three",
  "12",
  "3.7",
  "-5",
  "a,b,c",
  "x</script><!-- y -->",
  "mail ann@example.com or see http://example.com/a?b=c&d (www.site.org).",
  "🙂 smile",
  "HELLO world's end",
  "İstanbul ǆ ﬁ ΟΔΟΣ",
  "नमस्ते e\u0301 \u200d",
  "a\u00a0b\u2028c\u0085d\x0be",
  "tab\there",
] as const;

/** Data that every template may name. */
function dataOf(random: Random): Record<string, unknown> {
  const text = () => random.pick(TEXTS);
  const number = () => random.pick([0, 1, 2, 7, -3, 12345, 1.5, 2.25, 0.125, 1234.5678, 1000000]);
  const row = () => ({ name: text(), n: number(), tags: [text(), text()].slice(random.below(3)) });
  return {
    t: text(),
    u: text(),
    n: number(),
    m: number(),
    yes: true,
    no: false,
    none: null,
    empty: [],
    list: Array.from({ length: random.below(5) }, text),
    nums: Array.from({ length: random.below(6) }, number),
    rows: Array.from({ length: random.below(5) }, row),
    pairs: Array.from({ length: random.below(4) }, () => [text(), number()]),
    tree: ["a", ["b", ["<c>"], "d"], "e"],
    d: { k: text(), "2": number(), deep: { er: [number(), text()] } },
    when: { $date: random.pick([1764342000000, 951782400000, 1709164800123, 0]) },
    then: { $date: random.pick([1764342000000, 1700000000000, 1709164800000]) },
  };
}

const PATHS =
  "t u n m yes no none empty list nums rows pairs tree d d.k d.2 d.deep.er d.deep.er.1 list.0 rows.0.name rows.1.n missing d.missing t.0 d.items d.keys t.upper item item.name forloop.counter when"
    .split(" ");

const PLAIN =
  ("addslashes capfirst escape escapejs first force_escape length linebreaks linebreaksbr linenumbers lower make_list " +
    "pprint safe safeseq slugify striptags title upper urlencode urlize wordcount iriencode unordered_list pluralize yesno " +
    "floatformat filesizeformat last date time phone2numeric timesince").split(" ").filter((name) =>
      !["phone2numeric", "timesince", "pprint"].includes(name)
    );
const WITH = [
  'add:"5"',
  "add:2",
  "add:t",
  'center:"12"',
  "center:7",
  'cut:" "',
  'cut:"b"',
  'default:"d"',
  "default:u",
  'default_if_none:"<n>"',
  'dictsort:"n"',
  'dictsortreversed:"name"',
  "dictsort:0",
  "divisibleby:2",
  "floatformat:2",
  'floatformat:"-3"',
  'floatformat:"2g"',
  "get_digit:2",
  'join:", "',
  'join:"<br>"',
  "join:u",
  "length_is:2",
  "ljust:8",
  "rjust:8",
  'pluralize:"es"',
  'pluralize:"y,ies"',
  'slice:":2"',
  'slice:"1:"',
  'slice:"-2:"',
  'slice:"::2"',
  'slice:"::-1"',
  'stringformat:"s"',
  'stringformat:"05d"',
  'stringformat:".2f"',
  'stringformat:"e"',
  'stringformat:"x"',
  'stringformat:"-8s|"',
  'stringformat:"g"',
  "truncatechars:5",
  "truncatechars_html:6",
  "truncatewords:2",
  "truncatewords_html:2",
  "truncatechars:0",
  'urlencode:""',
  "urlizetrunc:12",
  "wordwrap:6",
  'yesno:"y,n"',
  'yesno:"y,n,m"',
  'date:"D d M Y"',
  'date:"jS F y H:i:s P"',
  'date:"c"',
  'date:"l, N W z t L"',
  'time:"H:i"',
  "timesince:then",
  "timeuntil:then",
  'json_script:"id"',
] as const;
const [FIRST = "", ...REST] = PATHS, [PLAIN1 = "", ...PLAINS] = PLAIN;

class Maker {
  constructor(readonly random: Random) {}

  path(): string {
    return this.random.pick([FIRST, ...REST]);
  }

  filters(): string {
    const count = this.random.pick([0, 1, 1, 1, 2, 2, 3]);
    return Array.from(
      { length: count },
      () =>
        `|${
          this.random.below(2) === 0
            ? this.random.pick([PLAIN1, ...PLAINS])
            : this.random.pick(WITH)
        }`,
    )
      .join("");
  }

  value(): string {
    return this.random.pick([
      this.path(),
      this.path(),
      this.path(),
      '"lit <i>"',
      "'it\\'s'",
      "5",
      "1.5",
    ]) +
      this.filters();
  }

  condition(): string {
    const simple = () => this.random.pick([this.path(), this.value(), '"a"', "3", "None", "True"]);
    const operator = () => this.random.pick(["==", "!=", "<", "<=", ">", ">=", "in", "not in"]);
    const part = () =>
      (this.random.below(4) === 0 ? "not " : "") +
      this.random.pick([
        simple,
        () => `${simple()} ${operator()} ${simple()}`,
        () => `${this.path()} ${this.random.pick(["is", "is not"])} None`,
      ])();
    return Array.from({ length: 1 + this.random.below(3) }, part)
      .reduce((all, each) => `${all} ${this.random.pick(["and", "or"])} ${each}`);
  }

  body(deep: number): string {
    return Array.from({ length: 1 + this.random.below(3) }, () => this.part(deep)).join("");
  }

  part(deep: number): string {
    const simple = [
      () => this.random.pick(["text ", "<p> ", " </p>\n", "'&\""]),
      () => `{{ ${this.value()} }}`,
      () => `{{ ${this.value()} }}`,
      () => `{% firstof ${this.path()} ${this.path()} "z" %}`,
      () => `{% cycle "a" t "c" %}`,
      () => `{% widthratio ${this.path()} 7 100 %}`,
      () =>
        `{% include "${this.random.pick(["row.html", "list.html"])}" ${
          this.random.pick(["", "with item=t", "with item=t only"])
        } %}`,
      () => `{% templatetag ${this.random.pick(["openblock", "closebrace", "opencomment"])} %}`,
      () => "{# c {{ t }} #}",
      () => `{{${this.value()}}}{{   ${this.path()}|upper   }}`,
      () => `{%if t%}y{%   endif   %}{{ forloop.parentloop.counter0 }}{{ forloop.revcounter }}`,
      () => `{% cycle "x" t as row2 %}{% cycle row2 %}{% resetcycle row2 %}{% cycle row2 %}`,
      () => `{% firstof missing ${this.path()} as f %}{{ f }}{% widthratio n 7 10 as w %}[{{ w }}]`,
      () => `{% with t as old and n as num %}{{ old }}{{ num|add:1 }}{% endwith %}`,
      () => `{% ifequal ${this.path()} ${this.path()} %}a{% else %}b{% endifequal %}`,
      () => `{% include ${this.random.pick(['"row.html"|lower', "missing|default:'row.html'"])} %}`,
      () =>
        "{{ when|date }}{{ when|time }}{{ then|date:'SHORT_DATETIME_FORMAT' }}{{ n }}{{ nums }}",
      () =>
        "{% regroup rows by n as g %}{% for x in g %}{{ x.grouper }}:{{ x.list|length }};{% endfor %}",
    ] as const;
    const nested = [
      (b: () => string) =>
        `{% if ${this.condition()} %}${b()}{% elif ${this.condition()} %}${b()}{% else %}${b()}{% endif %}`,
      (b: () => string) => `{% if ${this.condition()} %}${b()}{% endif %}`,
      (b: () => string) =>
        `{% for item in ${
          this.random.pick([
            "list",
            "nums",
            "rows",
            "pairs",
            "t",
            "d",
            "d.items",
            "missing",
            'rows|dictsort:"n"',
          ])
        }${this.random.pick(["", " reversed"])} %}${b()}{% empty %}${b()}{% endfor %}`,
      (b: () => string) =>
        `{% for a, b in ${
          this.random.pick(["pairs", "d.items"])
        } %}{{ a }}={{ b }}${b()}{{ forloop.last }}{% endfor %}`,
      (b: () => string) =>
        `{% with item=${this.value()} z=${this.value()} %}${b()}{{ z }}{% endwith %}`,
      (b: () => string) =>
        `{% autoescape ${this.random.pick(["on", "off"])} %}${b()}{% endautoescape %}`,
      (b: () => string) =>
        `{% filter ${
          this.random.pick(["upper", "force_escape", "truncatewords:3", 'title|cut:"a"'])
        } %}${b()}{% endfilter %}`,
      (b: () => string) => `{% spaceless %} <i> ${b()} </i> {% endspaceless %}`,
      (b: () => string) => `{% ifchanged %}${b()}{% endifchanged %}`,
      (b: () => string) => `{% ifchanged ${this.path()} %}${b()}{% else %}same{% endifchanged %}`,
      (b: () => string) => `{% comment %}${b()}{% endcomment %}`,
      (_: () => string) => "{% verbatim %}{{ t }}{% if %}{% endverbatim %}",
      (b: () => string) => `{% cycle "x" "y" as row silent %}${b()}{{ row }}`,
    ] as const;
    if (deep <= 0 || this.random.below(3) > 0) return this.random.pick(simple)();
    return this.random.pick(nested)(() => this.body(deep - 1));
  }
}

/** A template, and data for it. */
export function generated(random: Random): Case {
  const maker = new Maker(random), isExtending = random.below(6) === 0;
  const files = {
    "row.html": `<li>{{ item }}{{ t|upper }}{% cycle 1 2 %}</li>`,
    "list.html": `{% for i in list %}{% include "./row.html" with item=i %}{% endfor %}`,
    "base.html": `<title>{% block title %}Base {{ t }}{% endblock %}</title>{% block body %}${
      maker.body(1)
    }{% endblock %}`,
    "mid.html": `{% extends "base.html" %}{% block title %}Mid {{ block.super }}{% endblock %}`,
  };
  const body = maker.body(3);
  const template = isExtending
    ? `{% extends "${
      random.pick(["base.html", "mid.html"])
    }" %}{% block body %}{{ block.super }}${body}{% endblock body %}`
    : body;
  return { template, data: dataOf(random), files };
}
