/**
 * The engine is killed at every commit of its store: before the commit is applied, and after it, with the answer lost. Whatever
 * comes after finds the store as it was left and ends as the run that nobody disturbed.
 *
 * @module
 */
import { type Log, silentLog } from "../../../base/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import type { Kv } from "../../../kvs/kv.ts";
import type { Runtime } from "../../../bpe/mod.ts";
import { type Model, MODELS } from "./models.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { audit } from "./audit.ts";
import { disturbed, file, list, proc, quiet, timer, traceOf, type World, world } from "./world.ts";

/** The engine's end. */
class Dead extends Error {}

type Kind = "before" | "after";

/** A store that dies with its nth write. */
function mortal(kv: Kv, n: number, kind: Kind): { kv: Kv; writes: number; dead: boolean } {
  const life = { writes: 0, dead: false, kv };
  const check = () => {
    if (life.dead) throw new Dead();
  };
  life.kv = disturbed(kv, {
    read: check,
    async write(apply) {
      check();
      if (++life.writes !== n) return await apply();
      if (kind === "after") await apply();
      life.dead = true;
      throw new Dead();
    },
  });
  return life;
}

interface Outcome {
  readonly writes: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly effects: readonly string[];
  readonly instances: readonly string[];
}

/** What handlers do outside: each key has one effect, whatever is tried. */
class Outside {
  readonly done: Map<string, string> = new Map();
  readonly refused: string[] = [];
  effect(key: string, what: string): boolean {
    const before = this.done.get(key);
    if (before === undefined) {
      this.done.set(key, what);
      return true;
    }
    // The same key for another effect would lose that one.
    equal(before, what, `the key ${key} is used twice`);
    this.refused.push(key);
    return false;
  }
}

/** A death: with which write of the engine's own, before or after it is applied. */
type Death = readonly [n: number, kind: Kind];

/** Runs a model to its end; each engine dies its death, and the next one goes on. */
async function runModel(model: Model, ...deaths: readonly Death[]): Promise<Outcome> {
  const on = world();
  await deployAll(on, model);
  const outside = new Outside();
  const handlers = model.handlers?.((key, what) => outside.effect(key, what)) ?? {};
  const lives = deaths.map(([n, kind]) => mortal(on.kv, n, kind));
  const born = () => {
    const life = lives.shift() ?? mortal(on.kv, 0, "before");
    const log: Log = (_level, _message, details) => {
      if (!isDeath(details?.error)) on.errors.push(details?.error);
    };
    return { life, runtime: on.open({ handlers, log }, life.kv) };
  };
  let { life, runtime } = born();
  let writes = 0;
  for (const { run, pass = 60_000 } of model.actions) {
    while (true) {
      try {
        await run(runtime);
        await quiet(on, runtime, pass);
      } catch (error) {
        if (!life.dead) throw error;
      }
      if (!life.dead) break;
      await bury(runtime);
      writes += life.writes;
      ({ life, runtime } = born());
      // What the dead engine had taken is its own until its leases have run out.
      on.clock.advance(40_000);
    }
  }
  await quiet(on, runtime, 3_600_000);
  equal(on.errors, []);
  const outcome = await look(runtime, writes + life.writes, outside);
  await leftovers(on, runtime);
  await runtime.close();
  return outcome;
}

/** Whether an error comes of the engine's death. */
function isDeath(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.some(isDeath)) return true;
  return error instanceof Dead || (error instanceof Error && isDeath(error.cause));
}

async function deployAll(on: World, model: Model): Promise<void> {
  const runtime = on.open();
  for (const each of model.files) await runtime.deploy(each);
  await runtime.close();
}

/** Every further word of the dead engine is an error; it holds nothing back. */
async function bury(runtime: Runtime): Promise<void> {
  await runtime.idle().catch(() => {});
  await runtime.close().catch(() => {});
}

async function look(runtime: Runtime, writes: number, outside: Outside): Promise<Outcome> {
  const statuses: Record<string, number> = {};
  const instances: string[] = [];
  for (const { id, status, definition, incidents } of await list(runtime.instances())) {
    statuses[status] = (statuses[status] ?? 0) + 1;
    const { state: { result, error } } = await runtime.instance(id);
    const trace = await traceOf(runtime, id);
    instances.push(
      JSON.stringify({
        definition,
        status,
        incidents,
        result: sorted(result),
        error,
        trace: trace.sort(),
      }),
    );
  }
  return {
    writes,
    statuses,
    effects: [...outside.done.values()].sort(),
    instances: instances.sort(),
  };
}

function sorted(value: Readonly<Record<string, unknown>> = {}): unknown {
  return Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
}

/** When all is quiet no row is left that somebody would have to look at. */
async function leftovers(on: World, runtime: Runtime): Promise<void> {
  const active = (await list(runtime.instances({ status: "active" }))).length;
  for (
    const name of [
      "message",
      "messages",
      "signal",
      "job",
      ...(active === 0 ? ["due", "task", "tasks", "wait/message", "wait/signal"] : []),
    ]
  ) {
    const rows = await list(on.kv.list({ prefix: [`bpe/${name}`] }));
    equal(rows.map(({ key }) => key), [], `rows of bpe/${name} are left`);
  }
}

const totals = { points: 0 };

for (const model of MODELS) {
  Deno.test(`killed at every commit, the engine loses nothing and doubles nothing: ${model.name}`, async () => {
    const whole = await runModel(model);
    equal(whole.statuses, model.end);
    equal(whole.effects, [...model.effects]);
    assert(whole.writes > model.actions.length);
    for (let n = 1; n <= whole.writes; n++) {
      for (const kind of ["before", "after"] as const) {
        totals.points++;
        try {
          const { writes: _, ...outcome } = await runModel(model, [n, kind]);
          const { writes: __, ...expected } = whole;
          equal(outcome, expected);
        } catch (cause) {
          throw new Error(`killed ${kind} write ${n} of ${whole.writes}`, { cause });
        }
      }
    }
  });
}

Deno.test("killed at every commit of a deployment, an erasure or a migration, the engine does it when it is asked again", async () => {
  const source = (name: string) =>
    file(
      `<message id="m" name="go"/>` +
        proc(
          "one",
          `<startEvent id="s1"><messageEventDefinition messageRef="m"/></startEvent><userTask id="u" name="${name}" camunda:candidateGroups="g"/><endEvent id="e1"/>`,
          "s1>u;u>e1",
        ) +
        proc(
          "two",
          `<startEvent id="s2">${
            timer("timeCycle", "R/P1D")
          }</startEvent><task id="t"/><endEvent id="e2"/>`,
          "s2>t;t>e2",
        ),
    );
  const actions: readonly (readonly [string, (runtime: Runtime) => Promise<unknown>])[] = [
    ["first", (runtime) => runtime.deploy(source("old"))],
    ["second", (runtime) => runtime.deploy(source("new"))],
    ["migration", (runtime) => runtime.migrate("i", "one:2")],
    ["erasure", (runtime) => runtime.erase("gone")],
  ];
  for (const [which] of actions) {
    let writes = 1;
    for (let n = 1; n <= writes; n++) {
      for (const kind of ["before", "after"] as const) {
        const on = world();
        const next = on.open();
        for (const [name, run] of actions) {
          if (name === "migration") {
            await next.start("one:1", { id: "i", trigger: { node: "s1", name: "go" } });
            await next.start("two", { id: "gone", trigger: { node: "s2" } });
          }
          if (name === which) {
            const life = mortal(on.kv, n, kind);
            const dying = on.open({ log: silentLog }, life.kv);
            await run(dying).catch((error) => assert(isDeath(error), String(error)));
            await bury(dying);
            writes = life.dead ? writes + (n === writes ? 1 : 0) : n - 1;
          }
          await run(next).catch((error) => {
            assert(name === "erasure" && String(error).includes("gone"), String(error));
          });
        }
        const where = `${which} killed ${kind} ${n}`;
        equal([(await next.version("one")).key, (await next.version("two")).key], [
          "one:2",
          "two:2",
        ], where);
        equal((await list(next.instances())).map(({ id, definition }) => [id, definition]), [
          ["i", "one:2"],
        ], where);
        equal((await list(next.tasks({ role: "g" }))).map(({ name }) => name), ["new"], where);
        const due = await list(on.kv.list({ prefix: ["bpe/due"] }));
        equal(due.map(({ key }) => [key[2], key[3]]), [["start", "two"]], where);
        equal(await list(next.history("gone")), [], where);
        equal((await next.publish({ name: "go" })).taken, "started", where);
        await audit(on.kv);
      }
    }
    assert(writes >= 1, `${which} has no commit`);
  }
});

Deno.test(`killed again and again at random commits it still ends the same, seed ${SEED}`, async () => {
  const { below, pick } = random(SEED);
  for (const model of MODELS) {
    const { writes, ...expected } = await runModel(model);
    for (let run = 0; run < rounds(2, 12); run++) {
      const deaths = Array.from(
        { length: 2 + below(4) },
        (): Death => [1 + below(Math.min(writes, 6)), pick(["before", "after"])],
      );
      try {
        const { writes: _, ...outcome } = await runModel(model, ...deaths);
        equal(outcome, expected);
        totals.points += deaths.length;
      } catch (cause) {
        throw new Error(`${model.name}, deaths ${deaths.join(" ")}`, { cause });
      }
    }
  }
});

Deno.test("several hundred points of death were tried", () => {
  assert(totals.points >= 300, `only ${totals.points}`);
});
