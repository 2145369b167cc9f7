import type { Clock } from "../../../../base/clock.ts";
import { wrapDenoKv } from "../../../../kvs/host/deno/deno.ts";
import { KvsError } from "../../../../kvs/error.ts";
import type { Kv } from "../../../../kvs/kv.ts";
import type { KvU64 } from "../../../../kvs/store/kvu64.ts";
import { assert, equal, rejects } from "../../../_support/assert.ts";
import { collect } from "../../conformance/case.ts";
import { virtualClock } from "../../../_support/clock.ts";
import { run } from "../../../_support/process.ts";
import { testWith } from "../../../_support/permission.ts";

const test = testWith("read", "write");

const LOCKED = "database is locked";

/** A clock whose timers come due as soon as they are set. */
function hastyClock(): Clock & { readonly waits: readonly number[] } {
  const clock = virtualClock(), waits: number[] = [];
  return {
    ...clock,
    waits,
    setTimeout(run, ms) {
      waits.push(ms);
      const timer = clock.setTimeout(run, ms);
      queueMicrotask(() => clock.advance(ms));
      return timer;
    },
  };
}

/**
 * Native Deno KV of which every asynchronous operation first fails `times` times, and counts its
 * calls.
 */
async function failing(times: number, error: () => Error): Promise<{ kv: Kv; calls: string[] }> {
  const native = await Deno.openKv(":memory:");
  const calls: string[] = [];
  const left = new Map<string, number>();
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        const text = String(name);
        return (...args: unknown[]) => {
          if (
            ["get", "getMany", "set", "delete", "commit", "next", "enqueue"].includes(text) &&
            !isBuilder(target, text)
          ) {
            calls.push(text);
            const n = left.get(text) ?? times;
            left.set(text, n > 0 ? n - 1 : times);
            if (n > 0) return Promise.reject(error());
          }
          const result: unknown = Reflect.apply(member, target, args);
          if (result === target) return proxy;
          return text === "atomic" || text === "list" ? wrap(result as object) : result;
        };
      },
    });
  const proxy = wrap<Kv>(native);
  return { kv: proxy, calls };
}

/** The builder's own methods are synchronous. */
function isBuilder(target: object, name: string): boolean {
  return name !== "commit" && "commit" in target;
}

Deno.test("operations refused with 'database is locked' are tried again until they succeed", async () => {
  const clock = hastyClock();
  const { kv: native, calls } = await failing(5, () => new TypeError(LOCKED));
  using kv = wrapDenoKv(native, { clock, random: () => 0.5 });
  await kv.set(["a"], 1);
  equal((await kv.get(["a"])).value, 1);
  equal((await kv.getMany([["a"]]))[0]?.value, 1);
  await kv.delete(["a"]);
  await kv.enqueue("m", { delay: 1000 });
  assert((await kv.atomic().sum(["n"], 1n).set(["b"], 2).commit()).ok);
  equal((await kv.get<KvU64>(["n"])).value?.value, 1n, "the sum was applied once");
  equal((await collect(kv.list({ prefix: [] }))).length, 2);
  equal(calls.filter((call) => call === "set").length, 6);
  equal(calls.filter((call) => call === "commit").length, 6);
});

Deno.test("waits are random, grow twofold and stay below 256 ms", async () => {
  const clock = hastyClock();
  const { kv: native } = await failing(9, () => new TypeError(LOCKED));
  using kv = wrapDenoKv(native, { clock, random: () => 0.5 });
  await kv.set(["a"], 1);
  equal(clock.waits, [2, 4, 8, 16, 32, 64, 128, 128, 128]);
});

Deno.test("a database that stays locked is given up after the patience, with the cause", async () => {
  const clock = hastyClock();
  const { kv: native } = await failing(Infinity, () => new TypeError(LOCKED));
  using kv = wrapDenoKv(native, { clock, patience: 1000 });
  const error = await rejects(() => kv.set(["a"], 1), KvsError, "locked");
  assert(error.cause instanceof TypeError && /1000 ms/.test(error.message));
  assert(clock.waits.length < 200);
});

Deno.test("no other failure is tried again, because the commit may have been applied", async () => {
  for (
    const error of [
      new TypeError("disk I/O error"),
      new Error(LOCKED),
      new Error("batch transaction failed"),
    ]
  ) {
    const { kv: native, calls } = await failing(1, () => error);
    using kv = wrapDenoKv(native, { clock: hastyClock() });
    await rejects(() => kv.atomic().sum(["n"], 1n).commit(), Error);
    equal(calls, ["commit"]);
  }
});

Deno.test("a watch looks at its keys from time to time, for commits that nobody tells of", async () => {
  const clock = virtualClock();
  const native = await Deno.openKv(":memory:");
  const deaf = new Proxy<Kv>(native, {
    get: (_, name) => {
      // a native watch that never tells anything, as that of another process
      if (name === "watch") return () => new ReadableStream();
      const member: unknown = Reflect.get(native, name, native);
      return typeof member === "function" ? member.bind(native) : member;
    },
  });
  using kv = wrapDenoKv(deaf, { clock, pollInterval: 200 });
  const reader = kv.watch<[string]>([["a"]]).getReader();
  equal((await reader.read()).value?.[0].value, null);
  const next = reader.read();
  await native.set(["a"], "unseen");
  clock.advance(199);
  let told = false;
  next.then(() => told = true);
  await native.get(["a"]); // a look now under way would have ended before
  equal(told, false);
  clock.advance(1);
  equal((await next).value?.[0].value, "unseen");
  await reader.cancel();
  equal(clock.pending, 0);
});

Deno.test("many watches of one key are looked at once, and closing the store stops the looks", async () => {
  const clock = virtualClock();
  const native = await Deno.openKv(":memory:");
  let reads = 0;
  const counted = new Proxy<Kv>(native, {
    get: (_, name) => {
      if (name === "getMany") reads++;
      const member: unknown = Reflect.get(native, name, native);
      return typeof member === "function" ? member.bind(native) : member;
    },
  });
  const kv = wrapDenoKv(counted, { clock });
  const watches = Array.from({ length: 50 }, () => kv.watch<[string]>([["a"]]).getReader());
  await Promise.all(watches.map((reader) => reader.read()));
  reads = 0;
  clock.advance(200);
  equal(reads, 1);
  kv.close();
  equal(clock.pending, 0);
});

test("a watch sees what another process commits", async () => {
  await withFile(async (path) => {
    using kv = wrapDenoKv(await Deno.openKv(path), { pollInterval: 20 });
    const reader = kv.watch<[string]>([["from"]]).getReader();
    equal((await reader.read()).value?.[0].value, null);
    const [{ value }] = await Promise.all([reader.read(), start("set", path)]);
    equal(value?.[0].value, "another process");
    await reader.cancel();
  });
});

test("three processes that commit to one file at once lose and double nothing", async () => {
  await withFile(async (path) => {
    using kv = wrapDenoKv(await Deno.openKv(path));
    await Promise.all(["1", "2", "3"].map(() => start("count", path, "60")));
    const log = await collect(kv.list({ prefix: ["log"] }));
    equal(log.map(({ key }) => key[1]), Array.from({ length: 180 }, (_, i) => i + 1));
    equal((await kv.get<KvU64>(["n"])).value?.value, 180n);
    equal(new Set(log.map(({ value }) => value)).size, 3);
  });
});

async function withFile(run: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(`${folder}/kv.sqlite`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function start(...args: string[]): Promise<void> {
  const { code, err } = await run(new URL("./process.ts", import.meta.url), args);
  assert(code === 0, err);
}
