/**
 * Engines in processes of their own on one file, killed at random moments.
 *
 * @module
 */
import type { Log } from "../../../base/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { openRuntime } from "../../../bpe/mod.ts";
import { openKv } from "../../../kvs/open.ts";
import { random } from "../../_support/random.ts";
import { audit } from "./audit.ts";
import { FILES, handlers, pay } from "./engine.ts";
import { list, traceOf } from "./world.ts";

const SEED = Number(Deno.env.get("BPE_SEED") ?? 1);
const KILLS = Number(Deno.env.get("BPE_KILLS") ?? 20);

interface Engine {
  readonly process: Deno.ChildProcess;
  readonly lines: AsyncIterator<string, void>;
}

function engine(...args: string[]): Engine {
  const script = new URL("./engine.ts", import.meta.url).pathname;
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--unstable-kv", "-A", script, ...args],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  return { process, lines: linesOf(process.stdout) };
}

async function* linesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string, void> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? ""; // a line cut short by the kill was not acknowledged to anybody
    yield* lines;
  }
}

async function inTemp(run: (path: string, effects: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/effects`);
    await run(`${folder}/kv.sqlite`, `${folder}/effects`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
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

Deno.test(`an engine that is killed ${KILLS} times at random moments loses no start and no message, and doubles nothing, seed ${SEED}`, () =>
  inTemp(async (path, effects) => {
    const { below } = random(SEED);
    const told = new Set<string>();
    for (let round = 0; round < KILLS; round++) {
      const { process, lines } = engine(path, effects, `r${round}`);
      await lines.next(); // ready
      // How much is acknowledged before is drawn; where in the next commit it dies is the machine's choice.
      for (let left = 1 + below(50); left > 0; left--) {
        const line = await lines.next();
        assert(!line.done, "the engine ended by itself");
        told.add(line.value);
      }
      process.kill("SIGKILL");
      for (let line = await lines.next(); !line.done; line = await lines.next()) {
        told.add(line.value);
      }
      await process.status;
    }
    await drain(path, effects, told);
  }));

Deno.test(`of two engines in two processes on one file one is killed, again and again, and nothing is lost or doubled, seed ${SEED}`, () =>
  inTemp(async (path, effects) => {
    const { below } = random(SEED + 1);
    const told = new Set<string>();
    const steady = engine(path, effects, "s", "200");
    await steady.lines.next();
    const listening = (async () => {
      for (let line = await steady.lines.next(); !line.done; line = await steady.lines.next()) {
        told.add(line.value);
      }
    })();
    for (let round = 0; round < 5; round++) {
      const { process, lines } = engine(path, effects, `k${round}`);
      await lines.next();
      for (let left = 1 + below(40); left > 0; left--) {
        const line = await lines.next();
        assert(!line.done, "the engine ended by itself");
        told.add(line.value);
      }
      process.kill("SIGKILL");
      for (let line = await lines.next(); !line.done; line = await lines.next()) {
        told.add(line.value);
      }
      await process.status;
    }
    await listening;
    equal((await steady.process.status).success, true);
    equal([...told].filter((line) => line.startsWith("started s-")).length, 200);
    await drain(path, effects, told);
  }));
