import { claims } from "../../../host/claims.ts";
import { type Kv, memoryKv } from "../../../kvs/mod.ts";
import type { ClaimRow } from "../../../n2o/claim/claims.ts";
import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";

/** A store that counts its commits, and fails those that it is told to. */
function counted() {
  const kv = memoryKv(), clock = virtualClock(Date.now()), state = { commits: 0, fail: false };
  const atomic = () => {
    const made = kv.atomic(), { commit } = made;
    made.commit = () => {
      state.commits++;
      return state.fail ? Promise.reject(new Error("away")) : commit.call(made);
    };
    return made;
  };
  const counting: Kv = new Proxy(kv, {
    get: (target, name) => {
      if (name === "atomic") return atomic;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const row = (seq: number): ClaimRow => ({
    seq,
    state: "begun",
    by: String(seq),
    at: clock.now(),
    till: clock.now() + 1e6,
  });
  return { kv, state, row, all: claims(counting, clock), other: claims(kv, clock) };
}

const client = (at: number) => ({ session: "s", client: `c${at}` });

Deno.test("claims of many clients at a time go into few commits, each with its own answer", async () => {
  const { kv, state, row, all } = counted();
  const versions = await Promise.all(
    Array.from({ length: 120 }, (_, at) => all.put(client(at), row(1), null)),
  );
  assert(state.commits <= 3, `${state.commits} commits`);
  for (const [at, version] of versions.entries()) {
    equal(await all.read(client(at)), { row: row(1), version });
  }
  kv.close();
});

Deno.test("a claim that another came before refuses none of those beside it", async () => {
  const { kv, row, all, other } = counted();
  await other.put(client(3), row(1), null);
  const puts = [0, 1, 2, 3, 4, 3].map((at) => all.put(client(at), row(2), null));
  equal((await Promise.all(puts)).map((version) => version !== undefined), [
    true,
    true,
    true,
    false,
    true,
    false,
  ]);
  equal((await all.read(client(3))).row?.seq, 1);
  kv.close();
});

Deno.test("a store that fails is heard by everybody who claims, and the next claim is tried again", async () => {
  const { kv, state, row, all } = counted();
  state.fail = true;
  const failed = await Promise.allSettled([0, 1, 2].map((at) => all.put(client(at), row(1), null)));
  equal(failed.map(({ status }) => status), Array(3).fill("rejected"));
  state.fail = false;
  assert(await all.put(client(0), row(1), null) !== undefined);
  kv.close();
});

Deno.test(`however many race for the same clients, each number has one that came first (seed ${SEED})`, async () => {
  for (let seed = SEED; seed < SEED + rounds(10, 300); seed++) {
    const { kv, row, all, other } = counted(), draw = random(seed);
    const versions = new Map<number, string | null>();
    for (let seq = 1; seq < 8; seq++) {
      const asked = Array.from(
        { length: 40 },
        () => ({ at: draw.below(12), by: draw.pick([all, other]) }),
      );
      const came = await Promise.all(asked.map(async ({ at, by }) => {
        const version = await by.put(client(at), row(seq), versions.get(at) ?? null);
        return [at, version] as const;
      }));
      for (const at of new Set(asked.map((each) => each.at))) {
        const won = came.filter(([of, version]) => of === at && version !== undefined);
        equal(won.length, 1, `seed ${seed}, client ${at}`);
        versions.set(at, won[0]?.[1] ?? null);
      }
    }
    kv.close();
  }
});
