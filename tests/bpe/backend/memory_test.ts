/** What instances without a store set going among each other: bounds, failures, and messages that nobody takes. */
import { assert, equal, throws } from "../../_support/assert.ts";
import { BpeError, parse, volatile, type VolatileOptions } from "../../../bpe/mod.ts";
import { file, proc, timer } from "../runtime/world.ts";

const MESSAGES = `<message id="m" name="go"/><message id="n" name="back"/>`;
/** A process that one message starts, and that throws another. */
const answers = (id: string, starts: string, throws: string) =>
  proc(
    id,
    `<startEvent id="${id}_s"><messageEventDefinition messageRef="${starts}"/></startEvent><endEvent id="${id}_e"><messageEventDefinition messageRef="${throws}"/></endEvent>`,
    `${id}_s>${id}_e`,
  );
const receives = file(
  MESSAGES +
    proc(
      "p",
      `<startEvent id="s"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/>`,
      "s>r;r>e",
    ),
);

/** An engine, with what it reports and loses. */
function engine(xml: string, options: VolatileOptions = {}) {
  const errors: unknown[] = [], lost: unknown[] = [];
  let now = Date.UTC(2030, 0, 1);
  const bpe = volatile([parse(xml)], {
    clock: { now: () => now },
    log: (_level, _message, details) => void errors.push(details?.error),
    onLost: ({ payload }) => void lost.push(payload),
    ...options,
  });
  return { bpe, errors, lost, pass: (milliseconds: number) => void (now += milliseconds) };
}

Deno.test("processes that start each other without end are stopped by the budget, and the engine goes on", () => {
  const { bpe, errors } = engine(
    file(MESSAGES + answers("a", "m", "n") + answers("b", "n", "m")),
    { budget: 200 },
  );
  for (let time = 0; time < 2; time++) {
    const error = throws(() => bpe.publish({ name: "go" }), BpeError, "budget");
    assert(/200 instances/.test(error.message), error.message);
  }
  equal(errors, []);
  equal(bpe.state("1").status, "completed");
});

Deno.test("an instance that is started by a message and cannot start is reported, and keeps nobody else from going on", () => {
  const { bpe, errors } = engine(file(
    `${MESSAGES}<signal id="g" name="all"/>${
      proc(
        "says",
        `<startEvent id="s"/><intermediateThrowEvent id="t"><signalEventDefinition signalRef="g"/></intermediateThrowEvent><endEvent id="e"/>`,
        "s>t;t>e",
      )
    }${
      ["bad", "good"].map((id) =>
        proc(
          id,
          `<startEvent id="${id}_s"><signalEventDefinition signalRef="g"/></startEvent><userTask id="${id}_u"/><endEvent id="${id}_e"/>
          <subProcess id="${id}_ev" triggeredByEvent="true"><startEvent id="${id}_es" isInterrupting="false">${
            timer("timeDuration", id === "bad" ? "for i in 1..1000000000 return wrong" : "PT1H")
          }</startEvent><endEvent id="${id}_ee"/><sequenceFlow id="${id}_f" sourceRef="${id}_es" targetRef="${id}_ee"/></subProcess>`,
          `${id}_s>${id}_u;${id}_u>${id}_e`,
        )
      ).join("")
    }`,
  ));
  equal(bpe.state(bpe.start("says")).status, "completed");
  equal(bpe.state("3").waits.map(({ kind }) => kind), ["timer"]);
  equal(errors.map((each) => BpeError.is(each, "expression")), [true]);
  throws(() => bpe.signal("all"), BpeError, "expression");
});

Deno.test("a message that nobody takes is lost after its time, or when too many wait, the oldest first", () => {
  const { bpe, lost, pass } = engine(receives, { messageTtl: 1_000, keptMessages: 2 });
  for (const payload of [1, 2, 3]) equal(bpe.publish({ name: "go", payload }), undefined);
  equal(lost, [1]);
  pass(1_001);
  bpe.tick();
  equal(lost, [1, 2, 3]);
  equal(bpe.state(bpe.start("p")).status, "active");
  equal(bpe.publish({ name: "go", payload: { n: 4 } }), "1");
  throws(() => bpe.publish({ name: "go", ttl: 0 }), BpeError, "message");
  equal(lost.length, 3);
});

Deno.test("a message that waits is for the oldest wait that bears its keys, and messages for one wait go in their order", () => {
  const { bpe } = engine(receives);
  for (const n of [1, 2, 3]) bpe.publish({ name: "go", payload: { n } });
  equal([1, 2, 3, 4].map(() => bpe.state(bpe.start("p")).result?.n), [1, 2, 3, undefined]);
});

Deno.test("a message whose key was seen within a week is not taken again", () => {
  const { bpe, pass } = engine(receives);
  const sent = () => bpe.publish({ name: "go", key: "k" });
  for (let i = 0; i < 3; i++) bpe.start("p");
  equal([sent(), sent()], ["1", undefined]);
  pass(7 * 86_400_000);
  equal([sent(), sent()], ["2", undefined]);
});

Deno.test("what is wrong in a message or a signal is refused as in a store", () => {
  const { bpe } = engine(receives);
  const keys = Object.fromEntries(["a", "b", "c", "d", "e"].map((key) => [key, "1"]));
  throws(() => bpe.publish({ name: "" }), BpeError, "limit");
  throws(() => bpe.publish({ name: "go", keys }), BpeError, "limit");
  throws(() => bpe.publish({ name: "go", ttl: -1 }), BpeError, "limit");
  throws(() => bpe.publish({ name: "go", payload: { run: () => {} } }), BpeError, "unstorable");
  throws(() => bpe.signal(""), BpeError, "limit");
  for (const bound of [-1, NaN]) {
    throws(() => engine(receives, { messageTtl: bound }), BpeError, "config");
    throws(() => engine(receives, { keptMessages: bound }), BpeError, "config");
  }
});
