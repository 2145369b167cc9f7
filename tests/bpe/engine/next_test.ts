import { assert, equal, throws } from "../../_support/assert.ts";
import { rounds } from "../../_support/long.ts";
import { BpeError } from "../../../bpe/error.ts";
import { settings } from "../../../bpe/engine/engine.ts";
import { migrate } from "../../../bpe/engine/migrate.ts";
import { parse } from "../../../bpe/parse.ts";
import type { State } from "../../../bpe/state/state.ts";
import { type Bench, bench, give, model, stateOf } from "./model.ts";
import { graph, random } from "./random_graph.ts";
import { play } from "./reference.ts";

const start = { do: "start", instance: "i", stepping: true } as const;

/** The flows on which tokens wait, the next one first in turn marked. */
function waiting(on: Bench): string {
  const { list, pointer } = stateOf(on).threads ?? { list: [], pointer: 0 };
  return list.map(({ flow }, index) =>
    `${on.definition.flows[flow]?.id}${index === pointer ? "*" : ""}`
  ).join(" ");
}

function refuses(run: () => unknown, why: string): void {
  const { message } = throws(run, BpeError, "command");
  assert(message.includes(why), message);
}

function stepping(body: string, flows: string, variables = {}): Bench {
  const on = bench(model(body, flows));
  give(on, { ...start, variables });
  return on;
}

Deno.test("threads move in turn: those that a split makes stand where the one that came stood", () => {
  const on = stepping(
    `<startEvent id="s"/><parallelGateway id="f"/><task id="a"/><task id="b"/><parallelGateway id="j"/><endEvent id="e"/>`,
    "s>f;f>a;f>b;a>j;b>j;j>e",
  );
  const turns = [waiting(on)];
  for (let left = 7; left > 0; left--) {
    give(on, { do: "next" });
    turns.push(waiting(on));
  }
  equal(turns, ["s_f*", "f_a* f_b", "a_j f_b*", "a_j* b_j", "b_j*", "j_e*", "", ""]);
  equal(stateOf(on).status, "completed");
});

Deno.test("a named flow moves first, and the turn goes on from there", () => {
  const on = stepping(
    `<startEvent id="s"/><parallelGateway id="f"/><task id="a"/><task id="b"/><task id="c"/><endEvent id="e"/>`,
    "s>f;f>a;f>b;f>c;a>e;b>e;c>e",
  );
  give(on, { do: "next" });
  give(on, { do: "next", flow: "f_b" });
  equal(waiting(on), "f_a b_e f_c*");
  refuses(() => give(on, { do: "next", flow: "f_b" }), "no thread that waits on flow f_b");
  equal(waiting(on), "f_a b_e f_c*");
});

Deno.test("a process whose last token has come to its end ends with the next that finds nothing", () => {
  const on = stepping(`<startEvent id="s"/><endEvent id="e"/>`, "s>e", { x: 1 });
  equal(give(on, { do: "next" }).state.status, "active");
  give(on, { do: "set", variables: { y: 2 } });
  equal(give(on, { do: "next" }).state.result, { x: 1, y: 2 });
  refuses(() => give(on, { do: "next" }), "the instance is completed");
});

Deno.test("tasks of all kinds pass at once; an event waits, and its token comes last", () => {
  const kinds = ["task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask"];
  const names = ["s", ...kinds.map((_, index) => `t${index}`), "send", "receive", "c", "e"];
  const on = stepping(
    `<startEvent id="s"/>${kinds.map((kind, index) => `<${kind} id="t${index}"/>`).join("")}
     <sendTask id="send"/><receiveTask id="receive"/>
     <intermediateCatchEvent id="c"><conditionalEventDefinition><condition>go</condition></conditionalEventDefinition></intermediateCatchEvent>
     <endEvent id="e"/>`,
    names.slice(1).map((name, index) => `${names[index]}>${name}`).join(";"),
    { go: false },
  );
  for (const _ of names.slice(2)) give(on, { do: "next" });
  equal(on.outbox, []);
  equal([stateOf(on).waits.length, waiting(on)], [1, ""]);
  equal(give(on, { do: "next" }).applied, false);
  give(on, { do: "set", variables: { go: true } });
  equal(waiting(on), "c_e*");
  give(on, { do: "next" });
  give(on, { do: "next" });
  equal(stateOf(on).status, "completed");
});

Deno.test("a sub-process ends when no thread is left inside, and its end takes the place of the last", () => {
  const on = stepping(
    `<startEvent id="s"/><subProcess id="q"><startEvent id="i"/><task id="k"/><endEvent id="o"/>${
      ["i>k", "k>o"].map((flow) => {
        const [from, to] = flow.split(">");
        return `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`;
      }).join("")
    }</subProcess><endEvent id="e"/>`,
    "s>q;q>e",
  );
  const turns = [waiting(on)];
  for (let left = 4; left > 0; left--) {
    give(on, { do: "next" });
    turns.push(waiting(on));
  }
  equal(turns, ["s_q*", "i_k*", "k_o*", "q_e*", ""]);
});

Deno.test("an end that terminates takes the threads of its scope away", () => {
  const on = stepping(
    `<startEvent id="s"/><parallelGateway id="f"/><endEvent id="e"><terminateEventDefinition/></endEvent><task id="b"/><endEvent id="z"/>`,
    "s>f;f>e;f>b;b>z",
  );
  give(on, { do: "next" });
  give(on, { do: "next" });
  equal([stateOf(on).status, stateOf(on).threads?.list], ["terminated", []]);
});

Deno.test("a token is turned to another flow of the node it comes from, as the only one of that node", () => {
  const on = stepping(
    `<startEvent id="s"/><task id="a"/><task id="b"/><task id="c"/><endEvent id="e"/>`,
    "s>a;a>b;a>c;b>e;c>e",
  );
  give(on, { do: "next" });
  equal(waiting(on), "a_b* a_c");
  refuses(() => give(on, { do: "next", to: "e" }), "no flow from a to e");
  give(on, { do: "next", to: "c" });
  equal(waiting(on), "c_e*");
});

Deno.test("a command that was decided on another version changes nothing; documents go with it", () => {
  const on = stepping(`<startEvent id="s"/><task id="a"/><endEvent id="e"/>`, "s>a;a>e");
  const { version } = stateOf(on);
  const docs = { at: 0, cut: 0, put: [["paid", 7]] };
  equal(give(on, { do: "next", version, docs }).applied, true);
  equal(stateOf(on).elements[0]?.variables, {});
  equal(stateOf(on).reserved, { docs: [["paid", 7]] });
  equal(give(on, { do: "next", version, docs }).applied, false);
  equal(waiting(on), "a_e*");
  const kept = on.history.filter(({ event }) => event === "documents");
  equal(kept.map(({ data }) => data), [docs]);
});

Deno.test("what does not step is not moved", () => {
  const on = bench(model(`<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>`, "s>a;a>e"));
  give(on, { do: "start", instance: "i" });
  refuses(() => give(on, { do: "next" }), "not started with `stepping`");
});

const INSIDE = (inner: string) =>
  `<startEvent id="i"/><task id="k"/><endEvent id="o"/>${inner}` +
  `<sequenceFlow id="i_k" sourceRef="i" targetRef="k"/><sequenceFlow id="k_o" sourceRef="k" targetRef="o"/>`;

/** Moves until the process has ended; the flows taken, in order. */
function flows(on: Bench): string {
  for (let left = 100; left > 0 && stateOf(on).status === "active"; left--) {
    if (!give(on, { do: "next" }).applied) break;
  }
  return on.history.flatMap(({ event, flow }) =>
    event === "taken" ? [on.definition.flows[flow ?? -1]?.id ?? ""] : []
  ).join(" ");
}

Deno.test("the runs of a loop step one after another, or in turn", () => {
  const loops = {
    true: "s_q i_k k_o i_k k_o i_k k_o q_e",
    false: "s_q i_k i_k i_k k_o k_o k_o q_e",
  };
  for (const [sequential, wanted] of Object.entries(loops)) {
    const loop =
      `<multiInstanceLoopCharacteristics isSequential="${sequential}"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>`;
    const on = stepping(
      `<startEvent id="s"/><subProcess id="q">${INSIDE(loop)}</subProcess><endEvent id="e"/>`,
      "s>q;q>e",
    );
    equal(flows(on), wanted);
    equal(stateOf(on).status, "completed");
  }
});

Deno.test("an inclusive join waits for a thread that can still come to it", () => {
  const on = stepping(
    `<startEvent id="s"/><inclusiveGateway id="f"/><task id="a"/><task id="b"/><inclusiveGateway id="j"/><endEvent id="e"/>`,
    "s>f;f>a;f>b;a>j;b>j;j>e",
  );
  for (const flow of ["s_f", "f_a", "a_j"]) give(on, { do: "next", flow });
  equal(waiting(on), "f_b*");
  equal(flows(on), "s_f f_a a_j f_b b_j j_e");
  equal(stateOf(on).status, "completed");
});

Deno.test("an error that leaves a sub-process takes its threads away; the handler's flow comes last", () => {
  const on = bench(model(
    `<startEvent id="s"/><subProcess id="q"><startEvent id="i"/><parallelGateway id="f"/><task id="k"/>
       <endEvent id="bad"><errorEventDefinition errorRef="err"/></endEvent><endEvent id="o"/>
       <sequenceFlow id="i_f" sourceRef="i" targetRef="f"/><sequenceFlow id="f_k" sourceRef="f" targetRef="k"/>
       <sequenceFlow id="f_bad" sourceRef="f" targetRef="bad"/><sequenceFlow id="k_o" sourceRef="k" targetRef="o"/></subProcess>
     <boundaryEvent id="caught" attachedToRef="q"><errorEventDefinition errorRef="err"/></boundaryEvent>
     <endEvent id="e"/><endEvent id="z"/>`,
    "s>q;q>e;caught>z",
    `<error id="err" errorCode="E"/>`,
  ));
  give(on, start);
  for (let left = 2; left > 0; left--) give(on, { do: "next" });
  equal(waiting(on), "f_k* f_bad");
  give(on, { do: "next", flow: "f_bad" });
  equal(waiting(on), "caught_z*");
  equal(flows(on), "s_q i_f f_bad caught_z");
  equal(stateOf(on).status, "completed");
});

Deno.test("a gateway whose conditions all fail keeps its token as an incident, which is resolved and moves on", () => {
  const on = stepping(
    `<startEvent id="s"/><exclusiveGateway id="x"/><endEvent id="e"/><endEvent id="z"/>`,
    "s>x;x>e:way = 1;x>z:way = 2",
    { way: 0 },
  );
  give(on, { do: "next" });
  equal([waiting(on), stateOf(on).incidents.map(({ code }) => code)], ["", ["flow"]]);
  equal(give(on, { do: "next" }).applied, false);
  const [incident] = stateOf(on).incidents;
  give(on, { do: "resolve", incident: incident?.id ?? -1, variables: { way: 2 } });
  equal(waiting(on), "x_z*");
  give(on, { do: "next" });
  give(on, { do: "next" });
  equal(stateOf(on).status, "completed");
});

Deno.test("threads move to another version with their instance", () => {
  const first = model(`<startEvent id="s"/><task id="a"/><endEvent id="e"/>`, "s>a;a>e");
  const second = model(
    `<task id="b"/><endEvent id="e"/><startEvent id="s"/><task id="a"/>`,
    "b>e;s>a;a>b",
  );
  const on = bench(first);
  give(on, start);
  give(on, { do: "next" });
  const gone = () =>
    migrate(stateOf(on), { from: first, to: second, key: "p:2", settings: settings(), now: 0 });
  equal(throws(gone, BpeError, "migration").message.includes("a_e"), true);
  const third = model(
    `<task id="b"/><endEvent id="e"/><startEvent id="s"/><task id="a"/>`,
    "b>e;s>a;a>e",
  );
  const { state } = migrate(stateOf(on), {
    from: first,
    to: third,
    key: "p:2",
    settings: settings(),
    now: 0,
  });
  const moved = { ...on, definition: third, state };
  equal(waiting(moved), "a_e*");
  equal(third.flows[state.threads?.moved ?? -1]?.id, "s_a");
  give(moved, { do: "next" });
  equal(give(moved, { do: "next" }).state.status, "completed");
});

/** Answers of the conditions, as in the test of random graphs: by the flow and how often it was asked. */
function decisions(seed: number): (id: string) => boolean {
  const asked = new Map<string, number>();
  return (id) => {
    const count = (asked.get(id) ?? 0) + 1;
    asked.set(id, count);
    const roll = random(seed * 7_919 + Number(id.slice(1)) * 31 + count)();
    return roll < (count > 4 ? 0.1 : 0.5);
  };
}

const GRAPHS = rounds(40, 200);

for (const way of ["in turn", "at random"] as const) {
  Deno.test(`${GRAPHS} random sound graphs, stepped ${way}, take each flow as often as the reference, and a step leaves its state alone`, () => {
    for (let seed = 1; seed <= GRAPHS; seed++) {
      const definition = parse(
        `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:r" id="d">
        <process id="p" isExecutable="true">${graph(seed)}</process></definitions>`,
      );
      const wanted = play(definition, decisions(seed), random(seed + 1));
      const decide = decisions(seed), roll = random(seed + 3);
      const on = bench(definition, { expressions: { evaluate: ({ text }) => decide(text) } });
      give(on, { ...start, instance: `s${seed}` });
      let before: State | null = null, copy = "";
      for (let left = 20_000; left > 0 && stateOf(on).status === "active"; left--) {
        const { list } = stateOf(on).threads ?? { list: [] };
        const one = list[Math.floor(roll() * list.length)];
        const flow = one === undefined ? undefined : definition.flows[one.flow]?.id;
        before = on.state;
        copy = left % 7 === 0 ? JSON.stringify(before) : "";
        give(on, { do: "next", ...(way === "in turn" || flow === undefined ? {} : { flow }) });
        if (copy !== "") equal(JSON.stringify(before), copy, `seed ${seed}`);
      }
      equal(stateOf(on).status, "completed", `seed ${seed}`);
      equal([stateOf(on).elements, stateOf(on).tokens, stateOf(on).waits], [[], [], []]);
      const taken = new Map<number, number>();
      for (const { flow } of on.history) {
        if (flow !== undefined) taken.set(flow, (taken.get(flow) ?? 0) + 1);
      }
      const sorted = (counts: Map<number, number>) => [...counts].toSorted(([a], [b]) => a - b);
      equal(sorted(taken), sorted(wanted), `seed ${seed}`);
    }
  });
}
