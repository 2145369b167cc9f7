/**
 * What a picture shows of an instance.
 */
import * as bpe from "../../../bpe/define/builders.ts";
import { define } from "../../../bpe/define/define.ts";
import { NONE } from "../../../bpe/definition/definition.ts";
import { step } from "../../../bpe/engine/engine.ts";
import { BpeError } from "../../../bpe/error.ts";
import { walk } from "../../../bpe/xml/element.ts";
import type { Entry } from "../../../bpe/state/outcome.ts";
import { picture } from "../../../bpe/picture/picture.ts";
import type { State } from "../../../bpe/state/state.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { randomProcess } from "../definition/random_process.ts";
import { drawn, group, marked, order, textOf } from "./drawn.ts";

Deno.test("a state marks its nodes, its tokens on flows, its waits and its incidents", () => {
  const first = step(order, null, { do: "start", instance: "i" }, Date.UTC(2026, 0, 1));
  let all = drawn(order, { state: first.state, history: first.history });
  equal(marked(all, "bpe-active"), ["check", "pack"]);
  equal(marked(all, "bpe-waiting"), ["slow"]);
  equal(marked(all, "bpe-visited"), ["fork", "in"]);
  equal(group(all, "check").attributes["aria-label"], "User task Check, active");
  equal(group(all, "pack").attributes["aria-label"], "User task Pack, active, 3 tokens");
  equal(
    group(all, "slow").attributes["aria-label"],
    "Timer boundary event slow, waits for a timer at 2026-01-01T01:00:00.000Z",
  );
  assert(textOf(group(all, "pack")).includes("3"), "three runs on the badge");

  const check = first.state.elements.find((one) => order.nodes[one.node]?.id === "check");
  assert(check);
  const second = step(order, first.state, { do: "complete", element: check.id }, 0);
  const history = [...first.history, ...second.history];
  all = drawn(order, { state: second.state, history });
  equal(marked(all, "bpe-active"), ["pack"]);
  equal(marked(all, "bpe-waiting"), []);
  const flow = group(all, "check->join", "data-flow");
  equal(flow.attributes["aria-label"], "Sequence flow, 1 token");
  const taken = history.flatMap((one) => order.flows[one.flow ?? NONE]?.id ?? []).sort();
  equal(
    all.filter((one) => one.attributes.class === "bpe-edge bpe-visited")
      .map((one) => one.attributes["data-flow"]).sort(),
    taken,
  );

  const incident = { id: 90, element: check.id, code: "job", time: 0, action: null };
  const bad = {
    ...first.state,
    incidents: [{ ...incident, node: check.node, message: "no <stock>" }],
  };
  all = drawn(order, { state: bad });
  equal(marked(all, "bpe-incident"), ["check"]);
  const title = [...walk(group(all, "check"))].find((one) => one.name === "title");
  equal(title?.text, "User task Check\nno <stock>");
});

Deno.test("in random processes a state marks exactly the nodes of its elements", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const definition = define(randomProcess(random(seed), "p", 4));
    const dice = random(seed + 1000);
    let state: State | null = null;
    const history: Entry[] = [];
    let next = step(definition, null, { do: "start", instance: "i", variables: TRUE }, 0);
    for (let i = 0; i < 12 && next.state.status === "active"; i++) {
      state = next.state;
      history.push(...next.history);
      const nodes = new Set(state.elements.flatMap((one) => definition.nodes[one.node]?.id ?? []));
      const broken = new Set(
        state.incidents.flatMap((one) => definition.nodes[one.node]?.id ?? []),
      );
      const all = drawn(definition, { state, history });
      equal(
        marked(all, "bpe-active"),
        [...nodes].filter((one) => !broken.has(one)).sort(),
        `seed ${seed}`,
      );
      equal(marked(all, "bpe-incident"), [...broken].sort(), `seed ${seed}`);
      const open = state.elements.filter((one) => one.node !== NONE && one.phase === "active");
      const chosen = open[dice.below(Math.max(1, open.length))];
      if (chosen === undefined) break;
      try {
        next = step(definition, state, { do: "complete", element: chosen.id, variables: TRUE }, 0);
      } catch (error) {
        if (!(error instanceof BpeError)) throw error;
        continue; // this one waits for something else
      }
    }
  }
});

const TRUE = { x: 0, y: true, again: 9, more: false, n: 2, a: true, b: true, level: 1 };

Deno.test("a state or history of another definition is refused", () => {
  const other = define(bpe.process({
    name: "small",
    tasks: [bpe.beginEvent({ id: "a" }), bpe.endEvent({ id: "b" })],
    flows: [bpe.sequenceFlow({ source: "a", target: "b" })],
  }));
  const { state, history } = step(order, null, { do: "start", instance: "i" }, 0);
  throws(() => picture(other, { state }), BpeError, "picture");
  throws(() => picture(other, { history }), BpeError, "picture");
});
