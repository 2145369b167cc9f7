// Decodes 50,000 distinct atoms as often as its argument says; prints how many names stay in the table, and whether identity held. Run with
// --v8-flags=--expose-gc.
import { atomCount } from "../../../n2o/term/atom.ts";
import { atom, decode } from "../../../n2o/bert/bert.ts";

const collect = (globalThis as { gc?: () => void }).gc;
if (collect === undefined) throw new Error("run with --v8-flags=--expose-gc");
const kept = atom("wire_75000");
const encoder = new TextEncoder();
const times = Number(Deno.args[0]);
let same = false;
for (let round = 0; round < times; round++) {
  for (let index = 0; index < 50_000; index++) {
    const name = encoder.encode(`wire_${round * 50_000 + index}`);
    const term = decode(Uint8Array.of(131, 119, name.length, ...name));
    if (term === kept) same = true;
  }
  // Weak references are let go and finalizers run only between tasks.
  await new Promise((done) => setTimeout(done));
  collect();
}
await new Promise((done) => setTimeout(done));
// deno-lint-ignore no-console -- the output is what the test reads
console.log(JSON.stringify({ count: atomCount(), same }));
