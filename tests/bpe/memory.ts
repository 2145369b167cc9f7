/**
 * What the tests of instances in memory share.
 *
 * @module
 */
import type { Definition } from "../../bpe/definition/definition.ts";
import type { Handler, Job } from "../../bpe/mod.ts";
import type { Variables } from "../../bpe/state/state.ts";
import type { Volatile } from "../../bpe/memory/memory.ts";

export const START = `<startEvent id="s"/>`, END = `<endEvent id="e"/>`;

/** Handlers that answer when they are let to, in the order of the test. */
export class Gate {
  readonly open: {
    readonly job: Job;
    readonly answer: (values?: Variables) => void;
    readonly fail: (error: unknown) => void;
  }[] = [];
  readonly handler: Handler = (job) => {
    const { promise, resolve, reject } = Promise.withResolvers<Variables | undefined>();
    this.open.push({ job, answer: resolve, fail: reject });
    return promise;
  };
}

/** Ids of the nodes at which an instance has a token. */
export function places(bpe: Volatile, definition: Definition, instance: string): string[] {
  return bpe.state(instance).elements.flatMap(({ node }) => definition.nodes[node]?.id ?? []);
}

/** Lets the promises that have been answered be heard. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}
