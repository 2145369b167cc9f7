/**
 * The files of this folder in both engines.
 *
 * @module
 */
import type { Handler } from "../../../bpe/job/handler.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { equal } from "../../_support/assert.ts";
import { type Driver, durableDriver, open, volatileDriver } from "../../bpe/backend/drivers.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("read");

/** Which engine a test runs on. */
export type Engine = "durable" | "volatile";

/** Gives an engine one of the files, named without its ending; rejects where the engine refuses it. */
export type Load = (
  file: string,
  handlers?: Readonly<Record<string, Handler>>,
) => Promise<Driver>;

/** The text of a file, named without its ending. */
export function text(file: string): string {
  return Deno.readTextFileSync(new URL(`${file}.bpmn`, import.meta.url));
}

/** A test in the durable runtime over a store in memory, and one in the engine without a store. */
export function onEngines(name: string, run: (load: Load, engine: Engine) => Promise<void>): void {
  test(`${name} (durable)`, async () => {
    using kv = memoryKv();
    const failures: unknown[] = [], ends: (() => Promise<void>)[] = [];
    await run(async (file, handlers = {}) => {
      const opened = await open(kv, { files: [text(file)], handlers });
      failures.push(opened.errors);
      ends.push(opened.runtime.close);
      return durableDriver(opened);
    }, "durable");
    for (const end of ends) await end();
    equal(failures.flat(), []);
  });
  test(`${name} (volatile)`, async () => {
    // A promise, so that a file that is refused rejects as it does in the durable runtime.
    const load: Load = (file, handlers = {}) =>
      Promise.try(() => volatileDriver({ files: [text(file)], handlers }));
    await run(load, "volatile");
  });
}
