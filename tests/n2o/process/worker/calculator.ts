/**
 * What a Worker of a test runs: it counts, fails, blocks, and replies what it cannot.
 *
 * @module
 */
import { serve } from "../../../../n2o/process.ts";

/** What it understands. */
export type Order =
  | "up"
  | "fail"
  | "block"
  | "function"
  | "quit"
  | "stray"
  | { readonly leave: "now" | "later" | "exit" }
  | { readonly double: number };

await serve<number, Order, unknown>({
  init(given) {
    if (given < 0) throw new Error("less than nothing");
  },
  proc(order, count) {
    if (order === "up") return { state: count + 1, reply: count + 1 };
    if (order === "fail") throw new TypeError("told to fail");
    if (order === "function") return { reply: () => {} };
    if (order === "quit") return { reply: "bye", stop: "normal" };
    if (order === "stray") {
      setTimeout(() => {
        throw new Error("stray");
      }, 0);
      return { reply: "soon" };
    }
    if (order === "block") { for (;;); }
    if ("double" in order) return { reply: order.double * 2 };
    if (order.leave === "now") self.close();
    // While it is at nothing.
    setTimeout(() => order.leave === "exit" ? Deno.exit(0) : self.close(), 0);
    return order.leave === "now" ? new Promise(() => {}) : { reply: "soon" };
  },
});
