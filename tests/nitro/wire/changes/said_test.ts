import type { EventAction } from "../../../../nitro/mod.ts";
import { coded, codeEvent, codeEvents } from "../../../../nitro/wire/changes/pack.ts";
import type { Plain } from "../../../../n2o/mod.ts";
import { equal } from "../../../_support/assert.ts";
import { rounds, SEED } from "../../../_support/long.ts";
import { random } from "../../../_support/random.ts";

const key = { low: 0x1234567, high: -987 };

function event(postback: Plain, more: Partial<EventAction> = {}): EventAction {
  const base = { target: "a", type: "click", source: [], delegate: undefined, options: {} };
  return { action: "event", ...base, postback, ...more };
}

function code(of: EventAction | readonly EventAction[]): string {
  if (of instanceof Array) codeEvents(of, key);
  else codeEvent(of, key);
  return `${coded.low} ${coded.high}`;
}

/** Fails where two of what is coded are taken for each other. */
function differ(all: readonly (EventAction | readonly EventAction[])[]): void {
  equal(new Set(all.map(code)).size, all.length);
  equal(all.map(code), all.map(code));
}

Deno.test("no two postbacks are taken for each other, however alike they are", () => {
  const alike: Plain[] = [
    ...[
      "",
      "0",
      "1",
      "null",
      "true",
      "a",
      "ab",
      "ba",
      "aba",
      "\0",
      "\0\0",
      "a\0",
      "я",
      "😀",
      "\ud83d",
    ],
    ...[0, -0, 1, -1, 0.5, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53, 1e308, NaN, Infinity, -Infinity],
    ...[0n, 1n, -1n, 2n ** 64n, true, false, null],
    ...[[], [[]], [[], []], [null], ["a", "b"], ["ab"], ["a", ["b"]], [["a"], "b"], [1, 2], [
      [1],
      2,
    ]],
    ...[{}, { a: 1 }, { a: "1" }, { a: 1n }, { a: [1] }, { a: { a: 1 } }, { 0: 1, 1: 2 }, [{}], {
      "": "",
    }],
    ...[
      { a: 1, b: 2 },
      { a: 2, b: 1 },
      { ab: 1 },
      { a: 1, b: null },
      { a: null },
      "x".repeat(5_000),
    ],
  ];
  differ(alike.map((postback) => event(postback)));
});

Deno.test("all of an event tells it, and of several whose they are and in which order", () => {
  const a = event("p"), b = event("q"), made = event("p", { target: "auto-1" });
  differ([
    a,
    event("p", { source: ["s"] }),
    event("p", { source: ["s", "t"] }),
    event("p", { source: ["st"] }),
    event("p", { delegate: "d" }),
    event("p", { delegate: "" }),
    event("p", { options: { debounce: 1 } }),
    event("p", { options: { throttle: 1 } }),
    event("p", { options: { debounce: 1, throttle: 1 } }),
    event("p", { options: { key: "1" } }),
  ]);
  differ([[], [a], [a, a], [a, b], [b, a], [event("p", { target: "b" })], [
    event("p", { type: "x" }),
  ], [made]]);
  // An id that was made up is another each time.
  equal(code([made]), code([event("p", { target: "auto-2" })]));
});

Deno.test(`two postbacks have one code where they are the same alone, seed ${SEED}`, () => {
  const { next, below, pick } = random(SEED);
  const value = (depth: number): Plain => {
    const list = () => Array.from({ length: below(3) }, () => value(depth - 1));
    const object = () => Object.fromEntries(list().map((each) => [pick(["a", "b", "c"]), each]));
    return depth > 0 && next() < 0.6
      ? pick<() => Plain>([list, object])()
      : pick<Plain>(["a", "b", "", 0, 1, 1.5, 1n, true, null]);
  };
  /** What tells a value: JSON, in which a bigint is no number. */
  const told = (of: Plain) =>
    JSON.stringify(of, (_, each) => typeof each === "bigint" ? { large: String(each) } : each);
  const seen = new Map<string, string>(), codes = new Set<string>();
  for (let round = 0; round < rounds(2_000, 100_000); round++) {
    const made = value(3), name = told(made), found = code(event(made)), before = seen.get(name);
    if (before !== undefined) equal(found, before, name);
    seen.set(name, found);
    codes.add(found);
  }
  equal(codes.size, seen.size);
});
