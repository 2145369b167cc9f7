/**
 * How much memory is held, for tests that show that it does not grow.
 *
 * @module
 */
import v8 from "node:v8";
import vm from "node:vm";

let collect: (() => void) | undefined;

/** Bytes of the heap that are in use after what nobody holds was collected. */
export function held(): number {
  if (collect === undefined) {
    v8.setFlagsFromString("--expose-gc");
    collect = vm.runInNewContext("gc");
  }
  for (let twice = 0; twice < 2; twice++) collect?.();
  return Deno.memoryUsage().heapUsed;
}
