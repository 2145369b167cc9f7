/**
 * Engines that die while a large instance begins, grows, ends or is erased: its pages that nobody reads go all the same.
 *
 * @module
 */
import { assert, equal } from "../../../_support/assert.ts";
import type { Runtime } from "../../../../bpe/mod.ts";
import type { Kv } from "../../../../kvs/mod.ts";
import { long } from "../../../_support/long.ts";
import { audit } from "../audit.ts";
import { disturbed, file, HOUR, list, proc, quiet, type World, world } from "../world.ts";

const runs = (id: string) =>
  `<userTask id="${id}"><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" inputCollection="=items" inputElement="item"/></extensionElements></multiInstanceLoopCharacteristics></userTask>`;
/** Each run of both tasks is a large entry: more than go into one commit. */
const two = file(proc(
  "two",
  `<startEvent id="s"/>${runs("a")}<userTask id="b"/>${runs("c")}<endEvent id="e"/>`,
  "s>a;s>b;b>c;a>e;c>e",
));
const items = Array.from({ length: 256 }, (_, n) => `${n}`.padEnd(1_000, "x"));
/** One that lies in parts of its own. */
const start = (engine: Runtime) =>
  engine.start("two", { id: "i", variables: { items: ["x".repeat(70_000), ...items] } });

const ACTIONS: readonly ((engine: Runtime) => Promise<unknown>)[] = [
  start,
  async (engine) => {
    const tasks = await list(engine.tasks({ instance: "i" }));
    await Promise.all(
      tasks.filter(({ node }) => node === "b").map((task) => engine.complete(task)),
    );
  },
  (engine) => engine.command("i", { do: "cancel" }),
  (engine) => engine.erase("i"),
];

/** A store that ends with its nth write, which is applied or not. */
function mortal(kv: Kv, n: number, applied: boolean): { readonly kv: Kv; writes: number } {
  const life = { kv, writes: 0 };
  life.kv = disturbed(kv, {
    async write(apply) {
      const write = ++life.writes;
      if (write > n || (write === n && !applied)) throw new Error("the power is cut");
      const done = await apply();
      if (write === n) throw new Error("the power is cut");
      return done;
    },
  });
  return life;
}

/** The names of pages that are in the store, and of those that instances bear. */
async function names(kv: Kv): Promise<{ readonly found: string[]; readonly borne: string[] }> {
  const found = new Set<string>(), borne = new Set<string>();
  for (const prefix of [["bpe/page"], ["bpe/alone"]]) {
    for (const { key } of await list(kv.list({ prefix }))) found.add(String(key[2]));
  }
  for (const { value } of await list(kv.list<{ pages?: string }>({ prefix: ["bpe/instance"] }))) {
    if (value.pages !== undefined) borne.add(value.pages);
  }
  return { found: [...found].sort(), borne: [...borne].sort() };
}

/** Hours later the store holds the pages of instances, no notes, and no parts of what is gone. */
async function later(on: World): Promise<void> {
  const engine = on.open();
  await quiet(on, engine, 3 * HOUR);
  await engine.close();
  const { found, borne } = await names(on.kv);
  equal(found, borne);
  const due = await list(on.kv.list({ prefix: ["bpe/due"] }));
  equal(due.filter(({ key }) => key[2] === "pages"), []);
  const isThere = (await list(on.kv.list({ prefix: ["bpe/instance"] }))).length > 0;
  if (!isThere) equal(await list(on.kv.list({ prefix: ["kvs/chunk"] })), []);
  await audit(on.kv);
}

/** A world in which as many of the actions are done. */
async function after(count: number): Promise<World> {
  const on = world(), engine = on.open();
  await engine.deploy(two);
  for (const action of ACTIONS.slice(0, count)) await action(engine);
  await engine.close();
  return on;
}

for (const [count, action] of ACTIONS.entries()) {
  const what = ["begins", "grows", "ends", "is erased"][count];
  Deno.test(`no page is left of an instance that ${what} in an engine that dies with one of its writes`, async () => {
    const before = await list((await after(count)).kv.list({ prefix: [] }));
    const cut = async (n: number, applied: boolean) => {
      const on = world(), life = mortal(on.kv, n, applied);
      for (const { key, value } of before) await on.kv.set(key, value);
      const engine = on.open({}, life.kv);
      await action(engine).catch(() => {});
      await engine.idle().catch(() => {});
      await engine.close().catch(() => {});
      await later(on);
      return life.writes;
    };
    const writes = await cut(Infinity, true);
    for (let n = 1; n <= writes; n += long ? 1 : 3) await cut(n, n % 2 === 1);
    assert(writes >= 2, `${writes} writes`);
  });
}

Deno.test("of two engines that start one instance the second, which dies before it takes its pages back, leaves none", async () => {
  const on = await after(0), other = on.open();
  let writes = 0;
  const dying = disturbed(on.kv, {
    async write(apply) {
      const write = ++writes;
      // All pages are there: the other engine comes first, and what is refused is not taken back.
      if (write > 4) throw new Error("the power is cut");
      if (write === 4) await start(other);
      return await apply();
    },
  });
  const engine = on.open({}, dying);
  await start(engine).catch(() => {});
  await engine.close().catch(() => {});
  const { found, borne } = await names(on.kv);
  equal([found.length, borne.length], [2, 1]);
  await later(on);
  equal((await list(on.open().tasks({ instance: "i" }))).length, 258);
});

Deno.test("pages that somebody deletes while they are written late are no instance's", async () => {
  const on = await after(0), other = on.open();
  let writes = 0;
  const slow = disturbed(on.kv, {
    async write(apply) {
      if (++writes === 3) await quiet(on, other, 2 * HOUR);
      return await apply();
    },
  });
  const engine = on.open({}, slow);
  await start(engine).catch(() => {});
  await later(on);
  equal(await names(on.kv), { found: [], borne: [] });
  await start(other);
  equal((await list(other.tasks({ instance: "i" }))).length, 258);
});
