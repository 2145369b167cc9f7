/** Two processes with four runtimes on one Redis: every order ends once, also when one process is killed in the middle. */
import { assert, equal } from "../../_support/assert.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { openRuntime } from "../../../bpe/mod.ts";
import { redisAbsent, startRedis } from "../../_support/redis.ts";
import { PREFIX } from "./engine.ts";
import { audit } from "../runtime/audit.ts";
import { pay } from "../runtime/engine.ts";
import { list, traceOf } from "../runtime/world.ts";

interface Engine {
  readonly process: Deno.ChildProcess;
  /** What it has told. */
  readonly told: string[];
  /** Resolves with the next line, or undefined at the end. */
  next(): Promise<string | undefined>;
  /** Lets it end by itself. */
  end(): Promise<void>;
}

function engine(socket: string, effects: string, prefix: string, count: number): Engine {
  const script = new URL("./engine.ts", import.meta.url).pathname;
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "-A", script, socket, effects, prefix, `${count}`],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const told: string[] = [], lines = linesOf(process.stdout);
  return {
    process,
    told,
    async next() {
      const line = await lines.next();
      if (line.done === true) return undefined;
      told.push(line.value);
      return line.value;
    },
    async end() {
      await process.stdin.close();
      while (await this.next() !== undefined);
      equal((await process.status).success, true);
    },
  };
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

type Start = (prefix: string, count: number) => Engine;

/** Runs with a server of its own, a store in it, a folder for what handlers do, and processes that do not outlive it. */
async function withRedis(run: (kv: Kv, effects: string, start: Start) => Promise<void>) {
  await using server = await startRedis();
  const effects = await Deno.makeTempDir();
  const engines: Engine[] = [];
  try {
    using kv = await server.open({ prefix: PREFIX });
    await run(kv, effects, (prefix, count) => {
      const started = engine(server.socket, effects, prefix, count);
      engines.push(started);
      return started;
    });
  } finally {
    for (const { process } of engines) {
      try {
        process.kill("SIGKILL");
      } catch {
        // it has ended
      }
      await process.status;
    }
    await Deno.remove(effects, { recursive: true });
  }
}

async function active(kv: Kv): Promise<number> {
  return (await list(kv.list({ prefix: ["bpe/status", "active"] }))).length;
}

/** All orders have ended, once, as by one engine alone; the rows of the store agree with each other. */
async function judge(kv: Kv, effects: string): Promise<number> {
  await using runtime = openRuntime(kv, { manual: true });
  const orders = (await list(runtime.instances({ process: "order" }))).map(({ id }) => id);
  for (const id of orders) {
    const { state } = await runtime.instance(id);
    equal([state.status, state.result?.paid, state.incidents], ["completed", id, []], id);
    const done = (await traceOf(runtime, id)).filter((line) => line.startsWith("completed "));
    equal(
      done,
      ["s", "a", "r", "t", "b", "u", "e", "order"].map((node) => `completed ${node}`),
      id,
    );
  }
  equal((await list(runtime.instances({ status: "completed" }))).length, 2 * orders.length);
  equal([...Deno.readDirSync(effects)].length, 3 * orders.length, "an effect for each job");
  await audit(kv);
  return orders.length;
}

const ofKind = ({ told }: Engine, kind: string) =>
  told.filter((line) => line.startsWith(`${kind} `)).map((line) => line.split(" ")[1] ?? "");

Deno.test({
  name: "300 orders of two processes with four runtimes on one Redis end once",
  ignore: redisAbsent,
  fn: () =>
    withRedis(async (kv, effects, start) => {
      const engines = ["a", "b"].map((prefix) => start(prefix, 150));
      let over = false;
      await Promise.all(engines.map(async (each) => {
        while (await each.next() !== undefined) {
          if (over || engines.flatMap((one) => ofKind(one, "ended")).length < 300) continue;
          over = true;
          for (const { process } of engines) await process.stdin.close();
        }
        assert(over, "a process has ended by itself");
        equal((await each.process.status).success, true);
      }));
      equal(await judge(kv, effects), 300);
      const ended = engines.flatMap((each) => ofKind(each, "ended"));
      equal([ended.length, new Set(ended).size], [300, 300]);
      equal(engines.flatMap((each) => ofKind(each, "error")), []);
    }),
});

Deno.test({
  name:
    "of two processes with 300 orders on one Redis one is killed in the middle, and the other takes over",
  ignore: redisAbsent,
  fn: () =>
    withRedis(async (kv, effects, start) => {
      const [killed, heir] = ["a", "b"].map((prefix) => start(prefix, 150));
      assert(killed !== undefined && heir !== undefined);
      while (ofKind(killed, "started").length < 75) {
        assert(await killed.next() !== undefined, "the process has ended by itself");
      }
      killed.process.kill("SIGKILL");
      while (await killed.next() !== undefined);
      await killed.process.status;
      const left = await active(kv);
      while (ofKind(heir, "paid").length < 150) assert(await heir.next() !== undefined);
      // A start that was not acknowledged may be there or not; whoever may not have been paid is paid now, once.
      await using runtime = openRuntime(kv, { manual: true });
      const orders = (await list(runtime.instances({ process: "order" }))).map(({ id }) => id);
      const lost = ofKind(killed, "started").filter((id) => !orders.includes(id));
      equal(lost, [], "starts that were acknowledged and are not there");
      for (const id of orders) await pay(runtime, id);
      while (await active(kv) > 0) {
        assert(await heir.next() !== undefined, "the process has ended by itself");
      }
      await heir.end();
      equal(await judge(kv, effects), orders.length);
      assert(orders.length >= 225 && left > 0, `${orders.length} orders, ${left} were under way`);
      equal(ofKind(heir, "error"), []);
      const ended = [killed, heir].flatMap((each) => ofKind(each, "ended"));
      equal(ended.length, new Set(ended).size, "none has ended twice");
      const taken = ofKind(heir, "ended").filter((id) => id.startsWith("order-a-"));
      assert(taken.length > 0, "the other has taken over");
    }),
});
