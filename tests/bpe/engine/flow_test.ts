/**
 * Sequence flows, quantities and gateways as tokens pass them (BPMN 2.0.2, 8.3.13, 10.3.2, 13.3.2, 13.4).
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import {
  bench,
  complete,
  give,
  inner,
  model,
  places,
  started,
  stateOf,
  trace,
  work,
} from "./model.ts";

const count = (on: ReturnType<typeof started>, id: string) =>
  trace(on, "completed").filter((each) => each === id).length;

Deno.test("an activity gives a token to every flow whose condition holds, and to its default only where none does", () => {
  for (
    const [variables, expected] of [
      [{ a: true, b: true }, ["x", "y"]],
      [{ a: false, b: true }, ["y"]],
      [{ a: false, b: false }, ["z"]],
    ] as const
  ) {
    const on = started(
      model(
        `<startEvent id="s"/><task id="t" default="t_z"/><userTask id="x"/><userTask id="y"/><userTask id="z"/>`,
        "s>t;t>x:a;t>y:b;t>z",
      ),
      variables,
    );
    equal(places(on), [...expected]);
  }
});

Deno.test("flows that meet before an activity are not joined: it runs for each token", () => {
  const on = started(model(
    `<startEvent id="s"/><task id="a"/><task id="b"/><task id="t"/><endEvent id="e"/>`,
    "s>a;s>b;a>t;b>t;t>e",
  ));
  equal([count(on, "t"), count(on, "e"), stateOf(on).status], [2, 2, "completed"]);
});

Deno.test("an activity takes and gives as many tokens as its quantities say, whichever flows they come by", () => {
  const on = started(model(
    `<startEvent id="s"/><userTask id="a"/><task id="b" completionQuantity="3"/><task id="t" startQuantity="2" completionQuantity="2"/>
     <task id="u"/>`,
    "s>a;s>b;a>t;b>t;t>u",
  ));
  equal([count(on, "t"), count(on, "u")], [1, 2]);
  equal(stateOf(on).tokens.map((token) => token.count), [1]);
  complete(on, "a");
  equal([count(on, "t"), count(on, "u"), stateOf(on).status], [2, 4, "completed"]);
});

Deno.test("an exclusive gateway takes the first flow that holds, in the order of the file, and asks no further", () => {
  const on = started(
    model(
      `<startEvent id="s"/><exclusiveGateway id="x" default="x_a"/><userTask id="a"/><userTask id="b"/><userTask id="c"/><userTask id="d"/>`,
      "s>x;x>a;x>b:n > 9;x>c:n > 1;x>d:n.fails(1)",
    ),
    { n: 5 },
  );
  equal([places(on), stateOf(on).incidents], [["c"], []]);
});

Deno.test("an inclusive gateway takes all that hold, and joins exactly those", () => {
  for (const [a, b, c] of [[1, 1, 0], [0, 1, 1], [1, 1, 1], [0, 0, 1], [0, 0, 0]]) {
    const on = started(
      model(
        `<startEvent id="s"/><inclusiveGateway id="f" default="f_d"/>${
          ["a", "b", "c", "d"].map((id) => `<userTask id="${id}"/>`).join("")
        }<inclusiveGateway id="j"/><task id="t"/>`,
        "s>f;f>a:a = 1;f>b:b = 1;f>c:c = 1;f>d;a>j;b>j;c>j;d>j;j>t",
      ),
      { a, b, c },
    );
    const chosen = [a === 1 ? "a" : "", b === 1 ? "b" : "", c === 1 ? "c" : ""].filter(Boolean);
    const open = chosen.length === 0 ? ["d"] : chosen;
    equal(work(on), open);
    for (const [done, id] of open.entries()) {
      equal(count(on, "t"), 0, `${open} ${done}`);
      complete(on, id);
    }
    equal([count(on, "t"), count(on, "j"), stateOf(on).status], [1, 1, "completed"]);
  }
});

Deno.test("a link takes its token from several places to one; terminate ends everything at once", () => {
  const link = (id: string, tag: string) =>
    `<intermediate${tag}Event id="${id}"><linkEventDefinition name="L"/></intermediate${tag}Event>`;
  const on = started(model(
    `<startEvent id="s"/><parallelGateway id="f"/>${link("l1", "Throw")}${link("l2", "Throw")}${
      link("l", "Catch")
    }<userTask id="u"/><userTask id="v"/><endEvent id="e"><terminateEventDefinition/></endEvent>`,
    "s>f;f>l1;f>l2;f>v;l>u;u>e",
  ));
  equal(places(on), ["v", "u", "u"]);
  complete(on, "u");
  equal([stateOf(on).status, places(on), on.outbox.filter(({ kind }) => kind === "close").length], [
    "terminated",
    [],
    2,
  ]);
});

Deno.test("a global task runs where it is called", () => {
  const on = bench(model(
    `<startEvent id="s"/><callActivity id="call" calledElement="g"/><endEvent id="e"/>`,
    "s>call;call>e",
    `<globalUserTask id="g" name="Ask"/>`,
  ));
  give(on, { do: "start", instance: "i", process: "p" });
  equal(stateOf(on).elements.length, 3);
  const [open] = on.outbox;
  equal(open?.kind, "task");
  give(on, {
    do: "complete",
    element: open?.kind === "task" ? open.element : -1,
    variables: { a: 1 },
  });
  equal([stateOf(on).status, stateOf(on).result], ["completed", { a: 1 }]);
});

Deno.test("a boundary event in the step in which its activity ends: what is thrown inside is heard before the inside ends", () => {
  const on = started(model(
    `<startEvent id="s"/>${
      inner(
        "sub",
        `<startEvent id="a"/><userTask id="u"/><endEvent id="t"><signalEventDefinition signalRef="x"/></endEvent>`,
        "a>u;u>t",
      )
    }<boundaryEvent id="b" attachedToRef="sub"><signalEventDefinition signalRef="x"/></boundaryEvent><userTask id="h"/><userTask id="n"/>`,
    "s>sub;b>h;sub>n",
    `<signal id="x" name="X"/>`,
  ));
  complete(on, "u");
  // The signal is thrown while the sub-process is still active: its boundary hears it before the sub-process can end.
  equal([places(on), trace(on, "cancelled")], [["h"], ["sub"]]);
});
