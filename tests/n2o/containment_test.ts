import { atom } from "../../n2o/bert/bert.ts";
import * as n2o from "../../n2o/n2o.ts";
import { openMetrics } from "../../n2o/metrics/text.ts";
import { sweep } from "../../n2o/server.ts";
import { event as on } from "../../nitro/event.ts";
import * as nitro from "../../nitro/nitro.ts";
import { wire } from "../../nitro/wire/wire.ts";
import { assert, equal } from "../_support/assert.ts";
import { io, shownAnswer, tokenOf } from "../_support/server/wire.ts";
import { data, hello, instructions, nonsense, pickle, scene } from "./page.ts";

/** A page with a button whose event waits until it is let go, and what it could do then. */
function waiting() {
  const gate = Promise.withResolvers<void>(), begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<unknown>(), told: unknown[] = [];
  return {
    gate,
    begun: begun.promise,
    ended: ended.promise,
    told,
    async event(event: unknown) {
      told.push(event);
      if (event === "init") wire(on({ target: "go", postback: "go" }));
      if (event !== "go" || told.filter((each) => each === "go").length > 1) return;
      begun.resolve();
      await gate.promise;
      try {
        n2o.session("late", "written");
        ended.resolve("written");
      } catch (error) {
        ended.resolve(error instanceof Error && "code" in error && error.code);
      }
    },
  };
}

const late = "a handler was given up: it took too long";

Deno.test("a handler that waits for ever is refused when its time is over, the next message is handled, and what it does later is dropped", async () => {
  const page = waiting(), { greeted, clock, book, server } = scene(page.event);
  const client = await greeted(),
    session = client.hello && [...server.tables.get("cookies")!.rows()];
  assert(session.length > 0);
  client.term(pickle("go", client.pickles["go click"] ?? "", [], 1));
  client.term(pickle("go", client.pickles["go click"] ?? "", [], 2));
  await page.begun;
  await clock.advanceAsync(29_999);
  equal(page.told, ["init", "go"]);
  await clock.advanceAsync(1);
  equal(await data(client), ["{}", ":error", 1, "timeout"]);
  equal(await data(client), ["{}", ":ack", 2]);
  const [entry] = book.entries;
  equal([entry?.message, entry?.details?.event, entry?.details?.after], [late, "go", 30_000]);
  page.gate.resolve();
  equal(await page.ended, "no_context");
  equal(await client.settled(), []);
  equal(clock.pending, 0);
  const counted = openMetrics(server.metrics, () => {}).split("\n")
    .filter((line) => /^n2o_event(s_total|_duration_seconds_count)/.test(line));
  equal(counted.map((line) => line.replace(/ [\d.e+]+$/, (n) => ` =${Number(n)}`)).sort(), [
    'n2o_event_duration_seconds_count{outcome="done"} =1',
    'n2o_event_duration_seconds_count{outcome="late"} =1',
    'n2o_events_total{outcome="done"} =1',
    'n2o_events_total{outcome="late"} =1',
  ]);
});

Deno.test("a page whose init waits for ever leaves its client with a token, and on our wire it hears that the page is not there", async () => {
  for (const classic of [true, false]) {
    const { open, clock } = scene(() => new Promise(() => {})), client = open();
    if (classic) client.text("N2O,");
    else client.term(hello());
    await clock.advanceAsync(30_000);
    const answer = await client.next(), { code } = io(answer);
    equal(tokenOf(answer) !== "", true);
    // Nothing of the page works: the person is told.
    if (classic) equal(code, new Uint8Array(0));
    else equal(instructions(answer), [["{}", ":hook", "error", "init"]]);
    equal(await client.settled(), []);
  }
});

Deno.test("PING is answered while a handler waits, in a frame of its own, and the handler's answer follows", async () => {
  const page = waiting(), { greeted } = scene(page.event), client = await greeted();
  client.term(pickle("go", client.pickles["go click"] ?? "", [], 1));
  await page.begun;
  for (let each = 0; each < 3; each++) client.text("PING");
  for (let each = 0; each < 3; each++) equal(await client.next(), { text: "PONG" });
  page.gate.resolve();
  equal(await data(client), ["{}", ":ack", 1]);
});

Deno.test("a terminate that fails or waits for ever gives back the topics of its connection, and nobody else hears of it", async () => {
  for (const terminate of [() => Promise.reject(new Error("no")), () => new Promise(() => {})]) {
    const { greeted, clock, server, book } = scene((event) => {
      if (event === "init") n2o.reg("room");
      return event === "terminate" ? terminate() : undefined;
    });
    const client = await greeted(), other = await greeted("", "client-2");
    await client.leave();
    await clock.advanceAsync(30_000);
    equal([server.bus.send("room", 1), book.take().length], [1, 1]);
    await other.settled();
  }
});

Deno.test("more frames, bytes or greetings than the limits close with 1013 and one line of the log", async () => {
  const cases = [
    [{ rate: 50 }, "x\u0000", 51],
    [{ rate: 50 }, "PING", 501],
    [{ bytes: 1_000 }, "", 51],
    [{ hellos: 5 }, "N2O,", 6],
  ] as const;
  for (const [limits, text, count] of cases) {
    const { open, book } = scene(undefined, {
      limits: { ...limits, strikes: 10_000, lines: 10_000 },
    });
    const client = open(), other = open();
    for (let each = 1; each < count; each++) {
      if ("bytes" in limits) client.bytes(new Uint8Array(20));
      else client.text(text);
    }
    equal(await other.settled(), []);
    if ("bytes" in limits) client.bytes(new Uint8Array(20));
    else client.text(text);
    equal((await client.closed)[0], 1013);
    equal(book.take().filter((line) => line.startsWith("connection closed")).length, 1);
  }
});

Deno.test("a second later a client may send as much again", async () => {
  const { open, clock } = scene(undefined, { limits: { rate: 50 } }), client = open();
  for (let second = 0; second < 10; second++) {
    for (let each = 0; each < 50; each++) client.text("");
    for (let each = 0; each < 50; each++) equal(await client.next(), { text: "" });
    clock.advance(1_000);
  }
});

Deno.test("a client that sends nothing at all is closed, one that sends PING stays", async () => {
  const { open, clock, server } = scene(), silent = open(), other = open();
  for (let at = 0; at < 20; at++) {
    clock.advance(10_000);
    other.text("PING");
    sweep(server);
  }
  equal((await silent.closed)[0], 1001);
  equal(server.connections.size, 1);
});

Deno.test("warnings of one peer are told up to the limit, then summed up in one line when the minute is over", async () => {
  const { open, clock, book, server } = scene(undefined, { limits: { lines: 20, strikes: 4 } });
  for (let each = 0; each < 50; each++) {
    const client = open();
    for (let bad = 0; bad < 5; bad++) client.bytes(nonsense);
    await client.closed;
  }
  equal(book.take().length, 20);
  clock.advance(60_000);
  server.peers.tell();
  equal(book.entries.map(({ details }) => details?.more), [50 * 6 - 20]);
});

Deno.test("floods of many peers are bounded together, counted, and told in a few lines when the minute is over", () => {
  const { server: { peers }, clock, book } = scene(undefined, { limits: { lines: 10 } });
  for (const [addresses, each] of [[50, 40], [15_000, 3], [40_000, 1]] as const) {
    for (let times = 0; times < each; times++) {
      for (let at = 0; at < addresses; at++) peers.warn(`192.0.2.${at}`, "refused: noise", {});
    }
    const before = book.take().length;
    equal(before, 200);
    clock.advance(60_000);
    peers.tell();
    const lines = book.entries.splice(0);
    equal(lines.length <= 11, true, `${lines.length} lines`);
    const more = lines.reduce((sum, { details }) => sum + Number(details?.more), 0);
    equal(before + more, addresses * each, "none is lost");
  }
});

Deno.test("who is heard first after a flood of others is told again", () => {
  const { server: { peers }, clock, book } = scene(undefined, { limits: { lines: 2 } });
  for (let at = 0; at < 20_000; at++) peers.warn(`a${at}`, "refused: noise", {});
  clock.advance(60_000);
  peers.warn("somebody", "refused: a word", {});
  equal(book.take().at(-1), "refused: a word");
});

Deno.test("connections of one address are bounded, and a place is free again when one of them leaves", () => {
  const { server: { peers } } = scene(undefined, { limits: { address: 2, connections: 5 } });
  peers.enter("192.0.2.1");
  peers.enter("192.0.2.1");
  equal(peers.refusal("192.0.2.1", 2), "too many connections of one address");
  equal([peers.refusal("192.0.2.2", 2), peers.refusal(undefined, 2)], [undefined, undefined]);
  equal(peers.refusal("192.0.2.2", 5), "too many connections");
  peers.leave("192.0.2.1");
  equal(peers.refusal("192.0.2.1", 1), undefined);
});

Deno.test("a handler that keeps the thread is named in the log", async () => {
  const made = scene((event) => {
    if (event === "init") wire(on({ target: "go", postback: { heavy: "work" } }));
    else if (event !== "terminate") made.clock.advance(1_500);
    nitro.clear("x");
  });
  const client = await made.greeted();
  client.term(pickle("go", client.pickles["go click"] ?? "", [], 1));
  equal(await data(client), ["{}", ":ack", 1]);
  const [entry] = made.book.entries;
  equal(entry?.details, {
    page: "/p",
    session: entry?.details?.session,
    event: '{"heavy":"work"}',
    ms: 1_500,
  });
});

Deno.test("more new atoms than the limit are a bad frame", async () => {
  const { open } = scene(undefined, { limits: { atoms: 3 } }), client = open();
  client.term([1, 2, 3, 4].map((each) => atom(`new_of_containment_${each}`)));
  equal(shownAnswer(await client.next()), ["{}", ":io", "", ["{}", ":error", "bad frame"]]);
});

Deno.test("whoever sends too much of anything is closed with one line in the log, whatever waits then", async () => {
  const limits = { hellos: 4, strikes: 4, frame: 64, mailbox: 32, rate: 24 };
  const floods: readonly (readonly string[])[] = [
    Array(20).fill("N2O,garbage"),
    Array(40).fill("N2O,garbage"),
    Array(20).fill("x".repeat(65)),
    Array.from({ length: 20 }, (_, at) => at % 2 === 0 ? "N2O," : "what?"),
    ["N2O,", ...Array(20).fill("?"), "x".repeat(65)],
  ];
  for (const slow of [false, true]) {
    for (const [at, frames] of floods.entries()) {
      const { open, book, server } = scene(() => slow ? Promise.resolve() : undefined, { limits });
      const client = open();
      for (const frame of frames) client.text(frame);
      await client.closed;
      for (let each = 0; each < 1_000; each++) await undefined;
      const lines = book.take().filter((line) => line.startsWith("connection closed"));
      equal([lines.length, server.connections.size], [1, 0], `flood ${at}: ${lines.join(", ")}`);
    }
  }
});
