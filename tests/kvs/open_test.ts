import { pathToFileURL } from "node:url";
import { KvsError } from "../../kvs/error.ts";
import { memoryKv } from "../../kvs/host/memory/memory.ts";
import { openKv } from "../../kvs/open.ts";
import { assert, equal, rejects } from "../_support/assert.ts";
import { testWith } from "../_support/permission.ts";

const test = testWith("read", "write");

test("a path and its file URL open the same Deno KV", async () => {
  const folder = await Deno.makeTempDir({ prefix: "with space " });
  try {
    {
      using kv = await openKv(`${folder}/kv.sqlite`);
      await kv.set(["a"], 1);
    }
    for (
      const target of [
        pathToFileURL(`${folder}/kv.sqlite`),
        pathToFileURL(`${folder}/kv.sqlite`).href,
      ]
    ) {
      using kv = await openKv(target);
      equal((await kv.get(["a"])).value, 1);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test(":memory: opens a store of its own every time, and an open store is taken as it is", async () => {
  using kv = await openKv(":memory:");
  await kv.set(["a"], 1);
  using other = await openKv(":memory:");
  equal((await other.get(["a"])).value, null);
  assert(await openKv(kv) === kv);
});

Deno.test("a scheme that is handed in is opened by its opener", async () => {
  const kv = memoryKv();
  const seen: string[] = [];
  const opened = await openKv("redis://host:1/2", {
    openers: {
      "redis:": (target) => {
        seen.push(target.href);
        return kv;
      },
    },
  });
  assert(opened === kv);
  equal(seen, ["redis://host:1/2"]);
  kv.close();
});

Deno.test("a target that nothing opens is an error that says what is accepted", async () => {
  for (const target of ["redis://host", "mysql://x", "", ":other:", "constructor:x"]) {
    const { message } = await rejects(() => openKv(target), KvsError, "config");
    assert(message.includes(JSON.stringify(target)) && message.includes(":memory:"), message);
  }
});

test("the folder of a store is made if only that is missing", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (let n = 0; n < 2; n++) {
      using kv = await openKv(`${folder}/data/kv.sqlite`);
      await kv.atomic().sum(["opened"], 1n).commit();
      equal((await kv.get<{ value: bigint }>(["opened"])).value?.value, BigInt(n + 1));
    }
    await rejects(() => openKv(`${folder}/too/deep/kv.sqlite`), KvsError, "open");
    await rejects(() => openKv(`${folder}/data/kv.sqlite/kv.sqlite`), KvsError, "open");
    await rejects(() => openKv("http://"), KvsError, "open");
    equal(await Deno.stat("http:").catch(({ name }) => name), "NotFound");
    equal((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name), ["data"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a store that does not open is an error that names it and its cause", async () => {
  const error = await rejects(() => openKv("/no/such/folder/kv.sqlite"), KvsError, "open");
  assert(error.message.includes("/no/such/folder/kv.sqlite") && error.cause instanceof Error);
});

Deno.test("a host without Deno KV says what to do", async () => {
  const { openKv: native } = Deno;
  const descriptor = Object.getOwnPropertyDescriptor(Deno, "openKv");
  Object.defineProperty(Deno, "openKv", { configurable: true, value: undefined });
  try {
    const { message } = await rejects(() => openKv(), KvsError, "host");
    assert(message.includes('"unstable": ["kv"]'));
  } finally {
    Object.defineProperty(Deno, "openKv", descriptor ?? { value: native });
  }
});
