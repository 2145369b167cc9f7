import * as n2o from "../../../n2o/mod.ts";
import { type Pi, pi, processesOf, supervisor } from "../../../n2o/process.ts";
import { assert, equal, rejects, throws } from "../../_support/assert.ts";
import { counter, scene, settled } from "./scene.ts";

const { N2oError } = n2o;

/** Ids of the children of a supervisor, the youngest first; `+` behind those that run. */
function shown(server: n2o.Server, name = "n2o"): string[] {
  return supervisor.whichChildren(name, server).map(({ id, pid }) =>
    `${Array.isArray(id) ? id[1] : id}${pid === "restarting" ? "" : "+"}`
  );
}

Deno.test("a failure touches no neighbour under one_for_one, all under one_for_all, the younger under rest_for_one", async () => {
  const touched = { one_for_one: "b", one_for_all: "abc", rest_for_one: "bc" };
  for (const strategy of ["one_for_one", "one_for_all", "rest_for_one"] as const) {
    await using shop = scene();
    const trail: string[] = [];
    const children = ["a", "b", "c"].map((name): pi.Pi => ({
      table: "async",
      name,
      state: 0,
      module: {
        ...counter,
        init: () => void trail.push(`+${name}`),
        terminate: (reason) =>
          void trail.push(`-${name} ${reason === "shutdown" ? "" : "failed"}`.trim()),
      },
    }));
    const sup = await supervisor.start({ sup: shop.server, name: "team", strategy, children });
    equal(trail.splice(0), ["+a", "+b", "+c"]);
    await rejects(() => pi.pid("async", "b", shop.server)?.send("fail"), N2oError, "crashed");
    await settled();
    const others = [...touched[strategy]].filter((name) => name !== "b").toReversed();
    equal(trail.splice(0), [
      "-b failed",
      ...others.map((name) => `-${name}`),
      ...[...touched[strategy]].map((name) => `+${name}`),
    ]);
    equal(shown(shop.server, "team"), ["c+", "b+", "a+"]);
    await supervisor.stop("team", shop.server);
    equal([trail, sup.alive], [["-c", "-b", "-a"], false], "the youngest ends first");
    equal(shown(shop.server), []);
  }
});

Deno.test("permanent ones begin again always, transient ones after a failure, temporary ones never", async () => {
  await using shop = scene();
  const expected = {
    permanent: { quit: true, fail: true },
    transient: { quit: false, fail: true },
    temporary: { quit: false, fail: false },
  };
  for (const restart of ["permanent", "transient", "temporary"] as const) {
    for (const order of ["quit", "fail"] as const) {
      const pid = await shop.start({ name: `/${restart}`, module: counter, state: 0, restart });
      await pid.send(order).catch(() => {});
      await settled();
      equal(
        shown(shop.server),
        expected[restart][order] ? [`/${restart}+`] : [],
        `${restart} ${order}`,
      );
      if (expected[restart][order]) await pi.stop("async", `/${restart}`, shop.server);
    }
  }
  equal(shop.book.take(), [
    "a process failed and is restarted",
    "a process failed and is restarted",
    "a process failed and is not restarted",
  ]);
});

Deno.test("the topmost gives up the one that restarts for ever, with one line, and no other", async () => {
  await using shop = scene();
  const calm = await shop.start({ name: "/calm", module: counter, state: 0 });
  let tries = 0;
  await shop.start({
    name: "/mad",
    module: {
      init() {
        if (++tries > 1) throw new Error("never again");
      },
      proc() {
        throw new Error("mad");
      },
    },
  }).then((pid) => pid.cast("go"));
  await settled();
  equal(tries, 101, "the first, and 100 restarts");
  equal(shown(shop.server), ["/calm+"]);
  equal(await calm.send("up"), 1);
  const lines = shop.book.take();
  equal(lines.filter((line) => line.includes("given up")), [
    '["async","/mad"] is given up: more than 100 restarts in 10 s; it stays away until it is started again',
  ]);
  equal(lines.length, 102);
  tries = 0;
  const again = await shop.start({ name: "/mad", module: counter, state: 0 });
  equal(await again.send("show"), 0);
});

Deno.test("restarts are counted within the period: as many as are borne, over and over", async () => {
  await using shop = scene();
  await supervisor.start({
    sup: shop.server,
    name: "team",
    intensity: 2,
    period: 10,
    restart: "temporary",
    children: [{ table: "async", name: "/it", module: counter, state: 0 }],
  });
  const fail = async () => {
    await pi.pid("async", "/it", shop.server)?.send("fail").catch(() => {});
    await settled();
    return shown(shop.server).length;
  };
  for (let round = 0; round < 5; round++) {
    equal([await fail(), await fail()], [1, 1]);
    await shop.clock.advanceAsync(10_001);
  }
  equal([await fail(), await fail()], [1, 1]);
  await shop.clock.advanceAsync(10_000);
  equal(await fail(), 0, "three within ten seconds");
});

Deno.test("a nested one that gives up ends with its children; the one above begins it again with those it began with", async () => {
  await using shop = scene();
  const sup = await supervisor.start({
    sup: shop.server,
    name: "team",
    intensity: 1,
    children: [{ table: "async", name: "/fixed", module: counter, state: 7 }],
  });
  const inner = await supervisor.start({ sup, name: "inner" });
  await pi.start({ sup, table: "async", name: "/late", module: counter, state: 0 });
  await pi.start({ sup: inner, table: "async", name: "/deep", module: counter, state: 0 });
  const { id } = sup;
  for (let n = 0; n < 2; n++) {
    await pi.pid("async", "/late", shop.server)?.send("fail").catch(() => {});
    await settled();
  }
  equal(shop.book.take(), [
    "a process failed and is restarted",
    "a process failed and is restarted",
    '["async","/late"] is given up: more than 1 restarts in 5 s; its supervisor ends with it',
    "a process failed and is restarted",
  ]);
  equal([shown(shop.server), shown(shop.server, "team")], [["team+"], ["/fixed+"]]);
  equal([sup.alive, inner.alive, sup.id === id, pi.pid("async", "/deep", shop.server)], [
    true,
    false,
    false,
    undefined,
  ]);
  equal(await pi.pid("async", "/fixed", shop.server)?.send("show"), 7);
  throws(() => supervisor.whichChildren("inner", shop.server), N2oError, "noproc");
  await pi.start({ sup, table: "async", name: "/late", module: counter, state: 0 });
  equal(shown(shop.server, "team"), ["/late+", "/fixed+"], "what it was stays usable");
});

Deno.test("supervisors that stand in the children of another come back with it", async () => {
  await using shop = scene();
  const leaf: Pi = { table: "async", name: "/leaf", module: counter, state: 1 };
  const top = await supervisor.start({
    sup: shop.server,
    name: "top",
    strategy: "one_for_all",
    intensity: 3,
    children: [{ name: "middle", intensity: 0, children: [leaf] }, { ...leaf, name: "/beside" }],
  });
  const tree = () => ["n2o", "top", "middle"].map((name) => shown(shop.server, name));
  equal(tree(), [["top+"], ["/beside+", "middle+"], ["/leaf+"]]);
  const before = ["/leaf", "/beside"].map((name) => pi.pid("async", name, shop.server));
  await before[0]?.send("fail").catch(() => {});
  await settled();
  equal(tree(), [["top+"], ["/beside+", "middle+"], ["/leaf+"]]);
  const after = ["/leaf", "/beside"].map((name) => pi.pid("async", name, shop.server));
  assert(after.every((pid, n) => pid !== undefined && pid !== before[n]), "both are others now");
  equal([await after[0]?.send("show"), top.alive], [1, true]);
});

Deno.test("one that cannot begin its children is not there; names are taken once", async () => {
  await using shop = scene();
  const bad: pi.Pi = {
    table: "async",
    name: "/bad",
    module: {
      init: () => Promise.reject(new Error("no")),
      proc: () => {},
    },
  };
  const good: pi.Pi = { table: "async", name: "/good", module: counter, state: 0 };
  await rejects(
    () => supervisor.start({ sup: shop.server, name: "team", children: [good, bad] }),
    N2oError,
    "crashed",
  );
  equal([shown(shop.server), pi.pid("async", "/good", shop.server)], [[], undefined]);
  const team = await supervisor.start({ sup: shop.server, name: "team", children: [good] });
  await rejects(
    () => supervisor.start({ sup: shop.server, name: "team" }),
    N2oError,
    "already_started",
  );
  await rejects(() => supervisor.start({ sup: team, name: "n2o" }), N2oError, "already_started");
  await rejects(() => pi.start({ ...good, sup: shop.server }), N2oError, "already_started");
  for (const intensity of [-1, 1.5, NaN]) {
    await rejects(
      () => supervisor.start({ sup: shop.server, name: "odd", intensity }),
      N2oError,
      "config",
    );
  }
  const own = { sup: shop.server, name: "odd" };
  // As: programs without types give any word.
  for (const odd of ["one_for_al", "toString", "", null] as unknown as "one_for_one"[]) {
    await rejects(() => supervisor.start({ ...own, strategy: odd }), N2oError, "config");
  }
  for (const odd of ["always", "toString", "", null] as unknown as "permanent"[]) {
    await rejects(() => supervisor.start({ ...own, restart: odd }), N2oError, "config");
    await rejects(() => pi.start({ ...good, ...own, restart: odd }), N2oError, "config");
    const children = [{ ...good, restart: odd }];
    await rejects(() => supervisor.start({ ...own, children }), N2oError, "config");
  }
  const timeless = { sup: shop.server, name: "odd", timeout: NaN };
  await rejects(() => supervisor.start(timeless), N2oError, "config");
  equal([await supervisor.stop("none", shop.server), await supervisor.stop("team", shop.server)], [
    false,
    true,
  ]);
  await rejects(() => pi.start({ ...good, sup: team }), N2oError, "noproc");
});

Deno.test("a shutdown goes from the youngest to the eldest, and kills what has not ended in its time", async () => {
  await using shop = scene();
  const ended: string[] = [];
  for (const name of ["/a", "/b", "/c"]) {
    const hangs = name === "/b";
    const pid = await shop.start({
      name,
      state: 0,
      timeout: 60_000,
      module: { ...counter, terminate: () => void ended.push(name) },
    });
    if (hangs) pid.send({ wait: new Promise(() => {}) }, { timeout: Infinity }).catch(() => {});
  }
  await settled();
  const stopped = processesOf(shop.server).supervisor.stop(1_000);
  await settled();
  equal(ended, ["/c"]);
  await shop.clock.advanceAsync(1_000);
  await stopped;
  await settled();
  equal(ended.toSorted(), ["/a", "/b", "/c"]);
  equal([shown(shop.server), shop.clock.pending], [[], 0]);
  equal(shop.book.take()[0], "processes are killed");
});

Deno.test("a process that starts and stops others waits for none of its own kind", async () => {
  await using shop = scene();
  const pid = await shop.start({ name: "/parent", module: counter, state: 0 });
  const child = await pid.send({
    run: async () => {
      await pi.start({ table: "async", name: "/child", module: counter, state: 3 });
      const shown = await pi.send("async", "/child", "show");
      await pi.restart("async", "/child");
      return [shown, supervisor.whichChildren().length, (await pi.stop("async", "/child")).state];
    },
  });
  equal(child, [3, 2, 3]);
});

Deno.test("races of start, stop, restart and failure leave one process or none, and no row behind", async () => {
  await using shop = scene();
  for (let round = 0; round < 50; round++) {
    const name = "/race", start = () => shop.start({ name, module: counter, state: 0 });
    const outcomes = await Promise.allSettled([
      start(),
      start(),
      pi.stop("async", name, shop.server),
      pi.restart("async", name, shop.server),
      Promise.resolve().then(() => pi.pid("async", name, shop.server)?.send("fail")),
      start(),
      pi.stop("async", name, shop.server),
    ]);
    for (const each of outcomes) {
      if (each.status === "rejected") assert(N2oError.is(each.reason), String(each.reason));
    }
    await settled();
    const rows = [...shop.server.tables.get("async")?.rows() ?? []].length;
    equal(rows, shown(shop.server).length);
    if (rows > 0) await pi.stop("async", name, shop.server);
  }
});

Deno.test("of supervisors of one name one stands, wherever and whenever they are started", async () => {
  await using shop = scene();
  const above = await supervisor.start({ sup: shop.server, name: "above" });
  const gate = Promise.withResolvers<void>();
  const slow: pi.Pi = {
    table: "async",
    name: "/slow",
    module: { init: () => gate.promise, proc: () => {} },
  };
  const first = supervisor.start({ sup: above, name: "one", children: [slow] });
  const taken = [
    { sup: shop.server, name: "one" },
    { sup: above, name: "one" },
    { sup: shop.server, name: "top", children: [{ name: "one" }] },
    { sup: shop.server, name: "top", children: [{ name: "top" }] },
    { sup: shop.server, name: "top", children: [{ name: "in", children: [{ name: "n2o" }] }] },
    { sup: shop.server, name: "top", children: [{ name: "a" }, { name: "b" }, { name: "a" }] },
  ];
  for (const each of taken) {
    await rejects(() => supervisor.start(each), N2oError, "already_started");
  }
  gate.resolve();
  equal((await first).alive, true);
  equal(shown(shop.server), ["above+"]);
  // What failed left no name behind, neither does what was stopped.
  await supervisor.start({ sup: shop.server, name: "top", children: [{ name: "a" }] });
  await supervisor.stop("one", shop.server);
  const both = ["top", "a"].map((name) => supervisor.stop(name, shop.server));
  await Promise.all(both);
  const again = [shop.server, above].map((sup) => supervisor.start({ sup, name: "a" }));
  const ended = await Promise.allSettled(again);
  equal(ended.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
});
