/**
 * Begins and ends processes in every way, and prints how many of their states are still held. Run with --v8-flags=--expose-gc.
 *
 * @module
 */

import { counter, scene, settled } from "./scene.ts";
import { pi } from "../../../n2o/process.ts";

const collect = (globalThis as { gc?: () => void }).gc;
if (collect === undefined) throw new Error("run with --v8-flags=--expose-gc");

await using shop = scene();
const kept = await shop.start({ name: "/kept", module: counter, state: 0 });
const gone: WeakRef<object>[] = [];

/** A process that has a timer, calls another, and is stopped or fails. */
async function life(fails: boolean): Promise<void> {
  const state = { big: new Array(1_000).fill(0) };
  const pid = await shop.start({
    name: "/gone",
    state,
    restart: "temporary",
    module: {
      init: () => void pi.sendAfter(60_000, "tick"),
      async proc(message) {
        if (message === "fail") throw new Error("told to fail");
        return { reply: await pi.send("async", "/kept", "up") };
      },
    },
  });
  gone.push(new WeakRef(state));
  await pid.send("ask");
  if (fails) await pid.send("fail").catch(() => {});
  else await pi.stop(pid);
  await settled();
}

for (let n = 0; n < 50; n++) await life(n % 2 === 0);
if (await kept.send("show") !== 50) throw new Error("not all were alive");
shop.book.entries.length = 0; // the log holds errors, and they what they came from
await new Promise((done) => setTimeout(done));
collect();
const held = gone.filter((ref) => ref.deref() !== undefined).length;
// deno-lint-ignore no-console -- the output is what the test reads
console.log(held);
