/**
 * What a deployment refuses, and what it only tells.
 *
 * @module
 */
import {
  beginEvent,
  BpeError,
  define,
  endEvent,
  expressions,
  gateway,
  parse,
  problems,
  process,
  sequenceFlow,
  serviceTask,
} from "../../../bpe/mod.ts";
import { assert, equal, rejects, throws } from "../../_support/assert.ts";
import { flowsOf } from "../engine/model.ts";
import { list, world } from "./world.ts";

/** A file whose process begins on line 2; each part of its body stands on a line of its own. */
const file = (attributes: string, ...body: string[]) =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t">
<process id="p" ${attributes}>
${body.join("\n")}
</process></definitions>`;
const ENDS = `<startEvent id="s"/><endEvent id="e"/>`;
const CHOICE = `<exclusiveGateway id="g"/><task id="a"/>${flowsOf("s>g;a>e;g>e")}`;
const choice = (condition: string) =>
  `<sequenceFlow id="f" sourceRef="g" targetRef="a"><conditionExpression>${condition}</conditionExpression></sequenceFlow>`;

Deno.test("an expression that is none refuses a deployment with its element and line, whether the process says that it is executable or nothing", async () => {
  for (const attributes of ['isExecutable="true"', ""]) {
    const engine = world().open();
    const text = file(attributes, ENDS, CHOICE, choice("amount &gt; 5 and"));
    const error = await rejects(() => engine.deploy(text), BpeError, "rule");
    equal(
      [error.rule, error.element, error.line],
      ["EXPRESSION", "conditionExpression of f", 5],
      attributes,
    );
    equal(await list(engine.processes()), []);
    await engine.deploy(text.replace("and", "and paid"));
    equal((await list(engine.processes())).map(({ key }) => key), ["p:1"]);
  }
  const said = file('isExecutable="true"', ENDS, CHOICE, choice("amount &gt; 5 and"));
  throws(() => parse(said), BpeError, "rule");
  // A file that does not say is only read so far.
  const unsaid = said.replace(' isExecutable="true"', "");
  parse(unsaid);
  throws(() => parse(unsaid, { deploying: true }), BpeError, "rule");
  equal(problems(unsaid, { deploying: true }).map(({ severity }) => severity), ["error"]);
});

Deno.test("what is untidy and which jobs have no handler is what a deployment warns of, each time, with element and line", async () => {
  const on = world(), engine = on.open({ handlers: { known: () => ({}) } });
  const text = file(
    'isExecutable="true"',
    `<startEvent id="s"/>`,
    `<serviceTask id="known"/>`,
    `<serviceTask id="unknown"/>`,
    `<scriptTask id="feel" scriptFormat="feel"><script>x + 1</script></scriptTask>`,
    `<scriptTask id="java" scriptFormat="java"><script>x();</script></scriptTask>`,
    `<userTask id="u"/>`,
    flowsOf("s>known;known>unknown;unknown>feel;feel>java;java>u"),
  );
  const told = ["EXT105 s 3", "TOPIC unknown 5", "SCRIPT java 7"];
  for (const version of ["p:1", "p:1"]) {
    const versions = await engine.deploy(text);
    equal(versions.map(({ key }) => key), [version]);
    equal(versions.warnings.map(({ rule, element, line }) => `${rule} ${element} ${line}`), told);
    assert(versions.warnings.every(({ severity }) => severity === "warning"));
  }
  const other = on.open({ handlers: { unknown: () => ({}), java: () => ({}), known: () => ({}) } });
  equal((await other.deploy(text)).warnings.map(({ rule }) => rule), ["EXT105"]);
  // Where persons do them they are no jobs.
  const workers = { serviceTask: "task", scriptTask: "none" } as const;
  const persons = on.open({ workers: { ...WORK, ...workers } });
  equal((await persons.deploy(text)).warnings.map(({ rule }) => rule), ["EXT105"]);
});

const WORK = {
  task: "none",
  userTask: "task",
  manualTask: "task",
  serviceTask: "job",
  scriptTask: "job",
  businessRuleTask: "job",
  sendTask: "message",
} as const;

Deno.test("a deployment that keeps every rule refuses what is untidy; a job without a handler breaks none", async () => {
  const on = world(), engine = on.open();
  const untidy = file(
    'isExecutable="true"',
    `<startEvent id="s"/>`,
    `<userTask id="u"/>`,
    flowsOf("s>u"),
  );
  const error = await rejects(() => engine.deploy(untidy, { strict: true }), BpeError, "rule");
  equal([error.rule, error.element, error.line], ["EXT105", "s", 3]);
  equal(await list(engine.processes()), []);
  await engine.deploy(untidy);
  const lacking = file('isExecutable="true"', ENDS, `<serviceTask id="j"/>`, flowsOf("s>j;j>e"));
  const { warnings } = await engine.deploy(lacking, { strict: true });
  equal(warnings.map(({ rule, severity }) => `${rule} ${severity}`), ["TOPIC warning"]);
});

Deno.test("processes written in code are read and warned of as files are", async () => {
  const on = world(), engine = on.open();
  const paid = (condition: string) =>
    process({
      id: "paid",
      tasks: [
        beginEvent({ id: "s" }),
        gateway({ id: "g", type: "exclusive", def: "no" }),
        serviceTask({ id: "j" }),
        endEvent({ id: "e" }),
      ],
      flows: [
        sequenceFlow({ source: "s", target: "g" }),
        sequenceFlow({ source: "g", target: "j", condition }),
        sequenceFlow({ id: "no", source: "g", target: "e" }),
        sequenceFlow({ source: "j", target: "e" }),
      ],
    });
  equal(
    (await engine.deploy(paid("amount > 5"))).warnings.map(({ rule, element }) =>
      `${rule} ${element}`
    ),
    ["TOPIC j"],
  );
  const error = await rejects(() => engine.deploy(paid("amount > ")), BpeError, "rule");
  equal([error.rule, error.element], ["EXPRESSION", "conditionExpression of g->j"]);
  throws(() => define(paid("amount > ")), BpeError, "rule");
  equal((await engine.deploy(define(paid("amount > 6")))).warnings.map(({ rule }) => rule), [
    "TOPIC",
  ]);
});

Deno.test("expressions are read by whoever evaluates them; one who cannot tell before the time comes is not asked", async () => {
  const text = file('isExecutable="true"', ENDS, CHOICE, choice("if (amount) { yes }"));
  const on = world();
  await rejects(() => on.open().deploy(text), BpeError, "rule");
  const silent = { evaluate: () => true };
  await on.open({ expressions: silent }).deploy(text);
  equal(problems(text, { expressions: silent }), []);
  const asked: string[] = [];
  const own = {
    evaluate: () => true,
    check: ({ text }: { text: string }) => {
      asked.push(text);
      if (text.includes("yes")) throw new Error("it says yes");
    },
  };
  const error = await rejects(() => on.open({ expressions: own }).deploy(text), BpeError, "rule");
  assert(error.message.includes("it says yes"), error.message);
  equal(asked, ["if (amount) { yes }"]);
  const { check } = expressions();
  check?.({ language: "", text: "{compare,{road,[]},2,left}." });
  throws(
    () => check?.({ language: "", text: "{compare,{road,[},2,left}." }),
    BpeError,
    "expression",
  );
});

Deno.test("what is no file and no process is refused by an error of this module, wherever it is given", async () => {
  const step = { id: "a", kind: "userTask" };
  const odd: readonly unknown[] = [
    ...[undefined, null, 1, true, Symbol("x"), () => 1, {}, [], new Map(), new ArrayBuffer(4), ""],
    ...[{ nodes: [] }, { tasks: 1 }, { id: 1 }, { id: "p", tasks: [null] }, {
      id: "p",
      tasks: [{}],
    }],
    ...[{ id: "p", flows: 5 }, { id: "p", flows: [null] }, { id: "p", tasks: [step], flows: [{}] }],
    ...[{ id: "p", tasks: [step], flows: [{ source: "a", target: 5 }] }, { id: "p", roles: [1] }],
    { id: "p", tasks: [{ ...step, kind: "subProcess", tasks: [{ id: 5 }] }] },
    new Uint8Array([0xff, 0xfe, 0x3c, 0]),
  ];
  const engine = world().open();
  for (const one of odd) {
    const given = one as never; // as: what callers in plain JavaScript may give
    const what = typeof one === "symbol" ? "a symbol" : JSON.stringify(one) ?? String(one);
    for (
      const [name, take] of [
        ["parse", (): unknown => parse(given)],
        ["problems", (): unknown => problems(given)],
        ["define", (): unknown => define(given)],
        ["deploy", () => engine.deploy(given)],
      ] as const
    ) {
      const error: unknown = await Promise.try(take).then(() => "accepted", (error) => error);
      assert(error instanceof BpeError && error.message.length > 20, `${name} ${what}: ${error}`);
    }
  }
  equal(await list(engine.processes()), []);
});

Deno.test("the source of a file in another encoding is kept as its text", async () => {
  const text = `<?xml version="1.0" encoding="windows-1252"?>${
    file('isExecutable="true"', ENDS, `<task id="a" name="caf~"/>`, flowsOf("s>a;a>e"))
  }`;
  const engine = world().open();
  await engine.deploy(Uint8Array.from(text, (one) => one === "~" ? 0xe9 : one.charCodeAt(0)));
  assert((await engine.source("p"))?.includes('name="café"'));
});
