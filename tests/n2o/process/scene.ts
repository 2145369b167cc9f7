/**
 * A server of processes, its time and its log in the hands of a test.
 *
 * @module
 */
import { setImmediate } from "node:timers/promises";
import { type Server, server, type ServerOptions } from "../../../n2o/mod.ts";
import { pi, processesOf } from "../../../n2o/process.ts";
import { type VirtualClock, virtualClock } from "../../_support/clock.ts";
import { notebook } from "../../_support/server/wire.ts";

/** The server, and what a test holds of it. */
export interface Scene extends AsyncDisposable {
  readonly server: Server;
  readonly clock: VirtualClock;
  readonly book: ReturnType<typeof notebook>;
  /** Starts a process of the table `async`. */
  start<State, Message, Answer>(
    pi: Partial<pi.Pi<State, Message, Answer>> & Pick<pi.Pi<State, Message, Answer>, "module">,
  ): Promise<pi.Pid<Message, Answer>>;
}

/** A server without processes. At the end it has neither processes nor timers. */
export function scene(options: Partial<ServerOptions> = {}): Scene {
  const clock = virtualClock(), book = notebook();
  const made = server({
    secret: "a secret of more than sixteen letters",
    log: book.log,
    clock,
    ...options,
  });
  return {
    server: made,
    clock,
    book,
    start: (given) => pi.start({ sup: made, table: "async", name: "/it", ...given }),
    async [Symbol.asyncDispose]() {
      await processesOf(made).supervisor.stop();
      if (clock.pending !== 0) throw new Error(`${clock.pending} timers are left`);
      const left = [...made.tables.get("async")?.rows() ?? []];
      if (left.length !== 0) throw new Error(`processes are left: ${left.map(({ key }) => key)}`);
    },
  };
}

/** What a process under test understands. */
export type Order =
  | "show"
  | "up"
  | "fail"
  | "quit"
  | { readonly wait: Promise<unknown> }
  | { readonly run: () => unknown };

/** A process that counts, and does what it is told. */
export const counter: pi.Module<number, Order, unknown> = {
  name: "counter",
  async proc(order, count) {
    if (order === "show") return { reply: count };
    if (order === "up") return { state: count + 1, reply: count + 1 };
    if (order === "fail") throw new Error("told to fail");
    if (order === "quit") return { stop: "normal", reply: "bye" };
    return { reply: await ("wait" in order ? order.wait : order.run()) };
  },
};

/** Resolves when everything that waits for promises alone has gone on. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 5; round++) await setImmediate();
}
