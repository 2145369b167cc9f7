/**
 * What the tests of messages share.
 *
 * @module
 */
import type { Runtime, Variables } from "../../../bpe/mod.ts";
import { file, proc } from "../runtime/world.ts";

/** The message `paid`. */
export const MESSAGE = `<message id="m" name="paid"/>`;

/** A process that waits for it. */
export const WAIT: string = file(
  MESSAGE +
    proc(
      "wait",
      `<startEvent id="s"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/>`,
      "s>r;r>e",
    ),
);

/** The text of a correlation key with one property. */
export const key = (value: unknown): string => JSON.stringify([value]);

/** The variables that an instance has ended with. */
export async function result(
  runtime: Runtime,
  instance: string,
): Promise<Variables | undefined> {
  return (await runtime.instance(instance)).state.result;
}
