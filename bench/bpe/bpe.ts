/**
 * Processes beside bpmn-engine, in one run: instances a second in memory, on a store in memory and on a file; and what instances
 * that wait take.
 *
 * bpmn-engine keeps everything in memory; beside it stands `volatile`, which does too. The durable runtime commits every step.
 * `BPE_WAITING` sets how many instances wait, 100,000 unless told; 0 leaves that out.
 *
 * @module
 */
import { Engine } from "npm:bpmn-engine@25.0.1";
import { type Definition, openRuntime, parse, type Runtime, volatile } from "../../bpe/mod.ts";
import { type Kv, memoryKv, openKv } from "../../kvs/mod.ts";
import { type Model, MODELS, own } from "./models.ts";
import { median, table } from "../report.ts";

const ROUNDS = 7;
const WAITING = Number(Deno.env.get("BPE_WAITING") ?? 100_000);
const handlers = {
  work: () => ({}),
  count: ({ variables }: { readonly variables: Readonly<Record<string, unknown>> }) => ({
    n: Number(variables.n ?? 0) + 1,
  }),
};

/** Seconds of so many instances of the peer, each awaited to its end. */
async function peer({ id, xml, peer: times }: Model): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < times; i++) {
    let n = 0;
    const services = {
      work: (_: unknown, next: (error: null, answer: unknown) => void) => next(null, {}),
      // Without a pause its loop runs out of stack.
      count: (_: unknown, next: (error: null, answer: unknown) => void) =>
        queueMicrotask(() => next(null, ++n)),
      more: () => n < 100,
    };
    const engine = new Engine({ name: id, source: xml, services });
    const ended = new Promise<void>((resolve) =>
      (engine as unknown as { once(event: string, run: () => void): void }).once("end", resolve)
    );
    const execution = await engine.execute();
    if (id === "wait") execution.signal({ id: "u" });
    await ended;
    if (id === "loop" && n !== 100) throw new Error(`${n} loops`);
  }
  return (performance.now() - started) / 1_000 / times;
}

/** Seconds of an instance in memory. */
function inMemory({ id }: Model, definition: Definition): number {
  const bpe = volatile([definition], { handlers });
  const times = id === "loop" ? 50 : 2_000;
  const started = performance.now();
  for (let i = 0; i < times; i++) {
    const instance = bpe.start(id);
    if (id === "wait") bpe.command(instance, { do: "complete", element: 2 });
    if (bpe.state(instance).status !== "completed") throw new Error("not completed");
    bpe.forget(instance);
  }
  return (performance.now() - started) / 1_000 / times;
}

/** Seconds of an instance on a store, 400 at once. */
async function durable(bpe: Runtime, { id }: Model, times: number): Promise<number> {
  let left = times;
  const started = performance.now();
  await Promise.all(Array.from({ length: Math.min(400, times) }, async () => {
    while (left-- > 0) {
      const instance = await bpe.start(id);
      if (id === "wait") await bpe.complete({ instance, element: 2 });
    }
  }));
  await bpe.idle();
  return (performance.now() - started) / 1_000 / times;
}

async function speeds(model: Model, memory: Runtime, file: Runtime): Promise<string[]> {
  const definition = parse(own(model));
  const times: number[][] = [[], [], [], []];
  for (let round = -1; round < ROUNDS; round++) {
    const seconds = [
      await peer(model),
      inMemory(model, definition),
      await durable(memory, model, model.id === "loop" ? 20 : 500),
      await durable(file, model, model.id === "loop" ? 20 : 1_000),
    ];
    if (round >= 0) seconds.forEach((each, index) => times[index]?.push(each));
  }
  const [theirs = NaN, ...ours] = times.map(median);
  return [
    model.title,
    (1 / theirs).toFixed(1),
    ...ours.flatMap((each) => [Math.round(1 / each).toString(), `${(theirs / each).toFixed(0)} x`]),
  ];
}

/** Instances that wait for a person: bytes stored for each, and the heap beside their number. */
async function waiting(folder: string): Promise<string[][]> {
  const path = `${folder}/waiting.sqlite`;
  const kv = await openKv(path);
  const bpe = openRuntime(kv, { manual: true });
  const wait = MODELS.find(({ id }) => id === "wait");
  if (wait === undefined) return [];
  await bpe.deploy(wait.xml);
  const rows: string[][] = [["instances that wait", "bytes each", "heap, MB", "started/s"]];
  const empty = size(path);
  let count = 0;
  for (const next of [WAITING / 10, WAITING]) {
    const started = performance.now(), before = count;
    while (count < next) {
      const some = Math.min(400, next - count);
      await Promise.all(Array.from({ length: some }, () => bpe.start("wait")));
      count += some;
    }
    await bpe.idle();
    const seconds = (performance.now() - started) / 1_000;
    gc();
    rows.push([
      String(count),
      ((size(path) - empty) / count).toFixed(0),
      (Deno.memoryUsage().heapUsed / 1e6).toFixed(1),
      ((count - before) / seconds).toFixed(0),
    ]);
  }
  await bpe.close();
  kv.close();
  return rows;
}

/** The bytes of the store, its log included. */
function size(path: string): number {
  let bytes = 0;
  for (const name of [path, `${path}-wal`]) {
    try {
      bytes += Deno.statSync(name).size;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return bytes;
}

function gc(): void {
  const collect: unknown = Reflect.get(globalThis, "gc");
  if (typeof collect === "function") collect();
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir();
  const memory: Kv = memoryKv(), file = await openKv(`${folder}/bpe.sqlite`);
  const runtimes = [openRuntime(memory, { handlers }), openRuntime(file, { handlers })] as const;
  for (const bpe of runtimes) for (const model of MODELS) await bpe.deploy(own(model));
  const rows: string[][] = [];
  for (const model of MODELS) rows.push(await speeds(model, ...runtimes));
  table("BPMN: instances a second, beside bpmn-engine", [
    ["", "bpmn-engine", "in memory", "", "memory store", "", "file", ""],
    ...rows,
  ]);
  for (const bpe of runtimes) await bpe.close();
  memory.close();
  file.close();
  if (WAITING > 0) table("BPMN: instances that wait, on a file", await waiting(folder));
  await Deno.remove(folder, { recursive: true });
}
