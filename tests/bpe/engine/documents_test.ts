/** Documents: found by pattern as the original finds them, and changed by splices. */
import {
  appendDocs,
  docsOf,
  equal as same,
  findDocs,
  removeDocs,
  spliced,
  spliceOf,
} from "../../../bpe/state/documents.ts";
import { equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

Deno.test("a pattern fits by the places it names; what is open fits anything", () => {
  const docs = [["pay", 1], ["pay", 2, "late"], ["tx"], { tuple: [{ atom: "pay" }, 1] }, {
    kind: "pay",
    id: 1,
  }];
  const found = (pattern: unknown) =>
    findDocs(pattern, docs).found.map((doc) => docs.indexOf(doc as never));
  equal(found(["pay"]), [0, 1]);
  equal(found(["pay", []]), [0, 1]);
  equal(found(["pay", null, "late"]), [1]);
  equal(found(["pay", 1, "late"]), []);
  equal(found({ tuple: [{ atom: "pay" }, []] }), [3]);
  equal(found({ kind: "pay" }), [4]);
  equal(found({ kind: "pay", id: undefined }), [4]);
  equal(found({ kind: "pay", toString: 1 }), []);
  equal(found("pay"), []);
  equal(findDocs(["tx"], docs).rest.length, 4);
});

Deno.test("what is no list of documents is none", () => {
  for (const docs of [undefined, null, 1, "docs", {}]) equal(docsOf({ docs }), []);
  equal(docsOf(undefined), []);
  equal(docsOf(Object.create({ docs: [1] })), []);
});

Deno.test("values are the same by what they hold", () => {
  const values: readonly (() => unknown)[] = [
    () => 1,
    () => 1n,
    () => "1",
    () => null,
    () => undefined,
    () => NaN,
    () => [],
    () => [1],
    () => [[1]],
    () => ({}),
    () => ({ a: 1 }),
    () => ({ a: undefined }),
    () => ({ a: 1, b: 2 }),
    () => new Date(0),
    () => new Date(1),
    () => new Uint8Array([1]),
    () => new Uint8Array([2]),
    () => new Map([[1, 2]]),
    () => new Map([[1, 3]]),
  ];
  for (const [i, left] of values.entries()) {
    for (const [j, right] of values.entries()) equal(same(left(), right()), i === j, `${i} ${j}`);
  }
});

const SEED = 20_261_124;

/** A place of a document: a small number, so that documents often fit one another. */
const place = (roll: ReturnType<typeof random>) => roll.below(4) === 0 ? [] : roll.below(3);

Deno.test(`lists of documents are those of a model that knows nothing of splices (seed ${SEED})`, () => {
  const roll = random(SEED);
  const doc = () => Array.from({ length: 1 + roll.below(3) }, () => place(roll));
  /** The original's rule, word for word: every place that is not [] is equal. */
  const fits = (pattern: readonly unknown[], other: readonly unknown[]) =>
    pattern.every((each, at) => Array.isArray(each) || each === other[at]);
  for (let round = 0; round < 300; round++) {
    let list: readonly unknown[] = [], model: unknown[][] = [], told: readonly unknown[] = [];
    for (let turn = 0; turn < 12; turn++) {
      const one = doc();
      const [found, rest] = [
        model.filter((each) => fits(one, each)),
        model.filter((each) => !fits(one, each)),
      ];
      const before = list;
      if (roll.below(3) > 0) {
        list = appendDocs(list, [one]);
        model = [one, ...found, ...rest];
      } else {
        list = removeDocs(list, [one]);
        model = rest;
      }
      equal(list, model);
      const change = spliceOf(before, list);
      told = change === undefined ? told : spliced(told, change);
      equal(told, list);
      equal(spliceOf(list, [...list]), undefined);
    }
  }
});
