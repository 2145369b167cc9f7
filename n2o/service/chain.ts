/**
 * A process that answers through a protocol chain of its own.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import { context } from "../context.ts";
import type { Req } from "../cx.ts";
import { N2oError } from "../error.ts";
import { refusal } from "../io.ts";
import type { Module } from "../process/module.ts";
import {
  type Chain,
  type Message,
  type Payload,
  type Protocol,
  push,
  type Reply,
  reply,
  stream,
} from "../proto.ts";

/** What a process with a chain is sent: a frame, as a client would send it, or a message. */
export type ChainMessage = string | ArrayBuffer | Message;

/**
 * The module of a process that asks protocols, the first one first, and replies with the payload of the one that answers: `undefined` for
 * nothing. What a protocol keeps in its `cx`, topics included, lives as long as the process; at the end it is told `exit`.
 *
 * @example
 * ```ts
 * import * as n2o from "@n2o/n2o/n2o";
 * import { chain, pi } from "@n2o/n2o/n2o/process";
 *
 * const server = n2o.server({ secret: "sixteen or more random characters" });
 * const module = chain([n2o.heart]);
 * const pid = await pi.start({ sup: server, table: "async", name: "/pulse", module });
 * const answer = await pi.send(pid, "PING");
 * if (answer === undefined || !("text" in answer) || answer.text !== "PONG") throw answer;
 * await pi.stop(pid);
 * ```
 */
export function chain(
  protocols: readonly Protocol[],
  req?: Req,
): Module<undefined, ChainMessage, Payload> {
  const asked = (): Chain => {
    const { server, req: none, cx } = context();
    return { protocols, req: req ?? none, cx, maxSize: server.limits.frame };
  };
  return {
    name: "n2o_proto",
    async proc(message) {
      const found = context(), { payload, cx } = await answered(message, asked());
      found.cx = cx ?? found.cx;
      const isOver = payload !== undefined && "close" in payload;
      return isOver ? { reply: payload, stop: "normal" } : { reply: payload };
    },
    async terminate(reason) {
      await push({ type: "exit", reason: typeof reason === "string" ? reason : "failed" }, asked());
    },
  };
}

async function answered(message: ChainMessage, chain: Chain): Promise<Reply> {
  if (isObject(message) && "type" in message) return await push(message, chain);
  try {
    return await stream(message, chain);
  } catch (error) {
    // What its sender got from elsewhere ends no process.
    if (!N2oError.is(error, "frame")) throw error;
    return reply({ bert: refusal(chain.cx.wire, "bad frame") });
  }
}
