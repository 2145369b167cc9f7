/**
 * What is wrong in what is asked is refused by name, and nothing changes.
 *
 * @module
 */
import { assert, equal, rejects } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import { type Command, parse } from "../../../bpe/mod.ts";
import type { OpenOptions } from "../../../bpe/mod.ts";
import { audit } from "./audit.ts";
import { file, HOUR, list, proc, quiet, world } from "./world.ts";
import { all, open, WORK } from "./bad.ts";

Deno.test("what is not there is named by the error, and nothing changes", async () => {
  const on = await open();
  const { engine } = on;
  const before = await all(on);
  const asked: readonly (readonly [string, () => unknown])[] = [
    ["definition", () => engine.start("nobody")],
    ["definition", () => engine.start("work:7")],
    ["definition", () => engine.start("work:0")],
    ["limit", () => engine.version("")],
    ["definition", () => engine.definition("work:2")],
    ["definition", () => engine.source("nobody")],
    ["instance", () => engine.instance("nobody")],
    ["instance", () => engine.command("nobody", { do: "cancel" })],
    ["instance", () => engine.resolve("nobody", 1)],
    ["command", () => engine.command("i", { do: "complete", element: 999 })],
    ["command", () => engine.command("i", { do: "complete", element: 0 })],
    ["command", () => engine.command("i", { do: "fail", element: 999 })],
    ["command", () => engine.command("i", { do: "escalate", element: 999, code: "x" })],
    ["command", () => engine.command("i", { do: "cancel", element: 999 })],
    ["command", () => engine.command("i", { do: "activate", element: 0, node: "u" })],
    ["command", () => engine.resolve("i", 999)],
    ["command", () => engine.start("work", { trigger: { node: "nobody" } })],
    ["task", () => engine.claim({ instance: "i", element: 999 }, { by: { id: "ann" } })],
    ["task", () => engine.complete({ instance: "nobody", element: 1 })],
    ["query", () => list(engine.instances({ variable: { name: "x", value: 1 } }))],
  ];
  for (const [index, [code, run]] of asked.entries()) {
    const error = await rejects(run, BpeError).catch((cause) => {
      throw new Error(`case ${index}`, { cause });
    });
    equal(error.code, code, `case ${index}: ${error.message}`);
  }
  assert(await all(on) === before, "something in the store has changed");
});

Deno.test("ids, names and keys that are none are refused, in errors of this module", async () => {
  const on = await open();
  const { engine } = on;
  const before = await all(on);
  const long = "x".repeat(5_000);
  const ids = ["", "a/b", "a\0b", "x".repeat(201), "\ud800"];
  const asked: (() => unknown)[] = [
    ...ids.map((instance) => () => engine.start("work", { id: instance })),
    () => engine.start(long),
    () => engine.instance(long),
    () => engine.command(long, { do: "cancel" }),
    () => engine.command("i", { do: "set", variables: {} }, { key: long }),
    () => engine.publish({ name: long }),
    () => engine.publish({ name: "" }),
    () => engine.publish({ name: "m", keys: { a: long } }),
    () => engine.publish({ name: "m", key: long }),
    () => engine.publish({ name: "m", ttl: NaN }),
    () => engine.publish({ name: "m", ttl: Infinity }),
    () => engine.signal(long),
    () => list(engine.tasks({ user: long })),
    () => list(engine.tasks({ instance: long })),
    () => list(engine.incidents(long)),
    () => list(engine.history(long)),
    () => list(engine.history("a/b")),
    () => engine.claim({ instance: long, element: 1 }, { by: { id: "ann" } }),
    () => engine.claim({ instance: "i", element: 2 }, { by: { id: long } }),
    // as: what callers in plain JavaScript may give
    () => engine.command("i", { do: "bogus" } as unknown as Command),
    () => engine.command("i", null as unknown as Command),
    () => engine.command("i", { do: "start", instance: "j" }),
    () => engine.command("i", { do: "set", variables: "abc" } as unknown as Command),
    () => engine.command("i", { do: "complete", element: "2" } as unknown as Command),
  ];
  for (const [index, run] of asked.entries()) {
    try {
      const answer = await run();
      // A question about what cannot be there may also have no answer.
      assert(
        Array.isArray(answer) && answer.length === 0,
        `case ${index}: ${JSON.stringify(answer)}`,
      );
    } catch (error) {
      if (error instanceof BpeError) continue;
      throw new Error(`case ${index}: ${asked[index]}`, { cause: error });
    }
  }
  assert(await all(on) === before, "something in the store has changed");
});

Deno.test("variables that cannot be stored are refused by name, and the instance stays where it was", async () => {
  const on = await open();
  const { engine } = on;
  const [ref] = await list(engine.tasks());
  assert(ref !== undefined);
  const before = await all(on);
  const bad = [{ run: () => 1 }, { s: Symbol("x") }, { deep: [{ run: () => 1 }] }];
  for (const variables of bad) {
    const asked = [
      () => engine.start("work", { variables }),
      () => engine.complete(ref, variables),
      () => engine.command("i", { do: "set", variables }),
      () => engine.publish({ name: "m", payload: variables }),
      () => engine.signal("g", variables),
    ];
    for (const run of asked) {
      const error = await rejects(run, BpeError, "unstorable");
      assert(error.message.includes("cannot be stored"), error.message);
    }
  }
  assert(await all(on) === before, "something in the store has changed");
});

Deno.test("a runtime that is closed refuses whatever would change something, and can be closed again", async () => {
  const on = await open();
  const { engine } = on;
  const [ref] = await list(engine.tasks());
  assert(ref !== undefined);
  await engine.close();
  await engine.close();
  const before = await all(on);
  const asked: (() => unknown)[] = [
    () => engine.start("work"),
    () => engine.command("i", { do: "cancel" }),
    () => engine.complete(ref),
    () => engine.claim(ref, { by: { id: "ann" } }),
    () => engine.release(ref),
    () => engine.assign(ref, "ann"),
    () => engine.publish({ name: "m" }),
    () => engine.signal("g"),
    () => engine.deploy(WORK.replace("userTask", "manualTask")),
  ];
  for (const [index, run] of asked.entries()) {
    await rejects(run, BpeError, "closed").catch((cause) => {
      throw new Error(`case ${index}`, { cause });
    });
  }
  assert(await all(on) === before, "something in the store has changed");
});

Deno.test("files that are none change nothing: no start, no executable process, dangling ids, DOCTYPE, no XML", async () => {
  const on = await open();
  const before = await all(on);
  const files = [
    "",
    "text",
    "<a/>",
    `<!DOCTYPE a [<!ENTITY x "y">]>${WORK}`,
    file(""),
    file(proc("p", `<startEvent id="s"/><endEvent id="e"/>`, "s>nobody")),
    file(proc("p", `<startEvent id="s"/><startEvent id="s"/><endEvent id="e"/>`, "s>e")),
    WORK.replace(`isExecutable="true"`, `isExecutable="false"`),
  ];
  for (const [index, source] of files.entries()) {
    await rejects(() => on.engine.deploy(source), BpeError).catch((cause) => {
      throw new Error(`case ${index}`, { cause });
    });
  }
  assert(await all(on) === before, "something in the store has changed");
  equal(parse(WORK).processes.length, 1);
});

Deno.test("bounds that are none are refused when the runtime is opened; those without an end are kept", async () => {
  const odd: readonly OpenOptions[] = [
    { concurrency: 0 },
    { concurrency: NaN },
    { timeout: NaN },
    { timeout: -1 },
    { poll: NaN },
    { poll: -1 },
    { retries: NaN },
    { messageTtl: NaN },
    { messageTtl: -1 },
  ];
  for (const options of odd) {
    const on = world();
    await rejects(() => on.open(options), BpeError).catch((cause) => {
      throw new Error(JSON.stringify(options), { cause });
    });
  }
  for (const bound of [2_592_000_000, Infinity]) {
    const on = world();
    const asked: number[] = [];
    const clock = {
      now: () => on.clock.now(),
      setTimeout(run: () => void, ms: number) {
        asked.push(ms);
        return on.clock.setTimeout(run, ms);
      },
      clearTimeout: (each: unknown) => on.clock.clearTimeout(each),
    };
    const answer = Promise.withResolvers<void>();
    let aborted = false;
    const engine = on.open({
      manual: false,
      clock,
      timeout: bound,
      poll: bound,
      handlers: {
        j: ({ signal }) => {
          signal.addEventListener("abort", () => aborted = true);
          return answer.promise;
        },
      },
    });
    await engine.deploy(
      file(proc("job", `<startEvent id="s"/><serviceTask id="j"/><endEvent id="e"/>`, "s>j;j>e")),
    );
    const instance = await engine.start("job");
    // A host's own timers take no more than 31 bits: whatever is more would fire at once.
    on.clock.advance(10 * 86_400_000);
    for (let hops = 0; hops < 500; hops++) await Promise.resolve();
    answer.resolve();
    await engine.idle();
    equal([aborted, (await engine.instance(instance)).state.status], [false, "completed"]);
    equal(asked.filter((ms) => !(ms >= 0 && ms < 2 ** 31)), []);
    await engine.close();
  }
});

Deno.test("a back-off that is none does not keep a job from being tried, and is told of", async () => {
  const backoffs = [() => NaN, () => -5, () => {
    throw new Error("no back-off");
  }];
  for (const [index, backoff] of backoffs.entries()) {
    const on = world();
    let calls = 0;
    const engine = on.open({
      backoff,
      handlers: {
        j: () => {
          calls++;
          throw new Error("no");
        },
      },
    });
    await engine.deploy(
      file(proc("job", `<startEvent id="s"/><serviceTask id="j"/><endEvent id="e"/>`, "s>j;j>e")),
    );
    const instance = await engine.start("job");
    await quiet(on, engine, HOUR);
    const { incidents } = (await engine.instance(instance)).state;
    equal([calls, incidents.length, on.errors.length], [3, 1, 2], `case ${index}`);
    await audit(on.kv);
  }
});
