/**
 * What holds of every bus over a broker, tried on a real one.
 *
 * @module
 */
import type { BusSettings, RemoteBus } from "../../../n2o/bus/bus.ts";
import { isLost, isSent, type Lost, type Sent } from "../../../n2o/bus/news.ts";
import { atom, tuple } from "../../../n2o/bert/bert.ts";
import type { Key } from "../../../n2o/term/plain.ts";
import { N2oError } from "../../../n2o/error.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { notebook } from "../../_support/server/wire.ts";

/** A broker that runs. */
export interface BrokerServer extends AsyncDisposable {
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** How a broker is tried. */
export interface Tried<S extends BrokerServer> {
  readonly name: string;
  readonly ignore: boolean;
  /** A server of the test's own. */
  start(): Promise<S>;
  /** A bus on it. */
  bus(server: S, settings: BusSettings): Promise<RemoteBus>;
  /** Puts bytes on a channel, as anybody could who reaches the broker. */
  put(server: S, channel: string, ...all: readonly Uint8Array[]): Promise<void>;
  /** Hears what comes on a channel, the next so many. */
  overhear(server: S, channel: string): Promise<{ next(): Promise<Uint8Array>; close(): void }>;
  /** How many subscriptions of a channel the broker holds, if it tells. */
  count?(server: S, channel: string): Promise<number>;
}

/** A receiver that a test reads. */
export interface Heard {
  receive(news: Sent | Lost): void;
  /** What was not read yet. */
  readonly held: (Sent | Lost)[];
  /** The next news. */
  next(): Promise<Sent | Lost>;
  /** What was said up to this text, "lost" for losses. */
  until(text: string): Promise<unknown[]>;
}

/** A receiver that a test reads, one after the other. */
export function heard(): Heard {
  const held: (Sent | Lost)[] = [];
  let waiting: ((news: Sent | Lost) => void) | undefined;
  return {
    receive: (news: Sent | Lost) => {
      if (waiting === undefined) return void held.push(news);
      waiting(news);
      waiting = undefined;
    },
    held,
    next: () =>
      new Promise<Sent | Lost>((resolve) => {
        const first = held.shift();
        if (first === undefined) waiting = resolve;
        else resolve(first);
      }),
    async until(text: string): Promise<unknown[]> {
      const all: unknown[] = [];
      for (;;) {
        const news = await this.next();
        all.push(isSent(news) ? news.message : "lost");
        if (all.at(-1) === text) return all;
      }
    },
  };
}

const SECRET = "a secret that all nodes have";

/** The tests of a broker. */
export function tryBroker<S extends BrokerServer>(tried: Tried<S>): void {
  const { name, ignore } = tried;
  const test = (what: string, fn: (server: S) => Promise<void>) =>
    Deno.test({
      name: `${name}: ${what}`,
      ignore,
      fn: async () => {
        await using server = await tried.start();
        await fn(server);
      },
    });
  const open = (server: S, settings: Partial<BusSettings> = {}) =>
    tried.bus(server, { application: "shop", log: () => {}, ...settings });

  test("a message crosses to every receiver of its topic on every node, as a copy, in the order of its sender", async (server) => {
    const one = await open(server), two = await open(server), ear = heard(), own = heard();
    await Promise.all([two.reg(["room", 1], ear.receive), one.reg(["room", 1], own.receive)]);
    await two.reg("other", ear.receive);
    const values = [{ a: [1, "b", null] }, "init", 7, atom("ok"), tuple(atom("x"), 1), "end"];
    for (const value of values) one.send(["room", 1], value);
    for (const each of [ear, own]) {
      for (const value of values) {
        const news = await each.next();
        equal(isSent(news) && [news.topic, news.message, news.from], [
          ["room", 1],
          value,
          one.node,
        ]);
        assert(
          typeof value !== "object" || isSent(news) && news.message !== value ||
            value === atom("ok"),
        );
      }
    }
    equal([await one.send(["room", 1], "x"), await two.send("none", "x")], [1, 0]);
    await Promise.all([one.close(), two.close()]);
  });

  test("hundreds of receivers of a topic are one subscription, which ends with the last of them", async (server) => {
    const bus = await open(server), ears = Array.from({ length: 300 }, heard);
    await Promise.all(ears.map(({ receive }) => bus.reg("room", receive)));
    const other = await open(server), ear = heard();
    const channel = await channelOf("room");
    if (tried.count) equal(await tried.count(server, channel), 1);
    other.send("room", "hi");
    for (const each of ears) equal(await each.until("hi"), ["hi"]);
    for (const { receive } of ears.slice(1)) bus.unreg("room", receive);
    other.send("room", "ho");
    equal(await ears[0]?.until("ho"), ["ho"]);
    bus.unreg("room", ears[0]?.receive ?? ear.receive);
    await bus.reg("end", ear.receive);
    await other.send("room", "gone");
    await other.send("end", "end");
    await ear.until("end");
    if (tried.count) equal(await tried.count(server, channel), 0);
    equal(ears.flatMap(({ held }) => held), []);
    await Promise.all([bus.close(), other.close()]);
  });

  test("what is none of ours is dropped, with one line in the log, and what is ours goes on", async (server) => {
    const book = notebook(), bus = await open(server, { log: book.log, secret: SECRET });
    const stranger = await open(server, { secret: "a secret that nobody else has" });
    const unsealed = await open(server),
      elsewhere = await open(server, { application: "desk", secret: SECRET });
    const ear = heard();
    await bus.reg("room", ear.receive);
    const channel = await channelOf("room");
    for (const each of [stranger, unsealed, elsewhere]) await each.send("room", "delete-account");
    const genuine = await captured(tried, server, channel, () => bus.send("room", "one"));
    const other = await captured(tried, server, await channelOf("2"), () => bus.send("2", "x"));
    const bent = (at: number, by = 1) =>
      genuine.map((each, index) => index === at ? each ^ by : each);
    const version = bent(3), cut = genuine.subarray(0, genuine.length - 1);
    await tried.put(
      server,
      channel,
      new Uint8Array(0),
      new Uint8Array([131, 106]),
      version,
      cut,
      other,
    );
    await tried.put(server, channel, ...genuine.keys().map((at) => bent(at)));
    await tried.put(server, channel, new Uint8Array(300_000), new TextEncoder().encode("init"));
    await bus.send("room", "end");
    equal(await ear.until("end"), ["one", "end"]);
    equal(book.take(), ["a message on a channel of the bus was dropped"]);
    assert(!JSON.stringify(book.entries).includes("secret that"));
    await Promise.all([bus, stranger, unsealed, elsewhere].map((each) => each.close()));
  });

  test("of several secrets the first seals and all open", async (server) => {
    const next = "the secret of next month", old = await open(server, { secret: SECRET });
    const between = await open(server, { secret: [SECRET, next] });
    const fresh = await open(server, { secret: [next, SECRET] }), ear = heard();
    for (const each of [between, fresh]) await each.reg("room", ear.receive);
    await old.send("room", "a");
    await between.send("room", "b");
    await fresh.send("room", "c");
    const all = [];
    while (all.length < 6) {
      const news = await ear.next();
      all.push(isSent(news) && news.message);
    }
    equal(all.toSorted(), ["a", "a", "b", "b", "c", "c"]);
    await Promise.all([old, between, fresh].map((each) => each.close()));
  });

  test("what cannot be sent is an error at the sender, and nothing is sent", async (server) => {
    const bus = await open(server, { size: 1_000 }), ear = heard();
    await bus.reg("room", ear.receive);
    throws(() => bus.send("room", () => {}), N2oError, "value");
    throws(() => bus.send("room", undefined), N2oError, "value");
    throws(() => bus.send("room", "x".repeat(1_001)), N2oError, "full");
    await bus.send("room", "x".repeat(900));
    const news = await ear.next();
    equal(isSent(news) && news.message, "x".repeat(900));
    await bus.close();
  });

  test("killed and started again under traffic: nothing comes twice or out of order, and whoever missed something is told", async (server) => {
    const book = notebook(), one = await open(server, { log: book.log }), two = await open(server);
    const ear = heard(), topics: Key[] = ["a", ["b", 1]];
    for (const topic of topics) await two.reg(topic, ear.receive);
    let sent = 0, stop = false;
    const talk = (async () => {
      while (!stop) {
        for (const topic of topics) await one.send(topic, sent);
        sent++;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const log: (Sent | Lost)[] = [];
    for (let round = 0; round < 2; round++) {
      for (let each = 0; each < 20; each++) log.push(await ear.next());
      await server.kill();
      await two.reg("late", ear.receive); // resolves, although it cannot hold yet
      two.unreg("late", ear.receive);
      await server.start();
      const told = new Set<string>();
      while (told.size < topics.length) {
        const news = await ear.next();
        log.push(news);
        if (isLost(news)) told.add(JSON.stringify(news.topic));
      }
      for (let each = 0; each < 20; each++) log.push(await ear.next());
    }
    stop = true;
    await talk;
    for (const topic of topics) {
      const of = log.filter((news) => JSON.stringify(news.topic) === JSON.stringify(topic));
      let last = -1, mayMiss = false;
      for (const [at, news] of of.entries()) {
        if (isLost(news)) {
          mayMiss = true;
          continue;
        }
        const number = Number(news.message);
        assert(number > last, `${number} after ${last}`);
        // A gap is told: before what comes after it, or behind.
        if (number > last + 1) mayMiss ||= of.slice(at).some(isLost);
        assert(number === last + 1 || mayMiss, `${number} after ${last} and nobody said so`);
        last = number;
      }
    }
    assert(book.take().length <= 2, "the log is flooded");
    await Promise.all([one.close(), two.close()]);
  });

  test("a node that could not send tells the others when it can again", async (server) => {
    const one = await open(server), two = await open(server), ear = heard();
    await two.reg("room", ear.receive);
    equal([one.isConnected, two.isConnected], [true, true]);
    await server.kill();
    const sent = await one.send("room", "into the void");
    equal(sent, 0);
    while (one.isConnected) await new Promise((noticed) => setTimeout(noticed, 1));
    await server.start();
    const news = await ear.next();
    equal([isLost(news), news.topic], [true, "room"]);
    await Promise.all([one.close(), two.close()]);
  });
}

/** The channel of a topic of the application `shop`. */
export async function channelOf(topic: Key): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(topic));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  return `shop.bus.${hash.slice(0, 32)}`;
}

/** The bytes that sending puts on a channel. */
async function captured<S extends BrokerServer>(
  tried: Tried<S>,
  server: S,
  channel: string,
  send: () => number | Promise<number>,
): Promise<Uint8Array> {
  const ear = await tried.overhear(server, channel);
  await send();
  const bytes = await ear.next();
  ear.close();
  return bytes;
}
