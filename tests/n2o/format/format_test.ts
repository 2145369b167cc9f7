import { atom, encode, Float, ImproperList, type Term, tuple } from "../../../n2o/bert/bert.ts";
import { N2oError } from "../../../n2o/error.ts";
import * as formats from "../../../n2o/format/mod.ts";
import type { Formatter } from "../../../n2o/format/formatter.ts";
import { superjson } from "../../../n2o/format/superjson/superjson.ts";
import { equal, throws } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { absent, lines } from "../../_support/golden.ts";
import { testWith } from "../../_support/permission.ts";
import { randomTerm } from "../bert/generator.ts";
import { n2oJson } from "../../conformance/n2o/json.ts";

const { bert, json, raw, text, xml } = formats;
const all: readonly Formatter[] = [bert, json, raw, text, xml, superjson];

/** A frame as a peer gets it. */
function carried(frame: string | Uint8Array<ArrayBuffer>): string | ArrayBuffer {
  return typeof frame === "string" ? frame : frame.slice().buffer;
}

function again(formatter: Formatter, term: Term): Term {
  const frame = formatter.encode(term), back = formatter.decode(carried(frame));
  if (back === undefined) throw new Error(`${formatter.name}: ${frame} is no term`);
  return back;
}

const hex = (term: Term) => encode(term).toHex();

for (const formatter of [bert, text, superjson]) {
  Deno.test(`every term comes back as it was in ${formatter.name} (seed ${SEED})`, () => {
    const next = random(SEED).below;
    for (let round = 0; round < rounds(1_000, 50_000); round++) {
      const inner = randomTerm(next, 3);
      for (const term of [tuple(inner), [inner]]) {
        equal(hex(again(formatter, term)), hex(term), `round ${round}`);
      }
    }
  });
}

for (const formatter of [json, xml]) {
  Deno.test(`what ${formatter.name} read once, it writes and reads without a loss (seed ${SEED})`, () => {
    const next = random(SEED).below;
    for (let round = 0; round < rounds(1_000, 50_000); round++) {
      const read = again(formatter, tuple(randomTerm(next, 4), randomTerm(next, 2)));
      equal(hex(again(formatter, read)), hex(read), `round ${round}`);
    }
  });
}

Deno.test("JSON keeps tuples, names, bytes, whole integers, maps with any keys", () => {
  for (
    const term of [
      tuple(),
      tuple(atom("io"), Uint8Array.of(255), 2 ** 53 - 1),
      tuple(atom("io"), 2n ** 70n, -(2n ** 64n)),
      tuple(atom("a"), new Map<Term, Term>([[tuple(1), Uint8Array.of(200)], [[], 2]])),
      tuple(atom("a"), new Map<Term, Term>([[Uint8Array.of(0x74), 104]])),
      tuple(atom("a"), new Map<Term, Term>([[1, 2], [1.5, 3]])),
      tuple(atom("a"), [1, [2, [tuple(atom("b"))]]]),
      tuple(atom("a"), new ImproperList([1], atom("b"))),
      tuple(tuple(atom("qs"), Uint8Array.of(0x61)), 1.5),
      [tuple(atom("a")), tuple(atom("b"))],
    ] satisfies Term[]
  ) equal(hex(again(json, term)), hex(term));
});

Deno.test("JSON reads what the original's browser client makes of a term", () => {
  const said = {
    t: 104,
    v: [
      { t: 100, v: "pickle" },
      { t: 109, v: "go" },
      { t: 108, v: [{ t: 104, v: [{ t: 107, v: "é" }, { t: 98, v: -5 }] }, { t: 97, v: 5 }] },
      { t: 116, v: [{ k: { t: 119, v: "k" }, v: { t: 70, v: 2 } }] },
      { t: 110, v: "123456789012345678901" },
      { t: 106 },
    ],
  };
  const term = tuple(
    atom("pickle"),
    "go",
    [tuple([0xe9], -5), 5],
    new Map([[atom("k"), new Float(2)]]),
    123456789012345678901n,
    [],
  );
  equal(hex(json.decode(JSON.stringify(said)) ?? []), hex(term));
});

Deno.test("XML has an attribute for each field of cx and pi, whatever it holds", () => {
  const pi = tuple(atom("pi"), '/a"<b>&\n', atom("caching"), [], atom("n2o"), tuple(1, "x"));
  equal(
    xml.encode(pi),
    `<pi name="/a&#34;&#60;b&#62;&#38;&#10;" table="caching" sup="=[]" module="n2o" state="={1,&#60;&#60;&#34;x&#34;&#62;&#62;}"/>`,
  );
  equal(
    hex(again(xml, pi)),
    hex(tuple(atom("pi"), '/a"<b>&\n', "caching", [], "n2o", tuple(1, "x"))),
  );
  equal(
    hex(xml.decode(`<pi state='x' />\n`.replaceAll("'", '"')) ?? []),
    hex(tuple(atom("pi"), [], [], [], [], "x")),
  );
  for (
    const bad of [
      "<pi",
      "<pi x='1'/>",
      '<pi name="1" name="2"/>',
      '<pi name="&x;"/>',
      "<!DOCTYPE a>",
      "<a/>",
    ]
  ) throws(() => xml.decode(bad), N2oError, "frame");
});

Deno.test("raw has bytes and texts as they are, and lists of them as Erlang's iodata", () => {
  equal(raw.encode(Uint8Array.of(1, 255)), Uint8Array.of(1, 255));
  equal(raw.encode("x"), "x");
  equal(raw.encode(["a", [0, [Uint8Array.of(255)]], []]), Uint8Array.of(97, 0, 255));
  equal(raw.decode(Uint8Array.of(131, 1).buffer), Uint8Array.of(131, 1));
  equal(raw.encode(tuple(1)), encode(tuple(1)));
});

Deno.test("PING, N2O and the empty text are texts in every format", () => {
  for (const formatter of all) {
    for (const said of ["PING", "", "N2O,", "N2O,abc", "привіт", "1"]) {
      equal(formatter.decode(said), undefined, formatter.name);
    }
  }
});

Deno.test(`mutated frames are a term, a text or a bad frame in every format, in bounded time (seed ${SEED})`, () => {
  const { below, pick } = random(SEED);
  const bits = [
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "<<",
    ">>",
    "9",
    "-",
    "\\",
    "\\u",
    "&",
    "#",
    "e",
    "\0",
    "v",
    "131",
    '"t":',
  ] as const;
  for (const formatter of all) {
    for (let round = 0; round < rounds(2_000, 100_000); round++) {
      const frame = formatter.encode(tuple(randomTerm(below, 3)));
      const mutated = typeof frame === "string" ? mutatedText(frame) : mutatedBytes(frame);
      try {
        const term = formatter.decode(mutated, { maxSize: 10_000, atoms: 1_024 });
        if (term !== undefined) encode(term);
      } catch (error) {
        if (!N2oError.is(error, "frame")) {
          throw new Error(`${formatter.name}, round ${round}`, { cause: error });
        }
      }
    }
  }

  function mutatedText(text: string): string {
    for (let each = 0; each <= below(3); each++) {
      const at = below(text.length + 1);
      text = text.slice(0, at) + (below(3) === 0 ? "" : pick(bits)) + text.slice(at + below(4));
    }
    return text;
  }

  function mutatedBytes(bytes: Uint8Array): ArrayBuffer {
    const copy = bytes.slice(0, below(4) === 0 ? below(bytes.length + 1) : bytes.length);
    for (let each = 0; each <= below(3); each++) copy[below(copy.length + 1)] = below(256);
    return copy.buffer;
  }
});

Deno.test("a frame that nests without end, names atoms without end, or refers to itself is a bad frame", () => {
  const many = Array.from({ length: 1_100 }, (_, n) => `a${n}z`);
  const deep = (open: string, close: string, inner = "") =>
    open.repeat(100_000) + inner + close.repeat(100_000);
  const hostile: [Formatter, string][] = [
    [text, deep("[", "]")],
    [text, deep("#{1=>", "}", "1")],
    [text, `[${many.join(",")}]`],
    [text, `{${"9".repeat(5_000)}}`],
    [text, `{'${"x".repeat(256)}'}`],
    [json, deep("[", "]")],
    [json, deep('{"t":104,"v":[', "]}")],
    [json, JSON.stringify(many.map((v) => ({ t: 100, v })))],
    [json, '{"t":104,"v":{"length":5}}'],
    [json, '{"t":5,"v":1}'],
    [json, '{"t":109,"b":"*"}'],
    [json, "[1e999]"],
    [xml, `<term>${deep("[", "]")}</term>`],
    [superjson, `{"json":${deep("[", "]")}}`],
    [superjson, '{"json":{"a":{}},"meta":{"values":{"a":["set"]}}}'],
    [superjson, '{"json":[[1]],"meta":{"values":{"__proto__":["map"]}}}'],
    [superjson, '{"json":["x"],"meta":{"values":{"0":[["custom","nobody"]]}}}'],
    [superjson, '{"json":["/a/"],"meta":{"values":{"0":["regexp"]}}}'],
    [superjson, '{"json":[1]}{'],
    // Places behind the end of a list, near and far, of a list and of a tuple.
    ...["3", "4294967294"].flatMap((place) =>
      ["set", "bigint", "Date", "undefined", "number"].flatMap((type): [Formatter, string][] => [
        [superjson, `{"json":[1],"meta":{"values":{"${place}":["${type}"]}}}`],
        [superjson, `{"json":{"a":[[1]]},"meta":{"values":{"a.0.${place}":["${type}"]}}}`],
      ])
    ),
    [superjson, "{}"],
  ];
  for (const [formatter, frame] of hostile) {
    throws(() => formatter.decode(frame), N2oError, "frame");
  }
  const twice =
    '{"json":{"a":[1],"b":null},"meta":{"referentialEqualities":{"a":["b"]},"values":{}}}';
  equal(
    hex(superjson.decode(twice) ?? []),
    hex(new Map<Term, Term>([["a", [1]], ["b", atom("null")]])),
  );
});

Deno.test({
  name: "JSON of the recorded terms is the original's, but for what has a name",
  ignore: absent,
  fn: async () => {
    const results = await n2oJson.run(lines("n2o_json.jsonl"));
    equal(results.filter(({ failure }) => failure !== ""), []);
    equal(results.length, 12);
    equal(results.filter(({ difference }) => difference !== undefined).length, 4);
  },
});

const recorded = new URL("../../golden/n2o_json.jsonl", import.meta.url);

testWith("read")(
  "JSON of terms of every kind is what jsone of Erlang made of them, but for what has a name",
  async () => {
    const all = (await Deno.readTextFile(recorded)).trimEnd().split("\n").map((line) =>
      JSON.parse(line)
    );
    const results = await n2oJson.run(all);
    equal(results.filter(({ failure }) => failure !== ""), []);
    equal(results.length, 40);
  },
);

Deno.test("a float that was wrapped by hand is one number in every format", () => {
  for (const value of [1e300, -1e22, 0.5, 1e-7, 5e-324, 3, -0]) {
    for (const formatter of [json, text]) {
      const [, found] = Object(again(formatter, tuple(atom("a"), new Float(value)))).elements;
      equal(Number(found), value, `${formatter.name} ${value}`);
    }
  }
});
