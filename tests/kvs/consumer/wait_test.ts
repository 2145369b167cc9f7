import { assert, equal, rejects } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { onStores } from "../../_support/store/stores.ts";
import { append, appendMany, KvsError, memoryKv } from "../../../kvs/mod.ts";
import { type Claimed, consumer } from "../../../kvs/consumer/mod.ts";

const FEED = "/jobs";
const ids = (claimed: readonly Claimed[]) => claimed.map(({ id }) => id);

onStores("who waits is woken by an append, and each entry wakes one", async (kv) => {
  const workers = await Promise.all(Array.from({ length: 4 }, () => consumer(kv, FEED, "g")));
  const waiting = workers.map((worker) => worker.claim(1, { wait: Infinity }));
  await append(kv, { id: 1 }, FEED);
  await Promise.race(waiting);
  await appendMany(kv, [{ id: 2 }, { id: 3 }, { id: 4 }], FEED);
  equal((await Promise.all(waiting)).flatMap(ids).sort(), [1, 2, 3, 4]);
});

onStores("who waits is woken by what is given back, and by a lease that runs out", async (kv) => {
  const clock = virtualClock();
  await appendMany(kv, [{ id: 1 }, { id: 2 }], FEED);
  const ann = await consumer(kv, FEED, "g", { lease: 1_000, clock });
  const bob = await consumer(kv, FEED, "g", { lease: 1_000, clock });
  const [first] = await ann.claim(2);
  assert(first);
  const back = bob.claim(1, { wait: Infinity });
  await ann.giveBack(first);
  equal(ids(await back), [1]);
  const out = bob.claim(1, { wait: Infinity });
  // Its timer is set once the store has answered.
  let over: unknown = false;
  void out.then(() => over = true);
  while (!over) await clock.advanceAsync(100);
  equal(ids(await out), [2]);
});

onStores("a wait ends with its time or its signal, without an entry", async (kv) => {
  const clock = virtualClock(), ann = await consumer(kv, FEED, "g", { clock });
  const waiting = ann.claim(1, { wait: 20_000 });
  let over: unknown = false;
  void waiting.then(() => over = true);
  while (!over) await clock.advanceAsync(1_000);
  equal(await waiting, []);
  assert(clock.now() >= virtualClock().now() + 20_000);
  const stop = new AbortController(),
    stopped = ann.claim(1, { wait: Infinity, signal: stop.signal });
  stop.abort();
  equal(await stopped, []);
  await append(kv, { id: 1 }, FEED);
  equal(await ann.claim(1, { signal: stop.signal }), [], "nothing is claimed for who is gone");
  equal(ids(await ann.claim()), [1]);
});

Deno.test("a store that is closed ends the wait", async () => {
  const kv = memoryKv(), ann = await consumer(kv, FEED, "g");
  const waiting = ann.claim(1, { wait: Infinity });
  kv.close();
  await rejects(() => waiting, KvsError);
});

onStores("a loop acknowledges what it has done, and gives back where it is left", async (kv) => {
  await appendMany(kv, [1, 2, 3].map((id) => ({ id })), FEED);
  const ann = await consumer(kv, FEED, "g");
  const seen: unknown[] = [];
  for await (const { id } of ann) {
    seen.push(id);
    if (id === 2) break;
  }
  equal([...seen], [1, 2]);
  equal((await ann.pending()).map(({ id, by }) => [id, by]), [[2, undefined]]);
  const stop = new AbortController();
  for await (const { id, attempt } of ann.entries({ signal: stop.signal })) {
    seen.push([id, attempt]);
    if (id === 3) stop.abort();
  }
  equal(seen, [1, 2, [2, 2], [3, 1]]);
  equal(await ann.pending(), []);
});
