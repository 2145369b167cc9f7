/**
 * The surroundings of a process: what `n2o.send`, `n2o.reg`, `n2o.cache` and the like find when it handles a message.
 *
 * @module
 */
import { isThenable } from "../../base/mod.ts";

import { type Context, run } from "../context.ts";
import { cx as fresh, type Req } from "../cx.ts";
import { leave } from "../presence/presence.ts";
import type { Enter } from "../process/module.ts";
import type { Server } from "../server.ts";

/** The surroundings of one process for its whole life. */
export interface Surroundings {
  /** Runs a turn in them: it is over when the writes that it began are durable. */
  readonly enter: Enter;
  /** Takes the process out of its topics, and out of what others see of who is there. */
  leave(): void;
}

/** A process answers to no request. */
const NO_REQUEST: Req = { path: "", query: "", headers: {} };

/** Makes surroundings of a process whose name is that of its page; `receiver` puts what the bus brings into its mailbox. */
export function surroundings(
  server: Server,
  name: string,
  receiver: Context["receiver"],
): Surroundings {
  let cx = fresh(name);
  const settle = async <T>(found: Context, answer: T): Promise<Awaited<T>> => {
    try {
      const settled = await answer;
      await Promise.all(found.pending);
      return settled;
    } finally {
      cx = found.cx;
    }
  };
  return {
    enter(body) {
      const found: Context = {
        server,
        req: NO_REQUEST,
        cx,
        receiver,
        dictionary: new Map(),
        pending: [],
      };
      const answer = run(found, body);
      if (isThenable(answer) || found.pending.length > 0) return settle(found, answer);
      cx = found.cx;
      return answer;
    },
    leave: () => leave(server, cx.topics, receiver),
  };
}
