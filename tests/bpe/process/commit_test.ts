/**
 * Every call is durable as a whole, beside others and through failures.
 */
import { silentLog } from "../../../base/mod.ts";
import { type Bpe, bpe, type BpeModule, type Reply } from "../../../bpe/process/bpe.ts";
import type { Kv, KvAtomic } from "../../../kvs/kv.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { BpeError } from "../../../bpe/error.ts";
import { KvsError } from "../../../kvs/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { leave, manual, wheel } from "./models.ts";

Deno.test("two on one store move a process at once: no move is lost or doubled, and no two have the same key", async () => {
  const keys: string[] = [];
  const module: BpeModule = {
    moved: (request) => void keys.push(request.key),
  };
  using kv = memoryKv();
  await using one = bpe(kv, { ...manual, modules: { wheel: module } });
  await using two = bpe(kv, { ...manual, modules: { wheel: module } });
  const id = await one.start(wheel, [], { id: "w" });
  const moves = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? one : two).next(id));
  const replies = await Promise.all(moves);
  equal(replies.filter((reply) => typeof reply === "object" && "complete" in reply).length, 60);
  await Promise.all([one.idle(), two.idle()]);
  const rows = await one.hist(id);
  equal(rows.length, 61);
  const flows = ["s->in", "on", "turn->out", "again"];
  const went = rows.slice(1).map(({ task }) => typeof task === "string" ? task : task.id);
  equal(went.slice(0, 8), [...flows, "on", "turn->out", "again", "on"]);
  equal([keys.length, new Set(keys).size], [60, 60]);
});

Deno.test("a store that fails at any commit leaves a process as it was before the call, and whole", async () => {
  const run = async (kv: Kv, again: boolean) => {
    const replies: Reply[] = [];
    const tell = async (call: () => Promise<Reply>) => {
      try {
        replies.push(await call());
      } catch (error) {
        if (!again) throw error;
        replies.push(await call());
      }
    };
    await using b = bpe(kv, { ...manual, log: silentLog });
    await tell(async () => ({ reply: await b.start(leave, [["n", 0]], { id: "l" }) }));
    await tell(() => b.next("l"));
    await tell(() => b.amend("l", ["n", 1]));
    await tell(() => b.discard("l", ["n", 0]));
    await tell(() => b.next("l"));
    const rows = await b.hist("l");
    const { docs, status, version } = await b.proc("l");
    return { replies, rows: rows.map(({ task, docs }) => [task, docs]), docs, status, version };
  };
  using whole = memoryKv();
  const counted = failing(whole, Infinity);
  const wanted = await run(counted.kv, false);
  assert(counted.commits() >= 5);
  for (let at = 1; at <= counted.commits(); at++) {
    using kv = memoryKv();
    equal(await run(failing(kv, at).kv, true), wanted, `commit ${at}`);
  }
});

Deno.test("a move is one commit, with its documents, its history and its schedule", async () => {
  using kv = memoryKv();
  const counted = failing(kv, Infinity);
  await using b = bpe(counted.kv, manual);
  const id = await b.start(wheel);
  for (
    const move of [() => b.next(id), () => b.amend(id, ["a", 1]), () => b.next(id, "turn->out")]
  ) {
    const before = counted.commits();
    assert("complete" in Object(await move()));
    equal(counted.commits() - before, 1);
  }
  equal([(await b.hist(id)).length, (await b.sched(id)).length], [5, 5]);
});

/** A store whose nth commit fails before it is made. */
function failing(kv: Kv, at: number): { readonly kv: Kv; commits(): number } {
  let count = 0;
  const atomic = (): KvAtomic => {
    const made = kv.atomic();
    const commit = made.commit.bind(made);
    made.commit = () => {
      if (++count === at) return Promise.reject(new Error("the disk is away"));
      return commit();
    };
    return made;
  };
  const proxy = new Proxy(kv, {
    get(target, name) {
      if (name === "atomic") return atomic;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { kv: proxy, commits: () => count };
}

Deno.test("what the store refuses of the functions' own rows is an error of this module, with its cause", async () => {
  using kv = memoryKv();
  const id = await bpe(kv, manual).start(leave);
  const calls = (b: Bpe) => [
    () => b.next(id, "no such flow"),
    () => b.monLink({ id: "m" }, id),
    () => b.asyncEvent(id, { name: "n" }),
    () => b.delete(id),
  ];
  for (const at of calls(bpe(kv, manual)).keys()) {
    await using b = bpe(failing(kv, at === 3 ? 2 : 1).kv, { ...manual, log: silentLog });
    const error = await rejects(calls(b)[at] ?? (() => {}), BpeError, "store");
    assert(error.cause instanceof KvsError, String(at));
  }
});
