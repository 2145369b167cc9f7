import { isSent, type Lost, type Sent } from "../../../n2o/bus/news.ts";
import { localBus } from "../../../n2o/bus/local.ts";
import { Seen } from "../../../n2o/bus/seen.ts";
import { N2oError } from "../../../n2o/error.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { notebook } from "../../_support/server/wire.ts";
import { broker, turns } from "./held.ts";

const SECRET = "a secret that all nodes have", MINUTE = 60_000, HOUR = 60 * MINUTE;
const shown = (news: Sent | Lost) => isSent(news) ? news.message : "lost";

/** A bus that hears "a" and the letters of another with the same secret, one by one. */
async function pair(away = 0) {
  const time = { now: 1_700_000_000_000 }, clock = { now: () => time.now };
  const here = broker(clock), there = broker({ now: () => time.now + away });
  const bus = await here.open({ secret: SECRET }), other = await there.open({ secret: SECRET });
  const heard: unknown[] = [];
  await bus.reg("a", (news) => void heard.push(shown(news)));
  return {
    time,
    bus,
    heard,
    book: here.book,
    letter(text: string, topic = "a") {
      other.send(topic, text);
      return there.state.last;
    },
    came: ({ channel, bytes }: { channel: string; bytes: Uint8Array }) =>
      here.state.events?.came(channel, bytes),
    close: () => Promise.all([bus.close(), other.close()]),
  };
}

Deno.test("a sealed letter that somebody puts on the broker once more is not taken again, at once or after hours", async () => {
  const { time, heard, book, letter, came, close } = await pair();
  const letters = ["one", "two", "three"].map((text) => letter(text));
  for (const each of [...letters, ...letters.toReversed()]) came(each);
  equal(heard, ["one", "two", "three"]);
  time.now += 3 * HOUR;
  came(letter("four"));
  for (const each of letters) came(each);
  equal(heard, ["one", "two", "three", "four"]);
  assert(book.take().every((line) => line.includes("came twice")));
  await close();
});

Deno.test("letters that overtake each other are all taken, once", async () => {
  const { heard, letter, came, close } = await pair(), dice = random(SEED);
  const letters = Array.from({ length: 500 }, (_, at) => letter(String(at)));
  const mixed = letters.map((each, at) => ({ each, place: at + dice.below(100) }))
    .sort((one, two) => one.place - two.place).map(({ each }) => each);
  for (const each of mixed) for (let times = 0; times <= dice.below(2); times++) came(each);
  equal(heard.length, 500, `seed ${SEED}`);
  equal(new Set(heard).size, 500);
  await close();
});

Deno.test("a letter from before a node came is not taken hours later; one that cannot be told from an old one is told as a loss", async () => {
  const { time, heard, letter, came, close } = await pair();
  const early = letter("early"), late = letter("late");
  time.now += 3 * HOUR;
  came(early);
  equal(heard, []);
  came(letter("now"));
  time.now += MINUTE;
  const held = letter("held");
  time.now += 2 * MINUTE;
  came(letter("next"));
  came(held);
  came(late);
  equal(heard, ["now", "next", "lost"]);
  await close();
});

Deno.test("nodes whose clocks are an hour apart hear each other; of one that is hours away the log says so", async () => {
  for (const away of [-HOUR, HOUR]) {
    const { heard, letter, came, close } = await pair(away);
    came(letter("hi"));
    equal(heard, ["hi"]);
    await close();
  }
  const { heard, book, letter, came, close } = await pair(-5 * HOUR);
  came(letter("hi"));
  came(letter("ho"));
  assert(JSON.stringify(book.entries).includes("18000"));
  equal([heard, book.take().length], [[], 1]);
  await close();
});

Deno.test("what is kept of letters is bounded, whoever sends them", () => {
  const seen = new Seen();
  for (let at = 1; at <= 5_000; at++) {
    equal(seen.take({ from: `node ${at}`, number: at, time: at }, at), "new");
  }
  // Of the last ones all is known, of the first nothing.
  equal(seen.take({ from: "node 5000", number: 5_000, time: 5_000 }, 5_000), "again");
  equal(seen.take({ from: "node 1", number: 1, time: 1 }, 5_000), "new");
  equal(seen.take({ from: "far", number: 2 ** 40, time: 5_000 }, 5_000), "new");
  equal(seen.take({ from: "far", number: 2 ** 40 - 4_096, time: 5_000 }, 5_000), "late");
  equal(seen.take({ from: "far", number: 2 ** 40 - 4_095, time: 5_000 }, 5_000), "new");
  equal(seen.take({ from: "far", number: 2 ** 40 - 4_095, time: 5_000 }, 5_000), "again");
});

Deno.test("numbers at random are taken as a list of all that came says", () => {
  const dice = random(SEED), seen = new Seen(), came = new Set<number>();
  let last = 0;
  for (let each = 0; each < 20_000; each++) {
    const number = Math.max(1, last + dice.below(each % 100 === 0 ? 9_000 : 60) - 40);
    const expected = number <= last - 4_096 ? "late" : came.has(number) ? "again" : "new";
    equal(seen.take({ from: "x", number, time: 5 }, 5), expected, `seed ${SEED}, ${each}`);
    came.add(number);
    last = Math.max(last, number);
  }
});

Deno.test("who speaks for a node that has not said it is not believed, with and without a secret", async () => {
  for (const secret of [undefined, SECRET]) {
    const { state, book, open } = broker(), heard: unknown[] = [];
    const bus = await open(secret === undefined ? {} : { secret });
    const double = broker(), forger = await double.open(secret === undefined ? {} : { secret });
    Object.assign(forger, { node: bus.node });
    await bus.reg("a", (news) => void heard.push(shown(news)));
    for (let each = 0; each < 5; each++) forger.send("a", "forged");
    state.events?.came(double.state.last.channel, double.state.last.bytes);
    equal([heard, book.take().length], [[], 1]);
    await bus.send("a", "own");
    equal(heard, ["own"]);
    await Promise.all([bus.close(), forger.close()]);
  }
});

Deno.test("a receiver that throws is logged, and those after it hear all, messages and losses", async () => {
  const { book, state, open } = broker(), heard: unknown[] = [];
  const bus = await open(), book2 = notebook(), local = localBus(book2.log);
  for (const each of [bus, local]) {
    await each.reg("a", () => {
      throw new Error("a fault of its own");
    });
    await each.reg("a", (news) => void heard.push(shown(news)));
    equal(await each.send("a", 1), 2);
    equal(await each.send("a", 2), 2);
  }
  equal(heard, [1, 2, 1, 2]);
  state.events?.back();
  await turns();
  equal(heard.at(-1), "lost");
  equal([book.take(), book2.take()], [
    ["a receiver of the bus threw"],
    ["a receiver of the bus threw"],
  ]);
  await bus.close();
});

Deno.test("what would not be sent is refused by a check too, which sends nothing", async () => {
  const { open } = broker(), bus = await open({ size: 100 }), local = localBus();
  let heard = 0;
  await bus.reg("a", () => void heard++);
  throws(() => bus.check("a", "x".repeat(200)), N2oError, "full");
  throws(() => bus.check("a".repeat(5_000), 1), N2oError, "full");
  for (const each of [bus, local]) throws(() => each.check?.("a", () => {}), N2oError, "value");
  throws(() => local.check("a", "x".repeat(300_000)), N2oError, "full");
  bus.check("a", "fits");
  equal(heard, 0);
  await bus.close();
});
