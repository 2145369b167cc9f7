import { checkRoom, fromBytes, socketPresence, toBytes } from "../../../n2o/asleep/mod.ts";
import { localBus } from "../../../n2o/bus/local.ts";
import { cx } from "../../../n2o/cx.ts";
import { N2oError } from "../../../n2o/error.ts";
import { leasedPresence } from "../../../n2o/presence/leased.ts";
import type { Presence, PresenceChange } from "../../../n2o/presence/presence.ts";
import type { Plain } from "../../../n2o/term/plain.ts";
import type { Asleep } from "../../../n2o/transport.ts";
import { equal, throws } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";

const LEAVES: readonly Plain[] = [
  ...[0, -0, 1.5, NaN, Infinity, -Infinity, 2 ** 53, -7, 0n, 7n, -(2n ** 80n)],
  ...["", "n", "7n", "-0", "Ґанок 🇺🇦\u0000", "\ud800".toWellFormed(), true, false, null],
];
const NAMES = ["", "n", "__proto__", "constructor", "toString", "a", "\n", "Ї"];

function plain(next: ReturnType<typeof random>, depth: number): Plain {
  const kind = depth === 0 ? 0 : next.below(4);
  if (kind < 2) return LEAVES[next.below(LEAVES.length)] ?? null;
  const parts = Array.from({ length: next.below(4) }, () => plain(next, depth - 1));
  if (kind === 2) return parts;
  return Object.fromEntries(parts.map((part) => [NAMES[next.below(NAMES.length)] ?? "", part]));
}

function asleep(state: Plain): Asleep {
  const req = { path: "/", query: "a=1", headers: { "x-y": "ü" } };
  const rate = [1, 0.1, 2, -Infinity, 0] as const;
  return { req, cx: { ...cx("/"), state: { state } }, rate, strikes: 1, isSpare: true };
}

Deno.test(`whatever a page keeps is the same after a sleep (seed ${SEED})`, () => {
  const next = random(SEED);
  for (let each = 0; each < 2_000; each++) {
    const state = plain(next, 4), was = asleep(state);
    equal(fromBytes(toBytes(was)), was);
  }
});

Deno.test("what another version of the program has written is nothing; what has no room is said", () => {
  equal(fromBytes(new TextEncoder().encode("[0, {}]")), undefined);
  checkRoom({ a: "x".repeat(90) }, 100);
  throws(() => checkRoom({ a: "Ї".repeat(90) }, 100), N2oError, "full");
});

Deno.test("presence that a socket could not keep beside the state of its page is refused where it is said", () => {
  const presence = socketPresence(), owner = () => {}, other = () => {};
  const data = { "": ["\u0001".repeat(1_300), -0, 2n ** 60n] };
  let count = 0;
  const { message } = throws(
    () => {
      for (; count < 1_024; count++) presence.track("t", `key ${count}`, data, owner);
    },
    N2oError,
    "full",
  );
  equal([count > 50, /700000|700,000/.test(message)], [true, true]);
  const held = presence.held?.(owner) ?? { tracked: [], watched: [] };
  equal(held.tracked.length, count);
  const whole = { ...asleep("x".repeat(1_048_000)), held };
  equal(toBytes(whole).length < 1_900_000, true);
  presence.track("t", "other", data, other);
  presence.untrack(owner, "t");
  presence.track("t", "again", data, owner);
  presence.close();
});

Deno.test(`presence of sockets says what presence of one leased node says, and the same after any sleep (seed ${SEED})`, () => {
  const next = random(SEED), clock = virtualClock();
  const heard: string[][] = [[], []];
  const all: Presence[] = [
    leasedPresence(localBus(), { clock, node: "node-one" }),
    socketPresence(),
  ];
  const people = (found: ReturnType<Presence["list"]>) =>
    JSON.stringify(found.map(({ key, metas }) => [key, metas.map(({ data }) => data).toSorted()]));
  const owners = all.map((_, at) =>
    Array.from({ length: 5 }, () => ({ joins, leaves, topic }: PresenceChange) => {
      heard[at]?.push(`${topic} ${people([...joins])} ${people([...leaves])}`);
    })
  );
  for (let step = 0; step < 3_000; step++) {
    const who = next.below(5), topic = `topic ${next.below(3)}`, kind = next.below(12);
    for (const [at, presence] of all.entries()) {
      const owner = owners[at]?.[who] ?? (() => {});
      if (kind < 4) presence.track(topic, `key ${who % 2}`, step, owner);
      else if (kind < 6) presence.untrack(owner, topic);
      else if (kind === 6) presence.untrack(owner);
      else if (kind < 9) presence.watch(topic, owner);
      else if (kind === 9) presence.unwatch(owner, topic);
    }
    if (kind > 9) {
      const slept = all[1], woken = socketPresence();
      for (const owner of owners[1] ?? []) {
        const held = slept?.held?.(owner);
        if (held !== undefined) woken.wake?.(owner, held);
      }
      all[1] = woken;
    }
    equal(people(all[1]?.list(topic) ?? []), people(all[0]?.list(topic) ?? []));
    equal(heard[1]?.splice(0).toSorted(), heard[0]?.splice(0).toSorted());
  }
  for (const presence of all) presence.close();
  equal(clock.pending, 0);
});
