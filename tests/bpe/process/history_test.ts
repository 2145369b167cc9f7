/**
 * What a process has done.
 */
import { type Bpe, bpe } from "../../../bpe/process/bpe.ts";
import { BpeError } from "../../../bpe/error.ts";
import { histFeed } from "../../../bpe/store/keys.ts";
import { entries } from "../../../kvs/feed/entries.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { leave, manual, wheel } from "./models.ts";

Deno.test("a row of history holds what changed of the documents, not what was there", async () => {
  using kv = memoryKv();
  await using b = bpe(kv, manual);
  const large = Array.from(
    { length: 50 },
    (_, at) => ({ kind: "page", at, text: "x".repeat(500) }),
  );
  const id = await b.start(wheel, large);
  for (let count = 0; count < 20; count++) await b.amend(id, { kind: "mark", count });
  const sizes: number[] = [];
  for await (const { record } of entries(kv, histFeed(id))) {
    sizes.push(JSON.stringify(record).length);
  }
  assert(sizes.slice(1).every((size) => size < 1_000), String(sizes));
  const rows = await b.hist(id);
  equal(rows.map(({ docs }) => docs.length), rows.map((_, at) => 50 + at));
});

Deno.test("the history of a process that runs by itself has a row for each flow, with the documents of that moment", async () => {
  using kv = memoryKv();
  await using b = bpe(kv, manual);
  const id = await b.start(leave, [["n", 1]], { stepping: false });
  await b.amend(id, ["n", 2]);
  await rejects(() => b.next(id, undefined, { by: { id: "ann" } }), BpeError, "denied");
  const rows = await b.hist(id);
  equal(
    rows.map(({ task, docs }) => [typeof task === "string" ? task : task.id, docs.length]),
    [["Asked", 1], ["a", 1], ["b", 2]],
  );
  equal(await b.sched(id), []);
});

/** A store that counts the rows of histories that are read. */
function counting(kv: Kv): { readonly kv: Kv; read(): number } {
  let count = 0;
  const isHistory = (key: readonly unknown[]) => JSON.stringify(key).includes('"hist"');
  const counted = {
    async *list(...given: Parameters<Kv["list"]>) {
      for await (const entry of kv.list(...given)) {
        if (isHistory(entry.key)) count++;
        yield entry;
      }
    },
    getMany(...given: Parameters<Kv["getMany"]>) {
      count += given[0].filter(isHistory).length;
      return kv.getMany(...given);
    },
  };
  const proxy = new Proxy(kv, {
    get(target, name) {
      const value: unknown = Reflect.get(name in counted ? counted : target, name);
      return typeof value === "function" ? value.bind(name in counted ? counted : target) : value;
    },
  });
  return { kv: proxy, read: () => count };
}

const heads = async (b: Bpe, id: string) => [await b.head(id), await b.schedHead(id)];
const ends = async (b: Bpe, id: string) => [(await b.hist(id)).at(-1), (await b.sched(id)).at(-1)];

Deno.test("the newest rows are the last of all, after whatever was done, and so is each row by its number", async () => {
  using kv = memoryKv();
  let now = 0;
  const clock = { now: () => ++now, setTimeout: () => 0, clearTimeout: () => {} };
  await using b = bpe(kv, {
    ...manual,
    clock,
    modules: {
      wheel: {
        action: () => ({ executed: ["ann"] }),
        executors: () => [{ id: "ann" }, { id: "bob" }],
      },
    },
  });
  await using other = bpe(kv, { ...manual, clock });
  const id = await b.start(wheel, [["n", 0]], { id: "w" });
  const acts = [
    () => b.next(id),
    () => b.amend(id, ["n", 1]),
    () => b.modify(id, ["m", 1], "append"),
    () => b.complete(id, "turn"),
    () => b.next(id, "turn->out"),
    () => other.amend(id, ["n", 2]),
    () => b.discard(id, ["n", 1]),
    () => b.persist(id, { executors: [{ id: "cy" }] }),
    () => b.persist(id, { docs: [["x"]], notifications: 1 }),
    () => b.next(id),
    () => other.next(id),
  ];
  for (const [at, act] of acts.entries()) {
    await act();
    equal(await heads(b, id), await ends(b, id), `after ${at}`);
  }
  equal(await heads(other, id), await ends(other, id));
  const rows = await b.hist(id);
  equal(await Array.fromAsync(rows, (_, step) => b.hist(id, step)), [...rows]);
  equal(await Array.fromAsync(rows, ({ id }) => b.hist(id)), [...rows]);
  equal(await Array.fromAsync([-1, 0.5, rows.length, NaN], (step) => b.hist(id, step)), [
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  // The same id begun anew is another process.
  await other.cleanup(id);
  await rejects(() => b.head(id), BpeError, "instance");
  await b.start(wheel, [["n", 7]], { id });
  equal(await heads(b, id), await ends(b, id));
  equal((await b.head(id))?.id.step, 0);
});

Deno.test("the newest row costs what has come since the last look, and one row what there is up to it", async () => {
  using store = memoryKv();
  const counted = counting(store);
  await using b = bpe(counted.kv, manual);
  const id = await b.start(wheel);
  for (let move = 0; move < 600; move++) await b.next(id);
  const cost = async (run: () => Promise<unknown>) => {
    const before = counted.read();
    await run();
    return counted.read() - before;
  };
  const whole = await cost(() => b.hist(id));
  assert(whole >= 600, String(whole));
  await b.head(id);
  const again = await cost(() => b.head(id));
  assert(again <= 4, String(again));
  await b.next(id);
  const one = await cost(() => b.schedHead(id));
  assert(one <= 4, String(one));
  const early = await cost(() => b.hist(id, 3));
  assert(early < whole / 2, `${early} of ${whole}`);
});
