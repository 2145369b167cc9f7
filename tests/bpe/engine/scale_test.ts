/**
 * Large instances, and models made to be costly.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";
import { give, model, started, stateOf, trace, work } from "./model.ts";

const many = (activity: string, count: number) =>
  model(
    `<startEvent id="s"/>${
      activity.replace(
        "LOOP",
        `<multiInstanceLoopCharacteristics><loopCardinality>${count}</loopCardinality></multiInstanceLoopCharacteristics>`,
      )
    }<endEvent id="e"/>`,
    "s>u;u>e",
  );

Deno.test("five thousand instances of an activity run at once, are completed in any order, and are cancelled together", () => {
  const task = started(many(`<task id="u">LOOP</task>`, 5_000));
  equal([stateOf(task).status, trace(task, "completed").length], ["completed", 5_004]);
  const inside = started(
    many(
      `<subProcess id="u">LOOP<startEvent id="a"/><endEvent id="b"/><sequenceFlow id="ab" sourceRef="a" targetRef="b"/></subProcess>`,
      5_000,
    ),
  );
  equal([stateOf(inside).status, trace(inside, "taken").length], ["completed", 5_002]);
  const open = started(many(`<userTask id="u">LOOP</userTask>`, 5_000));
  equal(work(open).length, 5_000);
  for (const place of [5_001, 2, 2_500]) {
    give(open, { do: "complete", element: stateOf(open).elements[place]?.id ?? -1 });
  }
  equal(stateOf(open).elements.length, 2 + 5_000 - 3);
  const { outbox } = give(open, { do: "cancel" });
  equal([outbox.length, new Set(outbox.map(({ key }) => key)).size], [4_997, 4_997]);
});

Deno.test("a task that gives a thousand million tokens is given up before it does", () => {
  const on = started(
    model(
      `<startEvent id="s"/><task id="t" completionQuantity="999999999"/><task id="u"/>`,
      "s>t;t>u",
    ),
  );
  const [incident] = stateOf(on).incidents;
  equal([incident?.code, stateOf(on).elements.length, stateOf(on).tokens], ["budget", 1, []]);
  assert(/^t .*instance i/.test(incident?.message ?? ""), incident?.message);
});

Deno.test("an instance restored from its JSON goes on as the one that was kept", () => {
  const body =
    `<startEvent id="s"/><parallelGateway id="f"/><userTask id="u"/><userTask id="v"/><inclusiveGateway id="j"/><endEvent id="e"/>`;
  const flows = "s>f;f>u;f>v;u>j;v>j;j>e";
  const [kept, restored] = [started(model(body, flows)), started(model(body, flows))];
  for (const id of [3, 4].map((place) => stateOf(kept).elements[place - 2]?.id ?? -1)) {
    restored.state = JSON.parse(JSON.stringify(restored.state));
    equal(
      give(kept, { do: "complete", element: id }),
      give(restored, { do: "complete", element: id }),
    );
  }
  equal(stateOf(kept).status, "completed");
});
