/**
 * What the tests of jobs share.
 *
 * @module
 */
import type { Handler, Runtime, State } from "../../../bpe/mod.ts";
import { file, proc, type World, world } from "../runtime/world.ts";

/** A process with one job. */
export const JOB: string = file(
  proc("one", `<startEvent id="s"/><serviceTask id="j"/><endEvent id="e"/>`, "s>j;j>e"),
);

/** Lets what waits for nothing but promises go on. */
export async function turns(): Promise<void> {
  for (let hops = 0; hops < 500; hops++) await Promise.resolve();
}

/** How an instance stands. */
export async function stateOf(engine: Runtime, instance: string): Promise<State> {
  return (await engine.instance(instance)).state;
}

/** An engine with one handler, and a started instance of the process with one job. */
export async function one(
  j: Handler,
  more = {},
): Promise<World & { engine: Runtime; instance: string }> {
  const on = world();
  const engine = on.open({ handlers: { j }, ...more });
  await engine.deploy(JOB);
  return { ...on, engine, instance: await engine.start("one") };
}
