import "../../../_support/permission.ts"; // before what reads variables as it is imported
import type { Kv } from "../../../../kvs/kv.ts";
import { KvsError } from "../../../../kvs/error.ts";
import { openKv } from "../../../../kvs/open.ts";
import { redisKv } from "../../../../kvs/host/redis/redis.ts";
import { SCRIPTS } from "../../../../kvs/host/redis/script.ts";
import type { KvU64 } from "../../../../kvs/store/kvu64.ts";
import { assert, equal, rejects } from "../../../_support/assert.ts";
import { collect } from "../../conformance/case.ts";
import { redisAbsent, type RedisServer, sharedRedis } from "../../../_support/store/redis.ts";
import { startProxy } from "./proxy.ts";
import { virtualClock } from "../../../_support/clock.ts";

const redis = sharedRedis();

function test(name: string, run: (server: RedisServer) => Promise<void>): void {
  Deno.test({
    name,
    ignore: redisAbsent,
    fn: async () => {
      if (redis) await run(redis());
    },
  });
}

const count = async (kv: Kv) => (await kv.get<KvU64>(["n"])).value?.value;

test("stores of one prefix are one store, and of different prefixes share nothing", async (server) => {
  using a = await server.open({ prefix: "one" });
  using b = await openKv(`redis:///?prefix=one`, {
    openers: { "redis:": () => server.open({ prefix: "one" }) },
  });
  using other = await server.open({ prefix: "another" });
  const first = await a.set(["a"], 1), second = await b.set(["b"], 2);
  assert(second.versionstamp > first.versionstamp);
  equal((await collect(a.list({ prefix: [] }))).map(({ value }) => value), [1, 2]);
  equal(await collect(other.list({ prefix: [] })), []);
});

test("a store of a later layout is not opened, by any process", async (server) => {
  using kv = await server.open({ prefix: "later" });
  await kv.set(["kvs:format"], 3);
  const openers = { "redis:": () => server.open({ prefix: "later" }) };
  await rejects(() => openKv("redis:///?prefix=later", { openers }), KvsError, "layout");
  await kv.set(["kvs:format"], 2);
  using again = await openKv("redis:///?prefix=later", { openers });
  equal((await again.get(["kvs:format"])).value, 2);
});

test("every key in Redis begins with the prefix in braces, so that one shard of a cluster has them all", async (server) => {
  using kv = await server.open({ prefix: "braced" });
  await kv.atomic().set(["a"], 1, { expireIn: 60_000 }).enqueue(1).commit();
  const admin = server.admin();
  const keys = await admin.keys("*braced*");
  admin.disconnect();
  equal(
    keys.map((key) => key.replace(/client:.*/, "client")).sort(),
    ["client", "deadlines", "entries", "keys", "messages", "queue", "version"].map((name) =>
      `{braced}:${name}`
    ),
  );
});

test("versionstamps increase though the clock goes back, and keep to the clock though the store is lost", async (server) => {
  const clock = virtualClock();
  using kv = await server.open({ clock, prefix: "stamps" });
  const stamps: string[] = [];
  for (const ms of [0, 1, 0, 5000, -4000, 0]) {
    clock.advance(ms);
    stamps.push((await kv.set(["a"], 1)).versionstamp);
  }
  equal(stamps, [...stamps].sort());
  equal(new Set(stamps).size, stamps.length);
  const admin = server.admin();
  await admin.del("{stamps}:version");
  admin.disconnect();
  clock.advance(10_000);
  assert((await kv.set(["a"], 1)).versionstamp > (stamps.at(-1) ?? ""));
});

test("a commit whose answer is lost is sent again and applied once", async (server) => {
  using proxy = startProxy(server.socket);
  using kv = await server.open({ url: proxy.socket });
  for (let i = 1; i <= 20; i++) {
    proxy.lose(SCRIPTS.commit.sha, 1 + i % 3);
    // a second application would fail the check, and count twice
    const result = await kv.atomic().check({ key: ["id", i], versionstamp: null })
      .set(["id", i], i).sum(["n"], 1n).set(["log", kv.commitVersionstamp()], i).commit();
    assert(result.ok);
    equal((await kv.get(["id", i])).versionstamp, result.versionstamp);
  }
  equal(await count(kv), 20n);
  equal((await collect(kv.list({ prefix: ["log"] }))).length, 20);
});

test("a failed check is told as such though its first answer is lost", async (server) => {
  using proxy = startProxy(server.socket);
  using kv = await server.open({ url: proxy.socket });
  await kv.set(["a"], 1);
  proxy.lose(SCRIPTS.commit.sha, 1);
  equal(await kv.atomic().check({ key: ["a"], versionstamp: null }).set(["a"], 2).commit(), {
    ok: false,
  });
  equal((await kv.get(["a"])).value, 1);
});

test("a copy of a commit that arrives after it was answered changes nothing", async (server) => {
  using kv = await server.open({ prefix: "late" });
  const admin = server.admin();
  const monitor = await admin.monitor(); // on a connection of its own
  const seen = Promise.withResolvers<string[]>();
  monitor.on("monitor", (_time: string, args: string[]) => {
    if (args[1] === SCRIPTS.commit.sha) seen.resolve(args);
  });
  await kv.atomic().sum(["n"], 1n).commit();
  const [command = "", ...args] = await seen.promise;
  monitor.disconnect();
  const bytes = args.map((arg) =>
    arg.replace(/\\x([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
  );
  const again = () =>
    admin.call(command, bytes.map((text) => globalThis.Buffer.from(text, "latin1")));
  assert(String(await again()).startsWith("V"), "remembered");
  // the later ones say that the first was heard, and it is forgotten with many others
  for (let i = 0; i < 65; i++) await kv.set(["other"], i);
  equal(await again(), "S");
  admin.disconnect();
  equal(await count(kv), 1n);
});

test("connections killed at random under load: nothing acknowledged is lost, nothing is applied twice", async (server) => {
  using kv = await server.open();
  const admin = server.admin();
  const EACH = 150, WRITERS = 8;
  let left = WRITERS, kills = 0;
  const write = async (w: number) => {
    for (let i = 0; i < EACH; i++) {
      const last = await kv.get<number>(["last", w]);
      const result = await kv.atomic().check(last).set(["last", w], i)
        .set(["log", w, kv.commitVersionstamp()], `${w}-${i}`).sum(["n"], 1n).commit();
      assert(result.ok, "nobody else writes that key");
    }
    left--;
  };
  const kill = async () => {
    while (left > 0) {
      kills += Number(await admin.call("client", "kill", "skipme", "yes", "type", "normal"));
      await kv.get(["last", 0]);
    }
  };
  await Promise.all([...Array.from({ length: WRITERS }, (_, w) => write(w)), kill()]);
  admin.disconnect();
  assert(kills > 10, `${kills} kills`);
  equal(await count(kv), BigInt(EACH * WRITERS));
  const log = (await collect(kv.list<string>({ prefix: ["log"] }))).map(({ value }) => value);
  equal(log.length, EACH * WRITERS);
  equal(new Set(log).size, log.length);
});

test("a Redis that stays away is an error that says what is known, and back it goes on", async (server) => {
  using proxy = startProxy(server.socket);
  using kv = await server.open({ url: proxy.socket, patience: 1000 });
  await kv.set(["a"], 1);
  proxy.open = false;
  await rejects(() => kv.get(["a"]), KvsError, "unavailable");
  await rejects(() => kv.set(["a"], 2), KvsError, "unavailable");
  proxy.open = true;
  equal((await kv.get(["a"])).value, 1);
  proxy.lose(SCRIPTS.commit.sha, Infinity);
  await rejects(() => kv.set(["a"], 3), KvsError, "unknown");
  proxy.lose("", 0);
  equal((await kv.get(["a"])).value, 3);
});

test("closing the store ends what waits for a Redis that is away", async (server) => {
  using proxy = startProxy(server.socket);
  const kv = await server.open({ url: proxy.socket });
  proxy.open = false;
  const pending = rejects(() => kv.get(["a"]), KvsError, "closed");
  kv.close();
  await pending;
});

test("a watch loses nothing while its connection is away", async (server) => {
  using proxy = startProxy(server.socket);
  const prefix = "watched";
  using kv = await server.open({ url: proxy.socket, prefix });
  using other = await server.open({ prefix });
  const reader = kv.watch<[number]>([["a"]]).getReader();
  equal((await reader.read()).value?.[0].value, null);
  for (let i = 1; i <= 10; i++) {
    proxy.open = false;
    const next = reader.read();
    await other.set(["a"], i);
    proxy.open = true;
    equal((await next).value?.[0].value, i);
  }
  await reader.cancel();
});

test("scripts that Redis has forgotten are sent anew", async (server) => {
  using kv = await server.open();
  await kv.set(["a"], 1);
  const admin = server.admin();
  await admin.script("FLUSH");
  admin.disconnect();
  await Promise.all([kv.set(["a"], 2), kv.get(["a"]), kv.set(["b"], 2)]);
  equal((await kv.get(["a"])).value, 2);
});

test("a full Redis refuses and changes nothing", async (server) => {
  using kv = await server.open();
  await kv.set(["a"], 1);
  const admin = server.admin();
  await admin.config("SET", "maxmemory", "1");
  const error = await rejects(
    () => kv.atomic().set(["a"], 2).set(["b"], 2).commit(),
    KvsError,
    "full",
  );
  assert(error.message.includes("nothing was changed"), error.message);
  await admin.config("SET", "maxmemory", "0");
  admin.disconnect();
  equal((await collect(kv.list({ prefix: [] }))).map(({ value }) => value), [1]);
  assert((await kv.set(["a"], 3)).ok);
});

test("entries that have expired are unseen at once, and removed in small steps by later commits", async (server) => {
  const clock = virtualClock();
  using kv = await server.open({ clock, prefix: "expiring" });
  for (let i = 0; i < 25; i++) await kv.set(["short", i], i, { expireIn: 1000 });
  for (let i = 0; i < 5; i++) await kv.set(["long", i], i, { expireIn: 5000 });
  await kv.set(["short", 0], "kept");
  const admin = server.admin();
  clock.advance(1000);
  equal((await collect(kv.list({ prefix: [] }, { batchSize: 2 }))).length, 6);
  equal((await collect(kv.list({ prefix: [] }, { limit: 4, reverse: true }))).length, 4);
  const left: number[] = [];
  for (let i = 0; i < 4; i++) {
    await kv.delete(["none"]);
    left.push(await admin.hlen("{expiring}:entries"));
  }
  equal(left, [21, 11, 6, 6]); // the first of ten deadlines was of the entry that is kept
  equal(await admin.zcard("{expiring}:keys"), 6);
  equal(await admin.zcard("{expiring}:deadlines"), 5);
  admin.disconnect();
});

test("expiry goes by the server's clock, and a watch is told of it", async (server) => {
  using kv = await server.open();
  await kv.set(["a"], 1, { expireIn: 50 });
  const reader = kv.watch<[number]>([["a"]]).getReader();
  let read = await reader.read();
  if (read.value?.[0].value === 1) read = await reader.read();
  equal(read.value?.[0].value, null);
  await reader.cancel();
});

test("what is no store's entry is an error that names its key", async (server) => {
  using kv = await server.open({ prefix: "corrupt" });
  await kv.set(["a"], 1);
  const admin = server.admin();
  await admin.hset("{corrupt}:entries", globalThis.Buffer.from([2, 97, 0]), "rubbish");
  admin.disconnect();
  await rejects(() => kv.get(["a"]), KvsError, "corrupt");
});

test("what cannot be opened is an error that tells where, and no password", async (server) => {
  for (const url of ["http://host", "redis", ""]) {
    await rejects(() => redisKv(url), KvsError, "config");
  }
  for (const options of [{ prefix: "a{b" }, { cluster: [] }, { cluster: [server.socket] }]) {
    await rejects(() => server.open(options), KvsError, "config");
  }
  const { message, cause } = await rejects(
    () => redisKv("redis://user:secret@127.0.0.1:1/0"),
    KvsError,
    "open",
  );
  assert(message.includes("redis://127.0.0.1:1/0") && !message.includes("secret"), message);
  assert(cause instanceof Error);
});

test("a wrong password is an error that does not show it", async (server) => {
  const admin = server.admin();
  await admin.call("acl", "setuser", "ann", "on", ">right", "~*", "&*", "+@all");
  admin.disconnect();
  const error = await rejects(
    () => redisKv(`redis://ann:secret@localhost/?path=${encodeURIComponent(server.socket)}`),
    KvsError,
    "open",
  );
  assert(error.message.includes("WRONGPASS"), error.message);
  assert(!Deno.inspect(error, { depth: 9 }).includes("secret"));
});
