/**
 * What every store must do, as tests: run on each back end, and on native Deno KV as the reference.
 *
 * @module
 */
import { conformAtomic } from "./atomic.ts";
import type { ConformanceOptions, Open, Register } from "./case.ts";
import { conformErrors } from "./errors.ts";
import { conformList } from "./list.ts";
import { conformModel } from "./model.ts";
import { conformOdd } from "./odd.ts";
import { conformQueue } from "./queue.ts";
import { conformTime } from "./time.ts";
import { conformValues } from "./values.ts";
import { conformWatch } from "./watch.ts";

/** Registers the tests of a back end under its name. */
export function conformance(name: string, open: Open, options: ConformanceOptions = {}): void {
  const test: Register = (sentence, run) => {
    const register = options.ignore ? Deno.test.ignore : Deno.test;
    register(`${name}: ${sentence}`, async () => {
      using kv = await open();
      await run(kv);
    });
  };
  conformValues(test);
  conformOdd(test);
  conformErrors(test);
  conformList(test);
  conformAtomic(test, options);
  conformWatch(test);
  conformModel(test, options);
  if (!options.noQueue) conformQueue(test);
  const { openTimed } = options;
  if (openTimed) conformTime(name, openTimed);
}
