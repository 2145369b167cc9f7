import * as n2o from "../../../../n2o/mod.ts";
import { chain, pi, serve, supervisor, worker } from "../../../../n2o/process.ts";
import { assert, equal, rejects } from "../../../_support/assert.ts";
import { lacks, needs } from "../../../_support/permission.ts";
import { absent } from "../../../_support/program.ts";
import { run } from "../../../_support/process.ts";
import { scene, settled } from "../scene.ts";
import type { Order } from "./calculator.ts";

needs("read");

const { N2oError } = n2o;
const module = worker<number, Order, unknown>(new URL("./calculator.ts", import.meta.url));

/** The process of the table that comes after one that ended. */
async function next(server: n2o.Server, before: pi.Pid): Promise<pi.Pid> {
  for (let turns = 0; turns < 100_000; turns++) {
    const found = pi.pid("async", "/it", server);
    if (found !== undefined && found !== before) return found;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  throw new Error("no process came after it");
}

Deno.test("a process in a Worker handles messages, keeps its state there, fails and begins again", async () => {
  await using shop = scene();
  const pid = await shop.start({ module, state: 5 });
  equal([await pi.send(pid, "up"), await pi.send(pid, { double: 21 })], [6, 42]);
  equal(supervisor.whichChildren("n2o", shop.server)[0]?.modules, ["calculator.ts"]);
  const error = await rejects(() => pi.send(pid, "fail"), N2oError, "crashed");
  assert(error.message.includes("told to fail"));
  const again = await next(shop.server, pid);
  equal(await again.send("up"), 6);
  // What fails while it is at nothing is heard as well.
  equal(await again.send("stray"), "soon");
  const third = await next(shop.server, again);
  equal(await third.send("quit"), "bye");
  equal(third.alive, false);
  await rejects(() => shop.start({ name: "/bad", module, state: -1 }), N2oError, "crashed");
});

Deno.test("a process in a Worker that blocks beyond its limit is killed, and another begins", async () => {
  await using shop = scene();
  const pid = await shop.start({ module, state: 0, limit: 2_000 });
  const neighbour = await shop.start({
    name: "/calm",
    module: { proc: () => ({ reply: "here" }) },
  });
  const blocked = rejects(() => pid.send("block"), N2oError, "crashed");
  equal(await neighbour.send("are you?"), "here");
  await shop.clock.advanceAsync(2_000);
  assert(N2oError.is((await blocked).cause, "timeout"));
  equal(await (await next(shop.server, pid)).send("up"), 1);
});

Deno.test("a Worker that ends by itself is heard at once, at a message or between two, and another begins", async () => {
  await using shop = scene();
  const first = await shop.start({ module, state: 0 });
  await rejects(() => first.send({ leave: "now" }), N2oError, "crashed");
  const second = await next(shop.server, first);
  equal(await second.send({ leave: "later" }), "soon");
  const third = await next(shop.server, second);
  equal(await third.send({ leave: "exit" }), "soon");
  equal(await (await next(shop.server, third)).send("up"), 1);
});

Deno.test("what cannot be copied is refused, and the process goes on", async () => {
  await using shop = scene();
  const pid = await shop.start({ module, state: 0 });
  // As: programs without types send anything.
  await rejects(() => pid.send((() => {}) as unknown as Order), N2oError, "value");
  // Nor does one begin without the state that it was given.
  for (const state of [() => {}, Symbol("state"), { deep: [() => {}] }]) {
    // As: programs without types give anything.
    const start = () => shop.start({ name: "/none", module, state: state as unknown as number });
    const { cause } = await rejects(start, N2oError, "crashed");
    assert(N2oError.is(cause, "value"));
  }
  equal(pi.pid("async", "/none", shop.server), undefined);
  await rejects(() => pid.send("function"), N2oError, "value");
  equal(await pid.send("up"), 1);
});

Deno.test("a Worker that does not serve, or is not there, fails the start", async () => {
  await using shop = scene();
  const gone = worker(new URL("./none.ts", import.meta.url));
  await rejects(() => shop.start({ module: gone }), N2oError, "crashed");
  const silent = worker(new URL("data:text/javascript,"));
  const late = rejects(() => shop.start({ module: silent, timeout: 50 }), N2oError, "timeout");
  await shop.clock.advanceAsync(50);
  await late;
  await rejects(() => serve({ proc() {} }), N2oError, "no_worker");
});

/** Where a host has no threads either. */
const NO_THREADS = `data:application/json,${
  JSON.stringify({ imports: { "node:worker_threads": "data:text/javascript,export {}" } })
}`;

Deno.test({
  name: "a host without Workers says so",
  ignore: lacks("run"),
  async fn() {
    const flags = ["-A", "--quiet", "--no-config", "--no-lock", `--import-map=${NO_THREADS}`];
    const { code, out, err } = await run(new URL("./without.ts", import.meta.url), [], { flags });
    equal([code, out.trim()], [0, "no_worker"], err);
  },
});

Deno.test({
  name: "on Node a process runs in a thread, is killed when it blocks, and begins again",
  ignore: absent("node") || lacks("run", "write"),
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "worker-" });
    try {
      for (const file of ["calculator", "node"]) {
        const source = new URL(`./${file}.ts`, import.meta.url).href;
        const args = ["bundle", "--quiet", "-o", `${folder}/${file}.mjs`, source];
        assert((await new Deno.Command(Deno.execPath(), { args }).output()).success);
      }
      const { code, stdout, stderr } = await new Deno.Command("node", {
        args: [`${folder}/node.mjs`],
      }).output();
      const read = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
      equal([code, read(stdout), read(stderr)], [0, "1 crashed 1 value crashed 0", ""]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("a process with a chain of its own answers through it, keeps its topics, and tells it the end", async () => {
  await using shop = scene();
  const heard: n2o.Message[] = [];
  const spy: n2o.Protocol = {
    info(message) {
      heard.push(message);
      if (message.type === "text" && message.text === "join") {
        n2o.reg("room");
        return n2o.reply({ text: "in" });
      }
      if (message.type === "term") return n2o.reply({ close: 1000, reason: "enough" });
      return message.type === "text" ? n2o.unknown : n2o.reply(undefined);
    },
  };
  const pid = await shop.start({ module: chain([spy, n2o.heart]), restart: "transient" });
  equal(await pid.send("join"), { text: "in" });
  equal(await pid.send("PING"), { text: "PONG" });
  equal(shop.server.bus.send("room", "hello"), 1);
  equal(await pid.send({ type: "text", text: "?" }), { binary: new Uint8Array(0) });
  equal(pi.cast(pid, Uint8Array.of(1, 2).buffer), "ok");
  equal(await pid.send(n2o.encode(1).slice().buffer), { close: 1000, reason: "enough" });
  await settled();
  equal(heard.map(({ type }) => type), ["text", "text", "bus", "text", "term", "exit"]);
  equal(shop.server.bus.send("room", "anybody?"), 0);
});
