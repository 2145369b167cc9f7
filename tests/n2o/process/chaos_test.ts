import * as n2o from "../../../n2o/mod.ts";
import {
  type Intensity,
  pi,
  type Restart,
  type Strategy,
  supervisor,
} from "../../../n2o/process.ts";
import { assert, equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { lacks } from "../../_support/permission.ts";
import { run } from "../../_support/process.ts";
import { type Random, random } from "../../_support/random.ts";
import { counter, type Scene, scene, settled } from "./scene.ts";

const { N2oError } = n2o;

Deno.test(`of 1,000 processes a random tenth fails again and again: the others answer and count right (seed ${SEED})`, async () => {
  const many = 1_000, { below } = random(SEED);
  await using shop = scene();
  const names = Array.from({ length: many }, (_, n) => `/${n}`);
  const module: typeof counter = {
    ...counter,
    // Each has a timer of its own, which must end with it.
    init: () => void pi.sendAfter(3_600_000, "up"),
  };
  await Promise.all(names.map((name) => shop.start({ name, module, state: 0 })));
  equal(shop.clock.pending, many);
  const counts = names.map(() => 0);
  for (let round = 0; round < rounds(20, 200); round++) {
    const failing = new Set(Array.from({ length: many / 10 }, () => below(many)));
    const answers = names.map((name, n) => {
      const pid = pi.pid("async", name, shop.server);
      assert(pid !== undefined, `seed ${SEED}, round ${round}: ${name} is away`);
      return pid.send(failing.has(n) ? "fail" : "up").catch((error) => error.code);
    });
    for (const [n, answer] of (await Promise.all(answers)).entries()) {
      counts[n] = failing.has(n) ? 0 : (counts[n] ?? 0) + 1;
      equal(
        answer,
        failing.has(n) ? "crashed" : counts[n],
        `seed ${SEED}, round ${round}, process ${n}`,
      );
    }
    await settled();
    await shop.clock.advanceAsync(1_000);
    equal(shop.clock.pending, many, "a timer for each, of each one that lives");
  }
  equal(supervisor.whichChildren("n2o", shop.server).length, many);
  await Promise.all(names.map((name) => pi.stop("async", name, shop.server)));
  equal([shop.clock.pending, shop.server.tables.get("async")?.size], [0, 0]);
});

Deno.test({
  name: "a process that ended is not held by anything that goes on",
  ignore: lacks("run"),
  async fn() {
    const flags = ["-A", "--no-lock", "--no-check", "--v8-flags=--expose-gc"];
    const { out, err } = await run(new URL("./collected.ts", import.meta.url), [], { flags });
    equal(out.trim(), "0", err);
  },
});

/** What an oracle knows of a child. */
interface Known {
  readonly name: string;
  readonly restart: Restart;
  /** How often it was begun. */
  begun: number;
  /** Messages since it was begun. */
  count: number;
}

/** What OTP's rules say of one supervisor, in a few lines: the children in their order, and the times of restarts. */
class Oracle {
  readonly strategy: Strategy;
  readonly begun: string[] = [];
  children: Known[] = [];
  times: number[] = [];
  isOver = false;

  constructor(strategy: Strategy) {
    this.strategy = strategy;
  }

  find(name: string): Known | undefined {
    return this.children.find((each) => each.name === name);
  }

  begin(child: Known): void {
    child.begun++;
    child.count = 0;
    this.begun.push(child.name);
  }

  ended(child: Known, isFailure: boolean, now: number, { intensity, period }: Intensity): void {
    const isBack = child.restart === "permanent" || (child.restart === "transient" && isFailure);
    const at = this.children.indexOf(child);
    if (!isBack) return void this.children.splice(at, 1);
    this.times = [...this.times.filter((time) => now - time <= period * 1_000), now];
    if (this.times.length > intensity) {
      this.isOver = true;
      this.children = [];
      return;
    }
    const from = this.strategy === "one_for_all" ? 0 : at;
    const to = this.strategy === "one_for_one" ? at + 1 : this.children.length;
    const group = this.children.slice(from, to);
    this.children = this.children.filter((each) =>
      !group.includes(each) || each.restart !== "temporary"
    );
    for (const each of group) if (each.restart !== "temporary") this.begin(each);
  }
}

/** One random life of a supervisor, beside what the oracle says of it. */
async function life(shop: Scene, { below, pick }: Random, where: string): Promise<void> {
  const strategy = pick<Strategy>(["one_for_one", "one_for_all", "rest_for_one"]);
  const bounds = { intensity: 1 + below(6), period: 1 + below(4) }, begun: string[] = [];
  const sup = await supervisor.start({
    sup: shop.server,
    name: "team",
    strategy,
    restart: "temporary",
    ...bounds,
  });
  const oracle = new Oracle(strategy);
  const module = (name: string): typeof counter => ({
    ...counter,
    init: () => void begun.push(name),
  });
  for (let step = 0; step < 40 && !oracle.isOver; step++) {
    const name = pick(["a", "b", "c", "d", "e"]), known = oracle.find(name);
    const pid = pi.pid("async", name, shop.server);
    equal(pid !== undefined, known !== undefined, `${where}, step ${step}: ${name} runs`);
    const chance = below(10);
    if (known === undefined || pid === undefined) {
      const restart = pick<Restart>(["permanent", "transient", "temporary"]);
      await pi.start({ sup, table: "async", name, module: module(name), state: 0, restart });
      const child = { name, restart, begun: 0, count: 0 };
      oracle.children.push(child);
      oracle.begin(child);
    } else if (chance < 4) {
      equal(await pid.send("up"), ++known.count, `${where}, step ${step}: the count of ${name}`);
    } else if (chance < 5) {
      await pi.stop(pid);
      oracle.children.splice(oracle.children.indexOf(known), 1);
    } else if (chance < 6) {
      await shop.clock.advanceAsync(below(2_000));
    } else {
      const order = pick(["fail", "fail", "quit"]);
      await pid.send(order).catch((error) => assert(N2oError.is(error, "crashed"), String(error)));
      await settled();
      oracle.ended(known, order === "fail", shop.clock.now(), bounds);
    }
    equal(begun, oracle.begun, `${where}, step ${step}: who was begun, in which order`);
    equal(sup.alive, !oracle.isOver, `${where}, step ${step}: the supervisor itself`);
    if (oracle.isOver) continue;
    equal(
      supervisor.whichChildren("team", shop.server).map(({ id }) => Array.isArray(id) ? id[1] : id),
      oracle.children.map(({ name }) => name).reverse(),
      `${where}, step ${step}: who is there`,
    );
  }
  await settled();
  await supervisor.stop("team", shop.server);
  equal(shop.server.tables.get("async")?.size, 0, where);
}

Deno.test(`a supervisor behaves as OTP's rules say, whatever happens to its children (seed ${SEED})`, async () => {
  await using shop = scene();
  for (let round = 0; round < rounds(40, 1_000); round++) {
    const seed = SEED * 10_000 + round;
    await life(shop, random(seed), `seed ${SEED}, round ${round}`);
  }
});

Deno.test(`races of send, stop, restart, exit and time leave no caller without an answer (seed ${SEED})`, async () => {
  const { below, pick } = random(SEED), codes = new Set<string>();
  await using shop = scene();
  for (let round = 0; round < rounds(30, 500); round++) {
    const name = "/it", calls: Promise<unknown>[] = [];
    const heard = (error: unknown) => {
      assert(N2oError.is(error), `seed ${SEED}, round ${round}: ${error}`);
      codes.add(error.code);
    };
    await shop.start({ name, module: counter, state: 0, limit: 300, timeout: 100 });
    for (let step = 0; step < 20; step++) {
      const pid = pi.pid("async", name, shop.server);
      const gate = Promise.withResolvers<void>();
      const act = pick<() => unknown>([
        () => pid?.send("up", { timeout: 200 }),
        () => pid?.send("fail"),
        () => pid?.send({ wait: gate.promise }, { timeout: 500 }),
        () => below(3) === 0 && pi.stop("async", name, shop.server),
        () => below(3) === 0 && pi.restart("async", name, shop.server),
        () => below(3) === 0 && pid?.exit(new Error("told to end")),
        () => shop.clock.advance(below(150)),
        () => pid?.alive && pi.sendAfter(below(400), "up", pid),
      ]);
      calls.push(Promise.resolve(act()).catch(heard));
      if (below(2) === 0) await settled();
      if (below(2) === 0) gate.resolve();
    }
    const all = Promise.all(calls);
    for (let wait = 0; wait < 12; wait++) await shop.clock.advanceAsync(500);
    await all;
    if (pi.pid("async", name, shop.server) !== undefined) await pi.stop("async", name, shop.server);
    equal(shop.clock.pending, 0, `seed ${SEED}, round ${round}`);
  }
  // Of two restarts at once one finds the other's process.
  const known = ["already_started", "crashed", "noproc", "timeout"];
  equal([...codes].filter((code) => !known.includes(code)), []);
});
