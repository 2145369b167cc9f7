/**
 * What the tests of bad input and bad luck share.
 *
 * @module
 */
import type { Runtime } from "../../../bpe/mod.ts";
import { file, list, proc, type World, world } from "./world.ts";

export const WORK: string = file(
  proc("work", `<startEvent id="s"/><userTask id="u"/><endEvent id="e"/>`, "s>u;u>e"),
);

export async function open(): Promise<World & { engine: Runtime; instance: string }> {
  const on = world();
  const engine = on.open();
  await engine.deploy(WORK);
  return { ...on, engine, instance: await engine.start("work", { id: "i" }) };
}

/** Everything in the store, to see that nothing has changed. */
export async function all(on: World): Promise<string> {
  return JSON.stringify(
    await list(on.kv.list({ prefix: [] })),
    (_, value) => typeof value === "bigint" ? `${value}n` : value,
  );
}
