import { atom } from "../../../n2o/term/atom.ts";
import { float, ImproperList, type Term, tuple } from "../../../n2o/term/term.ts";
import { nameOf, readArguments } from "../../../nitro/protocol/arguments.ts";
import { equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

const read = (term: Term, ...sources: string[]) => {
  const values = readArguments(term, sources, "target");
  return values && Object.fromEntries(values);
};

Deno.test("a source is named by a binary, an atom or a list of characters", () => {
  for (const key of ["name", atom("name"), [..."name"].map((each) => each.charCodeAt(0))]) {
    equal(read([tuple(key, "value")], "name"), { name: "value" });
  }
  equal(nameOf([0x404, 0x1f600]), "Є😀");
  for (
    const term of [
      1,
      float(1),
      tuple("a"),
      new Map(),
      [1.5],
      [-1],
      [0x110000],
      ["a"],
      [[]],
      Uint8Array.of(0xff),
    ] as Term[]
  ) {
    equal(nameOf(term), undefined);
  }
});

Deno.test("a list of characters that is longer than any name is none", () => {
  for (const length of [70_000, 200_000, 1_000_000]) {
    equal(nameOf(Array(length).fill(97)), undefined);
  }
});

Deno.test("the classic client's detail of its own target is passed over, and of any other refused", () => {
  const detail = (target: Term) => tuple(tuple(target, "detail"), []);
  equal(read([detail("target"), tuple("a", "x")], "a"), { a: "x" });
  equal(read([detail(atom("target"))]), {});
  equal(read([detail("other")]), undefined);
  equal(read([tuple(tuple("target", "other"), [])]), undefined);
});

Deno.test("values", () => {
  const value = (given: Term) => read([tuple("a", given)], "a")?.["a"];
  equal(value(""), "");
  equal(value("Є 😀"), "Є 😀");
  equal(value(atom("true")), true);
  equal(value(atom("false")), false);
  equal(value([]), null);
  equal(value(["a", "b"]), ["a", "b"]);
  equal(value(tuple(2026, 11, 22)), { year: 2026, month: 11, day: 22 });
  for (
    const bad of [
      atom("undefined"),
      atom("ok"),
      float(1),
      2n ** 70n,
      tuple(),
      tuple(1, 2),
      tuple(2026, 0, 1),
      tuple(2026, 1, 32),
      tuple("2026", 1, 1),
      tuple(1e9, 1, 1),
      [1],
      [[]],
      ["a", atom("b")],
      new Map(),
      new ImproperList(["a"], "b"),
      Uint8Array.of(0xc3),
    ]
  ) {
    equal(value(bad), undefined);
  }
});

Deno.test("random terms are read as values of the sources or not at all (2,000 terms, seed 6)", () => {
  const { below, pick } = random(6);
  const term = (depth: number): Term => {
    const leaf = () =>
      pick<Term>([
        "a",
        "b",
        "detail",
        "target",
        atom("a"),
        atom("true"),
        1,
        float(2),
        [],
        Uint8Array.of(255),
        2n ** 65n,
        new Map(),
      ]);
    if (depth === 0 || below(3) === 0) return leaf();
    const inside = Array.from({ length: below(4) }, () => term(depth - 1));
    return below(2) ? inside : tuple(...inside);
  };
  let found = 0;
  for (let each = 0; each < 2_000; each++) {
    const values =
      readArguments([tuple(pick(["a", "b", "x"]), term(2)), term(3)], ["a", "b"], "target") ??
        readArguments(term(4), ["a"], "target");
    if (values === undefined) continue;
    found++;
    for (const name of values.keys()) equal(["a", "b"].includes(name), true);
  }
  equal(found > 20, true);
});
