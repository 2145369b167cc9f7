/**
 * A parallel multi-instance of many runs, started and all completed: what one run takes is to be the same however many there are.
 *
 * `BPE_RUNS` sets how many, 1,000, 10,000 and 50,000 unless told.
 *
 * @module
 */
import process from "node:process";
import { openRuntime, parse, volatile } from "../../bpe/mod.ts";
import { type Kv, memoryKv, openKv } from "../../kvs/mod.ts";
import { table } from "../report.ts";

const RUNS = (Deno.env.get("BPE_RUNS") ?? "1000,10000,50000").split(",").map(Number);

const file = (kind: "userTask" | "serviceTask") =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="urn:bench">
<process id="p" isExecutable="true"><startEvent id="s"/>
<${kind} id="t" ${
    kind === "serviceTask" ? 'camunda:topic="work"' : ""
  }><multiInstanceLoopCharacteristics>
<loopCardinality xsi:type="tFormalExpression">runs</loopCardinality></multiInstanceLoopCharacteristics></${kind}>
<endEvent id="e"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/>
</process></definitions>`;

const handlers = { work: () => ({}) };

/** Starts and completes all runs in memory. */
function inMemory(runs: number): void {
  const elements: number[] = [];
  const bpe = volatile([parse(file("userTask"))], {
    onStep: ({ outbox }) => {
      for (const each of outbox) if (each.kind === "task") elements.push(each.element);
    },
  });
  const id = bpe.start("p", { variables: { runs } });
  for (const element of elements) bpe.command(id, { do: "complete", element });
  if (bpe.state(id).status !== "completed") throw new Error("not completed");
}

/** Starts and completes all runs on a store: by a handler, or task by task. */
async function durable(kv: Kv, kind: "userTask" | "serviceTask", runs: number): Promise<void> {
  await using bpe = openRuntime(kv, { handlers });
  await bpe.deploy(file(kind));
  const instance = await bpe.start("p", { variables: { runs } });
  for (let element = 3; kind === "userTask" && element < runs + 3; element++) {
    await bpe.complete({ instance, element });
  }
  await bpe.idle();
  const { state } = await bpe.instance(instance);
  if (state.status !== "completed") throw new Error(`${state.elements.length} elements are left`);
}

/** Microseconds of the processor that a run takes. */
async function costOf(runs: number, run: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / runs;
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir();
  const on: readonly [string, (runs: number) => void | Promise<void>][] = [
    ["in memory, tasks", inMemory],
    ["memory store, tasks", async (runs) => {
      using kv = memoryKv();
      await durable(kv, "userTask", runs);
    }],
    ["memory store, jobs", async (runs) => {
      using kv = memoryKv();
      await durable(kv, "serviceTask", runs);
    }],
    ["file, jobs", async (runs) => {
      using kv = await openKv(`${folder}/${runs}.sqlite`);
      await durable(kv, "serviceTask", runs);
    }],
  ];
  const rows: string[][] = [];
  for (const [name, run] of on) {
    await run(300);
    const costs: number[] = [];
    for (const runs of RUNS) costs.push(await costOf(runs, () => run(runs)));
    const ratio = (costs.at(-1) ?? NaN) / (costs[0] ?? NaN);
    rows.push([name, ...costs.map((cost) => cost.toFixed(0)), `${ratio.toFixed(2)} x`]);
  }
  table("BPMN: a parallel multi-instance, microseconds of the processor for a run", [
    ["", ...RUNS.map((runs) => `${runs} runs`), "last of first"],
    ...rows,
  ]);
  await Deno.remove(folder, { recursive: true });
}
