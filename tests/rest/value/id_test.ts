import { type IdKind, idsOf, idText, parseId, RestError } from "../../../rest/mod.ts";
import type { Id, IdPart } from "../../../kvs/mod.ts";
import { equal, throws } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

const ONE: readonly [IdPart, IdKind] = ["x", "text"];

function part(next: () => number): readonly [IdPart, IdKind] {
  const text = ["", "a", "~", ",", "7", "~n7", "ю/..", "a~cb", "%2C", "step"];
  switch (Math.floor(next() * 5)) {
    case 0:
      return [Math.floor((next() - 0.5) * 1e9), "number"];
    case 1:
      return [BigInt(Math.floor((next() - 0.5) * 1e15)), "bigint"];
    case 2:
      return [next() < 0.5, "boolean"];
    case 3:
      return [Uint8Array.from({ length: 1 + next() * 5 }, () => next() * 256), "bytes"];
    default:
      return [
        `x${text[Math.floor(next() * text.length)]}${text[Math.floor(next() * text.length)]}`,
        "text",
      ];
  }
}

Deno.test("an id comes back from an address as it was, whether its kinds are declared or not", () => {
  const { next } = random(3);
  for (let n = 0; n < 3_000; n++) {
    const parts = Array.from({ length: 1 + next() * 4 }, () => part(next));
    const [first = ONE, two, ...rest] = parts, [one, kind] = first;
    const id: Id = two === undefined ? one : [one, two[0], ...rest.map(([each]) => each)];
    equal(parseId(idText(id)), id);
    if (two === undefined) equal(parseId(idText(one, kind), kind), one);
    else {
      const kinds = [kind, two[1], ...rest.map(([, each]) => each)] as const;
      equal(parseId(idText(id, kinds), kinds), id);
    }
  }
});

Deno.test("a tuple of the original reads as it is written there", () => {
  equal(idText(["step", 0, "100"], ["text", "number", "text"]), "step,0,100");
  equal(parseId("step,0,100", ["text", "number", "text"]), ["step", 0, "100"]);
  equal(idsOf("step,0,100", undefined)[1], ["step", 0, "100"]);
  equal(idsOf("7", undefined), ["7", 7]);
});

Deno.test("what is no id is refused, and nothing of it is carried out", () => {
  for (
    const text of [
      "",
      "~x",
      "~n",
      "~nx",
      "~n1e",
      "~i1.5",
      "~b?",
      "a~",
      "~tfalse",
      "\ud800",
      ",".repeat(40),
    ]
  ) {
    throws(() => parseId(text), RestError, "bad_id");
  }
  equal(parseId('step,length(""),integer_to_list(100)'), [
    "step",
    'length("")',
    "integer_to_list(100)",
  ]);
  throws(() => parseId("x", "number"), RestError, "bad_id");
});
