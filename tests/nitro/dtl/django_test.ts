import { assert, equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { CI, runs } from "../../_support/program.ts";
import { type Random, random } from "../../_support/random.ts";
import { filters } from "../../../nitro/dtl/filter/table.ts";
import { memory, Templates } from "../../../nitro/dtl/mod.ts";
import { filters as ofFilters, tags as ofTags } from "./documented.ts";
import { type Case, generated } from "./generated.ts";

const PYTHON = "/usr/bin/python3";
const ignore = !CI && !runs(PYTHON, "-c", "import django");
const COUNT = rounds(300, 2_000);
const answers = new URL("answers.py", import.meta.url).pathname;

/** What Django answers to each. */
async function asked(cases: readonly Case[]): Promise<Record<string, string>[]> {
  const process = new Deno.Command(PYTHON, {
    args: [answers],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = cases.map((each) => JSON.stringify(each)).join("\n");
  const [text] = await Promise.all([
    new Response(process.stdout).text(),
    new Response(lines).body?.pipeTo(process.stdin),
  ]);
  assert((await process.status).success, "python ended with an error");
  return text.trim().split("\n").map((line) => JSON.parse(line));
}

/** Data with moments, which JSON has none of. */
function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  if ("$date" in value) return new Date(Number(value.$date));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revived(each)]));
}

async function ours({ template, data, files }: Case): Promise<string | undefined> {
  try {
    const templates = new Templates({ source: memory(files) });
    return await templates.inline(template, Object(revived(data)));
  } catch {
    return undefined; // as Django, which has an error for it
  }
}

/** What 3.2 writes behind a link to an address that ends in a reference: a part of it once more. Later versions do not. */
const REPEATED = /<\/a>#?\w+;/;

Deno.test({
  name: `${COUNT} generated templates from seed ${SEED} give the same text as Django's`,
  ignore,
  async fn() {
    const cases = Array.from({ length: COUNT }, (_, at) => generated(random(SEED * 1e6 + at)));
    let compared = 0;
    for (const [at, theirs] of (await asked(cases)).entries()) {
      const own = cases[at];
      assert(own !== undefined, "an answer too many");
      const text = await ours(own), said = `of ${JSON.stringify(own)}, template ${at}`;
      if (REPEATED.test(theirs["html"] ?? "")) continue;
      if (theirs["html"] !== undefined) equal(text, theirs["html"], said);
      // Where Python's types do not fit ours may have an answer; what is no template has none.
      else if (/^Template|^Variable/.test(theirs["error"] ?? "")) equal(text, undefined, said);
      else continue;
      compared++;
    }
    assert(compared > COUNT * 0.9, `only ${compared} of ${COUNT} had a text`);
  },
});

/** What markup is made of, whole and broken, a line below for a space in it, and what is white to Python or to a browser. */
const PIECES =
  `< > / = ==_ =' =" ' " [ ] ! ? & # ; - . a b x 1 f é S <i <b> </b> </ <br/> <a_href=" <script> </script> script SCRIPT <style_ </style>
  <!-- --> -- --_> <! <? <![ cdata CDATA if endif ]> ]]> doctype &amp; &lt &#60;`.split(/\s+/)
    .map((piece) => piece.replace("_", " "));
const WHITE = [..." \n\t\v\x1c\x85\xa0\u2003\u2028\u3000\ufeff\0"];
/** What looks at markup or at what is white. */
const LOOKING = [
  ...Array(6).fill("{{ t|striptags|safe }}"),
  "{{ t|truncatewords:3 }}",
  "{{ t|truncatewords_html:3|safe }}",
  "{{ t|truncatechars_html:9|safe }}",
  "{{ t|wordcount }}",
  "{{ t|slugify }}",
  "{{ t|urlize }}",
  "{{ t|title }}",
  "{% spaceless %}{{ t|safe }}{% endspaceless %}",
  "[{{ t.strip }}][{{ t.lstrip }}][{{ t.rstrip }}][{{ t.split }}][{{ t.isspace }}]",
];

/** Letters of which case asks for rules, digits of several scripts, and what ends lines. */
const LETTERS = [..."aZxĳßẞǆǅǄİıſΣσΐᾳᾈაႠꭰᎠⅧⅷªﬁ½²١٢٣१२1.-' \n\v\x1c\x1e\x85\u2029\r", "\r\n"];
/** What looks at letters, digits and lines. */
const READING = [
  "[{{ t.casefold }}][{{ t.isupper }}][{{ t.islower }}]",
  "[{{ t.isdigit }}][{{ t.isalpha }}][{{ t.isalnum }}]",
  "[{{ t.splitlines }}][{{ t|wordwrap:3 }}]",
  "[{{ t|title }}][{{ t.title }}][{{ t.capitalize }}]",
  "[{{ t|add:1 }}][{{ t|floatformat:2 }}][{{ t|pluralize }}]",
];

function drawn(
  { pick, below }: Random,
  [first = "", ...rest]: readonly string[],
  [template = "", ...others]: readonly string[],
) {
  return {
    template: pick([template, ...others]),
    data: { t: Array.from({ length: below(18) }, () => pick([first, ...rest])).join("") },
    files: {},
  };
}

Deno.test({
  name:
    `markup, white space, letters and digits of any kind are what they are to Django (seed ${SEED})`,
  ignore,
  async fn() {
    const choices = random(SEED);
    const cases = Array.from({ length: COUNT * 2 }, () => [
      drawn(choices, [...PIECES, ...WHITE], LOOKING),
      drawn(choices, LETTERS, READING),
    ]).flat();
    for (const [at, { html }] of (await asked(cases)).entries()) {
      const own = cases[at];
      assert(own !== undefined, "an answer too many");
      // Python ends with an error at a section of a name that it does not know.
      if (html === undefined) assert(own.data.t.includes("<!["), JSON.stringify(own));
      else if (!REPEATED.test(html)) equal(await ours(own), html, JSON.stringify(own));
    }
  },
});

/** What the time, chance and the settings of a project have a part in. */
const OUTER = new Set(["load", "now", "random", "static", "timesince", "timeuntil", "url"]);

/** Moments as JSON has them. */
function sent(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.getTime() };
  if (Array.isArray(value)) return value.map(sent);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, sent(each)]));
}

Deno.test({
  name: "what is documented of tags and filters is what Django writes",
  ignore,
  async fn() {
    const all = [...ofTags, ...ofFilters].filter(([name]) => !OUTER.has(name));
    const cases = all.map(([, template, data]) => ({
      template,
      data: Object(sent(data)),
      files: {},
    }));
    const answers = await asked(cases);
    equal(answers.map(({ html }) => html), all.map(([, , , text]) => text));
  },
});

/** A value of each type, and arguments that filters are written for and others. */
const VALUES = {
  none: null,
  whole: 5,
  zero: 0,
  real: 2.5,
  yes: true,
  text: "a b",
  nothing: "",
  digits: "12",
  list: [3, 1],
  texts: ["x", "y"],
  empty: [],
  tree: [["x", ["y"]], "z"],
  entries: { a: 1 },
  rows: [{ a: 2 }, { a: 1 }],
  when: { $date: 86_400_000 },
  times: [{ $date: 1_700_000_000_120 }, { $date: 0 }],
};
const ARGUMENTS = ["", ":2", ":'a'", ":'x,y,z'", ":none", ":real", ":texts"];
/** What tells the time, is of chance, or folds what is longer than 80 characters. */
const APART = new Set(["timesince", "timeuntil", "random", "pprint"]);

Deno.test({
  name:
    "each filter of a value of each type writes what Django's does, and is as true in a condition",
  ignore,
  async fn() {
    const cases: Case[] = [];
    for (const [name, { takes }] of filters) {
      if (APART.has(name)) continue;
      for (const value of Object.keys(VALUES)) {
        for (const argument of ARGUMENTS) {
          if (argument === "" ? takes === "one" : takes === "none") continue;
          const written = `${value}|${name}${argument}`;
          for (const template of [`{{ ${written} }}`, `{% if ${written} or none %}y{% endif %}`]) {
            cases.push({ template, data: VALUES, files: {} });
          }
        }
      }
    }
    for (const [at, { html }] of (await asked(cases)).entries()) {
      const own = cases[at];
      assert(own !== undefined, "an answer too many");
      // Of what Python has an error for there may be a text.
      if (html !== undefined) equal(await ours(own), html, own.template);
    }
  },
});
