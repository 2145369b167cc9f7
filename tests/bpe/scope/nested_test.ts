/**
 * Scope where activities are inside one another, or fail.
 *
 * @module
 */
import type { Handler } from "../../../bpe/job/handler.ts";
import type { State, Variables } from "../../../bpe/state/state.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { type Driver, durableDriver, open, volatileDriver } from "../backend/drivers.ts";

const flow = (source: string, target: string) =>
  `<sequenceFlow id="${source}_${target}" sourceRef="${source}" targetRef="${target}"/>`;
const definitions = (inside: string) =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:scope"
  id="d"><error id="err" errorCode="E"/>${inside}</definitions>`;
const process = (id: string, inside: string) =>
  `<process id="${id}" isExecutable="true">${inside}</process>`;
/** A line of one activity `a` with a start and an end. */
const around = (activity: string, prefix = "", id = "a") =>
  `<startEvent id="${prefix}s"/>${activity}<endEvent id="${prefix}e"/>${flow(`${prefix}s`, id)}${
    flow(id, `${prefix}e`)
  }`;
const work = (id: string, inside = "") =>
  `<serviceTask id="${id}" camunda:topic="w">${inside}</serviceTask>`;
const eight = (attributes: string, more = "") =>
  `<multiInstanceLoopCharacteristics ${more}><extensionElements><zeebe:loopCharacteristics ${attributes}/></extensionElements></multiInstanceLoopCharacteristics>`;

type Handlers = Readonly<Record<string, Handler>>;
type Act = (on: Driver) => Promise<void>;

/** Plays the process `p` on both hosts. */
async function onBoth(
  files: readonly string[],
  variables: Variables,
  handlers: Handlers,
  check: (state: State) => void,
  act: Act = () => Promise.resolve(),
): Promise<void> {
  const play = async (on: Driver) => {
    await on.start("p", "i", variables);
    await act(on);
    check(await on.state("i"));
  };
  await play(volatileDriver({ files, handlers }));
  using kv = memoryKv();
  const opened = await open(kv, { files, handlers });
  await play(durableDriver(opened));
  await opened.runtime.close();
  equal(opened.errors, []);
}

const ended = (result: Variables) => (state: State) =>
  equal([state.status, state.incidents, state.result], ["completed", [], result]);

Deno.test("the data inputs and outputs of an activity bring its collection in and out, and the item to each run", async () => {
  const io =
    `<ioSpecification><dataInput id="all" isCollection="true"/><dataInput id="one"/><dataOutput id="res"/><dataOutput id="every"
     isCollection="true"/><inputSet><dataInputRefs>all</dataInputRefs><dataInputRefs>one</dataInputRefs></inputSet>
     <outputSet><dataOutputRefs>res</dataOutputRefs><dataOutputRefs>every</dataOutputRefs></outputSet></ioSpecification>
     <dataInputAssociation><sourceRef>items</sourceRef><targetRef>all</targetRef></dataInputAssociation>
     <dataInputAssociation><sourceRef>item</sourceRef><targetRef>one</targetRef></dataInputAssociation>
     <dataOutputAssociation><sourceRef>res</sourceRef><targetRef>result</targetRef></dataOutputAssociation>
     <dataOutputAssociation><sourceRef>every</sourceRef><targetRef>outs</targetRef></dataOutputAssociation>`;
  for (const sequential of [true, false]) {
    const file = definitions(process(
      "p",
      `<dataObject id="items" isCollection="true"/><dataObject id="outs" isCollection="true"/>${
        around(work(
          "a",
          `${io}<multiInstanceLoopCharacteristics isSequential="${sequential}"><loopDataInputRef>all</loopDataInputRef>
        <loopDataOutputRef>every</loopDataOutputRef><inputDataItem id="item"/><outputDataItem id="result"/></multiInstanceLoopCharacteristics>`,
        ))
      }`,
    ));
    const taken = {
      one: "mine",
      res: "mine",
      item: "mine",
      result: "mine",
      all: "mine",
      every: "mine",
    };
    await onBoth(
      [file],
      { items: [1, 2, 3], ...taken },
      { w: ({ variables: { one } }) => one === 2 ? {} : { res: Number(one) * 10 } },
      ended({ items: [1, 2, 3], ...taken, outs: [10, null, 30] }),
    );
  }
});

Deno.test("a multi-instance inside a run of another has its own names, and its results are those of the run", async () => {
  for (const kind of ["eight", "standard"]) {
    const inner = kind === "eight"
      ? eight(`inputCollection="=item" inputElement="item" outputCollection="y" outputElement="=z"`)
      : `<multiInstanceLoopCharacteristics><loopDataInputRef>item</loopDataInputRef><loopDataOutputRef>y</loopDataOutputRef>
         <inputDataItem id="each"/><outputDataItem id="z"/></multiInstanceLoopCharacteristics>`;
    const outer = eight(
      `inputCollection="=items" inputElement="item" outputCollection="outs" outputElement="=y"`,
    );
    const file = definitions(
      process(
        "p",
        around(`<subProcess id="a">${outer}${around(work("w", inner), "i", "w")}</subProcess>`),
      ),
    );
    const taken = { item: "mine", each: "mine", y: "mine", z: "mine" };
    await onBoth(
      [file],
      { items: [[1, 2], [], [3]], ...taken },
      { w: ({ variables }) => ({ z: Number(variables[kind === "eight" ? "item" : "each"]) * 10 }) },
      ended({ items: [[1, 2], [], [3]], ...taken, outs: [[10, 20], [], [30]] }),
    );
  }
});

Deno.test("what sub-processes inside a run set is the run's, and what they declare is their own", async () => {
  const inside = `<subProcess id="b"><dataObject id="own"/>${
    around(work("w"), "k", "w")
  }</subProcess>`;
  const file = definitions(process(
    "p",
    around(
      `<subProcess id="a">${
        eight(
          `inputCollection="=items" inputElement="item" outputCollection="outs" outputElement="={ y: y, own: own }"`,
        )
      }<dataObject id="data"/>${around(inside, "i", "b")}</subProcess>`,
    ),
  ));
  await onBoth(
    [file],
    { items: [1, 2], own: "mine", data: "mine" },
    { w: ({ variables: { item } }) => ({ y: item, own: item, data: item }) },
    ended({
      items: [1, 2],
      own: "mine",
      data: "mine",
      outs: [{ y: 1, own: "mine" }, { y: 2, own: "mine" }],
    }),
  );
});

Deno.test("counters are told to conditions, whatever is called alike, and are no variables", async () => {
  const counters = {
    numberOfInstances: 9,
    nrOfInstances: 9,
    nrOfCompletedInstances: 9,
    loopCounter: 9,
  };
  const file = definitions(process(
    "p",
    around(work(
      "a",
      `<multiInstanceLoopCharacteristics isSequential="true" camunda:collection="items" camunda:elementVariable="item">
       <completionCondition>nrOfCompletedInstances = 2 and numberOfInstances = 3 and loopCounter = 2</completionCondition>
       </multiInstanceLoopCharacteristics>`,
    )),
  ));
  const seen: unknown[] = [];
  await onBoth(
    [file],
    { items: [1, 2, 3], ...counters },
    {
      w: ({ variables }) => {
        seen.push([variables.loopCounter, variables.nrOfInstances]);
        return { loopCounter: 0 };
      },
    },
    ended({ items: [1, 2, 3], ...counters }),
  );
  // The answer of a run changes its own counter only; what is called like a counter of the loop is a variable.
  equal(seen.slice(0, 2), [[1, 9], [2, 9]]);
});

Deno.test("an error of a called process brings what it has set, and nothing that the run was given or keeps", async () => {
  const q = process(
    "q",
    `<startEvent id="qs"/>${
      work("qw")
    }<endEvent id="qe"><errorEventDefinition id="qd" errorRef="err"/></endEvent>${
      flow("qs", "qw")
    }${flow("qw", "qe")}`,
  );
  const p = (loop: string) =>
    process(
      "p",
      `${around(`<callActivity id="a" calledElement="q">${loop}</callActivity>`)}
      <boundaryEvent id="b" attachedToRef="a"><errorEventDefinition id="bd" errorRef="err"/></boundaryEvent><endEvent id="be"/>${
        flow("b", "be")
      }`,
    );
  const taken = { item: "mine", loopCounter: "mine", y: "mine" };
  const answer: Handlers = { w: () => ({ y: 1, item: 2, loopCounter: 3, n: 4 }) };
  for (const outputs of ["", `outputCollection="outs" outputElement="=y"`]) {
    const loop = eight(
      `inputCollection="=items" inputElement="item" ${outputs}`,
      `isSequential="true"`,
    );
    const check = ended({ items: [1], ...taken, ...outputs === "" ? { y: 1, n: 4 } : {} });
    await onBoth([definitions(q), definitions(p(loop))], { items: [1], ...taken }, answer, check);
  }
});

Deno.test("a called process gives what it has set and not what it was given, in this file and in another", async () => {
  const q = process("q", around(work("qw"), "q", "qw"));
  const p = process(
    "p",
    `<startEvent id="s"/><parallelGateway id="f"/><callActivity id="a" calledElement="q"/><userTask id="u"/><userTask id="v"/>
    <parallelGateway id="j"/><endEvent id="e"/>${flow("s", "f")}${flow("f", "a")}${flow("f", "u")}${
      flow("a", "v")
    }${flow("v", "j")}${flow("u", "j")}${flow("j", "e")}`,
  );
  for (const files of [[definitions(p + q)], [definitions(q), definitions(p)]]) {
    await onBoth(
      files,
      { n: 1, m: 1 },
      { w: () => ({ m: 2, k: 3 }) },
      ended({ n: 5, m: 2, k: 3 }),
      async (on) => {
        await on.complete("i", "u", { n: 5 });
        await on.complete("i", "v");
      },
    );
  }
});

/** Calls of `q` by Camunda 7 and 8: what they say, what `q` sees of `{ a, b }`, and what becomes of its `{ a: 5, c: 6 }`. */
const CALLS: Readonly<Record<string, readonly [said: string, sees: Variables, gives: Variables]>> =
  {
    "nothing is said": ["", { a: 1, b: 2 }, { a: 5, b: 2, c: 6 }],
    "seven passes by name": [
      `<camunda:in source="b" target="x"/><camunda:in sourceExpression="\${a + b}" target="sum"/><camunda:out source="c" target="d"/>
     <camunda:in businessKey="k"/>`,
      { x: 2, sum: 3 },
      { a: 1, b: 2, d: 6 },
    ],
    "seven passes all": [
      `<camunda:in variables="all"/><camunda:in source="b" target="x"/><camunda:out variables="all"/>
     <camunda:out source="c" target="d"/>`,
      { a: 1, b: 2, x: 2 },
      { a: 5, b: 2, c: 6, d: 6 },
    ],
    "eight passes nothing": [
      `<zeebe:calledElement processId="q" propagateAllParentVariables="false" propagateAllChildVariables="false"/>`,
      {},
      { a: 1, b: 2 },
    ],
    "eight maps": [
      `<zeebe:calledElement processId="q" propagateAllChildVariables="false"/>
     <zeebe:ioMapping><zeebe:input source="=b" target="x"/><zeebe:output source="=c" target="d"/></zeebe:ioMapping>`,
      { x: 2 },
      { a: 1, b: 2, d: 6 },
    ],
  };

for (const [name, [said, sees, gives]] of Object.entries(CALLS)) {
  Deno.test(`a call is given and gives what it says, in this file and in another: ${name}`, async () => {
    const q = process("q", around(work("qw"), "q", "qw"));
    for (const many of [false, true]) {
      const p = process(
        "p",
        around(
          `<callActivity id="a" calledElement="q"><extensionElements>${said}</extensionElements>${
            many
              ? `<multiInstanceLoopCharacteristics><loopCardinality>1</loopCardinality></multiInstanceLoopCharacteristics>`
              : ""
          }</callActivity>`,
        ),
      );
      for (const files of [[definitions(p + q)], [definitions(q), definitions(p)]]) {
        await onBoth(
          files,
          { a: 1, b: 2 },
          {
            w: ({ variables }) => {
              equal(variables, many ? { ...sees, loopCounter: 1 } : sees);
              return { a: 5, c: 6 };
            },
          },
          ended(gives),
        );
      }
    }
  });
}

Deno.test("a while loop counts for its own runs, and its counter is nobody else's", async () => {
  const loop =
    `<standardLoopCharacteristics><loopCondition>loopCounter &lt; 2</loopCondition></standardLoopCharacteristics>`;
  const q = process("q", around(work("qw"), "q", "qw"));
  const kinds = {
    task: work("a", loop),
    subProcess: `<subProcess id="a">${around(work("w"), "i", "w")}${loop}</subProcess>`,
    call: `<callActivity id="a" calledElement="q">${loop}</callActivity>`,
  };
  for (const activity of Object.values(kinds)) {
    const p = process("p", around(activity));
    for (const files of [[definitions(p + q)], [definitions(q), definitions(p)]]) {
      const seen: unknown[] = [];
      await onBoth(
        files,
        { loopCounter: "mine" },
        { w: ({ variables }) => ({ n: seen.push(variables.loopCounter), loopCounter: 0 }) },
        ({ result, status }) => equal([status, result?.loopCounter], ["completed", "mine"]),
      );
      // Two runs on each of the two hosts.
      equal(seen, [1, 2, 1, 2]);
    }
  }
});

Deno.test("the output mappings of a run may fill its result, and what else they name leaves it", async () => {
  for (const sequential of [true, false]) {
    const file = definitions(process(
      "p",
      around(work(
        "a",
        `<extensionElements><zeebe:ioMapping><zeebe:output source="=answer * 10" target="y"/><zeebe:output source="=answer"
        target="last"/></zeebe:ioMapping></extensionElements>${
          eight(
            `inputCollection="=items" inputElement="item" outputCollection="outs" outputElement="=y"`,
            `isSequential="${sequential}"`,
          )
        }`,
      )),
    ));
    await onBoth(
      [file],
      { items: [1, 2], y: "mine", answer: "mine" },
      { w: ({ variables: { item } }) => ({ answer: item }) },
      ended({ items: [1, 2], y: "mine", answer: "mine", last: 2, outs: [10, 20] }),
    );
  }
});
