/**
 * A test in both hosts: the durable runtime over a store in memory, and the engine without a store.
 *
 * @module
 */
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { equal } from "../../_support/assert.ts";
import { type Driver, durableDriver, type Given, open, volatileDriver } from "./drivers.ts";

/** Which host a test runs in. */
export type HostName = "durable" | "volatile";

/** Opens a host for each set of files, and runs. */
export function inHosts(
  name: string,
  run: (load: (given: Given) => Promise<Driver>, host: HostName) => Promise<void>,
): void {
  Deno.test(`${name} (durable)`, async () => {
    await using ends = new AsyncDisposableStack();
    const failures: unknown[][] = [];
    await run(async (given) => {
      const opened = await open(ends.use(memoryKv()), given);
      ends.use(opened.runtime);
      failures.push(opened.errors);
      return durableDriver(opened);
    }, "durable");
    equal(failures.flat(), []);
  });
  Deno.test(`${name} (volatile)`, () =>
    run((given) => Promise.try(() => volatileDriver(given)), "volatile"));
}
