/**
 * What has happened in an instance, as text; without a clock, so that it may run anywhere.
 *
 * @module
 */
import type { Runtime } from "../../../bpe/mod.ts";

/** All values of a generator. */
export async function list<T>(all: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of all) found.push(each);
  return found;
}

/** What happened in an instance: nodes, flows and data, without times and numbers. */
export async function traceOf(runtime: Runtime, instance: string): Promise<string[]> {
  return (await list(runtime.history(instance))).map(({ event, node, flow, data }) =>
    `${event} ${flow ?? node}${data === undefined ? "" : ` ${JSON.stringify(data)}`}`
  );
}
