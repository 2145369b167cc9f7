import { leasedPresence } from "../../../n2o/presence/leased.ts";
import { type Person, type Presence, PresenceChange } from "../../../n2o/presence/presence.ts";
import { localBus } from "../../../n2o/bus/local.ts";
import { N2oError } from "../../../n2o/error.ts";
import { Peer } from "../../../n2o/presence/peer.ts";
import { read } from "../../../n2o/presence/words.ts";
import { Sent } from "../../../n2o/bus/news.ts";
import type { Key } from "../../../n2o/term/plain.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { notebook } from "../../_support/server/wire.ts";
import { type Medium, medium } from "./lossy.ts";

/** People without the names of their ways. */
const plain = (people: readonly Person[]) =>
  people.map(({ key, metas }) => [key, ...metas.map(({ data }) => data).toSorted()]);

function nodes(seed: number, ...names: readonly string[]) {
  const clock = virtualClock(), between = medium(clock, random(seed)), book = notebook();
  const make = (name: string) =>
    leasedPresence(between.bus(name), { clock, log: book.log, node: name.padEnd(8, "-") });
  return { clock, between, book, make, all: names.map(make) as [Presence, Presence, Presence] };
}

Deno.test("a person with several tabs on two nodes is one with several metas; who goes is gone everywhere", async () => {
  const { clock, all: [one, two] } = nodes(SEED, "one", "two"), changes: PresenceChange[] = [];
  two.watch("room", (change) => changes.push(change));
  const tab = {}, end = one.track("room", "ann", { tab: 1 }, tab);
  one.track("room", "ann", { tab: 2 }, tab);
  two.track("room", "ann", { tab: 3 });
  two.track(["other"], "bob", null);
  await clock.advanceAsync(200);
  for (const each of [one, two]) {
    equal(each.list("room").map(({ key, metas }) => [key, metas.length]), [["ann", 3]]);
    equal(plain(each.list(["other"])), [["bob", null]]);
    equal(each.list("none"), []);
  }
  end();
  end();
  await clock.advanceAsync(200);
  equal(two.list("room")[0]?.metas.map(({ data }) => data), [{ tab: 2 }, { tab: 3 }]);
  one.untrack(tab);
  await clock.advanceAsync(200);
  equal(two.list("room")[0]?.metas.map(({ data }) => data), [{ tab: 3 }]);
  const seen = changes.map(({ joins, leaves }) => [plain(joins), plain(leaves)]);
  equal(seen, [
    [[["ann", { tab: 3 }]], []],
    [[["ann", { tab: 1 }, { tab: 2 }]], []],
    [[], [["ann", { tab: 1 }]]],
    [[], [["ann", { tab: 2 }]]],
  ]);
  for (const each of [one, two]) each.close();
});

Deno.test("a killed node's people are gone in four seconds, one that says goodbye at once", async () => {
  const { clock, between, all: [one, two, three] } = nodes(SEED, "one", "two", "three");
  for (const [at, each] of [one, two, three].entries()) each.track("room", `p${at}`, at);
  await clock.advanceAsync(1_000);
  equal(plain(one.list("room")), [["p0", 0], ["p1", 1], ["p2", 2]]);
  between.kill("two");
  three.close();
  await clock.advanceAsync(100);
  equal(plain(one.list("room")), [["p0", 0], ["p1", 1]]);
  await clock.advanceAsync(4_000);
  equal(plain(one.list("room")), [["p0", 0]]);
  one.close();
  await clock.advanceAsync(1_000);
  equal(clock.pending, 1, "only the timer of who was killed goes on");
});

Deno.test("clocks that are apart or jump matter nothing", async () => {
  const bus = localBus(), early = virtualClock(0), late = virtualClock(Date.UTC(2090, 1, 1));
  const one = leasedPresence(bus, { clock: early }), two = leasedPresence(bus, { clock: late });
  one.track("room", "ann", 1);
  two.track("room", "bob", 2);
  for (let second = 0; second < 60; second++) {
    await early.advanceAsync(1_000);
    await late.advanceAsync(1_000);
    for (const each of [one, two]) equal(plain(each.list("room")), [["ann", 1], ["bob", 2]]);
  }
  for (const each of [one, two]) each.close();
  equal([early.pending, late.pending], [0, 0]);
});

Deno.test("a join is one small message, however many are there; who was far behind gets all, in parts, and alone", async () => {
  const { clock, between, make, all: [one, two] } = nodes(SEED, "one", "two");
  two.list("room");
  for (let each = 0; each < 3_000; each++) one.track("room", `p${each}`, each);
  await clock.advanceAsync(3_000);
  equal(two.list("room").length, 3_000);
  between.counts.clear();
  one.track("room", "late", 0);
  await clock.advanceAsync(3_000);
  equal([between.counts.get("diff"), between.counts.get("state")], [1, undefined]);
  const three = make("three");
  three.list("room");
  await clock.advanceAsync(3_000);
  equal(three.list("room").length, 3_001);
  equal([between.counts.get("diff"), between.counts.get("state")], [1, Math.ceil(3_001 / 16)]);
  for (const each of [one, two, three]) each.close();
});

Deno.test("what is too much is refused; what is tracked is a copy", () => {
  const { all: [one] } = nodes(SEED, "one"), data = { mood: "good" };
  throws(() => one.track("room", "ann", "x".repeat(5_000)), N2oError, "full");
  throws(() => one.track("room", "a".repeat(300), 1), N2oError, "full");
  throws(() => one.track("t".repeat(600), "ann", 1), N2oError, "full");
  // as: what a program without types may hand in
  throws(() => one.track("room", "ann", (() => {}) as never), N2oError, "value");
  one.track("room", "ann", data);
  data.mood = "bad";
  equal(plain(one.list("room")), [["ann", { mood: "good" }]]);
  one.close();
});

Deno.test("words that are none, and who speaks for another node, change nothing and fill no log", async () => {
  const { clock, between, book, all: [one, two] } = nodes(SEED, "one", "two");
  two.track("room", "bob", 1);
  one.list("room");
  await clock.advanceAsync(1_000);
  const liar = between.bus("liar"), topic: Key = ["n2o", "presence"], node = "two-----";
  const words: unknown[] = [null, "bye", [], ["bye"], ["bye", 7], ["beat", node], [
    "beat",
    node,
    -1,
  ]];
  words.push(["bye", node], ["diff", node, 2, [], [`${node}.1`]], ["state", node, 9, 0, 1, []]);
  words.push(["diff", "liar----", 1, [[`${node}.9`, '"room"', "eve", 1]], []]);
  words.push(["state", "liar----", 1, 5, 2, []], ["diff", "liar----", 1, "x", "y"], ["no", node]);
  for (let each = 0; each < 50; each++) for (const word of words) liar.send(topic, word);
  await clock.advanceAsync(2_000);
  equal(plain(one.list("room")), [["bob", 1]]);
  assert(book.take().length <= 2, "one line for each node");
  for (const each of [one, two]) each.close();
});

/** What is asked of a node at random, and who must be there in the end. */
async function walk(seed: number): Promise<void> {
  const dice = random(seed), { clock, between, make } = nodes(seed);
  const living = new Map<string, { presence: Presence; tracked: Map<() => void, string> }>();
  const cut = new Set<string>();
  let count = 0;
  const born = () => {
    const name = `n${++count}`;
    living.set(name, { presence: make(name), tracked: new Map() });
    living.get(name)?.presence.watch("room", () => {});
  };
  for (let each = 0; each < 3; each++) born();
  between.losses = dice.pick([0, 3, 10]);
  for (let step = 0; step < 60; step++) {
    act(dice, living, between, cut, born);
    await clock.advanceAsync(dice.below(900));
  }
  between.losses = 0;
  for (const name of cut) between.cut(name, false);
  // A lease, and a second for what was lost last.
  await clock.advanceAsync(8_000);
  const expected = [...living.values()].flatMap(({ tracked }) => [...tracked.values()]).toSorted();
  for (const [name, { presence }] of living) {
    const seen = presence.list("room").flatMap(({ key, metas }) => metas.map(() => key)).toSorted();
    equal(seen, expected, `seed ${seed}, node ${name}`);
  }
  for (const { presence } of living.values()) presence.close();
}

function act(
  dice: Random,
  living: Map<string, { presence: Presence; tracked: Map<() => void, string> }>,
  between: Medium,
  cut: Set<string>,
  born: () => void,
): void {
  const names = [...living.keys()], name = names[dice.below(names.length)] ?? "";
  const node = living.get(name), chance = dice.below(100);
  if (node === undefined) return born();
  if (chance < 50) {
    for (let each = dice.below(8); each >= 0; each--) {
      const key = `p${dice.below(6)}`;
      node.tracked.set(node.presence.track("room", key, { at: each }), key);
    }
  } else if (chance < 75) {
    for (const end of [...node.tracked.keys()].slice(0, 1 + dice.below(4))) {
      end();
      node.tracked.delete(end);
    }
  } else if (chance < 83) {
    if (cut.delete(name)) between.cut(name, false);
    else between.cut(cut.add(name) && name, true);
  } else if (chance < 89 && names.length > 1) {
    between.kill(name);
    living.delete(name);
    cut.delete(name);
  } else if (chance < 93 && names.length > 1) {
    node.presence.close();
    living.delete(name);
    cut.delete(name);
  } else if (names.length < 6) born();
}

Deno.test("whatever is lost, cut, killed and started, all nodes agree in the end with what was tracked", async () => {
  for (let seed = SEED; seed < SEED + rounds(12, 400); seed++) await walk(seed);
});

Deno.test("what watchers are told adds up to what is listed", async () => {
  const seed = SEED, dice = random(seed), { clock, between, make } = nodes(seed);
  const one = make("one"), two = make("two"), there = new Map<string, string>();
  one.watch("room", ({ joins, leaves }) => {
    for (const { key, metas } of leaves) {
      for (const { ref } of metas) assert(there.delete(ref), `${key} went and was not there`);
    }
    for (const { key, metas } of joins) {
      for (const { ref } of metas) {
        assert(!there.has(ref), `${key} came twice`);
        there.set(ref, key);
      }
    }
  });
  const ends: (() => void)[] = [];
  between.losses = 4;
  for (let step = 0; step < 300; step++) {
    if (dice.below(3) > 0) {
      ends.push(dice.pick([one, two]).track("room", `p${dice.below(5)}`, step));
    } else ends.splice(dice.below(ends.length), 1)[0]?.();
    if (dice.below(40) === 0) {
      between.cut("two", true);
      await clock.advanceAsync(5_000);
      between.cut("two", false);
    }
    await clock.advanceAsync(dice.below(200));
  }
  const listed = one.list("room").flatMap(({ key, metas }) => metas.map(({ ref }) => [ref, key]));
  equal([...there].toSorted(), listed.toSorted());
  for (const each of [one, two]) each.close();
});

Deno.test("news of presence are told from whatever a page may have been sent", () => {
  const change = new PresenceChange("room", [], []);
  equal(change instanceof Sent, false);
});

Deno.test("what another node says is kept up to what a node may hold, whole or not", () => {
  const entry = (at: number) => ({ ref: `other.${at}`, topic: "room", key: "ann", data: at });
  const peer = new Peer("other"), entries = Array.from({ length: 16 }, (_, at) => entry(at));
  const parts = 10_000;
  for (let at = 0; at < parts - 1; at++) {
    // Each of them says others, and each says it twice.
    const part = {
      version: 7,
      at,
      of: parts,
      entries: entries.map((_, each) => entry(at * 16 + each)),
    };
    for (let times = 0; times < 2; times++) equal(peer.state(part).joins, []);
  }
  const { joins } = peer.state({ version: 7, at: parts - 1, of: parts, entries: [] });
  equal([joins.length, peer.entries().length, peer.version], [100_000, 100_000, 7]);
});

Deno.test("parts that do not say of how many they are alike make no state", () => {
  const peer = new Peer("other"), part = { version: 3, entries: [] };
  peer.state({ ...part, at: 0, of: 2 });
  peer.state({ ...part, at: 1, of: 3 });
  equal(peer.version, 0);
  peer.state({ ...part, at: 0, of: 3 });
  peer.state({ ...part, at: 2, of: 3 });
  equal(peer.version, 3);
});

Deno.test("words of presence that say more than a node may are none", () => {
  const node = "other-node", row = [`${node}.1`, "room", "ann", null];
  const diff = (joins: unknown, leaves: unknown) => read(["diff", node, 1, joins, leaves]);
  assert(diff([row], [`${node}.2`]) !== undefined);
  const long = (length: number) => "x".repeat(length);
  const none = [
    diff(Array(17).fill(row), []),
    diff([[`${node}.${long(100)}`, "room", "ann", null]], []),
    diff([[`${node}.1`, long(513), "ann", null]], []),
    diff([[`${node}.1`, "room", long(257), null]], []),
    diff([[`${node}.1`, "room", "ann", long(4_097)]], []),
    diff([["another-1.1", "room", "ann", null]], []),
    diff([], Array(1_001).fill("ref")),
    diff([], [long(97)]),
    read(["state", node, 1, 0, 1, Array(17).fill(row)]),
  ];
  equal(none, none.map(() => undefined));
});
