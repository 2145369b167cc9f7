/**
 * Once over two servers on one store, on the wire; and over a process that is killed.
 *
 * @module
 */
import { onceIn } from "../../../host/claims.ts";
import { storage } from "../../../host/storage.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { claim, type Page, user } from "../../../n2o/mod.ts";
import { N2oError } from "../../../n2o/error.ts";
import { event as wired, wire } from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { testWith } from "../../_support/permission.ts";
import { start } from "../../_support/process.ts";
import { bindings, dial, tokenOf, type Wire } from "../../_support/server/wire.ts";
import { data, hello, pickle, type Scene, scene, secret } from "../page.ts";

/** Servers on one store and one clock that show the same page. */
function servers(page: Page, count = 2, kv = memoryKv()): Scene[] {
  const clock = virtualClock();
  return Array.from({ length: count }, () => ({
    ...scene(page.event, {
      routes: { "/p": page },
      clock,
      secret,
      ledger: onceIn(kv),
      storage: storage(kv, clock),
    }),
    clock,
  }));
}

/** A page with one button, `go`. */
function paged(go: () => unknown, rest: Omit<Page, "event"> = {}): Page {
  return {
    ...rest,
    event(event) {
      if (event === "init") {
        if (user() === "") user("alice"); // what holds nothing is known to one server alone
        wire(wired({ target: "go", postback: "go" }));
      }
      return event === "go" ? go() : undefined;
    },
  };
}

/** Guests of one session and one client, one at each server. */
async function sameAt([one, other]: Scene[]) {
  const first = await one!.greeted("");
  // The login hands out a token of its own.
  const token = tokenOf((await first.settled()).at(-1) ?? first.hello);
  const second = await other!.greeted(token);
  return { first, second, sealed: first.pickles["go click"] ?? "" };
}

const ack = (seq: number) => ["{}", ":ack", seq];
const error = (seq: number, reason: string) => ["{}", ":error", seq, reason];

Deno.test("the same frame sent to two servers runs once, and both acknowledge it", async () => {
  const gate = Promise.withResolvers<void>();
  let runs = 0;
  const scenes = servers(paged(async () => {
    runs++;
    await gate.promise;
  }));
  const { first, second, sealed } = await sameAt(scenes);
  const answers = [first, second].map((guest) => {
    guest.term(pickle("go", sealed, [], 1));
    return data(guest);
  });
  await scenes[0]!.clock.advanceAsync(500);
  gate.resolve();
  await scenes[0]!.clock.advanceAsync(1_000);
  equal(await Promise.all(answers), [ack(1), ack(1)]);
  equal(runs, 1);
});

Deno.test("who asks another server for an event that never ends hears unknown, and its next event is carried out", async () => {
  const ran: number[] = [];
  const scenes = servers(paged(() => {
    ran.push(ran.length);
    return ran.length === 1 ? new Promise(() => {}) : undefined;
  }));
  const { first, second, sealed } = await sameAt(scenes);
  first.term(pickle("go", sealed, [], 1));
  await scenes[0]!.clock.advanceAsync(10);
  second.term(pickle("go", sealed, [], 1));
  const heard = data(second);
  await scenes[0]!.clock.advanceAsync(2_100);
  equal(await heard, error(1, "unknown"));
  second.term(pickle("go", sealed, [], 2));
  equal(await data(second), ack(2));
  equal([ran.length, scenes[1]!.book.take()], [2, []], "unknown is no strike of the client");
});

for (const claims of [false, true]) {
  Deno.test(`who asks another server for an event that gave its session another id hears unknown outside of it, and runs once (own commit: ${claims})`, async () => {
    let runs = 0;
    const kv = memoryKv();
    const [one, other] = servers(
      {
        claims,
        async event(event) {
          if (event === "init") wire(wired({ target: "go", postback: "go" }));
          if (event !== "go") return;
          runs++;
          if (claims) {
            const commit = kv.atomic();
            claim(commit);
            await commit.commit();
          }
          user("alice");
        },
      },
      2,
      kv,
    );
    const before = await one!.greeted("", "client-1"), sealed = before.pickles["go click"] ?? "";
    before.term(pickle("go", sealed, [], 1));
    await before.settled();
    await one!.clock.advanceAsync(200);
    const outside = await other!.greeted(tokenOf(before.hello), "client-1");
    outside.term(pickle("go", sealed, [], 1));
    equal(await data(outside), error(1, "unknown"));
    before.term(pickle("go", sealed, [], 1));
    equal(await data(before), ack(1), "on the connection that has the session");
    equal(runs, 1);
  });
}

Deno.test("a failure is told by every server, and carried out by one", async () => {
  let runs = 0;
  const scenes = servers(paged(() => {
    runs++;
    throw new Error("broken");
  }));
  const { first, second, sealed } = await sameAt(scenes);
  first.term(pickle("go", sealed, [], 1));
  equal(await data(first), error(1, "failed"));
  await scenes[0]!.clock.advanceAsync(100);
  second.term(pickle("go", sealed, [], 1));
  equal(await data(second), error(1, "failed"));
  equal(runs, 1);
});

Deno.test("names of clients are apart between sessions: nobody uses up what another is going to send", async () => {
  let runs = 0;
  const [one, other] = servers(paged(() => void runs++));
  const victim = await one!.greeted("", "client-1"), foe = await other!.greeted("", "client-1");
  for (const each of [victim, foe]) await each.settled();
  foe.term(pickle("go", foe.pickles["go click"] ?? "", [], Number.MAX_SAFE_INTEGER));
  equal(await data(foe), ack(Number.MAX_SAFE_INTEGER));
  victim.term(pickle("go", victim.pickles["go click"] ?? "", [], 1));
  equal(await data(victim), ack(1));
  equal(runs, 2);
});

Deno.test("n2o.claim says what it needs, and leaves alone what is never sent again", async () => {
  const codes: unknown[] = [], calls: string[] = [];
  const commit = { check: () => void calls.push("check"), set: () => void calls.push("set") };
  const event = () => {
    try {
      claim(commit);
    } catch (error) {
      codes.push(N2oError.is(error) && error.code);
    }
  };
  await scene(event).greeted();
  await servers({ event })[0]!.greeted();
  equal([codes, calls], [["config"], []]);
});

/** The shop as a process, and a client of it that orders one thing and keeps its token and its first pickles. */
function shop(folder: string, name: string) {
  let token = "", pickles: Record<string, string> = {};
  async function open(origin: string): Promise<Wire> {
    const client = await dial(`${origin.replace("http", "ws")}/ws/shop`);
    client.term(hello(token, `client-of-${name}`));
    const answer = await client.next();
    token = tokenOf((await client.settled()).at(-1) ?? answer);
    if (Object.keys(pickles).length === 0) pickles = bindings(answer);
    return client;
  }
  return {
    open,
    start: () => start(new URL("shop.ts", import.meta.url), [], { env: { FOLDER: folder } }),
    order: (client: Wire, seq: number) =>
      client.term(pickle(name, pickles[`${name} click`] ?? "", [], seq)),
  };
}

async function count(origin: string, name: string): Promise<number> {
  return Number(await (await fetch(`${origin}/count/${name}`)).text());
}

testWith("net", "read", "run", "write")(
  "killed in the middle of an event: at most once, and exactly once for a handler that commits its claim",
  async () => {
    await using folder = await temporaryFolder();
    const kinds = ["plain", "own"] as const, shops = kinds.map((kind) => shop(folder.path, kind));
    let child = shops[0]!.start(), seq = 0;
    const open = async () => {
      const origin = `http://127.0.0.1:${(await child.until(/^port (\d+)$/))[1]}`;
      return { origin, clients: await Promise.all(shops.map((each) => each.open(origin))) };
    };
    try {
      let { origin, clients } = await open();
      // Both orders are under way as the program is killed.
      for (const point of ["before", "after"] as const) {
        const before = await Promise.all(kinds.map((name) => count(origin, name)));
        for (const name of kinds) await Deno.writeTextFile(`${folder.path}/stop-${name}`, point);
        const [first, second] = [++seq, ++seq];
        shops.forEach(({ order }, at) => order(clients[at]!, first));
        for (const _ of kinds) await child.until(/^stopped/);
        await child.kill();
        child = shops[0]!.start();
        ({ origin, clients } = await open());
        for (const [index, name] of kinds.entries()) {
          const at = `${name} ${point}`, client = clients[index]!, { order } = shops[index]!;
          order(client, first);
          equal(await data(client), name === "own" ? ack(first) : error(first, "unknown"), at);
          const after = await count(origin, name) - before[index]!;
          equal(after, name === "plain" && point === "before" ? 0 : 1, at);
          order(client, second);
          equal(await data(client), ack(second), at);
        }
      }
      await Promise.all(clients.map((each) => each.leave()));
    } finally {
      await child.kill();
    }
  },
);
