import { equal, rejects } from "../../_support/assert.ts";
import { destroy } from "../../../kvs/admin.ts";
import { KvsError } from "../../../kvs/error.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { openKv } from "../../../kvs/open.ts";
import { append } from "../../../kvs/feed/append.ts";
import { ready, readyNow, recheck, restamped, stamp } from "../../../kvs/rows/format.ts";
import { onStores } from "../../_support/store/stores.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("read", "write");
const FORMAT = ["kvs:format"];

/** A store that another process has open, too. */
function another(kv: Kv): Kv {
  return new Proxy(kv, {
    get(target, name) {
      const found = Reflect.get(target, name);
      return typeof found === "function" ? found.bind(target) : found;
    },
  });
}

async function commits(kv: Kv, key: string): Promise<boolean> {
  const atomic = kv.atomic();
  stamp(atomic, await ready(kv));
  return (await atomic.set([key], 1).commit()).ok;
}

onStores(
  "the first write stamps a store, in its own commit, and later ones know the stamp without a read",
  async (kv) => {
    equal([readyNow(kv), await ready(kv)], [undefined, { key: FORMAT, versionstamp: null }]);
    equal((await kv.get(FORMAT)).value, null, "who only looks writes nothing");
    equal(await commits(kv, "a"), true);
    const stored = await kv.get(FORMAT), check = { key: FORMAT, versionstamp: stored.versionstamp };
    equal([stored.value, (await kv.get(["a"])).versionstamp], [2, stored.versionstamp]);
    equal([await ready(kv), readyNow(kv)], [check, check]);
    equal(await ready(another(kv)), check, "who opens it later finds the stamp");
  },
);

onStores(
  "of many that stamp a store at once one does, and the others go on with it",
  async (kv) => {
    const all = Array.from({ length: 8 }, () => another(kv));
    const checks = await Promise.all(all.map((each) => ready(each)));
    const done = [];
    for (const [i, check] of checks.entries()) {
      const atomic = kv.atomic();
      stamp(atomic, check);
      done.push((await atomic.set([i], i).commit()).ok);
    }
    equal(done, [true, ...Array(7).fill(false)]);
    for (const [i, each] of all.entries()) equal(await commits(each, `${i}`), true);
  },
);

onStores("a store of a later layout is neither stamped nor written", async (kv) => {
  await kv.set(FORMAT, 3);
  const before = await Array.fromAsync(kv.list({ prefix: [] }));
  const { message } = await rejects(() => ready(kv), KvsError, "layout");
  equal(message.includes("layout 3"), true, message);
  await rejects(() => commits(kv, "a"), KvsError, "layout");
  equal([readyNow(kv), await Array.fromAsync(kv.list({ prefix: [] }))], [undefined, before]);
});

onStores("a writer whose store a later process has moved meanwhile is refused", async (kv) => {
  equal(await commits(kv, "a"), true);
  const known = await ready(kv);
  await another(kv).set(FORMAT, "3.1");
  equal([readyNow(kv), await commits(kv, "b")], [known, false]);
  await rejects(() => recheck(kv), KvsError, "layout");
  equal((await kv.get(["b"])).value, null);
});

onStores("a store that was emptied is stamped anew", async (kv) => {
  const other = another(kv);
  equal(await commits(kv, "first"), true);
  const first = await ready(kv);
  equal(await ready(other), first);
  await destroy(kv);
  equal([(await kv.get(FORMAT)).value, readyNow(kv)], [null, undefined]);
  equal(await commits(other, "a"), false, "it has not heard of it");
  await recheck(other);
  equal([readyNow(other), await commits(other, "a")], [undefined, true]);
  const second = await ready(kv);
  equal([(await kv.get(FORMAT)).value, await ready(other)], [2, second]);
  equal(second.versionstamp === first.versionstamp, false);
});

onStores("a look that fails is made again by the next who asks", async (kv) => {
  let fail = true;
  const failing = new Proxy(kv, {
    get: (target, name) => () => {
      if (fail && name === "list") throw new TypeError("not now");
      return name === "list"
        ? target.list({ start: FORMAT, end: [...FORMAT, 0] })
        : target.atomic();
    },
  });
  await rejects(() => ready(failing), TypeError);
  fail = false;
  equal((await ready(failing)).key, FORMAT);
});

test("opening a file of a later layout is refused, and the file is left to others", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/kv.sqlite3`;
    {
      using kv = await openKv(path);
      await kv.set(FORMAT, 3);
    }
    const { message } = await rejects(() => openKv(path), KvsError, "layout");
    equal(message.includes("layout 3"), true, message);
    using native = await Deno.openKv(path);
    await native.set(FORMAT, 2);
    using kv = await openKv(path);
    equal((await kv.get(FORMAT)).value, 2);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a store of a later layout that an opener has opened is refused and closed", async () => {
  const kv = memoryKv();
  await kv.set(FORMAT, 3);
  await rejects(
    () => openKv("redis://host", { openers: { "redis:": () => kv } }),
    KvsError,
    "layout",
  );
  await rejects(() => kv.get(["a"]), Deno.errors.BadResource);
});

Deno.test("who asks whether a store was stamped anew is told so, also while another looks again", async () => {
  for (let steps = 0; steps < 20; steps++) {
    using kv = memoryKv();
    const none = await ready(kv);
    await append(kv, { id: 1 }, "/f");
    const later = (async () => {
      for (let i = 0; i < steps; i++) await undefined;
      return await restamped(kv, none);
    })();
    equal(await Promise.all([restamped(kv, none), later]), [true, true], `after ${steps} steps`);
  }
});
