import { localBus } from "../../../n2o/bus/bus.ts";
import { equal } from "../../_support/assert.ts";

Deno.test("a message reaches every receiver of its topic once, and nobody else", () => {
  const { reg, send } = localBus(), got: string[] = [];
  const one = (message: unknown) => void got.push(`one ${message}`);
  reg("topic", one);
  reg("topic", one);
  reg("topic", (message) => void got.push(`two ${message}`));
  reg("other", (message) => void got.push(`other ${message}`));
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
  reg("topic", () => reg("topic", (message) => void got.push(message)));
  send("topic", "one");
  equal(got, []);
});
