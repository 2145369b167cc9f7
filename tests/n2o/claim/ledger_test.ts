/**
 * Events over processes that die: each death point is tried, and then many in a row by chance.
 *
 * @module
 */
import { claims as kvClaims } from "../../../host/claims.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import type { Attempt } from "../../../n2o/claim/attempt.ts";
import type { Claims } from "../../../n2o/claim/claims.ts";
import type { EventOutcome, Ledger } from "../../../n2o/claim/ledger.ts";
import { ledger } from "../../../n2o/claim/once.ts";
import { N2oError } from "../../../n2o/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { notebook } from "../../_support/server/wire.ts";

const DAY = 86_400_000;

/** A store, and processes on it that die after so many writes and reads: the last one is made or not, but never answered. */
function world() {
  const kv = memoryKv(), clock = virtualClock(), book = notebook();
  const claims = kvClaims(kv, clock);
  /** Events whose handler began, and those whose write is in the store. */
  const begun: string[] = [];

  function node(life = Infinity, isLastMade = true): Ledger {
    let left = life;
    const never = () => new Promise<never>(() => {});
    async function mortal<T>(work: () => Promise<T>): Promise<T> {
      if (left <= 0) return await never();
      const dies = --left <= 0;
      const done = dies && !isLastMade ? undefined : await work();
      return done === undefined || dies ? await never() : done;
    }
    const own: Claims = {
      into: claims.into,
      read: (claimant) => mortal(() => claims.read(claimant)),
      put: async (...given) =>
        (await mortal(async () => ({ version: await claims.put(...given) }))).version,
    };
    return Object.assign(ledger({ claims: own, clock, log: book.log }), {
      commit: (attempt: Attempt, name: string) =>
        mortal(async () => {
          const commit = kv.atomic().set(["written", name, crypto.randomUUID()], true);
          attempt.into(commit);
          return await commit.commit();
        }),
    });
  }

  return {
    kv,
    clock,
    book,
    begun,
    node,
    async written(name: string): Promise<number> {
      let count = 0;
      for await (const _ of kv.list({ prefix: ["written", name] })) count++;
      return count;
    },
    /** Has a process carry an event out; undefined if it died. */
    async run(
      on: Ledger,
      { client = "client", seq = 1, isOwn = false, fails = false },
    ): Promise<EventOutcome | "threw" | undefined> {
      const name = `${client} ${seq}`;
      let outcome: EventOutcome | "threw" | undefined;
      const claimed = { session: "session", client, seq, isOwn, till: clock.now() + DAY };
      on.run(claimed, async (attempt) => {
        begun.push(name);
        // As: it is a node of this world.
        const { commit } = on as Ledger & {
          commit(attempt: Attempt, name: string): Promise<{ ok: boolean }>;
        };
        if (isOwn && !(await commit(attempt, name)).ok) throw new Error("refused");
        if (fails) throw new Error("failed");
      }).then((done) => outcome = done, () => outcome = "threw");
      for (let at = 0; at < 50 && outcome === undefined; at++) await clock.advanceAsync(100);
      return outcome;
    },
  };
}

Deno.test("an event whose process died at any point is not carried out again, and its client hears of that", async () => {
  for (let life = 0; life < 4; life++) {
    for (const isLastMade of [true, false]) {
      const { begun, node, run } = world(), at = `death at ${life}, made ${isLastMade}`;
      const first = await run(node(life, isLastMade), {}), before = begun.length;
      const second = await run(node(), {});
      assert(begun.length <= 1, at);
      if (before === 1 && first === undefined) equal(second, "unknown", at);
      if (first === "done") assert(second === "done" || second === "unknown", at);
      if (second === "done") equal(begun.length, 1, at);
      equal(await run(node(), { seq: 2 }), "done", at);
    }
  }
});

Deno.test("a handler that commits its claim is carried out exactly once, wherever its process died", async () => {
  for (let life = 0; life < 6; life++) {
    for (const isLastMade of [true, false]) {
      const { node, run, written } = world(), at = `death at ${life}, made ${isLastMade}`;
      await run(node(life, isLastMade), { isOwn: true });
      const before = await written("client 1"), again = node();
      equal(await run(again, { isOwn: true }), "done", at);
      equal(await written("client 1"), 1, `${at}: ${before} before`);
    }
  }
});

Deno.test("how an event ended is told to another process: done, or failed", async () => {
  for (const fails of [false, true]) {
    const { begun, node, run } = world(), first = node();
    equal(await run(first, { fails }), fails ? "threw" : "done");
    await first.close();
    equal(await run(node(), { fails }), fails ? "failed" : "done");
    equal(begun.length, 1);
  }
});

Deno.test("an event that another process carries out is waited for, and answered by its end", async () => {
  const { clock, node } = world(),
    [one, other] = [node(), node()],
    gate = Promise
      .withResolvers<void>();
  const event = { session: "s", client: "c", seq: 1, isOwn: false, till: clock.now() + DAY };
  let runs = 0, heard: EventOutcome | undefined;
  const first = one.run(event, async () => {
    runs++;
    await gate.promise;
  });
  const second = other.run(event, () => Promise.resolve(void runs++)).then((end) => heard = end);
  await clock.advanceAsync(500);
  equal(heard, undefined);
  gate.resolve();
  equal(await first, "done");
  await clock.advanceAsync(1_400);
  equal(await second, "done");
  equal(runs, 1);
});

Deno.test("one commit an event where a client sends one after the other, and one row for a client", async () => {
  const { kv, clock, node, run } = world(), counted = kvClaims(kv, clock);
  let puts = 0, reads = 0;
  const on = ledger({
    clock,
    log: () => {},
    claims: {
      ...counted,
      read: (claimant) => (reads++, counted.read(claimant)),
      put: (...given) => (puts++, counted.put(...given)),
    },
  });
  for (let seq = 1; seq <= 20; seq++) {
    const event = {
      session: "session",
      client: "client",
      seq,
      isOwn: false,
      till: clock.now() + DAY,
    };
    equal(await on.run(event, () => Promise.resolve()), "done");
  }
  equal([puts, reads], [20, 1]);
  await on.close();
  equal([puts, clock.pending], [21, 0]);
  const rows = [];
  for await (const { value } of kv.list<{ seq: number; state: string }>({ prefix: [] })) {
    rows.push([value.seq, value.state]);
  }
  equal(rows, [[20, "done"]]);
  equal(await run(node(), { seq: 20 }), "done");
});

Deno.test("a claim is forgotten at its time", async () => {
  const { begun, clock, node, run } = world();
  await run(node(), {});
  clock.advance(DAY);
  equal(await run(node(), {}), "done");
  equal(begun.length, 2);
});

Deno.test("an event that fails after its commit is not done again, and its client is told to look anew", async () => {
  const { begun, book, node, run, written } = world();
  equal(await run(node(), { isOwn: true, fails: true }), "unknown");
  equal(book.take(), ["an event failed after its write was committed"]);
  equal(await run(node(), { isOwn: true }), "done");
  equal([begun.length, await written("client 1")], [1, 1]);
});

Deno.test("a claim is good for its event only, and not for ever", async () => {
  const { clock, node } = world();
  const event = { session: "s", client: "c", seq: 1, isOwn: true, till: clock.now() + DAY };
  const commit = { check() {}, set() {} };
  let kept: Attempt | undefined;
  await node().run(event, (attempt) => Promise.resolve(void (kept = attempt)));
  await rejects(async () => await kept?.into(commit), N2oError, "no_context");
  const tries = node().run({ ...event, seq: 2 }, async (attempt) => {
    for (;;) await attempt.into(commit);
  });
  await rejects(() => tries, N2oError, "full");
});

Deno.test("whatever dies and whoever asks, nothing is written twice", async () => {
  for (let seed = SEED; seed < SEED + rounds(60, 3_000); seed++) {
    const chance = random(seed), { begun, node, run, written } = world();
    const kinds = new Map<string, boolean>(), answers = new Map<string, unknown[]>();
    const nodes = [node(), node(), node()];
    const latest = new Map<string, number>();
    for (let step = 0; step < 25; step++) {
      const at = chance.below(nodes.length), client = `client-${chance.below(2)}`;
      if (chance.below(5) === 0) nodes[at] = node(chance.below(7), chance.below(2) === 0);
      const last = latest.get(client) ?? 1, seq = last + chance.below(2), name = `${client} ${seq}`;
      latest.set(client, seq);
      const isOwn = kinds.get(name) ?? chance.below(2) === 0;
      kinds.set(name, isOwn);
      const on = nodes[at] ?? node(), fails = chance.below(6) === 0;
      const outcome = await run(on, { client, seq, isOwn, fails });
      if (outcome === undefined) nodes[at] = node();
      answers.set(name, [...answers.get(name) ?? [], outcome]);
    }
    for (const [name, isOwn] of kinds) {
      const runs = begun.filter((each) => each === name).length, count = await written(name);
      const told = `seed ${seed}, ${name}: ${answers.get(name)}`;
      if (isOwn) {
        assert(count <= 1, told);
        if (answers.get(name)?.includes("done")) equal(count, 1, told);
      } else assert(runs <= 1, told);
    }
  }
});
