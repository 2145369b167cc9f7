/**
 * Code and files say the same: what the builders make equals what is parsed of the XML that the tests write of it.
 *
 * @module
 */
import { define } from "../../../bpe/define/define.ts";
import type { Definition } from "../../../bpe/definition/definition.ts";
import { parse } from "../../../bpe/parse.ts";
import { assert, equal } from "../../_support/assert.ts";
import { random as seeded } from "../../_support/random.ts";
import { randomProcess } from "./random_process.ts";
import { writeXml } from "./write_xml.ts";

Deno.test("two hundred random definitions survive XML (seeds 1 to 200)", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = seeded(seed);
    const processes = Array.from(
      { length: 1 + random.below(2) },
      (_, i) => randomProcess(random, `p${i}`, 1 + random.below(6)),
    );
    const xml = writeXml(random, processes);
    equal(parse(xml), define(...processes), `seed ${seed}`);
  }
});

Deno.test("the tables of random definitions agree with each other (seeds 1 to 100)", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const definition = define(randomProcess(seeded(seed), "p", 6));
    agree(definition, `seed ${seed}`);
  }
});

/** What must hold between the tables of any definition. */
function agree({ nodes, flows, scopes, processes }: Definition, message: string): void {
  for (const flow of flows) {
    assert(nodes[flow.source]?.outgoing.includes(flow.index), message);
    equal(nodes[flow.target]?.incoming[flow.slot], flow.index, message);
    equal(nodes[flow.source]?.scope, flow.scope, message);
  }
  for (const node of nodes) {
    assert(scopes[node.scope]?.nodes.includes(node.index), message);
    equal(scopes[node.scope]?.process, node.process, message);
    for (const event of node.boundary) equal(nodes[event]?.event?.attachedTo, node.index, message);
    if (node.body >= 0) equal(scopes[node.body]?.node, node.index, message);
  }
  for (const scope of scopes) {
    assert(scope.parent < scope.index, message);
    for (const start of scope.starts) equal(nodes[start]?.incoming, [], message);
  }
  for (const process of processes) equal(scopes[process.scope]?.process, process.index, message);
}
