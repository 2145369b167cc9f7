import { localBus } from "../../../n2o/bus/local.ts";
import { isLost, isSent, type Lost, type Sent } from "../../../n2o/bus/news.ts";
import { inbox } from "../../../n2o/bus/inbox.ts";
import { atom, Float, tuple } from "../../../n2o/bert/bert.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { N2oError } from "../../../n2o/error.ts";

/** What was said, of news that are to be a message. */
const said = (news: Sent | Lost) => isSent(news) ? news.message : "lost";

Deno.test("a message reaches every receiver of its topic once, and nobody else", () => {
  const { reg, send } = localBus(), got: string[] = [];
  const one = (news: Sent | Lost) => void got.push(`one ${said(news)}`);
  reg("topic", one);
  reg("topic", one);
  reg("topic", (news) => void got.push(`two ${said(news)}`));
  reg("other", (news) => void got.push(`other ${said(news)}`));
  equal(send("topic", "hi"), 2);
  equal(got, ["one hi", "two hi"]);
});

Deno.test("topics are compared by value, and nothing that is written alike is taken for another", () => {
  const { reg, send } = localBus();
  reg(["topic", "room", 1], () => {});
  equal(send(["topic", "room", 1], "x"), 1);
  for (
    const other of [
      "topic",
      ["topic", "room", "1"],
      ["topic,room,1"],
      [["topic", "room"], 1],
      '["topic","room",1]',
    ]
  ) {
    equal(send(other, "x"), 0);
  }
});

Deno.test("a receiver that left gets nothing; leaving twice, or a topic that is not there, is no matter", () => {
  const { reg, unreg, send } = localBus(), receiver = () => {};
  reg("topic", receiver);
  unreg("topic", receiver);
  unreg("topic", receiver);
  unreg("none", receiver);
  equal([send("topic", "x"), send("none", "x")], [0, 0]);
});

Deno.test("a receiver that leaves and comes back while it is told is told once", () => {
  const { reg, unreg, send } = localBus();
  let told = 0;
  const restless = () => {
    if (++told > 10) throw new Error("told again and again");
    unreg("topic", restless);
    reg("topic", restless);
  };
  reg("topic", () => {});
  reg("topic", restless);
  equal(send("topic", "x"), 2);
  equal([told, send("topic", "x"), told], [1, 2, 2]);
});

Deno.test("a receiver that joins while others are told hears the next message, not this one", () => {
  const { reg, send } = localBus(), got: unknown[] = [];
  reg("topic", () => reg("topic", (news) => void got.push(said(news))));
  send("topic", "one");
  equal(got, []);
});

Deno.test("plain values and terms arrive as they were sent, as a copy of each receiver's own", () => {
  const { reg, send } = localBus(), got: unknown[] = [];
  for (const _ of [1, 2]) reg("t", (news) => void got.push(said(news)));
  const values = ["text", "", "дім", 0, -1, 1.5, 2n ** 80n, true, false, null, [], [1, 2, 300], [
    ["a"],
    { b: [null] },
  ], { a: { b: "c", __proto__x: 1 }, "": "" }];
  const terms = [
    atom("ok"),
    tuple(atom("io"), 1, []),
    [atom("a"), tuple()],
    new Map([[1, atom("b")]]),
    new Float(1),
    new Uint8Array([1, 2, 255]),
  ];
  for (const value of [...values, ...terms]) {
    send("t", value);
    const [one, two] = got.splice(0);
    equal(one, value);
    equal(two, value);
    if (typeof value === "object" && value !== null && value !== atom("ok")) {
      assert(one !== value && two !== value && one !== two, `by reference: ${String(value)}`);
    }
  }
});

Deno.test("what is neither plain nor a term, and what is too large or endless, is an error at the sender and reaches nobody", () => {
  const { reg, send } = localBus();
  let told = 0;
  reg("t", () => told++);
  const endless: unknown[] = [], wide: unknown[] = [];
  endless.push(endless);
  let each: unknown = wide;
  for (let level = 0; level < 40; level++) each = [each, each];
  class Own {}
  const bad = [undefined, () => {}, Symbol("s"), NaN, Infinity, new Date(0), new Own(), [undefined]]
    .concat([{ a: () => {} }], [{ a: tuple(1) }], [endless]);
  for (const message of bad) {
    const error = throws(() => send("t", message), N2oError, "value");
    assert(error.message.includes("plain value"), error.message);
  }
  for (const message of ["x".repeat(300_000), each, Array(200_000).fill(1)]) {
    throws(() => send("t", message), N2oError, "full");
  }
  equal(told, 0);
});

Deno.test("whoever does not keep up is told once for each topic that messages may be lost, and hears what comes after", () => {
  const mailbox: (Sent | Lost)[] = [];
  const { receive, taken } = inbox<Sent>(3, (news) => mailbox.push(news)),
    { reg, send } = localBus();
  for (const topic of ["a", "b"]) reg(topic, receive);
  for (const text of ["1", "2", "3", "4", "5"]) send("a", text);
  for (const text of ["6", "7"]) send("b", text);
  equal(mailbox.map((news) => isLost(news) ? news.topic : news.message), ["1", "2", "3", "a", "b"]);
  for (const news of mailbox.splice(0)) taken(news);
  send("a", "8");
  equal(mailbox.map(said), ["8"]);
});

Deno.test("many booleans and nulls arrive; too many atoms, too long a topic and what is no name are errors at the sender", () => {
  const { reg, send } = localBus(), got: unknown[] = [];
  reg("t", (news) => void got.push(said(news)));
  const many = Array.from({ length: 3_000 }, (_, at) => at % 2 === 0 ? true : null);
  send("t", many);
  equal(got, [many]);
  const atoms = Array.from({ length: 1_025 }, (_, at) => atom(`atom ${at}`));
  throws(() => send("t", atoms), N2oError, "full");
  throws(() => send("x".repeat(5_000), 1), N2oError, "full");
  throws(() => reg(NaN, () => {}), N2oError, "value");
  equal(got.length, 1);
});
