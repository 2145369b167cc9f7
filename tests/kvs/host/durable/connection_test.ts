import { writeValue } from "../../../../kvs/value/v8/write.ts";
import { assert, equal } from "../../../_support/assert.ts";
import {
  ask,
  fresh,
  isCount,
  openObject,
  restart,
  socketTo,
  stop,
  test,
  until,
  withRuntime,
  withStore,
} from "./runtime.ts";
import { collect } from "../../conformance/case.ts";

withRuntime();

test("a message is delivered by the alarm at its time, again by its schedule, and kept at last", async () => {
  const name = fresh();
  await ask(`${name}/listen`);
  await withStore(name, async (kv) => {
    await kv.enqueue({ name: "soon" }, { delay: 50 });
    await until(kv, ["got", "soon"], isCount(1n));
    await kv.enqueue({ name: "often", failures: 2 }, { backoffSchedule: [5, 5] });
    await until(kv, ["got", "often"], isCount(3n));
    const lost = { name: "lost", failures: 9 };
    await kv.enqueue(lost, { backoffSchedule: [5], keysIfUndelivered: [["lost", 1], ["lost", 2]] });
    await until(kv, ["lost", 2], (value) => value !== null);
    equal((await kv.getMany([["lost", 1], ["lost", 2]])).map(({ value }) => value), [lost, lost]);
    assert(isCount(2n)((await kv.get(["got", "lost"])).value));
  });
  equal(JSON.parse(await (await ask(`${name}/rows`)).text())[1], 0);
});

test("a message whose handler ends the isolate counts as failed, and is not lost with it", async () => {
  const name = fresh();
  await ask(`${name}/listen`);
  await withStore(name, async (kv) => {
    await kv.enqueue({ name: "twice", crashes: 1 }, { delay: 30, backoffSchedule: [10] });
    await until(kv, ["got", "twice"], isCount(2n));
    const poison = { name: "poison", crashes: 99 };
    await kv.enqueue(poison, {
      delay: 30,
      backoffSchedule: [],
      keysIfUndelivered: [["poison"]],
    });
    await until(kv, ["poison"], (value) => value !== null);
    equal((await kv.get(["poison"])).value, poison);
  });
});

test("a message with a delay outlives the runtime", async () => {
  const name = fresh();
  await ask(`${name}/listen`);
  await withStore(name, async (kv) => void await kv.enqueue({ name: "late" }, { delay: 300 }));
  await stop();
  restart();
  await withStore(name, (kv) => until(kv, ["got", "late"], isCount(1n)));
});

test("listeners of several isolates get each message once, also when a connection is lost", async () => {
  const name = fresh(), got: number[] = [], all = Promise.withResolvers<void>();
  using one = openObject(name);
  using two = openObject(name);
  const listening = [one, two].map((kv) =>
    kv.listenQueue((message) => {
      if (got.push(message as number) === 60) all.resolve();
    })
  );
  for (let i = 0; i < 60; i++) await one.enqueue(i, { backoffSchedule: [1, 1, 1] });
  await all.promise;
  equal(got.toSorted((a, b) => a - b), Array.from({ length: 60 }, (_, i) => i));
  one.close();
  two.close();
  await Promise.all(listening);
});

test("a message in hand when the object ends is delivered again", async () => {
  const name = fresh();
  using kv = openObject(name);
  const first = Promise.withResolvers<void>(), second = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  let attempts = 0;
  const listening = kv.listenQueue(() => {
    attempts++;
    if (attempts === 2) return second.resolve();
    first.resolve();
    return gate.promise;
  });
  await kv.enqueue("once more", { backoffSchedule: [1] });
  await first.promise;
  await ask(`${name}/crash`).catch(() => {});
  await second.promise;
  gate.resolve();
  kv.close();
  await listening;
  equal(attempts, 2);
});

test("a watch and a listener outlive hibernation", async () => {
  const name = fresh();
  using kv = openObject(name);
  const got = Promise.withResolvers<unknown>();
  const listening = kv.listenQueue((message) => got.resolve(message));
  const reader = kv.watch<[unknown]>([["a"]]).getReader();
  equal((await reader.read()).value?.[0].value, null);
  // the object has them when it has answered both on the same connection
  await kv.enqueue("first");
  equal(await got.promise, "first");
  equal(JSON.parse(await (await ask(`${name}/rows`)).text())[2], 1);
  await ask(`${name}/forget`);
  await withStore(name, async (other) => void await other.set(["a"], 1));
  equal((await reader.read()).value?.[0].value, 1);
  await reader.cancel();
  kv.close();
  await listening;
});

test("a watch goes on over a crash of the object, and misses nothing that stays", async () => {
  const name = fresh();
  using kv = openObject(name);
  const reader = kv.watch<[unknown]>([["a"]]).getReader();
  equal((await reader.read()).value?.[0].value, null);
  await ask(`${name}/crash`).catch(() => {});
  await withStore(name, async (other) => void await other.set(["a"], 1));
  equal((await reader.read()).value?.[0].value, 1);
  await reader.cancel();
});

test("what is no request of the protocol is refused, and changes nothing", async () => {
  const name = fresh();
  const post = async (body: Uint8Array | undefined): Promise<number> => {
    const response = await ask(`${name}/`, { method: "POST", body });
    await response.arrayBuffer();
    return response.status;
  };
  const key = new Uint8Array([2, 97, 0]), value = { kind: "bytes", value: new Uint8Array(1) };
  const set = { type: "set", key, value };
  const commit = { op: "commit", checks: [], mutations: [set], messages: [] };
  const bad: unknown[] = [
    null,
    {},
    { op: "drop" },
    { op: "get", keys: new Array(11).fill(key) },
    { op: "get", keys: ["a"] },
    { op: "list", start: key, end: key, limit: 1001, reverse: false },
    { op: "list", start: key, end: key, limit: NaN, reverse: false },
    { ...commit, checks: [{ key, versionstamp: 1 }] },
    { ...commit, mutations: new Array(1001).fill(set) },
    { ...commit, mutations: [set, { ...set, key: new Uint8Array() }] },
    { ...commit, mutations: [set, { ...set, key: new Uint8Array(2049) }] },
    { ...commit, mutations: [set, { ...set, value: { kind: "u64", value: 2n ** 64n } }] },
    { ...commit, mutations: [set, { ...set, value: { ...value, value: new Uint8Array(65_537) } }] },
    { ...commit, mutations: [set, { ...set, expireIn: -1 }] },
    {
      ...commit,
      messages: [{ payload: key, delay: 0, undelivered: [], backoff: [1, 1, 1, 1, 1, 1] }],
    },
  ];
  for (const [i, request] of bad.entries()) {
    equal(await post(new Uint8Array(writeValue(request))), 400, `request ${i}`);
  }
  equal(await post(new Uint8Array([1, 2, 3])), 400);
  equal(await post(undefined), 400);
  equal(await post(new Uint8Array(2 ** 21 + 1)), 413);
  equal((await ask(`${name}/`)).status, 405);
  await withStore(name, async (kv) => equal(await collect(kv.list({ prefix: [] })), []));
});

test("what is no frame of the protocol ends the connection", async () => {
  const name = fresh();
  const frames = [new Uint8Array([1]), writeValue({ type: "watch", keys: [1] }), writeValue(1)];
  for (const frame of frames) {
    const socket = await socketTo(name);
    const ended = new Promise<unknown>((resolve) =>
      socket.addEventListener("close", (event) => resolve(Reflect.get(event, "code")))
    );
    socket.send(new Uint8Array(frame));
    equal(await ended, 1008);
  }
});
