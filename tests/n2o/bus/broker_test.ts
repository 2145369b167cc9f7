import { isLost, isSent, type Lost, type Sent } from "../../../n2o/bus/news.ts";
import { assert, equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { broker, turns } from "./held.ts";

const shown = (news: Sent | Lost) => isSent(news) ? news.message : "lost";

Deno.test("what does not fit before a broker that stands still is lost, and told to those whose topic it was when it goes on", async () => {
  const { state, take, waiting, book, open } = broker(), bus = await open({ waiting: 3 });
  const a: unknown[] = [], b: unknown[] = [];
  await bus.reg("a", (news) => void a.push(shown(news)));
  await bus.reg("b", (news) => void b.push(shown(news)));
  state.holds = true;
  const sent = [1, 2, 3, 4, 5].map((each) => bus.send("a", each));
  equal(waiting.length, 3);
  state.holds = false;
  take();
  equal(await Promise.all(sent), [1, 1, 1, 0, 0]);
  await turns();
  equal([a, b], [[1, 2, 3, "lost"], []]);
  await bus.send("a", 6);
  equal(a.at(-1), 6);
  equal(book.take().length, 1);
  await bus.close();
});

Deno.test("losses of more topics than are counted are told to all", async () => {
  const { state, open } = broker(), bus = await open(), heard: unknown[] = [];
  for (const topic of ["a", "b"]) await bus.reg(topic, (news) => void heard.push(shown(news)));
  state.isThere = false;
  for (let each = 0; each < 3_000; each++) equal(await bus.send(["other", each], each), 0);
  state.isThere = true;
  state.events?.sends?.();
  for (let each = 0; each < 100 && heard.length === 0; each++) await turns();
  equal(heard, ["lost", "lost"]);
  await bus.close();
});

Deno.test("a registration while the broker is away holds when it is back, and is told of the loss; one that ended meanwhile is not", async () => {
  const { state, subscribed, open } = broker(), bus = await open(), heard: unknown[] = [];
  const other = (news: Sent | Lost) => void heard.push(["other", shown(news)]);
  state.isThere = false;
  await bus.reg("a", (news) => void heard.push(shown(news)));
  await bus.reg("b", other);
  bus.unreg("b", other);
  equal(subscribed.size, 1);
  state.isThere = true;
  state.events?.back();
  await turns();
  await bus.send("a", 1);
  await bus.send("b", 2);
  equal([heard, subscribed.size], [["lost", 1], 2]);
  await bus.close();
});

Deno.test("random bytes on a channel reach nobody and throw nothing, with and without a secret", async () => {
  const dice = random(SEED);
  for (const secret of [undefined, "a secret that all nodes have"]) {
    const { state, subscribed, book, open } = broker();
    const bus = await open(secret === undefined ? {} : { secret }), heard: (Sent | Lost)[] = [];
    await bus.reg("a", (news) => void heard.push(news));
    const channel = [...subscribed].find((each) => each !== "shop.bus") ?? "";
    const { bytes } = bus.announcement("a", { text: "hi", list: [1, 2, [null, true]] });
    for (let each = 0; each < rounds(5_000, 200_000); each++) {
      const bent = bytes.slice(0, dice.below(3) === 0 ? dice.below(bytes.length) : bytes.length);
      for (let flips = dice.below(4); flips >= 0; flips--) {
        bent[dice.below(bent.length)] = dice.below(256);
      }
      state.events?.came(channel, bent);
    }
    // Without a secret a bent text is a text; with one nothing passes but what was bent into itself.
    for (const news of heard) assert(isLost(news) || isSent(news));
    if (secret !== undefined) {
      for (const news of heard) equal(shown(news), { text: "hi", list: [1, 2, [null, true]] });
    }
    // With a secret what was bent into itself is heard once.
    if (secret !== undefined) assert(heard.length <= 1);
    assert(book.take().length <= 2);
    await bus.close();
  }
});
