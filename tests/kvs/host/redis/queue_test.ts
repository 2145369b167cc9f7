import { silentLog } from "../../../../base/mod.ts";
import type { Kv } from "../../../../kvs/kv.ts";
import { SCRIPTS } from "../../../../kvs/host/redis/script.ts";
import { assert, equal } from "../../../_support/assert.ts";
import { start } from "../../../_support/process.ts";
import { redisAbsent, type RedisServer, sharedRedis } from "../../../_support/store/redis.ts";
import { startProxy } from "./proxy.ts";
import { type VirtualClock, virtualClock } from "../../../_support/clock.ts";

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

/** What a listener got, and a way to wait for it. */
class Inbox {
  readonly got: unknown[] = [];
  #wake = () => {};

  put(message: unknown): void {
    this.got.push(message);
    this.#wake();
  }

  async until(n: number): Promise<unknown[]> {
    while (this.got.length < n) await new Promise<void>((resolve) => this.#wake = resolve);
    return this.got;
  }
}

/** Until what is checked holds: for what another connection does. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!await holds());
}

const never = () => new Promise<void>(() => {});

test("messages are delivered at their time", async (server) => {
  const clock = virtualClock(), kv = await server.open({ clock }), inbox = new Inbox();
  const listening = kv.listenQueue((message) => inbox.put(message));
  await kv.enqueue("third", { delay: 100_000 });
  await kv.enqueue("second", { delay: 1000 });
  await kv.enqueue("first");
  equal(await inbox.until(1), ["first"]);
  clock.advance(999);
  await kv.enqueue("between");
  equal(await inbox.until(2), ["first", "between"]);
  clock.advance(1);
  await kv.enqueue("now");
  equal(await inbox.until(4), ["first", "between", "second", "now"]);
  clock.advance(100_000);
  equal((await inbox.until(5)).at(-1), "third");
  kv.close();
  await listening;
});

test("a message that fails is delivered again by its schedule, and at last kept under its keys", async (server) => {
  const clock = virtualClock(), errors: unknown[] = [], inbox = new Inbox();
  const kv = await server.open({
    clock,
    log: (_level, _message, details) => errors.push(details?.error),
  });
  const listening = kv.listenQueue((message) => {
    inbox.put(message);
    throw new Error("no");
  });
  const keysIfUndelivered = [["lost", 1], ["lost", 2], ["lost", 1]];
  const watch = kv.watch<unknown[]>([["lost", 1]]).getReader();
  await watch.read();
  await kv.enqueue({ id: 1 }, { backoffSchedule: [10, 20], keysIfUndelivered });
  await inbox.until(1);
  for (const [wait, expected] of [[10, 2], [20, 3]] as const) {
    // the failure is told to Redis after the handler has thrown
    while (inbox.got.length < expected) {
      clock.advance(wait);
      await kv.get(["round trip"]);
    }
  }
  equal((await watch.read()).value?.[0]?.value, { id: 1 });
  await watch.cancel();
  const entries = await kv.getMany<unknown[]>([["lost", 1], ["lost", 2]]);
  equal(entries.map(({ value }) => value), [{ id: 1 }, { id: 1 }]);
  equal(entries[0]?.versionstamp, entries[1]?.versionstamp);
  equal(errors.length, 3);
  kv.close();
  await listening;
});

test("300 messages go to three consumers, each to one of them", async (server) => {
  const prefix = "shared", inbox = new Inbox();
  const consumers = await Promise.all(Array.from({ length: 3 }, () => server.open({ prefix })));
  const listening = consumers.map((kv) => kv.listenQueue((message) => inbox.put(message)));
  const [first] = consumers;
  await Promise.all(Array.from({ length: 300 }, (_, i) => first?.enqueue(i)));
  equal(new Set(await inbox.until(300)).size, 300);
  for (const kv of consumers) kv.close();
  await Promise.all(listening);
  equal(inbox.got.length, 300);
});

test("the message of a process that is killed goes to another", async (server) => {
  const prefix = "killed", inbox = new Inbox();
  using kv = await server.open({ prefix, lease: 200 });
  const script = new URL("./consumer.ts", import.meta.url);
  await using child = start(script, [server.socket, prefix, "200"]);
  await kv.enqueue("work");
  equal(await child.line(), "work");
  await child.kill();
  const listening = kv.listenQueue((message) => inbox.put(message));
  equal(await inbox.until(1), ["work"]);
  kv.close();
  await listening;
});

test("a claim lasts while its handler runs, and what runs past it cannot fail another's", async (server) => {
  const prefix = "claims", alive = virtualClock(), dead = virtualClock();
  const later = virtualClock();
  const attempts = new Inbox(), gate = Promise.withResolvers<void>();
  const options = { prefix, lease: 900, log: silentLog };
  const open = async (
    clock: VirtualClock,
    handler: () => Promise<void>,
  ): Promise<[Kv, Promise<void>]> => {
    const kv = await server.open({ ...options, clock });
    return [kv, kv.listenQueue((message) => (attempts.put(message), handler()))];
  };
  const admin = server.admin();
  const held = async () =>
    Number((await admin.zrange("{claims}:queue", "0", "0", "WITHSCORES"))[1]);

  const [a, listeningA] = await open(alive, never);
  await a.enqueue("long", { backoffSchedule: [0] });
  await attempts.until(1);
  for (let i = 1; i <= 10; i++) {
    alive.advance(300);
    await until(async () => await held() === alive.now() + 900);
  }
  a.close();
  alive.advance(900);
  await admin.del("{claims}:queue", "{claims}:messages", "{claims}:claims");

  // the clock of this one stands still, so that it never prolongs its claim
  const [b, listeningB] = await open(dead, () => gate.promise);
  await b.enqueue("short", { backoffSchedule: [0] });
  await attempts.until(2);
  later.advance(900);
  const [c, listeningC] = await open(later, never);
  await attempts.until(3);
  gate.reject(new Error("too late"));
  b.close();
  await listeningB;
  equal(await held(), later.now() + 900);
  equal(await admin.hlen("{claims}:claims"), 1);
  admin.disconnect();
  c.close();
  later.advance(900);
  void [listeningA, listeningC]; // their handlers never end
});

test("messages claimed in an answer that is lost are not lost", async (server) => {
  using proxy = startProxy(server.socket);
  const inbox = new Inbox();
  const kv = await server.open({ url: proxy.socket });
  for (let i = 0; i < 30; i++) await kv.enqueue(i, { backoffSchedule: [] });
  proxy.lose(SCRIPTS.claim.sha, 2);
  const listening = kv.listenQueue((message) => inbox.put(message));
  equal(await inbox.until(30), Array.from({ length: 30 }, (_, i) => i));
  kv.close();
  await listening;
  assert(inbox.got.length === 30);
});

test("a handler that runs when the store is closed may finish, and its message is gone", async (server) => {
  const prefix = "closing", started = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const kv = await server.open({ prefix });
  const listening = kv.listenQueue(() => {
    started.resolve();
    return gate.promise;
  });
  await kv.enqueue(1);
  await started.promise;
  kv.close();
  gate.resolve();
  await listening;
  const admin = server.admin();
  await until(async () => await admin.hlen("{closing}:messages") === 0);
  equal(await admin.zcard("{closing}:queue"), 0);
  admin.disconnect();
});
