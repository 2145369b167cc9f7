/**
 * Random sound graphs on two engines over one store that fails now and then; one of the engines dies. What each gateway has taken
 * in and given is counted in the history.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";
import type { Definition } from "../../../bpe/mod.ts";
import type { Handler } from "../../../bpe/mod.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { graph } from "../engine/random_graph.ts";
import { audit } from "./audit.ts";
import { disturbed, file, list, quiet, world } from "./world.ts";

const GRAPHS = rounds(20, 1_000);

/** Counts by name. */
class Counts {
  readonly #all = new Map<string, number>();
  add(name: string): void {
    this.#all.set(name, this.of(name) + 1);
  }
  of(name: string): number {
    return this.#all.get(name) ?? 0;
  }
}

/** Tokens are neither lost nor made: what goes in and out of each node fits its kind. */
function balanced(definition: Definition, happened: Counts): void {
  const flows = (indices: readonly number[]) =>
    indices.map((index) => happened.of(`taken ${definition.flows[index]?.id}`));
  const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);
  for (const { id, kind, incoming, outgoing } of definition.nodes) {
    const times = happened.of(`completed ${id}`);
    const ins = flows(incoming), outs = flows(outgoing);
    if (kind === "parallelGateway") {
      equal(ins, incoming.map(() => times), `${id} takes one token from each flow`);
      equal(outs, outgoing.map(() => times), `${id} gives one token to each flow`);
    } else if (kind === "inclusiveGateway") {
      assert(ins.every((each) => each <= times) && sum(ins) >= times, `${id} takes ${ins}`);
      assert(outs.every((each) => each <= times), `${id} gives ${outs} in ${times} times`);
      assert(outgoing.length === 0 || sum(outs) >= times, `${id} gives ${outs} in ${times} times`);
    } else if (kind === "exclusiveGateway") {
      equal([sum(ins), sum(outs)], [times, times], id);
    } else {
      equal(happened.of(`entered ${id}`), times, `${id} is entered and completed`);
      if (incoming.length > 0) equal(sum(ins), times, `${id} is entered by a flow`);
      equal(outs, outgoing.map(() => times), `${id} gives one token to each flow`);
    }
  }
}

Deno.test(`${GRAPHS} random sound graphs end with every token accounted for, whatever the store and the engines do, from seed ${SEED}`, async () => {
  for (let seed = SEED; seed < SEED + GRAPHS; seed++) {
    const on = world();
    const { below } = random(seed);
    const xml = file(`<process id="p" isExecutable="true">${graph(seed)}</process>`);
    const planner = on.open();
    await planner.deploy(xml);
    const definition = await planner.definition("p");

    // Rarely yes after a few times, so that loops end.
    const asked = new Counts();
    const expressions = {
      evaluate: ({ text }: { readonly text: string }) => {
        asked.add(text);
        return below(10) < (asked.of(text) > 4 ? 1 : 5);
      },
    };
    const effects = new Map<string, string>();
    const run: Handler = ({ key, node }) => {
      const before = effects.get(key);
      assert(before === undefined || before === node.id, `${key} is of ${before} and ${node.id}`);
      effects.set(key, node.id);
    };
    const topics = definition.nodes.map(({ id, vendor }) => vendor?.topic || id);
    const handlers = Object.fromEntries(topics.map((topic) => [topic, run]));
    let isAway = true, left = 10 + below(60);
    const away = () => {
      if (isAway && below(12) === 0) throw new TypeError("the store is away");
    };
    const shaky = disturbed(on.kv, {
      read: away,
      async write(apply) {
        away();
        const answer = await apply();
        away();
        return answer;
      },
    });
    const mortal = disturbed(shaky, {
      read() {
        if (left <= 0) throw new TypeError("dead");
      },
      async write(apply) {
        if (left <= 0) throw new TypeError("dead");
        left--;
        return await apply();
      },
    });
    const options = { expressions, handlers, concurrency: 4, retries: 1_000 };
    const engines = [on.open(options, mortal), on.open(options, shaky)];
    const instances = ["a", "b"];
    for (const instance of instances) {
      for (;;) {
        try {
          await engines[below(2)]?.start("p", { id: instance });
          break;
        } catch (error) {
          assert(String(error).includes("away") || String(error).includes("dead"), String(error));
        }
      }
    }
    for (let round = 0; round < 40; round++) {
      await Promise.allSettled(engines.map((each) => each.tick()));
      await Promise.all(engines.map((each) => each.idle()));
      on.clock.advance(5_000);
    }
    isAway = false;
    const last = on.open(options);
    await quiet(on, last, 3_600_000);
    try {
      const jobs = new Counts();
      for (const id of instances) {
        const { state } = await last.instance(id);
        equal([state.status, state.incidents], ["completed", []]);
        const happened = new Counts();
        for (const { event, node, flow } of await list(last.history(id))) {
          happened.add(`${event} ${flow ?? node}`);
          if (event === "completed") jobs.add(node);
        }
        balanced(definition, happened);
      }
      for (const { id, kind } of definition.nodes) {
        if (kind !== "serviceTask") continue;
        equal(
          [...effects.values()].filter((each) => each === id).length,
          jobs.of(id),
          `jobs of ${id}`,
        );
      }
      await audit(on.kv);
    } catch (cause) {
      throw new Error(`seed ${seed}: TEST_SEED=${seed}`, { cause });
    }
  }
});
