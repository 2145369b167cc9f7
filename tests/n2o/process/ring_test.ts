import { createHash } from "node:crypto";
import { atom, encode, float, type Term, tuple } from "../../../n2o/bert/bert.ts";
import { N2oError } from "../../../n2o/error.ts";
import * as rings from "../../../n2o/process/ring.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { absent, lines } from "../../_support/golden.ts";
import { SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { layout, ring } from "../../conformance/n2o/ring.ts";

/** What the original answered otherwise. */
function failures(kind: typeof ring, name: string, least: number): string[] {
  const all = lines<Record<string, unknown>>(name);
  assert(all.length > least && all.every((line) => kind.is(line)), "its lines are of the kind");
  return kind.run(all).filter(({ failure }) => failure).map(({ name, failure }) =>
    `${name}: ${failure}`
  );
}

Deno.test({
  name: "a ring gives keys to the nodes that the original gave them to",
  ignore: absent,
  fn: () => equal(failures(ring, "ring.jsonl", 500), []),
});

Deno.test({
  name: "nodes stand where those of the original do",
  ignore: absent,
  fn: () => equal(failures(layout, "ring_layout.jsonl", 5), []),
});

/** The rule by itself: every position of every node, the first at or behind the key, else the first of all. */
function oracle(vnodes: number, nodes: readonly Term[], key: Term): Term | undefined {
  const sha = (...terms: readonly Term[]) =>
    terms.reduce<ReturnType<typeof createHash>>(
      (hash, term) => hash.update(encode(term)),
      createHash("sha1"),
    )
      .digest("hex");
  const positions = nodes.flatMap((node) =>
    Array.from({ length: vnodes }, (_, n) => ({ at: n === 0 ? sha(node) : sha(node, n), node }))
  );
  const own = sha(key), behind = positions.filter(({ at }) => at >= own);
  const from = behind.length > 0 ? behind : positions;
  return from.reduce(
    (first, each) => each.at < first.at ? each : first,
    from[0] ?? { at: "", node: [] },
  ).node;
}

Deno.test(`a ring that nodes join and leave is the one made of those that are left (seed ${SEED})`, () => {
  const { below, pick } = random(SEED);
  const some: [Term, ...Term[]] = [
    0,
    -1,
    2 ** 40,
    10n ** 30n,
    float(1),
    1,
    1.5,
    "",
    "a",
    [],
    [97],
    atom("a"),
    tuple(),
    tuple(atom("a"), [1]),
    new Map<Term, Term>([["k", 1]]),
  ];
  for (let round = 0; round < 30; round++) {
    const vnodes = 1 + below(5), present: Term[] = [];
    let made = rings.new(vnodes, []);
    for (let step = 0; step < 20; step++) {
      const node = pick(some), at = present.indexOf(node), before = made;
      made = below(3) > 0 ? rings.add(made, node) : rings.remove(made, node);
      if (rings.contains(made, node) && at < 0) present.push(node);
      if (!rings.contains(made, node) && at >= 0) present.splice(at, 1);
      equal(rings.contains(before, node), at >= 0, "a ring that was there has not changed");
      equal(rings.size(made), vnodes * present.length);
      equal(new Set(rings.members(made)), new Set(present));
      equal(made, rings.new(vnodes, present));
      if (present.length === 0) continue;
      const key = pick(some);
      assert(
        rings.lookup(made, key) === oracle(vnodes, present, key),
        `seed ${SEED}, round ${round}`,
      );
    }
  }
});

Deno.test("when a node leaves only its own keys move, and none when another comes back", () => {
  const nodes = Array.from({ length: 3_000 }, (_, n) => `node ${n}`), keys = nodes.map((_, n) => n);
  const full = rings.new(8, nodes), less = rings.remove(full, "node 7");
  for (const key of keys) {
    const node = rings.lookup(full, key);
    if (node !== "node 7") equal(rings.lookup(less, key), node);
    else assert(rings.lookup(less, key) !== node);
  }
  equal(rings.add(less, "node 7"), full);
});

Deno.test("members come in the order of Erlang's terms, each once", () => {
  const nodes = ["b", [1], atom("z"), tuple(1), 3, "a", atom("b"), 1, [], "a", 3];
  equal(rings.members(rings.new(3, nodes)), [
    1,
    3,
    atom("b"),
    atom("z"),
    tuple(1),
    [],
    [1],
    "a",
    "b",
  ]);
  equal(rings.size(rings.new(3, nodes)), 27);
});

Deno.test("a ring says what it cannot do", () => {
  equal(
    throws(() => rings.lookup(rings.new([]), 1), N2oError, "empty_ring").message.includes(
      "add a node",
    ),
    true,
  );
  throws(() => rings.lookup(rings.remove(rings.new(["a"]), "a"), 1), N2oError, "empty_ring");
  for (const vnodes of [0, -1, 1.5, NaN, Infinity, 65_537]) {
    throws(() => rings.new(vnodes, ["a"]), N2oError, "value");
  }
  // As: what is no term by its type may come from a program without types.
  const none = (() => {}) as unknown as Term;
  for (const ask of [rings.lookup, rings.contains, rings.add, rings.remove]) {
    throws(() => ask(rings.new(["a"]), none), N2oError, "value");
  }
  throws(() => rings.new(["a", none]), N2oError, "value");
  equal(rings.contains(rings.new(["a"]), "b"), false);
  equal(rings.remove(rings.new(["a"]), "b"), rings.new(["a"]));
});
