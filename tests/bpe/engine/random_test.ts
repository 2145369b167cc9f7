import { equal } from "../../_support/assert.ts";
import type { Work } from "../../../bpe/state/outcome.ts";
import { parse } from "../../../bpe/parse.ts";
import { bench, give, stateOf } from "./model.ts";
import { rounds } from "../../_support/long.ts";
import { graph, random } from "./random_graph.ts";
import { play } from "./reference.ts";

/** Answers of the conditions: by the flow and how often it was asked; rarely yes after a few times, so that loops end. */
function decisions(seed: number): (id: string) => boolean {
  const asked = new Map<string, number>();
  return (id) => {
    const count = (asked.get(id) ?? 0) + 1;
    asked.set(id, count);
    const roll = random(seed * 7_919 + Number(id.slice(1)) * 31 + count)();
    return roll < (count > 4 ? 0.1 : 0.5);
  };
}

const GRAPHS = rounds(200, 1_000), EACH = GRAPHS / 4;

for (let part = 0; part < 4; part++) {
  Deno.test(`random sound graphs ${part * EACH + 1} to ${part * EACH + EACH} end, and take each flow as often as the reference`, () => {
    for (let seed = part * EACH + 1; seed <= part * EACH + EACH; seed++) {
      const definition = parse(
        `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:r" id="d">
        <process id="p" isExecutable="true">${graph(seed)}</process></definitions>`,
      );
      const wanted = play(definition, decisions(seed), random(seed + 1));
      const decide = decisions(seed);
      const on = bench(definition, { expressions: { evaluate: ({ text }) => decide(text) } });
      const next = random(seed + 2);
      const open: Work[] = [];
      const work = () =>
        open.push(...on.outbox.splice(0).filter((each): each is Work => each.kind === "job"));
      give(on, { do: "start", instance: `s${seed}` });
      for (work(); open.length > 0; work()) {
        const [job] = open.splice(Math.floor(next() * open.length), 1);
        if (job !== undefined) give(on, { do: "complete", element: job.element });
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
