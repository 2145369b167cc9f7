import { atom, decode, encode, tuple } from "../../n2o/bert/bert.ts";
import { Sent } from "../../n2o/bus/news.ts";
import { cx } from "../../n2o/cx.ts";
import {
  type Chain,
  format,
  type Message,
  type Protocol,
  push,
  reply,
  stream,
  unknown,
} from "../../n2o/proto.ts";
import { equal, rejects, throws } from "../_support/assert.ts";

const req = { path: "/p", query: "", headers: {} }, own = cx("/p");
/** A chain of these protocols on a connection that just opened. */
const chainOf = (...protocols: Protocol[]): Chain => ({ protocols, req, cx: own });
const bus = (data: string | number) =>
  ({ type: "bus", topic: "t", data, news: new Sent("t", data) }) as const;
const text = (text: string): Message => ({ type: "text", text });

/** A protocol that answers one text, at once or later, and notes what it was asked. */
function answering(known: string, asked: string[], later = false): Protocol {
  const info = (message: Message) => {
    if (message.type === "text") asked.push(`${known}?${message.text}`);
    return message.type === "text" && message.text === known
      ? reply({ text: `by ${known}` })
      : unknown;
  };
  return { info: later ? (message) => Promise.resolve(info(message)) : info };
}

Deno.test("protocols are asked in their order, the first reply wins, and later ones are not asked", async () => {
  for (const late of [[], [0], [1], [0, 1, 2]]) {
    const asked: string[] = [];
    const chain = chainOf(
      ...["a", "b", "c"].map((name, at) => answering(name, asked, late.includes(at))),
    );
    equal((await push(text("b"), chain)).payload, { text: "by b" });
    equal(asked, ["a?b", "b?b"]);
  }
});

Deno.test("what nobody knows gets an empty frame if a client said it, and nothing if the server did", async () => {
  const chain = chainOf(answering("a", []));
  for (const message of [text("x"), { type: "term", term: atom("x") }] as const) {
    const { payload, strike } = await push(message, chain);
    equal([format(payload), strike === undefined], [new Uint8Array(0), false]);
  }
  for (const message of [bus("x"), { type: "exit", reason: "x" }] as const) {
    const { payload, strike } = await push(message, chain);
    equal([format(payload), strike], [undefined, undefined]);
  }
  equal((await push(bus(1), chainOf())).payload, undefined);
});

Deno.test("the message is entered once, and only before a protocol that needs it", async () => {
  let entered = 0;
  const enter: NonNullable<Chain["enter"]> = (body) => {
    entered++;
    return body();
  };
  const free: Protocol = { ...answering("free", []), contextFree: true };
  await push(text("free"), { ...chainOf(free, answering("a", [])), enter });
  equal(entered, 0);
  await push(text("b"), { ...chainOf(free, answering("a", []), free, answering("b", [])), enter });
  equal(entered, 1);
});

Deno.test("what a protocol throws or rejects with comes out", async () => {
  const bad: Protocol = {
    info() {
      throw new TypeError("broken");
    },
  };
  throws(() => push(text("x"), chainOf(bad)), TypeError);
  await rejects(() => push(text("x"), chainOf(answering("a", [], true), bad)), TypeError);
});

Deno.test("a frame is a text or a term, and an empty one is answered in kind without asking anybody", async () => {
  const got: Message[] = [];
  const all: Protocol = {
    info(message) {
      got.push(message);
      return reply(undefined);
    },
  };
  await stream("hi", chainOf(all));
  await stream(encode(tuple(atom("a"), 1)).slice().buffer, chainOf(all));
  const { payload } = await stream(new ArrayBuffer(0), chainOf(all));
  equal(format(payload), new Uint8Array(0));
  equal(got, [text("hi"), { type: "term", term: tuple(atom("a"), 1) }]);
});

Deno.test("a frame that is no term, or inflates to more than it may, is refused before any protocol is asked", () => {
  const asked: string[] = [], chain = chainOf(answering("a", asked));
  const bomb = encode([..."a".repeat(9_000)], { compressed: true }).slice().buffer;
  throws(() => stream(new ArrayBuffer(3), chain), Error);
  throws(() => stream(bomb, { ...chain, maxSize: 10_000 }), Error);
  equal(asked, []);
});

Deno.test("payloads become frames", () => {
  equal(format({ text: "x" }), "x");
  equal(format({ binary: Uint8Array.of(1, 2) }), Uint8Array.of(1, 2));
  const bert = format({ bert: atom("ok") });
  equal(typeof bert === "object" && decode(bert), atom("ok"));
  equal([format(undefined), format({ close: 1000, reason: "" })], [undefined, undefined]);
});
