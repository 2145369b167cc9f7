/** The durable runtime does in a Durable Object, and from another isolate on its store, what it does in memory. */
import { equal } from "../../../_support/assert.ts";
import { long } from "../../../_support/long.ts";
import { remoteKv } from "../../../../kvs/host/durable/durable.ts";
import { memoryKv } from "../../../../kvs/host/memory/memory.ts";
import { NAMES, runScenario } from "../scenarios/scenarios.ts";
import { edgeTest, withEdge } from "./runtime.ts";

const edge = withEdge(new URL("./suite.ts", import.meta.url));

for (const [index, name] of NAMES.entries()) {
  edgeTest(`inside a Durable Object, as in memory: ${name}`, async () => {
    const answer = await edge.ask(`inside${index}/scenario?name=${encodeURIComponent(name)}`);
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(text);
    equal(text, await runScenario(name, memoryKv()));
  });
}

// Each read and write is a request: a third of the scenarios by default.
for (const [index, name] of NAMES.entries()) {
  if (!long && index % 3 !== 0) continue;
  edgeTest(`from another isolate, as in memory: ${name}`, async () => {
    const fetch = (_url: string, init: object) => edge.ask(`remote${index}/`, init);
    using kv = remoteKv({ fetch });
    equal(await runScenario(name, kv), await runScenario(name, memoryKv()));
  });
}
