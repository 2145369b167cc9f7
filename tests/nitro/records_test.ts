/**
 * Every field of every recorded record of an element has its place here.
 *
 * @module
 */
import { atom, type Term, Tuple } from "../../n2o/term/term.ts";
import { NitroError, renderBody } from "../../nitro/mod.ts";
import { assert, equal } from "../_support/assert.ts";
import { absent, lines } from "../_support/golden.ts";
import { type Node, parse } from "../_support/html.ts";
import { rounds, SEED } from "../_support/long.ts";
import { random } from "../_support/random.ts";
import { said } from "../conformance/nitro/record.ts";
import { records } from "../conformance/nitro/records.ts";
import { isRich } from "../conformance/nitro/rich.ts";

/** Records that are something else here. */
const APART = new Set(["dtl", "koatuu", "spinner", "upload", "literal", "element"]);
/** Fields that are no attribute, or of which the value says whether there is one. */
const OTHER = new Set(
  ("ancestor id module delegate validation validate actions source body data_fields aria_states show_if multiple html_tag postback bind " +
    "update options legend caption colgroup footer header cells numbered click image url formnovalue html_name srcdoc")
    .split(" "),
);
const FLAGS = new Set(
  ("hidden autofocus async autoplay checked controls default defer disabled formnovalidate ismap loop muted novalidate open readonly " +
    "required scoped seamless selected").split(" "),
);

/** One in how many of all is tried. */
const ODDS = rounds(12, 1);

const bytes = (text: string): Term => new TextEncoder().encode(text);

function record(name: string, values: ReadonlyMap<string, Term>): Tuple {
  const all = new Map<string, Term>([["show_if", atom("true")], ["id", bytes("id1")], ...values]);
  return new Tuple([atom(name), ...(records.get(name) ?? []).map((field) => all.get(field) ?? [])]);
}

function attributes(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) =>
    typeof node === "string" ? [] : [...Object.keys(node.attributes), ...attributes(node.body)]
  );
}

function names(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => typeof node === "string" ? [] : [node.name, ...names(node.body)]);
}

/** A document's markup under names that a parser of fragments does not pass over. */
function parsed(html: string): Node[] {
  return parse(
    html.replace(
      /<(\/?)(html|head|body|table|t[rdh]|t(?:head|body|foot)|caption|colgroup|col)(?=[\s/>])/g,
      "<$1x-$2",
    ),
  );
}

Deno.test("each field of each record is an attribute under its name in HTML", () => {
  const lacking: string[] = [];
  for (const [name, fields] of records) {
    if (APART.has(name) || isRich(name)) continue;
    for (const field of fields) {
      if (OTHER.has(field) || field.startsWith("on")) continue;
      const isFlag = FLAGS.has(field), value = isFlag ? atom("true") : bytes("v");
      const { html } = renderBody(said(record(name, new Map([[field, value]]))).body);
      const called = field.replace("_", "-");
      // The text of a textarea is its body, the value of a dropdown one of its options, and a label of a box stands around it.
      if (
        ["textarea value", "dropdown value"].includes(`${name} ${field}`) ||
        name === "checkbox" && field === "label"
      ) {
        continue;
      }
      if (!attributes(parsed(html)).includes(called)) lacking.push(`${name}.${field}: ${html}`);
    }
  }
  equal(lacking, []);
});

Deno.test(`any kind of term in any field is shown or refused with a reason, and stays where it is (seed ${SEED})`, () => {
  const choose = random(SEED);
  const kinds: Readonly<Record<string, Term>> = {
    characters: [60, 98, 62],
    text: bytes(`"><b a='x`),
    code: bytes("javascript:pwn()"),
    ended: bytes("</script></style></title></textarea></iframe><b>"),
    atom: atom("on"),
    yes: atom("true"),
    no: atom("false"),
    none: atom("undefined"),
    number: 7,
    float: 1.5,
    big: 10n ** 20n,
    list: [bytes("a"), bytes("b")],
    nested: [[bytes("a")], atom("x"), 5],
    element: record("span", new Map([["body", bytes("s")]])),
  };
  for (const [name, fields] of records) {
    if (APART.has(name) || isRich(name)) continue;
    for (const field of fields) {
      for (const [kind, value] of Object.entries(kinds)) {
        // What a script holds is trusted, and a name of a tag is the program's.
        if (field === "html_tag" || `${name} ${field}` === "script body") continue;
        if (choose.below(ODDS) > 0) continue;
        try {
          const { html } = renderBody(said(record(name, new Map([[field, value]]))).body);
          const nodes = parsed(html),
            isOut = attributes(nodes).includes("a") || names(nodes).includes("b");
          assert(!isOut || kind === "element", `${name}.${field} ${kind}: ${html}`);
        } catch (error) {
          const isRefused = error instanceof NitroError && ["url", "render"].includes(error.code);
          assert(isRefused, `${name}.${field} ${kind}: ${error}`);
        }
      }
    }
  }
});

Deno.test({
  name: "the recorded records of elements are those that are read here",
  ignore: absent,
  fn: () => {
    interface Recorded {
      readonly record: string;
      readonly fields: readonly (readonly [string, string])[];
    }
    for (const { record, fields } of lines<Recorded>("nitro_records.jsonl")) {
      const names = fields.map(([name]) => name), known = records.get(record);
      if (known === undefined) assert(!names.includes("html_tag"), `${record} is an element`);
      else equal(names, known, record);
    }
  },
});
