import { context, current, flush, run } from "../../n2o/context.ts";
import type { Context } from "../../n2o/context.ts";
import { cx } from "../../n2o/cx.ts";
import { N2oError } from "../../n2o/error.ts";
import * as n2o from "../../n2o/n2o.ts";
import { server } from "../../n2o/server.ts";
import { equal, rejects, throws } from "../_support/assert.ts";
import { scene, secret } from "./page.ts";

function made(page = "/p"): Context {
  return {
    server: server({ secret }),
    req: { path: page, query: "", headers: {} },
    cx: cx(page),
    receiver: () => {},
    dictionary: new Map(),
    pending: [],
  };
}

Deno.test("the running message is found from below, over awaits, and by no one else", async () => {
  const one = made("/one"), two = made("/two"), gate = Promise.withResolvers<void>();
  const seen = async () => {
    await gate.promise;
    return context().cx.page;
  };
  const both = Promise.all([run(one, seen), run(two, seen)]);
  equal(current(), undefined);
  gate.resolve();
  equal(await both, ["/one", "/two"]);
});

Deno.test("outside of a message every function says what to do instead", () => {
  const calls = [
    () => context(),
    () => n2o.sid(),
    () => n2o.user(),
    () => n2o.session("k"),
    () => n2o.session("k", 1),
    () => n2o.reg("t"),
    () => n2o.unreg("t"),
    () => n2o.send("t", 1),
    () => n2o.pickle(1),
    () => n2o.depickle("x"),
    () => n2o.cache("caching", "k"),
    () => n2o.invalidateCache("caching"),
  ];
  for (const call of calls) throws(call, N2oError, "no_context");
});

Deno.test("flush waits for every write and throws the first failure when all are settled", async () => {
  const found = made(), slow = Promise.withResolvers<void>(), done: string[] = [];
  found.pending.push(
    Promise.reject(new Error("first")),
    Promise.reject(new Error("second")),
    slow.promise.then(() => done.push("slow")),
  );
  const flushed = rejects(() => run(found, flush), Error);
  slow.resolve();
  equal([(await flushed).message, done], ["first", ["slow"]]);
  await run(found, flush);
});

Deno.test("a page's session, user, tables and topics belong to its own client", async () => {
  const seen: unknown[] = [];
  const { greeted } = scene((event) => {
    if (event !== "init") return;
    seen.push([n2o.user(), n2o.session("k"), n2o.cache("caching", ["shared"])]);
    n2o.user("someone");
    n2o.session("k", { deep: [1] });
    n2o.cache("caching", ["shared"], "by all");
    n2o.unreg("never registered");
    seen.push([n2o.user(), n2o.session("k"), n2o.sid().length]);
    throws(() => n2o.cache("none", "k"), N2oError, "config");
  });
  await greeted("", "client-1");
  await greeted("", "client-2");
  equal(seen, [
    ["", undefined, undefined],
    ["someone", { deep: [1] }, 20],
    ["", undefined, "by all"],
    ["someone", { deep: [1] }, 20],
  ]);
});
