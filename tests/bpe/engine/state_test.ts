import { assert, equal } from "../../_support/assert.ts";
import { serialize } from "node:v8";
import type { Step } from "../../../bpe/state/outcome.ts";
import { bench, complete, freeze, give, model, started, stateOf } from "./model.ts";

const five = model(
  `<startEvent id="s"/>${
    [1, 2, 3, 4, 5].map((n) => `<serviceTask id="t${n}"/>`).join("")
  }<endEvent id="e"/>`,
  "s>t1;t1>t2;t2>t3;t3>t4;t4>t5;t5>e",
);

const busy = model(
  `<startEvent id="s"/><parallelGateway id="f"/>
   <userTask id="u"/><boundaryEvent id="b" attachedToRef="u" cancelActivity="false"><timerEventDefinition>
   <timeCycle>R/PT1H</timeCycle></timerEventDefinition></boundaryEvent><endEvent id="be"/>
   <subProcess id="sub"><startEvent id="ss"/><userTask id="v"/><sequenceFlow id="x" sourceRef="ss" targetRef="v"/></subProcess>
   <intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
   <parallelGateway id="j"/>`,
  "s>f;f>u;f>sub;f>c;u>j;sub>j;c>j;b>be",
  `<message id="m" name="answer"/>`,
);

Deno.test("a step changes nothing it was given, and gives the same for the same", () => {
  const runs = [0, 1].map(() => {
    const on = bench(busy);
    const steps: Step[] = [];
    const record = (step: Step) => {
      on.state = freeze(structuredClone(step.state));
      steps.push(step);
    };
    record(give(on, freeze({ do: "start", instance: "i", variables: { a: [1, 2] } })));
    record(complete(on, "v", { a: [3] }));
    on.now += 3_600_000;
    record(
      give(on, {
        do: "timer",
        wait: stateOf(on).waits.find(({ due }) => due !== undefined)?.id ?? 0,
      }),
    );
    record(give(on, { do: "message", name: "answer", payload: { b: 2 } }));
    record(complete(on, "u"));
    return steps;
  });
  equal(runs[0], runs[1]);
  equal(runs[0]?.at(-1)?.state.status, "completed");
  equal(runs[0]?.at(-1)?.state.result, { a: [3], b: 2 });
});

Deno.test("a waiting instance takes less than 2 KB, as it is serialised and as JSON", () => {
  for (const definition of [five, busy]) {
    const on = started(definition, { customer: "Ada", amount: 120 });
    assert(serialize(stateOf(on)).length < 2_048, `${serialize(stateOf(on)).length}`);
    equal(JSON.parse(JSON.stringify(stateOf(on))), stateOf(on));
  }
});

Deno.test("keys of effects are unique in an instance, and the ids of elements never come again", () => {
  const on = started(five);
  for (let n = 1; n <= 5; n++) complete(on, `t${n}`);
  const keys = on.outbox.map(({ key }) => key);
  equal(new Set(keys).size, 5);
  const entered = on.history.filter(({ event }) => event === "entered").map(({ element }) =>
    element
  );
  equal(new Set(entered).size, entered.length);
});

Deno.test("a step tells which waits are new and which are over, so that an index can follow", () => {
  const on = bench(busy);
  const index = new Map<number, unknown>();
  const follow = (step: Step) => {
    for (const { id } of step.over) index.delete(id);
    for (const wait of step.waits) index.set(wait.id, wait);
    equal([...index.values()], [...step.state.waits]);
  };
  follow(give(on, { do: "start", instance: "i" }));
  for (let hour = 0; hour < 3; hour++) {
    on.now += 3_600_000;
    follow(
      give(on, {
        do: "timer",
        wait: stateOf(on).waits.find(({ due }) => due !== undefined)?.id ?? 0,
      }),
    );
  }
  follow(complete(on, "u"));
  follow(give(on, { do: "message", name: "answer" }));
  follow(complete(on, "v"));
  equal([stateOf(on).status, index.size], ["completed", 0]);
});

Deno.test("a timer that is not yet due, or gone, changes nothing", () => {
  const on = started(busy);
  const wait = stateOf(on).waits.find(({ due }) => due !== undefined)?.id ?? 0;
  const state = stateOf(on);
  equal(give(on, { do: "timer", wait }).applied, false);
  equal(give(on, { do: "timer", wait: 999 }).applied, false);
  equal(stateOf(on), state);
});
