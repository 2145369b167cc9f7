/**
 * The inner side of a process that runs in a Worker: the module of the Worker's URL calls {@linkcode serve}.
 *
 * @module
 */
import { messageOf } from "../../../base/mod.ts";
import type { Module } from "../module.ts";
import { endpointInside } from "./endpoint.ts";

/** What the Worker is asked: to begin, to handle a message, to end. */
export type Asked =
  | { readonly type: "init"; readonly state: unknown }
  | { readonly type: "proc"; readonly message: unknown }
  | { readonly type: "terminate"; readonly reason: unknown };

/** What it answers: that it is there, what came of a question, that it failed, or that its answer cannot be copied; and that it ends by itself. */
export type Told =
  | { readonly type: "ready" | "gone" }
  | { readonly type: "done"; readonly reply?: unknown; readonly stop?: unknown }
  | { readonly type: "refused" | "failed"; readonly message: string; readonly stack: string };

/**
 * Runs a module in this Worker, for the process that started it. What it is given and what it replies are copies as structured clone makes
 * them; its state stays here, and what n2o has for a running message is not at hand.
 *
 * Rejects with {@linkcode N2oError} `no_worker` where this is no Worker.
 *
 * @example
 * ```ts ignore
 * import { serve } from "@n2o/n2o/n2o/process";
 *
 * await serve<undefined, number, number>({ proc: (n) => ({ reply: fibonacci(n) }) });
 * ```
 */
export async function serve<State, Message, Answer>(
  module: Module<State, Message, Answer>,
): Promise<void> {
  const outside = await endpointInside(), life = new AbortController();
  let state: State;

  async function told(asked: Asked): Promise<Told> {
    if (asked.type === "init") {
      // As: the state was given by who chose this module, and so are its messages.
      const given = asked.state as State;
      state = await module.init?.(given, life.signal) ?? given;
      return { type: "done" };
    }
    if (asked.type === "terminate") {
      await module.terminate?.(asked.reason, state, life.signal);
      life.abort(asked.reason);
      return { type: "done" };
    }
    const outcome = await module.proc(asked.message as Message, state, life.signal);
    if (outcome && "state" in outcome) state = outcome.state;
    if (outcome && "refuse" in outcome) return failure("refused", outcome.refuse);
    return { type: "done", reply: outcome?.reply, stop: outcome?.stop };
  }

  async function answer(asked: Asked): Promise<void> {
    const answer = await told(asked).catch((error) => failure("failed", error));
    try {
      outside.post(answer);
    } catch (error) {
      outside.post(failure("refused", error));
    }
  }

  // As: nobody but the process outside has the other end.
  outside.listen((asked) => void answer(asked as Asked), () => {});
  outside.atEnd?.(() => outside.post({ type: "gone" } satisfies Told));
  outside.post({ type: "ready" } satisfies Told);
}

function failure(type: "refused" | "failed", error: unknown): Told {
  const stack = error instanceof Error ? error.stack ?? "" : "";
  return { type, message: messageOf(error), stack };
}
