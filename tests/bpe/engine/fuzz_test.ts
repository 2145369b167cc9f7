import { assert, equal } from "../../_support/assert.ts";
import type { Command } from "../../../bpe/state/command.ts";
import { BpeError } from "../../../bpe/error.ts";
import type { State } from "../../../bpe/state/state.ts";
import { step } from "../../../bpe/engine/engine.ts";
import { bench, freeze, give, model, stateOf } from "./model.ts";
import { random } from "./random_graph.ts";

const signal = (name: string) => `<signalEventDefinition signalRef="${name}"/>`;

/** A model in which nearly every kind of element can run into every other. */
const everything = model(
  `<startEvent id="s"/><inclusiveGateway id="f" default="f_mi"/>
   <userTask id="mi"><multiInstanceLoopCharacteristics isSequential="false"><loopCardinality>3</loopCardinality>
   <completionCondition>x > 3</completionCondition></multiInstanceLoopCharacteristics></userTask>
   <boundaryEvent id="mb" attachedToRef="mi" cancelActivity="false">${
    signal("a")
  }</boundaryEvent><userTask id="mbt"/>
   <transaction id="tx"><startEvent id="ts"/><serviceTask id="book"/><boundaryEvent id="bc" attachedToRef="book">
   <compensateEventDefinition/></boundaryEvent><serviceTask id="unbook" isForCompensation="true"/>
   <association id="as" associationDirection="One" sourceRef="bc" targetRef="unbook"/>
   <exclusiveGateway id="tq" default="t4"/><endEvent id="no"><cancelEventDefinition/></endEvent><endEvent id="yes"/>
   <sequenceFlow id="t1" sourceRef="ts" targetRef="book"/><sequenceFlow id="t2" sourceRef="book" targetRef="tq"/>
   <sequenceFlow id="t3" sourceRef="tq" targetRef="no"><conditionExpression>x > 2</conditionExpression></sequenceFlow>
   <sequenceFlow id="t4" sourceRef="tq" targetRef="yes"/></transaction>
   <boundaryEvent id="tc" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent>
   <boundaryEvent id="te" attachedToRef="tx"><errorEventDefinition/></boundaryEvent><userTask id="after"/>
   <adHocSubProcess id="ah"><userTask id="h1"/><userTask id="h2"/><completionCondition>x > 1</completionCondition></adHocSubProcess>
   <subProcess id="lp"><standardLoopCharacteristics loopMaximum="3"><loopCondition>x &lt; 3</loopCondition>
   </standardLoopCharacteristics><startEvent id="ls"/><eventBasedGateway id="eg"/>
   <intermediateCatchEvent id="et"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>
   <receiveTask id="er" messageRef="m"/><endEvent id="le"/><endEvent id="lt"><terminateEventDefinition/></endEvent>
   <sequenceFlow id="l1" sourceRef="ls" targetRef="eg"/><sequenceFlow id="l2" sourceRef="eg" targetRef="et"/>
   <sequenceFlow id="l3" sourceRef="eg" targetRef="er"/><sequenceFlow id="l4" sourceRef="et" targetRef="le"/>
   <sequenceFlow id="l5" sourceRef="er" targetRef="lt"/>
   <subProcess id="lev" triggeredByEvent="true"><startEvent id="levs" isInterrupting="false">${
    signal("b")
  }</startEvent>
   <userTask id="levt"/><endEvent id="leve"/><sequenceFlow id="v1" sourceRef="levs" targetRef="levt"/>
   <sequenceFlow id="v2" sourceRef="levt" targetRef="leve"/></subProcess></subProcess>
   <boundaryEvent id="lb" attachedToRef="lp"><timerEventDefinition><timeDuration>PT3H</timeDuration></timerEventDefinition></boundaryEvent>
   <inclusiveGateway id="j"/><exclusiveGateway id="again" default="again_undo"/>
   <intermediateThrowEvent id="undo"><compensateEventDefinition/></intermediateThrowEvent>
   <intermediateThrowEvent id="shout">${signal("a")}</intermediateThrowEvent><endEvent id="e"/>
   <subProcess id="ev" triggeredByEvent="true"><startEvent id="evs"><conditionalEventDefinition><condition>x > 5</condition>
   </conditionalEventDefinition></startEvent><userTask id="evt"/><endEvent id="eve"/>
   <sequenceFlow id="w1" sourceRef="evs" targetRef="evt"/><sequenceFlow id="w2" sourceRef="evt" targetRef="eve"/></subProcess>`,
  `s>f;f>mi;f>tx:x > 0;f>ah:x != 1;f>lp:y;mi>j;mb>mbt;mbt>j;tx>j;tc>after;te>after;after>j;ah>j;lp>j;lb>j
   j>again;again>f:x = 2;again>undo;undo>shout;shout>e`,
  `<signal id="a" name="A"/><signal id="b" name="B"/><message id="m" name="M"/>`,
);

/** What must hold of every state: nothing hangs in the air, and nothing is alive after the end. */
function check(state: State, what: string): void {
  const ids = new Set(state.elements.map(({ id }) => id));
  equal(ids.size, state.elements.length, what);
  for (const { id, parent } of state.elements) {
    assert(id === 0 || (ids.has(parent) && parent < id), what);
  }
  for (const { at, count } of state.tokens) assert(ids.has(at) && count > 0, what);
  for (const { element } of state.waits) assert(ids.has(element), `${what}: a wait of nobody`);
  for (const { element } of state.incidents) {
    assert(ids.has(element), `${what}: an incident of nobody`);
  }
  if (state.status !== "active") {
    equal([state.elements, state.waits, state.incidents], [[], [], []], what);
  } else {assert(
      ids.has(0) && (ids.size > 1 || state.tokens.length + state.incidents.length > 0),
      what,
    );}
  equal(JSON.parse(JSON.stringify(state)), state, what);
  const tasks = state.elements.filter(({ node, loop }) =>
    loop === undefined && /Task|adHoc/.test(everything.nodes[node]?.kind ?? "")
  );
  const waiting = tasks.length + state.waits.length + state.tokens.length + state.incidents.length;
  assert(state.status !== "active" || waiting > 0, `${what}: nothing can bring it on`);
}

function command(state: State, next: () => number, now: number): Command {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(next() * list.length)];
  const element = pick(state.elements)?.id ?? 0;
  const variables = next() < 0.6 ? { x: Math.floor(next() * 7), y: next() < 0.5 } : {};
  const roll = next();
  if (roll < 0.6) return { do: "complete", element, variables };
  if (roll < 0.66) return { do: "fail", element, ...(next() < 0.6 ? { code: "E" } : {}) };
  if (roll < 0.72) return { do: "signal", name: next() < 0.5 ? "A" : "B" };
  if (roll < 0.78) return { do: "message", name: "M" };
  if (roll < 0.88) {
    const due = state.waits.filter((wait) => (wait.due ?? Infinity) <= now);
    return { do: "timer", wait: pick(due)?.id ?? -5 };
  }
  if (roll < 0.92) return { do: "cancel", element: element === 0 ? 1_000 : element };
  if (roll < 0.95) return { do: "activate", element, node: "h1" };
  return { do: "resolve", incident: pick(state.incidents)?.id ?? -5, variables };
}

Deno.test("whatever 300 random histories bring, a state has no loose ends, is never changed, goes the same way again, and only misfits are refused (seeds 1 to 300)", () => {
  const ends = new Map<string, number>();
  for (let seed = 1; seed <= 300; seed++) {
    const next = random(seed);
    const on = bench(everything, { adHoc: seed % 2 === 0 ? "all" : "choose", budget: 2_000 });
    const variables = { x: Math.floor(next() * 4), y: next() < 0.5 };
    check(give(on, { do: "start", instance: "i", variables }).state, `seed ${seed}`);
    for (let count = 0; count < 120 && stateOf(on).status === "active"; count++) {
      on.now += Math.floor(next() * 1_800_000);
      const given = command(stateOf(on), next, on.now);
      const restored = JSON.parse(JSON.stringify(freeze(stateOf(on))));
      try {
        const done = give(on, freeze(given));
        // The same state under another identity, and not frozen, goes the same way.
        equal(step(everything, restored, given, on.now, on.settings), done);
      } catch (error) {
        if (!(error instanceof BpeError) || error.code !== "command") throw error;
        assert(error.instance === "i" && error.element, error.message);
      }
      check(stateOf(on), `seed ${seed}, command ${count}: ${JSON.stringify(given)}`);
    }
    ends.set(stateOf(on).status, (ends.get(stateOf(on).status) ?? 0) + 1);
  }
  assert((ends.get("completed") ?? 0) > 100, JSON.stringify([...ends]));
});
