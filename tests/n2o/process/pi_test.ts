import * as n2o from "../../../n2o/mod.ts";
import { pi, processesOf, supervisor } from "../../../n2o/process.ts";
import { assert, equal, rejects, throws } from "../../_support/assert.ts";
import { scene as pageScene } from "../page.ts";
import { counter, type Order, scene, settled } from "./scene.ts";

const { N2oError } = n2o;

Deno.test("messages are handled one at a time, in the order in which they came", async () => {
  await using shop = scene();
  const heard: string[] = [];
  const pid = await shop.start<undefined, string, string>({
    module: {
      async proc(message) {
        heard.push(`${message} begins`);
        await null;
        heard.push(`${message} ends`);
        return { reply: message.toUpperCase() };
      },
    },
  });
  equal(await Promise.all(["a", "b", "c"].map((each) => pi.send(pid, each))), ["A", "B", "C"]);
  equal(heard, ["a", "b", "c"].flatMap((each) => [`${each} begins`, `${each} ends`]));
});

Deno.test("a process is found by its table and name, in a message's own server and outside", async () => {
  await using shop = scene();
  const pid = await shop.start({ name: "/visits", module: counter, state: 7 });
  equal(pi.pid("async", "/visits", shop.server), pid);
  equal(shop.server.tables.get("async")?.get(["async", "/visits"]), pid);
  equal([pid.table, pid.name, pid.alive], ["async", "/visits", true]);
  const other = await shop.start<undefined, "ask", unknown>({
    name: "/other",
    module: {
      proc: async () => ({
        reply: [
          pi.cast("async", "/visits", "up"),
          await pi.send("async", "/visits", "show"),
          pi.pid("async", "/none"),
          pi.cast("async", "/none", "up"),
          pi.self().name,
        ],
      }),
    },
  });
  equal(await other.send("ask"), ["ok", 8, undefined, "noproc", "/other"]);
  await rejects(() => pi.send("async", "/visits", "show"), N2oError, "no_context");
  await rejects(() => pi.stop("async", "/none", shop.server), N2oError, "noproc");
  throws(() => pi.pid("nowhere", "/x", shop.server), N2oError, "config");
  throws(() => pi.self(), N2oError, "no_context");
});

Deno.test("a start that cannot be is refused and leaves nothing", async () => {
  await using shop = scene({ tables: ["cookies", "ws", "async"] });
  await shop.start({ module: counter, state: 0 });
  await rejects(() => shop.start({ module: counter, state: 0 }), N2oError, "already_started");
  await rejects(
    () => shop.start({ table: "file", module: counter, state: 0 }),
    N2oError,
    "config",
  );
  for (
    const bad of [{ timeout: -1 }, { timeout: 0.5 }, { mailbox: 0 }, { limit: 0 }, { limit: NaN }]
  ) {
    await rejects(
      () => shop.start({ name: "/bad", module: counter, state: 0, ...bad }),
      N2oError,
      "config",
    );
  }
  for (const none of [undefined, null, 5, {}, { proc: "no function" }]) {
    // As: programs without types give anything.
    const module = none as unknown as pi.Module;
    const { message } = await rejects(
      () => shop.start({ name: "/bad", module }),
      N2oError,
      "config",
    );
    assert(message.startsWith("module: "), message);
  }
  const failing: pi.Module = {
    init: () => {
      throw new Error("no disk");
    },
    proc: () => {},
    terminate: () => {
      throw new Error("terminate of what never began");
    },
  };
  const error = await rejects(
    () => shop.start({ name: "/bad", module: failing }),
    N2oError,
    "crashed",
  );
  assert(error.message.includes("no disk") && error.cause instanceof Error);
  const endless: pi.Module = { init: () => new Promise(() => {}), proc: () => {} };
  const late = rejects(
    () => shop.start({ name: "/bad", module: endless, timeout: 40 }),
    N2oError,
    "timeout",
  );
  await shop.clock.advanceAsync(40);
  await late;
  equal(supervisor.whichChildren("n2o", shop.server).length, 1);
  equal(shop.book.take(), []);
  await processesOf(shop.server).supervisor.stop();
  await rejects(() => shop.start({ module: counter, state: 0 }), N2oError, "noproc");
});

Deno.test("messages that come while init runs wait for it", async () => {
  await using shop = scene();
  const gate = Promise.withResolvers<number>();
  const started = shop.start<number, Order, unknown>({
    module: { ...counter, init: async (given) => given + await gate.promise },
    state: 1,
  });
  const early = pi.pid("async", "/it", shop.server)?.send("show");
  gate.resolve(41);
  equal(await (await started).send("show"), 42);
  equal(await early, 42);
});

Deno.test("what a crash loses: the state, and what waits; callers are told which it was", async () => {
  await using shop = scene();
  const ends: unknown[] = [];
  const pid = await shop.start<number, Order, unknown>({
    module: { ...counter, terminate: (reason, count) => void ends.push([String(reason), count]) },
    state: 10,
  });
  await pid.send("up");
  const gate = Promise.withResolvers<never>();
  const handled = pid.send({ wait: gate.promise }), waiting = pid.send("up");
  pid.cast("up");
  gate.reject(new Error("the disk is gone"));
  const crashed = await rejects(() => handled, N2oError, "crashed");
  assert(crashed.message.includes("the disk is gone"));
  await rejects(() => waiting, N2oError, "noproc");
  await settled();
  equal(ends, [["Error: the disk is gone", 11]]);
  equal(shop.book.entries.map(({ level, message, details }) => [level, message, details?.lost]), [
    ["error", "a process failed and is restarted", 2],
  ]);
  const next = pi.pid("async", "/it", shop.server);
  assert(next !== undefined && next !== pid && !pid.alive);
  equal(await next.send("show"), 10, "the state that start was given");
  await rejects(() => pid.send("show"), N2oError, "noproc");
  equal([pid.cast("up"), pi.cast(next, "up")], ["noproc", "ok"]);
});

Deno.test("a full mailbox says so to who sends, and once in the log", async () => {
  await using shop = scene();
  const gate = Promise.withResolvers<void>();
  const pid = await shop.start({ module: counter, state: 0, mailbox: 3 });
  const first = pid.send({ wait: gate.promise });
  await settled();
  equal(Array.from({ length: 5 }, () => pid.cast("up")), ["ok", "ok", "ok", "full", "full"]);
  await rejects(() => pid.send("show"), N2oError, "full");
  equal(shop.book.take().length, 1);
  gate.resolve();
  await first;
  equal(await pid.send("show"), 3);
});

Deno.test("a call that is late is told so; one that was not begun never is", async () => {
  await using shop = scene();
  const gate = Promise.withResolvers<void>();
  const pid = await shop.start({ module: counter, state: 0 });
  const first = rejects(() => pid.send({ wait: gate.promise }), N2oError, "timeout");
  const second = rejects(() => pid.send("up", { timeout: 70 }), N2oError, "timeout");
  await settled();
  equal(shop.clock.pending, 3, "two callers, and the limit of the message");
  await shop.clock.advanceAsync(70);
  assert((await second).message.includes("nothing was begun"));
  await shop.clock.advanceAsync(4_930);
  assert((await first).message.includes("still at the message"));
  gate.resolve();
  equal(await pid.send("show"), 0);
});

Deno.test("a process that calls itself is told at once, a circle of calls by its timeout", async () => {
  await using shop = scene();
  const one = await shop.start({ name: "/one", module: counter, state: 0 });
  const two = await shop.start({ name: "/two", module: counter, state: 0 });
  await rejects(() => one.send({ run: () => one.send("show") }), N2oError, "crashed").then((
    { cause },
  ) => assert(N2oError.is(cause, "calling_self")));
  await settled();
  const again = pi.pid("async", "/one", shop.server);
  assert(again !== undefined);
  for (const wait of [pi.stop, pi.restart]) {
    const caught = again.send({ run: () => rejects(() => wait(again), N2oError, "calling_self") });
    assert(N2oError.is(await caught));
  }
  const circle = again.send({
    run: () =>
      two.send({
        run: () => rejects(() => again.send("show", { timeout: 30 }), N2oError, "timeout"),
      }),
  });
  await settled();
  await shop.clock.advanceAsync(30);
  assert(N2oError.is(await circle, "timeout"));
  equal(await again.send("show"), 0);
  // What a handler left behind is not the process any more.
  const left = Promise.withResolvers<Promise<unknown>>(), gate = Promise.withResolvers<void>();
  await again.send({ run: () => void gate.promise.then(() => left.resolve(again.send("show"))) });
  gate.resolve();
  equal(await left.promise, 0);
});

Deno.test("a message that takes too long fails its process; what it does later is dropped", async () => {
  await using shop = scene();
  const gate = Promise.withResolvers<void>(), late: unknown[] = [];
  const signals: AbortSignal[] = [];
  const pid = await shop.start<number, "hang" | "show", unknown>({
    state: 0,
    limit: 100,
    module: {
      async proc(message, count, signal) {
        if (message === "show") return { reply: count };
        signals.push(signal);
        await gate.promise;
        for (const each of [() => pi.self(), () => pi.sendAfter(1, "show")]) {
          late.push(throws(each, N2oError, "no_context").code);
        }
        return { state: 99 };
      },
    },
  });
  const hanging = rejects(() => pid.send("hang", { timeout: Infinity }), N2oError, "crashed");
  await settled();
  await shop.clock.advanceAsync(100);
  assert(N2oError.is((await hanging).cause, "timeout"));
  equal(signals.map(({ aborted }) => aborted), [true]);
  gate.resolve();
  await settled();
  equal(late, ["no_context", "no_context"]);
  equal(await pi.pid("async", "/it", shop.server)?.send("show"), 0);
});

Deno.test("stop finishes the message at hand, refuses the others, terminates, and resolves to the record", async () => {
  await using shop = scene();
  const done: unknown[] = [], gate = Promise.withResolvers<void>();
  const module = {
    ...counter,
    terminate: (reason: unknown, count: number) => void done.push([reason, count]),
  };
  const pid = await shop.start({ module, state: 3 });
  await pid.send("up");
  const first = pid.send({ wait: gate.promise.then(() => "done") });
  await settled();
  const second = rejects(() => pid.send("up"), N2oError, "noproc");
  const stopping = pi.stop(pid), twice = pi.stop(pid);
  await second;
  equal([pid.alive, pid.cast("up")], [false, "noproc"]);
  gate.resolve();
  equal(await first, "done");
  const record = await stopping;
  await twice;
  equal([record.table, record.name, record.state, record.module === module], [
    "async",
    "/it",
    4,
    true,
  ]);
  equal(done, [["shutdown", 4]]);
  equal(supervisor.whichChildren("n2o", shop.server), []);
  await rejects(() => pi.stop(pid), N2oError, "noproc");
});

Deno.test("restart keeps the state, which init is given; a crash does not", async () => {
  await using shop = scene();
  const given: number[] = [];
  const module: typeof counter = {
    ...counter,
    init(state) {
      given.push(state);
      return state;
    },
  };
  const pid = await shop.start({ module, state: 1 });
  await pid.send("up");
  const next = await pi.restart("async", "/it", shop.server);
  equal([given, await next.send("show"), pid.alive], [[1, 2], 2, false]);
  await rejects(() => next.send("fail"), N2oError, "crashed");
  await settled();
  equal(given, [1, 2, 2]);
});

Deno.test("what is being handled when the time of a stop is over is killed", async () => {
  await using shop = scene();
  const module = { ...counter, terminate: () => new Promise<void>(() => {}) };
  for (const [timeout, name] of [[50, "/slow"], [0, "/brutal"]] as const) {
    const pid = await shop.start({ name, module, state: 0, timeout });
    const call = rejects(() => pid.send({ wait: new Promise(() => {}) }), N2oError, "crashed");
    await settled();
    const stopped = pi.stop(pid);
    await settled();
    await shop.clock.advanceAsync(timeout);
    await shop.clock.advanceAsync(timeout);
    await stopped;
    await call;
  }
  equal(shop.book.take().map((line) => line.replace(/.* /, "")), ["killed", "terminate"]);
});

Deno.test("timers bring messages in their time, can be called off, and end with their process", async () => {
  await using shop = scene();
  const heard: string[] = [];
  const pid = await shop.start<undefined, string, void>({
    mailbox: 4,
    module: {
      init: () => void pi.sendAfter(10, "tick"),
      proc(message) {
        heard.push(message);
        if (message === "tick" && heard.length < 3) pi.sendAfter(10, "tick");
      },
    },
  });
  const off = pi.sendAfter(25, "never", pid), last = pi.sendAfter(1_000, "late", pid);
  await shop.clock.advanceAsync(20);
  equal([pi.cancel(off), pi.cancel(off)], [true, false]);
  await shop.clock.advanceAsync(100);
  equal(heard, ["tick", "tick", "tick"]);
  for (const ms of [-1, NaN, Infinity, 2 ** 31]) {
    throws(() => pi.sendAfter(ms, "x", pid), N2oError, "value");
  }
  for (let n = 0; n < 3; n++) pi.sendAfter(2_000, "x", pid);
  throws(() => pi.sendAfter(2_000, "x", pid), N2oError, "full");
  equal(shop.clock.pending, 4);
  await pi.stop(pid);
  equal([shop.clock.pending, pi.cancel(last)], [0, false]);
  throws(() => pi.sendAfter(1, "x", pid), N2oError, "noproc");
});

Deno.test("a timer that meets a full mailbox is logged", async () => {
  await using shop = scene();
  const gate = Promise.withResolvers<void>();
  const pid = await shop.start({ module: counter, state: 0, mailbox: 1 });
  pi.sendAfter(5, "up", pid);
  const call = pid.send({ wait: gate.promise });
  await settled();
  pid.cast("up");
  await shop.clock.advanceAsync(5);
  equal(shop.book.take().length, 2);
  gate.resolve();
  await call;
});

Deno.test("exit ends a process at once, as if it had failed", async () => {
  await using shop = scene();
  const pid = await shop.start({ module: counter, state: 5 });
  const call = rejects(() => pid.send({ wait: new Promise(() => {}) }), N2oError, "crashed");
  await settled();
  pid.exit("killed");
  pid.exit("killed");
  await call;
  await settled();
  equal(await pi.pid("async", "/it", shop.server)?.send("show"), 5);
  pi.pid("async", "/it", shop.server)?.exit("shutdown");
  await settled();
  equal(pi.pid("async", "/it", shop.server), undefined, "no failure: a transient one stays away");
});

Deno.test("a process has the services of its server: topics, tables, user and the like", async () => {
  await using shop = scene();
  const heard: unknown[] = [];
  const module: pi.Module<undefined, unknown, unknown> = {
    init: () => n2o.reg("news"),
    proc(message) {
      if (message === "read") return { reply: [n2o.cache("caching", "k"), n2o.user()] };
      heard.push(message);
      n2o.cache("caching", "k", "v");
      return {};
    },
  };
  const pid = await shop.start({ module });
  equal(shop.server.bus.send("news", "init"), 1);
  equal(await pid.send("read"), ["v", ""]);
  const [{ type, topic, data } = {} as Record<string, unknown>] = heard as Record<
    string,
    unknown
  >[];
  equal({ type, topic, data }, { type: "bus", topic: "news", data: "init" });
  await pi.stop(pid);
  equal(shop.server.bus.send("news", "anybody?"), 0);
});

Deno.test("two processes that keep each other busy leave the host its turns", async () => {
  await using shop = scene();
  let rounds = 0, isOver = false;
  const module: pi.Module<undefined, pi.Pid, void> = {
    proc(other) {
      rounds++;
      if (!isOver) other.cast(pi.self());
    },
  };
  const one = await shop.start({ name: "/one", module }),
    two = await shop.start({ name: "/two", module });
  one.cast(two);
  await settled();
  isOver = true;
  assert(rounds > 0, "this line is reached");
  await settled();
});

Deno.test("a page's event starts and asks processes of its own server by their names", async () => {
  const said: unknown[] = [];
  const shop = pageScene(async (event) => {
    if (event !== "init") return;
    await pi.start({ table: "async", name: "/visits", module: counter, state: 0 });
    said.push(await pi.send("async", "/visits", "up"), supervisor.whichChildren().length);
    throws(() => pi.self(), N2oError, "no_context");
  });
  await shop.greeted();
  equal(said, [1, 1]);
  equal(await pi.pid("async", "/visits", shop.server)?.send("show"), 1);
  await processesOf(shop.server).supervisor.stop();
});
