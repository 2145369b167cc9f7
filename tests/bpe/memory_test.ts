/**
 * Instances in memory: random graphs against the reference, events, calls and timers.
 *
 * @module
 */
import { assert, equal, rejects, throws } from "../_support/assert.ts";
import { rounds } from "../_support/long.ts";
import type { Definition } from "../../bpe/definition/definition.ts";
import { BpeError } from "../../bpe/error.ts";
import type { Step } from "../../bpe/state/outcome.ts";
import { parse } from "../../bpe/parse.ts";
import type { Handler } from "../../bpe/mod.ts";
import type { Variables } from "../../bpe/state/state.ts";
import { type Volatile, volatile } from "../../bpe/memory/memory.ts";
import { graph, random } from "./engine/random_graph.ts";
import { play } from "./engine/reference.ts";
import { file, proc, timer } from "./runtime/world.ts";
import { END, Gate, places, settle, START } from "./memory.ts";

/** Answers of the conditions: by the flow and how often it was asked; rarely yes after a few times, so that loops end. */
function decisions(seed: number): (id: string) => boolean {
  const asked = new Map<string, number>();
  return (id) => {
    const count = (asked.get(id) ?? 0) + 1;
    asked.set(id, count);
    return random(seed * 7_919 + Number(id.slice(1)) * 31 + count)() < (count > 4 ? 0.1 : 0.5);
  };
}

/** Completes the task of a node. */
function completeAt(
  bpe: Volatile,
  definition: Definition,
  instance: string,
  node: string,
  variables: Variables = {},
): void {
  const found = bpe.state(instance).elements.findLast((each) =>
    definition.nodes[each.node]?.id === node
  );
  assert(found, `${instance} is not at ${node}`);
  bpe.command(instance, { do: "complete", element: found.id, variables });
}

const RECEIVE = parse(file(
  `<message id="m" name="go"/><correlationProperty id="nr" name="nr"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
  <collaboration id="co"><participant id="pa" processRef="p"/><correlationKey id="ck"><correlationPropertyRef>nr</correlationPropertyRef></correlationKey></collaboration>
  <process id="p" isExecutable="true"><correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="nr"><dataPath>nr</dataPath></correlationPropertyBinding></correlationSubscription>
  ${START}<receiveTask id="r" messageRef="m"/>${END}<sequenceFlow id="f" sourceRef="s" targetRef="r"/><sequenceFlow id="g" sourceRef="r" targetRef="e"/></process>`,
));

const ROOTS =
  `<error id="x" name="none" errorCode="none"/><escalation id="y" name="late" escalationCode="late"/>`;

const SUB = parse(file(
  `${ROOTS}${
    proc(
      "sub",
      `${START}<intermediateThrowEvent id="t"><escalationEventDefinition escalationRef="y"/></intermediateThrowEvent><serviceTask id="a"/>
      <exclusiveGateway id="g" default="g_e"/>${END}<endEvent id="f"><errorEventDefinition errorRef="x"/></endEvent>`,
      "s>t;t>a;a>g;g>e;g>f:nr = 2",
    )
  }`,
));

const CALLS = parse(file(
  `${ROOTS}${
    proc(
      "calls",
      `${START}<callActivity id="c" calledElement="sub"/>
      <boundaryEvent id="h" attachedToRef="c"><errorEventDefinition errorRef="x"/></boundaryEvent>
      <boundaryEvent id="k" attachedToRef="c" cancelActivity="false"><escalationEventDefinition escalationRef="y"/></boundaryEvent>
      <serviceTask id="told"/><serviceTask id="b"/>${END}<endEvent id="e2"/><endEvent id="e3"/>`,
      "s>c;c>e;h>b;b>e2;k>told;told>e3",
    )
  }`,
));

const GRAPHS = rounds(60, 300);

for (const kind of ["synchronous", "asynchronous"] as const) {
  Deno.test(`${GRAPHS} random sound graphs with ${kind} handlers end, and take each flow as often as the reference`, async () => {
    for (let seed = 1; seed <= GRAPHS; seed++) {
      const definition = parse(file(
        `<process id="p" isExecutable="true">${graph(seed)}</process>`,
      ));
      const wanted = play(definition, decisions(seed), random(seed + 1));
      const decide = decisions(seed), next = random(seed + 2), gate = new Gate();
      const taken = new Map<number, number>();
      let jobs = 0;
      const bpe = volatile([definition], {
        expressions: { evaluate: ({ text }) => decide(text) },
        handlers: Object.fromEntries(
          definition.nodes.filter((node) => node.kind === "serviceTask").map(({ id }) => [
            id,
            kind === "asynchronous" ? gate.handler : () => void jobs++,
          ]),
        ),
        onStep({ history }) {
          for (const { flow } of history) {
            if (flow !== undefined) taken.set(flow, (taken.get(flow) ?? 0) + 1);
          }
        },
      });
      const id = bpe.start("p");
      while (gate.open.length > 0) {
        const [one] = gate.open.splice(Math.floor(next() * gate.open.length), 1);
        one?.answer();
        jobs++;
        await settle();
      }
      await bpe.idle();
      const { status, elements, tokens, waits } = bpe.state(id);
      equal([status, elements, tokens, waits], ["completed", [], [], []], `seed ${seed}`);
      const sorted = (counts: Map<number, number>) => [...counts].toSorted(([a], [b]) => a - b);
      equal(sorted(taken), sorted(wanted), `seed ${seed}`);
      let expected = 0;
      for (const [flow, count] of wanted) {
        const target = definition.nodes[definition.flows[flow]?.target ?? -1];
        if (target?.kind === "serviceTask") expected += count;
      }
      equal(jobs, expected, `seed ${seed}: each token in a service task is one job`);
    }
  });
}

Deno.test("a message with keys goes to whom it is for, and to nobody else", () => {
  const bpe = volatile([RECEIVE]);
  for (const nr of [1, 2, 3]) bpe.start("p", { id: `i${nr}`, variables: { nr } });
  const to = (nr: number) =>
    bpe.publish({ name: "go", payload: { sum: nr * 10 }, keys: { ck: JSON.stringify([nr]) } });
  equal([to(2), to(2), to(4), to(3), to(1)], ["i2", undefined, undefined, "i3", "i1"]);
  equal([1, 2, 3].map((nr) => bpe.state(`i${nr}`).result?.sum), [10, 20, 30]);
});

Deno.test("a message without keys goes to who has waited longest, and who waits again stands last", () => {
  const definition = parse(file(
    `<message id="m" name="go"/>${
      proc(
        "p",
        `${START}<receiveTask id="r" messageRef="m"/><receiveTask id="q" messageRef="m"/>${END}`,
        "s>r;r>q;q>e",
      )
    }`,
  ));
  let now = 0;
  const bpe = volatile([definition], { clock: { now: () => now } });
  for (const id of ["c", "a", "b"]) {
    now += 1_000;
    bpe.start("p", { id });
  }
  const order = Array.from({ length: 7 }, () => {
    now += 1_000;
    return bpe.publish({ name: "go" });
  });
  equal(order, ["c", "a", "b", "c", "a", "b", undefined]);
});

Deno.test("a signal is heard by all that wait, once each, and not a second time by who has gone on", () => {
  const definition = parse(file(
    `<signal id="g" name="go"/>${
      proc(
        "hears",
        `${START}<intermediateCatchEvent id="c"><signalEventDefinition signalRef="g"/></intermediateCatchEvent>
        <intermediateCatchEvent id="d"><signalEventDefinition signalRef="g"/></intermediateCatchEvent>${END}`,
        "s>c;c>d;d>e",
      )
    }${
      proc(
        "says",
        `<startEvent id="s2"/><intermediateThrowEvent id="t"><signalEventDefinition signalRef="g"/></intermediateThrowEvent><endEvent id="e2"/>`,
        "s2>t;t>e2",
      )
    }`,
  ));
  const bpe = volatile([definition]);
  for (let i = 0; i < 5; i++) bpe.start("hears", { id: `h${i}` });
  const at = () => [0, 1, 2, 3, 4].map((i) => places(bpe, definition, `h${i}`).join());
  equal(bpe.state(bpe.start("says")).status, "completed");
  equal(at(), ["d", "d", "d", "d", "d"]);
  equal(bpe.signal("other"), 0);
  equal(bpe.signal("go"), 5);
  equal(at(), ["", "", "", "", ""]);
  equal(bpe.signal("go"), 0);
});

Deno.test("a call into another definition tells its caller of its end, its error and its escalation", () => {
  const done: string[] = [];
  const note: Handler = ({ topic, instance }) => void done.push(`${topic} ${instance}`);
  const bpe = volatile([CALLS, SUB], {
    handlers: {
      told: note,
      b: note,
      a: ({ variables }) => void done.push(`a ${variables.nr}`),
    },
  });
  bpe.start("calls", { id: "i1", variables: { nr: 1 } });
  bpe.start("calls", { id: "i2", variables: { nr: 2 } });
  equal([bpe.state("i1").status, bpe.state("i2").status], ["completed", "completed"]);
  equal(done.toSorted(), ["a 1", "a 2", "b i2", "told i1", "told i2"]);
});

Deno.test("a call that cannot be made, or that ends with an error nobody handles, is an incident and can be resolved", () => {
  const caller = parse(file(proc(
    "outer",
    `${START}<callActivity id="c" calledElement="inside"/>${END}`,
    "s>c;c>e",
  )));
  const alone = volatile([caller]);
  const lost = alone.start("outer");
  equal(alone.state(lost).incidents.map(({ message }) => /no process inside/.test(message)), [
    true,
  ]);

  const inside = parse(file(
    `<error id="x" name="bad" errorCode="bad"/>${
      proc(
        "inside",
        `${START}<exclusiveGateway id="g" default="g_f"/>${END}<endEvent id="f"><errorEventDefinition errorRef="x"/></endEvent>`,
        "s>g;g>e:ok = true;g>f",
      )
    }`,
  ));
  const bpe = volatile([caller, inside]);
  const id = bpe.start("outer");
  const [incident] = bpe.state(id).incidents;
  assert(incident);
  equal(bpe.state(id).status, "active");
  bpe.command(id, { do: "resolve", incident: incident.id, variables: { ok: true } });
  equal(bpe.state(id).status, "completed");
});

Deno.test("a called process that only a message starts is an incident of the call, not an error of the start", () => {
  const caller = parse(
    file(proc("outer", `${START}<callActivity id="c" calledElement="inside"/>${END}`, "s>c;c>e")),
  );
  const inside = parse(file(
    `<message id="m" name="go"/>${
      proc(
        "inside",
        `<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent>${END}`,
        "s>e",
      )
    }`,
  ));
  const bpe = volatile([caller, inside]);
  const id = bpe.start("outer", { id: "i" });
  equal([bpe.state(id).status, bpe.state(id).incidents.length], ["active", 1]);
});

Deno.test("timers fire by the clock that is handed in: dates, durations, and repetitions as often as they are said", () => {
  const definition = parse(file(proc(
    "late",
    `${START}<userTask id="u"/>
    <boundaryEvent id="r" attachedToRef="u" cancelActivity="false">${
      timer("timeCycle", "R3/PT1H")
    }</boundaryEvent><serviceTask id="a"/><endEvent id="f"/>
    <boundaryEvent id="l" attachedToRef="u">${
      timer("timeDuration", "PT5H")
    }</boundaryEvent><intermediateCatchEvent id="d">${
      timer("timeDate", "2030-01-02T00:00:00Z")
    }</intermediateCatchEvent>${END}<endEvent id="ok"/>`,
    "s>u;u>ok;r>a;a>f;l>d;d>e",
  )));
  let now = Date.UTC(2030, 0, 1);
  const fired: number[] = [];
  const bpe = volatile([definition], {
    clock: { now: () => now },
    handlers: { a: () => void fired.push((now - Date.UTC(2030, 0, 1)) / 3_600_000) },
  });
  const id = bpe.start("late");
  equal(bpe.tick(), 0);
  const counts: number[] = [];
  for (let hour = 1; hour <= 24; hour++) {
    now += 3_600_000;
    counts.push(bpe.tick());
    if (hour === 23) equal(places(bpe, definition, id), ["d"]);
  }
  equal(fired, [1, 2, 3]);
  equal(counts.map((count, i) => count === 0 ? 0 : i + 1).filter(Boolean), [1, 2, 3, 5, 24]);
  equal(bpe.state(id).status, "completed");
});

Deno.test("what is wrong in one instance is no hindrance to the others that a signal sets going", () => {
  const definition = parse(file(
    `<signal id="g" name="go"/>${
      proc(
        "p",
        `${START}<intermediateCatchEvent id="c"><signalEventDefinition signalRef="g"/></intermediateCatchEvent><serviceTask id="a"/>${END}`,
        "s>c;c>a;a>e",
      )
    }`,
  ));
  const bpe = volatile([definition], {
    handlers: {
      a: ({ instance }) => {
        if (instance === "i1") throw new Error("broken");
      },
    },
  });
  for (let i = 0; i < 3; i++) bpe.start("p", { id: `i${i}` });
  equal(bpe.signal("go"), 3);
  equal([0, 1, 2].map((i) => bpe.state(`i${i}`).status), ["completed", "active", "completed"]);
  equal(bpe.state("i1").incidents.length, 1);
});

Deno.test("an instance that has ended can be forgotten, one that is active cannot; ids are used once", async () => {
  const definition = parse(file(proc("p", `${START}<userTask id="u"/>${END}`, "s>u;u>e")));
  const steps: Step[] = [];
  const bpe = volatile([definition], { onStep: (step) => void steps.push(step) });
  const id = bpe.start("p", { variables: { a: 1 } });
  throws(() => bpe.start("p", { id }), BpeError, "command");
  throws(() => bpe.start("q"), BpeError, "definition");
  equal(bpe.forget(id), false);
  completeAt(bpe, definition, id, "u", { b: 2 });
  equal(bpe.state(id).result, { a: 1, b: 2 });
  equal(bpe.forget(id), true);
  throws(() => bpe.state(id), BpeError, "instance");
  await rejects(() => bpe.command(id, { do: "cancel" }), BpeError, "instance");
  equal([bpe.tick(), bpe.signal("x"), bpe.publish({ name: "x" }), steps.length], [
    0,
    0,
    undefined,
    2,
  ]);
});
