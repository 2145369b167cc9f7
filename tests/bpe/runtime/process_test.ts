/**
 * Engines in processes of their own on one file, killed at random moments.
 *
 * @module
 */
import type { Log } from "../../../base/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { openRuntime } from "../../../bpe/mod.ts";
import { openKv } from "../../../kvs/open.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { start } from "../../_support/process.ts";
import { random } from "../../_support/random.ts";
import { audit } from "./audit.ts";
import { FILES, handlers, pay } from "./engine.ts";
import { list, traceOf } from "./world.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("read", "write");

const KILLS = rounds(6, 100);

const engine = new URL("./engine.ts", import.meta.url);

/** A folder with a store's file and a folder for what handlers do. */
async function place(): Promise<{ path: string; effects: string } & AsyncDisposable> {
  const folder = await temporaryFolder();
  const path = `${folder.path}/kv.sqlite`, effects = `${folder.path}/effects`;
  await Deno.mkdir(effects);
  return { path, effects, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** Listens to an engine until it has told so many lines, and kills it; answers all that it told. */
async function killAfter(lines: number, args: readonly string[]): Promise<string[]> {
  await using child = start(engine, args);
  await child.line(); // ready
  const told: string[] = [];
  for (let left = lines; left > 0; left--) {
    const line = await child.line();
    assert(line !== undefined, "the engine ended by itself");
    told.push(line);
  }
  return [...told, ...await child.kill()];
}

/** Goes on with what lies in the store until nothing is due: a clock that is moved past every lease. */
async function drain(path: string, effects: string, told: ReadonlySet<string>): Promise<void> {
  let ahead = 0;
  using kv = await openKv(path);
  const clock = {
    now: () => Date.now() + ahead,
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    clearTimeout: (timer: unknown) => clearTimeout(Number(timer)),
  };
  const errors: unknown[] = [];
  const log: Log = (_level, _message, details) => void errors.push(details?.error);
  await using runtime = openRuntime(kv, {
    handlers: handlers(effects),
    manual: true,
    clock,
    log,
  });
  for (const each of FILES) await runtime.deploy(each);
  const all = await list(kv.list({ prefix: ["bpe/instance"] }));
  const orders = all.map(({ key }) => String(key[1])).filter((id) => /^[a-z]\d*-\d+$/.test(id));
  // A start that was not acknowledged may be there or not; whoever has not been paid for certain is paid now.
  for (const id of orders) if (!told.has(`paid ${id}`)) await pay(runtime, id);
  for (let round = 0;; round++) {
    assert(round < 1_000, "something stays due");
    await runtime.tick();
    await runtime.idle();
    const next = await runtime.nextDue();
    // What is kept for a day is a message for an order that was never started.
    if (next === undefined || next > clock.now() + 3_600_000) break;
    ahead += Math.max(1_000, next - clock.now());
  }
  equal(errors, []);
  equal(
    [...told].filter((line) => line.startsWith("started "))
      .filter((line) => !orders.includes(line.slice("started ".length))),
    [],
    "starts that were acknowledged and are not there",
  );
  const keys: string[] = [];
  for (const id of orders) {
    const { state } = await runtime.instance(id);
    equal([state.status, state.result?.paid, state.incidents], ["completed", id, []], id);
    const trace = await traceOf(runtime, id);
    for (const node of ["a", "r", "b", "u"]) {
      equal(trace.filter((line) => line === `completed ${node}`).length, 1, `${id} ${node}`);
    }
  }
  const { length } = orders;
  equal((await list(runtime.instances({ status: "completed" }))).length, 2 * length);
  for (const { name } of Deno.readDirSync(effects)) keys.push(decodeURIComponent(name));
  equal(keys.length, 3 * length, "an effect for each job, and none twice under another key");
  await audit(kv);
}

test(`an engine that is killed ${KILLS} times at random moments loses no start and no message, and doubles nothing, seed ${SEED}`, async () => {
  await using folder = await place();
  const { path, effects } = folder, { below } = random(SEED);
  const told = new Set<string>();
  for (let round = 0; round < KILLS; round++) {
    // How much is acknowledged before is drawn; where in the next commit it dies is the machine's choice.
    const lines = await killAfter(1 + below(50), [path, effects, `r${round}`]);
    for (const line of lines) told.add(line);
  }
  await drain(path, effects, told);
});

test(`of two engines in two processes on one file one is killed, again and again, and nothing is lost or doubled, seed ${SEED}`, async () => {
  await using folder = await place();
  const { path, effects } = folder, { below } = random(SEED + 1);
  const told = new Set<string>();
  await using steady = start(engine, [path, effects, "s", "200"]);
  await steady.line(); // ready
  for (let round = 0; round < 5; round++) {
    const lines = await killAfter(1 + below(40), [path, effects, `k${round}`]);
    for (const line of lines) told.add(line);
  }
  for (const line of await steady.rest()) told.add(line);
  equal((await steady.status).success, true);
  equal([...told].filter((line) => line.startsWith("started s-")).length, 200);
  await drain(path, effects, told);
});
