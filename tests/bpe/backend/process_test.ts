/** Two processes with four runtimes on one Redis: every order ends once, also when one process is killed in the middle. */
import { assert, equal } from "../../_support/assert.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { openRuntime } from "../../../bpe/mod.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { type Child, start } from "../../_support/process.ts";
import { redisAbsent, startRedis } from "../../_support/store/redis.ts";
import { PREFIX } from "./engine.ts";
import { audit } from "../runtime/audit.ts";
import { pay } from "../runtime/engine.ts";
import { list, traceOf } from "../runtime/world.ts";

const script = new URL("./engine.ts", import.meta.url);

type Start = (prefix: string, count: number) => Child;

/** Runs with a server of its own, a store in it, a folder for what handlers do, and processes that do not outlive it. */
async function withRedis(run: (kv: Kv, effects: string, engine: Start) => Promise<void>) {
  await using server = await startRedis();
  await using effects = await temporaryFolder();
  await using engines = new AsyncDisposableStack();
  using kv = await server.open({ prefix: PREFIX });
  await run(
    kv,
    effects.path,
    (prefix, count) =>
      engines.use(start(script, [server.socket, effects.path, prefix, `${count}`])),
  );
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

const ofKind = ({ lines }: Child, kind: string) =>
  lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.split(" ")[1] ?? "");

Deno.test({
  name: "300 orders of two processes with four runtimes on one Redis end once",
  ignore: redisAbsent,
  fn: () =>
    withRedis(async (kv, effects, engine) => {
      const engines = ["a", "b"].map((prefix) => engine(prefix, 150));
      let over = false;
      await Promise.all(engines.map(async (each) => {
        while (await each.line() !== undefined) {
          if (over || engines.flatMap((one) => ofKind(one, "ended")).length < 300) continue;
          over = true;
          for (const one of engines) await one.close();
        }
        assert(over, "a process has ended by itself");
        equal((await each.status).success, true);
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
    withRedis(async (kv, effects, engine) => {
      const [killed, heir] = ["a", "b"].map((prefix) => engine(prefix, 150));
      assert(killed !== undefined && heir !== undefined);
      while (ofKind(killed, "started").length < 75) {
        assert(await killed.line() !== undefined, "the process has ended by itself");
      }
      await killed.kill();
      const left = await active(kv);
      while (ofKind(heir, "paid").length < 150) assert(await heir.line() !== undefined);
      // A start that was not acknowledged may be there or not; whoever may not have been paid is paid now, once.
      await using runtime = openRuntime(kv, { manual: true });
      const orders = (await list(runtime.instances({ process: "order" }))).map(({ id }) => id);
      const lost = ofKind(killed, "started").filter((id) => !orders.includes(id));
      equal(lost, [], "starts that were acknowledged and are not there");
      for (const id of orders) await pay(runtime, id);
      while (await active(kv) > 0) {
        assert(await heir.line() !== undefined, "the process has ended by itself");
      }
      await heir.close();
      await heir.rest();
      equal((await heir.status).success, true);
      equal(await judge(kv, effects), orders.length);
      assert(orders.length >= 225 && left > 0, `${orders.length} orders, ${left} were under way`);
      equal(ofKind(heir, "error"), []);
      const ended = [killed, heir].flatMap((each) => ofKind(each, "ended"));
      equal(ended.length, new Set(ended).size, "none has ended twice");
      const taken = ofKind(heir, "ended").filter((id) => id.startsWith("order-a-"));
      assert(taken.length > 0, "the other has taken over");
    }),
});
