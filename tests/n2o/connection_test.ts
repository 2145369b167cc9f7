import { atom, tuple } from "../../n2o/bert/bert.ts";
import { Sent } from "../../n2o/bus/news.ts";
import { heart, type Protocol, reply, unknown } from "../../n2o/proto.ts";
import * as n2o from "../../n2o/n2o.ts";
import { stop } from "../../n2o/server.ts";
import * as nitro from "../../nitro/nitro.ts";
import { event as on } from "../../nitro/event.ts";
import { wire } from "../../nitro/wire/wire.ts";
import { equal } from "../_support/assert.ts";
import { link, shownAnswer, tokenOf } from "../_support/server/wire.ts";
import { data, hello, nonsense, pickle, scene } from "./page.ts";

/** Lets everything run that waits for nothing from outside. */
async function turns(): Promise<void> {
  for (let each = 0; each < 100; each++) await undefined;
}

/** A page that binds a button and tells what it was told. */
function telling() {
  const told: unknown[] = [], gone = Promise.withResolvers<void>();
  return {
    told,
    /** Resolves when the page of a client that left was told so. */
    gone: gone.promise,
    event(event: unknown) {
      told.push(event);
      if (event === "terminate") gone.resolve();
      if (event === "init") {
        n2o.reg("room");
        wire(on({ target: "go", postback: "went" }));
      }
    },
  };
}

Deno.test("frames are carried out one at a time, in their order, however long each takes", async () => {
  const done: unknown[] = [], gate = Promise.withResolvers<void>();
  const slow: Protocol = {
    async info(message) {
      if (message.type !== "text" || message.text === "PING") return unknown;
      if (message.text === "first") await gate.promise;
      done.push(message.text);
      return reply({ text: message.text });
    },
  };
  const { open } = scene(undefined, { protocols: [slow, heart] }), client = open();
  for (const text of ["first", "second", "third"]) client.text(text);
  equal([client.sent, done], [0, []]);
  gate.resolve();
  for (const text of ["first", "second", "third"]) equal(await client.next(), { text });
  equal(done, ["first", "second", "third"]);
});

Deno.test("a frame over the limit closes with 1009, is logged once however many follow, and harms no other connection", async () => {
  const { open, book } = scene(undefined, { limits: { frame: 1_000 } }),
    other = open(),
    client = open();
  client.text("x".repeat(1_000));
  equal(await client.next(), "empty");
  book.take();
  for (let each = 0; each < 5; each++) client.text("x".repeat(1_001));
  client.bytes(new Uint8Array(1_001));
  equal((await client.closed)[0], 1009);
  equal(book.take().length, 1);
  equal(await other.settled(), []);
});

Deno.test("the limit of a text is in bytes, not in characters", async () => {
  const { open } = scene(undefined, { limits: { frame: 1_000 } });
  const under = open(), over = open();
  under.text("є".repeat(500));
  equal(await under.next(), "empty");
  over.text("є".repeat(501));
  equal((await over.closed)[0], 1009);
});

Deno.test("a flood closes with 1013 and one entry in the log; what was taken before is carried out, then the page is told", async () => {
  const page = telling(), gate = Promise.withResolvers<void>();
  const slow = (event: unknown) => {
    page.event(event);
    return event === "went" ? gate.promise : undefined;
  };
  const { book, greeted, server } = scene(slow, { limits: { mailbox: 8 } });
  const other = await greeted("", "client-2"), client = await greeted();
  page.told.length = 0;
  for (let seq = 1; seq <= 30; seq++) {
    client.term(pickle("go", client.pickles["go click"] ?? "", [], seq));
  }
  equal((await client.closed)[0], 1013);
  equal(page.told, ["went"]);
  gate.resolve();
  await page.gone;
  await turns();
  equal(await other.settled(), []);
  // The first is at work, eight wait.
  equal(page.told, [...Array(9).fill("went"), "terminate"]);
  equal(book.take().length, 1);
  equal(server.connections.size, 1);
});

Deno.test("the seventeenth bad frame closes with 1008; each is answered and logged", async () => {
  const { book, open } = scene(), client = open(), other = open();
  for (let each = 1; each <= 16; each++) {
    client.bytes(nonsense);
    equal(shownAnswer(await client.next()), ["{}", ":io", "", ["{}", ":error", "bad frame"]]);
  }
  equal(await client.settled(), []);
  client.bytes(nonsense);
  equal((await client.closed)[0], 1008);
  equal(book.take().length, 17 + 1);
  equal(await other.settled(), []);
});

Deno.test("bad frames that wait behind a slow one are not logged when the connection is closed already", async () => {
  const page = telling(), { book, open } = scene(page.event), client = open();
  client.term(hello());
  for (let each = 0; each < 100; each++) client.bytes(nonsense);
  equal((await client.closed)[0], 1008);
  await page.gone;
  await turns();
  equal(book.take().length, 17 + 1);
});

Deno.test("a client that reads too slowly is closed with 1013, and nobody else", async () => {
  const page = telling(),
    { server, book, greeted } = scene(page.event, { limits: { backlog: 1_000 } });
  const slow = await greeted(), other = await greeted("", "client-2");
  slow.backlog = 1_001;
  slow.text("PING");
  equal((await slow.closed)[0], 1013);
  await page.gone;
  await turns();
  equal(book.take().length, 1);
  equal(await other.settled(), []);
  equal(server.bus.send("room", "hi"), 1);
});

Deno.test("a protocol that throws is answered and logged once; the connection stays and gives back its topics in the end", async () => {
  const bad: Protocol = {
    info(message) {
      if (message.type !== "text" || message.text !== "x") return unknown;
      n2o.reg("topic");
      throw new Error("broken");
    },
  };
  const { open, book, server } = scene(undefined, { protocols: [bad, heart] }), client = open();
  client.text("x");
  equal(shownAnswer(await client.next()), ["{}", ":io", "", ["{}", ":error", "failed"]]);
  equal(await client.settled(), []);
  equal(book.take(), ["a protocol failed"]);
  await client.leave();
  equal(server.bus.send("topic", 1), 0);
});

Deno.test("what a page cannot say is the page's failure, not a bad frame of the client", async () => {
  const { book, greeted } = scene((event) => {
    if (event === "init") wire(on({ target: "go", postback: "nan" }));
    if (event === "nan") nitro.set("x", "value", NaN);
  });
  const client = await greeted();
  for (let seq = 1; seq <= 20; seq++) {
    client.term(pickle("go", client.pickles["go click"] ?? "", [], seq));
    equal(await data(client), ["{}", ":error", seq, "failed"]);
  }
  equal(await client.settled(), []);
  equal(book.entries.filter(({ level }) => level === "error").length, 20);
  equal(book.take().length, 20);
});

Deno.test("a client that left is out of its topics, its page was told, and what it had sent was done", async () => {
  const page = telling(), { server, greeted } = scene(page.event), client = await greeted();
  equal(server.bus.send("room", "one"), 1);
  client.term(pickle("go", client.pickles["go click"] ?? "", [], 1));
  await client.leave();
  await page.gone;
  await turns();
  equal(page.told, ["init", new Sent("room", "one"), "went", "terminate"]);
  equal([server.bus.send("room", "two"), server.connections.size], [0, 0]);
});

Deno.test("a connection that was never greeted leaves without a word to the page", async () => {
  const page = telling(), { open } = scene(page.event), client = open();
  await client.leave();
  await turns();
  equal(page.told, []);
});

Deno.test("a token is renewed at half of its life, and both the old and the new one name the session", async () => {
  const { clock, greeted } = scene(() => wire(on({ target: n2o.sid(), postback: "x" })));
  const client = await greeted(),
    old = tokenOf(client.hello),
    session = Object.keys(client.pickles);
  clock.advance(449_000);
  equal(await client.settled(), []);
  clock.advance(1_000);
  client.text("PING");
  equal(await client.next(), { text: "PONG" });
  const renewed = tokenOf(await client.next());
  equal(await client.settled(), []);
  for (const token of [old, renewed]) {
    equal(Object.keys((await greeted(token, "client-2")).pickles), session);
  }
  clock.advance(500_000);
  equal(Object.keys((await greeted(renewed, "client-3")).pickles), session);
});

Deno.test("a server that stops closes every connection with 1001", async () => {
  const { server, open, clock } = scene(), clients = [open(), open(), open()];
  const stopped = stop(server);
  // These clients never close on their side: they are waited for, and not longer than a second.
  await clock.advanceAsync(1_000);
  await stopped;
  equal(await Promise.all(clients.map(async ({ closed }) => (await closed)[0])), [
    1001,
    1001,
    1001,
  ]);
  equal(server.connections.size, 0);
});

Deno.test("a server that stops waits for a handler under way, and not longer than a host does: it says so", async () => {
  for (const ends of [true, false]) {
    const under = Promise.withResolvers<void>(), begun = Promise.withResolvers<void>();
    const { server, open, clock, book } = scene((event) => {
      if (event !== "init") return undefined;
      begun.resolve();
      return under.promise;
    });
    open().term(hello());
    await begun.promise;
    let done = false;
    const stopped = stop(server).then(() => done = true);
    await clock.advanceAsync(3_499);
    equal(done, false);
    if (ends) under.resolve();
    await clock.advanceAsync(1_001);
    await stopped;
    equal(
      book.entries.map(({ message }) => message),
      ends ? [] : [
        "the server stops while handlers are under way",
      ],
    );
    under.resolve();
  }
});

Deno.test("a message that goes through three thousand connections, each sending to the next, reaches the last", async () => {
  const count = 3_000;
  let reached = 0;
  const { server, book, open } = scene(undefined, {
    protocols: [{
      info(message, req) {
        const own = Number(req.query);
        if (message.type === "text") {
          n2o.reg(own);
          return reply({ text: "ready" });
        }
        if (message.type !== "bus") return unknown;
        reached++;
        n2o.send(own + 1, "on");
        return reply({ text: "got" });
      },
    }],
  });
  const clients = Array.from({ length: count }, (_, at) => open(String(at)));
  for (const client of clients) {
    client.text("enter");
    equal(await client.next(), { text: "ready" });
  }
  server.bus.send(0, "on");
  for (const client of clients) equal(await client.next(), { text: "got" });
  equal([reached, book.take()], [count, []]);
});

Deno.test("two applications in one isolate see nothing of each other", async () => {
  const one = telling(), two = telling(), first = scene(one.event), second = scene(two.event);
  const here = await first.greeted(), there = await second.greeted();
  first.server.bus.send("room", "for the first");
  // The same secret, but another application: its session is unknown there, and so is its pickle.
  const stranger = await second.greeted(tokenOf(here.hello), "client-2");
  stranger.term(pickle("go", here.pickles["go click"] ?? "", [], 1));
  equal(await data(stranger), ["{}", ":error", 1, "EV expected"]);
  await there.settled();
  equal([one.told, two.told], [["init", new Sent("room", "for the first")], ["init", "init"]]);
  equal([first.server.connections.size, second.server.connections.size], [1, 2]);
});

Deno.test("a message of the server's own cannot be said by a client", async () => {
  const page = telling(), { server, greeted } = scene(page.event), client = await greeted();
  for (const name of ["bus", "exit", "client", "direct", "flush", "server"]) {
    client.term(tuple(atom(name), "went"));
    equal(await client.next(), "empty");
  }
  equal(page.told, ["init"]);
  equal(server.connections.size, 1);
});

Deno.test("a page without anything to say hears of the bus in silence", async () => {
  const { server, open } = scene((event) => void (event === "init" && n2o.reg("t")));
  const client = link(server, "/p");
  client.text("N2O,");
  await client.next();
  server.bus.send("t", { any: "thing" });
  equal(await client.settled(), []);
  equal(await open().settled(), []);
});
