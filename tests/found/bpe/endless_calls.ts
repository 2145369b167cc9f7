/**
 * Two processes that call each other, in memory, started by `engine_test.ts`: it says after how many steps it gave up, or how the
 * first instance stands where the engine bounds the calls.
 */
import { parse, volatile } from "../../../bpe/mod.ts";
import { text } from "./engines.ts";

const BOUND = 5_000;
const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

let steps = 0;
const bpe = volatile(["endless_calls_ra", "endless_calls_rb"].map((file) => parse(text(file))), {
  onStep() {
    if (++steps < BOUND) return;
    say(`no bound: ${steps} steps`);
    Deno.exit();
  },
});
bpe.start("ra", { id: "i" });
say(`bounded: ${bpe.state("i").status}`);
