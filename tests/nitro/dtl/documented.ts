/**
 * A line for each of Django's built-in tags and filters, with what its documentation says of it.
 *
 * @module
 */

/** A template, its data, and the text that the documentation gives. */
export type Documented = readonly [name: string, template: string, data: object, text: string];

const joel = { name: "Joel", value: "Joel is a slug" };
const when = new Date(Date.UTC(2026, 10, 28, 15, 7, 9)),
  later = new Date(Date.UTC(2026, 11, 4, 23));
const cities = [
  { name: "Mumbai", country: "India" },
  { name: "Calcutta", country: "India" },
  { name: "New York", country: "USA" },
];

/** Tags. */
export const tags: readonly Documented[] = [
  [
    "autoescape",
    "{% autoescape off %}{{ b }}{% endautoescape %}{{ b }}",
    { b: "<b>" },
    "<b>&lt;b&gt;",
  ],
  ["block", "{% block title %}Home{% endblock title %}", {}, "Home"],
  ["comment", 'a{% comment "note" %}{{ b }}{% nonsense %}{% endcomment %}c', {}, "ac"],
  [
    "csrf_token",
    "{% csrf_token %}",
    { csrf_token: '"1"' },
    '<input type="hidden" name="csrfmiddlewaretoken" value="&quot;1&quot;">',
  ],
  [
    "cycle",
    "{% for o in '123' %}{% cycle 'row1' 'row2' as c %}{{ c }};{% endfor %}",
    {},
    "row1row1;row2row2;row1row1;",
  ],
  ["debug", "{% debug %}", {}, ""],
  ["filter", "{% filter force_escape|lower %}<B>{% endfilter %}", {}, "&lt;b&gt;"],
  [
    "firstof",
    '{% firstof a b "<f>" %}{% firstof a b as x %}{{ x }}',
    { b: "<b>" },
    "&lt;b&gt;&lt;b&gt;",
  ],
  [
    "for",
    "{% for x, y in points %}{{ x }},{{ y }};{% endfor %}",
    { points: [[1, 2], [3, 4]] },
    "1,2;3,4;",
  ],
  ["for items", "{% for key, value in data.items %}{{ key }}: {{ value }} {% endfor %}", {
    data: { a: 1, b: 2 },
  }, "a: 1 b: 2 "],
  ["if", '{% if a == "x" or b and not c %}yes{% elif a %}a{% else %}no{% endif %}', {
    a: 1,
    b: 1,
    c: 1,
  }, "a"],
  ["ifchanged", "{% for d in days %}{% ifchanged %}{{ d }}{% endifchanged %},{% endfor %}", {
    days: [1, 1, 2],
  }, "1,,2,"],
  ["ifequal", "{% ifequal a b %}same{% else %}other{% endifequal %}", { a: 1, b: 1 }, "same"],
  ["ifnotequal", "{% ifnotequal a b %}other{% endifnotequal %}", { a: 1, b: 2 }, "other"],
  ["load", "{% load i18n humanize %}x", {}, "x"],
  ["lorem", "{% lorem 3 w %}", {}, "lorem ipsum dolor"],
  ["now", '{% now "jS F Y H:i" %}{% now "Y" as y %}{{ y }}', {}, "28th November 2026 15:072026"],
  [
    "regroup",
    "{% regroup cities by country as list %}{% for c in list %}{{ c.grouper }}:{% for x in c.list %}{{ x.name }},{% endfor %}{% endfor %}",
    { cities },
    "India:Mumbai,Calcutta,USA:New York,",
  ],
  [
    "resetcycle",
    "{% for c in 'ab' %}{% for a in 'xyz' %}{% cycle 1 2 %}{% endfor %}{% resetcycle %}{% endfor %}",
    {},
    "121121",
  ],
  [
    "spaceless",
    "{% spaceless %}<p>\n  <a>Foo</a> bar\n</p>{% endspaceless %}",
    {},
    "<p><a>Foo</a> bar\n</p>",
  ],
  [
    "static",
    '{% load static %}<img src="{% static "a&b.png" %}">{% static name as x %}{{ x }}',
    { name: "c.png" },
    '<img src="/static/a&amp;b.png">/static/c.png',
  ],
  ["templatetag", "{% templatetag openblock %}{% templatetag closevariable %}", {}, "{%}}"],
  [
    "url",
    "{% url 'shop' 7 sort='<a>' %}{% url 'nowhere' as x %}{{ x }}",
    {},
    "/shop/7/?sort=&lt;a&gt;",
  ],
  [
    "verbatim",
    "{% verbatim own %}{{if dying}}{% endverbatim %}{% endverbatim own %}",
    {},
    "{{if dying}}{% endverbatim %}",
  ],
  ["widthratio", "{% widthratio value most 100 %}", { value: 175, most: 200 }, "88"],
  ["with", "{% with total=a.b.c %}{{ total }} employee{{ total|pluralize }}{% endwith %}", {
    a: { b: { c: 2 } },
  }, "2 employees"],
  ["with as", "{% with a.b as c %}{{ c }}{% endwith %}", { a: { b: 2 } }, "2"],
];

/** Filters. */
export const filters: readonly Documented[] = [
  ["add", '{{ value|add:"2" }}{{ a|add:b }}', { value: 4, a: [1, 2], b: [3] }, "6[1, 2, 3]"],
  [
    "addslashes",
    "{{ value|addslashes|safe }}",
    { value: "I'm using Django" },
    "I\\'m using Django",
  ],
  ["capfirst", "{{ value|capfirst }}", { value: "django" }, "Django"],
  ["center", '"{{ value|center:"15" }}"', { value: "Django" }, '"     Django    "'],
  ["cut", '{{ value|cut:" " }}', { value: "String with spaces" }, "Stringwithspaces"],
  [
    "date",
    '{{ value|date:"D d M Y" }} {{ value|date }}',
    { value: when },
    "Sat 28 Nov 2026 Nov. 28, 2026",
  ],
  ["default", '{{ value|default:"nothing" }}', { value: "" }, "nothing"],
  ["default_if_none", '{{ value|default_if_none:"nothing" }}', { value: null }, "nothing"],
  [
    "dictsort",
    '{% for c in cities|dictsort:"name" %}{{ c.name }},{% endfor %}',
    { cities },
    "Calcutta,Mumbai,New York,",
  ],
  [
    "dictsortreversed",
    "{{ value|dictsortreversed:0 }}",
    { value: [["a", 1], ["b", 2]] },
    "[[&#x27;b&#x27;, 2], [&#x27;a&#x27;, 1]]",
  ],
  ["divisibleby", '{{ value|divisibleby:"3" }}', { value: 21 }, "True"],
  ["escape", "{% autoescape off %}{{ t|escape }}{% endautoescape %}{{ t|escape|escape }}", {
    t: "<",
  }, "&lt;&lt;"],
  [
    "escapejs",
    "{{ value|escapejs }}",
    { value: "testing\r\n'javascript\" <b>" },
    "testing\\u000D\\u000A\\u0027javascript\\u0022 \\u003Cb\\u003E",
  ],
  ["filesizeformat", "{{ value|filesizeformat }}", { value: 123456789 }, "117.7\u00a0MB"],
  ["first", "{{ value|first }}", { value: ["a", "b"] }, "a"],
  [
    "floatformat",
    '{{ a|floatformat }} {{ b|floatformat }} {{ a|floatformat:3 }} {{ b|floatformat:"0" }} {{ b|floatformat:"-3" }} {{ c|floatformat:"2g" }}',
    { a: 34.23234, b: 34, c: 34232.34 },
    "34.2 34 34.232 34 34 34,232.34",
  ],
  ["force_escape", "{% autoescape off %}{{ v|linebreaks|force_escape }}{% endautoescape %}", {
    v: "x",
  }, "&lt;p&gt;x&lt;/p&gt;"],
  ["get_digit", '{{ value|get_digit:"2" }}', { value: 123456789 }, "8"],
  [
    "iriencode",
    "{{ value|iriencode }}",
    { value: "?test=I ♥ Django" },
    "?test=I%20%E2%99%A5%20Django",
  ],
  ["join", '{{ value|join:" // " }}', { value: ["a", "b", "c"] }, "a // b // c"],
  [
    "json_script",
    '{{ value|json_script:"hello-data" }}',
    { value: { hello: "world</script>&amp;" } },
    '<script id="hello-data" type="application/json">{"hello": "world\\u003C/script\\u003E\\u0026amp;"}</script>',
  ],
  ["last", "{{ value|last }}", { value: ["a", "d"] }, "d"],
  ["length", "{{ value|length }}{{ t|length }}", { value: ["a", "b", "c", "d"], t: "abcd" }, "44"],
  ["length_is", '{{ value|length_is:"4" }}', { value: ["a", "b", "c", "d"] }, "True"],
  [
    "linebreaks",
    "{{ value|linebreaks }}",
    { value: "Joel\nis a\n\nslug" },
    "<p>Joel<br>is a</p>\n\n<p>slug</p>",
  ],
  ["linebreaksbr", "{{ value|linebreaksbr }}", { value: "Joel\nis a slug" }, "Joel<br>is a slug"],
  [
    "linenumbers",
    "{{ value|linenumbers }}",
    { value: "one\ntwo\nthree" },
    "1. one\n2. two\n3. three",
  ],
  ["ljust", '"{{ value|ljust:"10" }}"', { value: "Django" }, '"Django    "'],
  ["lower", "{{ value|lower }}", { value: "Totally LOVING" }, "totally loving"],
  [
    "make_list",
    "{{ value|make_list }}",
    { value: 123 },
    "[&#x27;1&#x27;, &#x27;2&#x27;, &#x27;3&#x27;]",
  ],
  ["phone2numeric", "{{ value|phone2numeric }}", { value: "800-COLLECT" }, "800-2655328"],
  [
    "pluralize",
    'You have {{ n }} walrus{{ n|pluralize:"es" }}, {{ one }} cherr{{ one|pluralize:"y,ies" }}',
    { n: 2, one: 1 },
    "You have 2 walruses, 1 cherry",
  ],
  ["pprint", "{{ value|pprint }}", { value: { a: [1] } }, "{&#x27;a&#x27;: [1]}"],
  ["random", "{{ value|random }}", { value: ["a", "b", "c", "d"] }, "c"],
  ["rjust", '"{{ value|rjust:"10" }}"', { value: "Django" }, '"    Django"'],
  ["safe", "{{ value|safe|upper }}{{ value|safe }}", { value: "<b>" }, "&lt;B&gt;<b>"],
  ["safeseq", '{{ value|safeseq|join:", " }}', { value: ["<a>", "<b>"] }, "<a>, <b>"],
  ["slice", '{{ value|slice:":2" }}', { value: ["a", "b", "c"] }, "[&#x27;a&#x27;, &#x27;b&#x27;]"],
  ["slugify", "{{ value|slugify }}", joel, "joel-is-a-slug"],
  ["stringformat", '{{ value|stringformat:"E" }}', { value: 10 }, "1.000000E+01"],
  ["striptags of references", "{{ v|striptags|safe }}", {
    v: "<b>a&b c</b>&amp; &#1 d",
  }, "a&b; c&amp; &#1; d"],
  ["striptags", "{{ value|striptags }}", {
    value: "<b>Joel</b> <button>is</button> a <span>slug</span>",
  }, "Joel is a slug"],
  ["time", '{{ value|time:"H:i" }} {{ value|time }}', { value: when }, "15:07 3:07 p.m."],
  ["timesince", "{{ value|timesince:later }}", { value: when, later }, "6\u00a0days, 7\u00a0hours"],
  ["timeuntil", "{{ later|timeuntil }}", { later }, "6\u00a0days, 7\u00a0hours"],
  ["title", "{{ value|title }}", { value: "my FIRST post" }, "My First Post"],
  ["truncatechars", "{{ value|truncatechars:7 }}", { value: "Joel is a slug" }, "Joel i…"],
  ["truncatechars_html", "{{ value|truncatechars_html:7|safe }}", {
    value: "<p>Joel is a slug</p>",
  }, "<p>Joel i…</p>"],
  ["truncatewords", "{{ value|truncatewords:2 }}", { value: "Joel is a slug" }, "Joel is …"],
  ["truncatewords_html", "{{ value|truncatewords_html:2|safe }}", {
    value: "<p>Joel is a slug</p>",
  }, "<p>Joel is …</p>"],
  [
    "unordered_list",
    "{{ value|unordered_list }}",
    { value: ["States", ["Kansas", ["Lawrence", "Topeka"], "Illinois"]] },
    "\t<li>States\n\t<ul>\n\t\t<li>Kansas\n\t\t<ul>\n\t\t\t<li>Lawrence</li>\n\t\t\t<li>Topeka</li>\n\t\t</ul>\n\t\t</li>\n\t\t<li>Illinois</li>\n\t</ul>\n\t</li>",
  ],
  ["upper", "{{ value|upper }}", joel, "JOEL IS A SLUG"],
  [
    "urlencode",
    '{{ value|urlencode }} {{ value|urlencode:"" }}',
    { value: "https://www.example.org/foo?a=b&c=d" },
    "https%3A//www.example.org/foo%3Fa%3Db%26c%3Dd https%3A%2F%2Fwww.example.org%2Ffoo%3Fa%3Db%26c%3Dd",
  ],
  [
    "urlize",
    "{{ value|urlize }}",
    { value: "Check out www.djangoproject.com" },
    'Check out <a href="http://www.djangoproject.com" rel="nofollow">www.djangoproject.com</a>',
  ],
  [
    "urlizetrunc",
    "{{ value|urlizetrunc:15 }}",
    { value: "Check out www.djangoproject.com" },
    'Check out <a href="http://www.djangoproject.com" rel="nofollow">www.djangoproj…</a>',
  ],
  ["wordcount", "{{ value|wordcount }}", joel, "4"],
  ["wordwrap", "{{ value|wordwrap:5 }}", joel, "Joel\nis a\nslug"],
  ["yesno", '{{ value|yesno:"yeah,no,maybe" }}{{ none|yesno:"yeah,no" }}', {
    value: true,
    none: null,
  }, "yeahno"],
];
