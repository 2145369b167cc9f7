/**
 * What a member of a ring does (`n2o_ws:proc`): it answers requests that were published to it through the protocol chain of its server, for
 * a client that is connected elsewhere.
 *
 * @module
 */
import { isRecord } from "../../base/mod.ts";

import { type Context, context, run } from "../context.ts";
import { type Cx, cx as fresh, type Req } from "../cx.ts";
import { N2oError } from "../error.ts";
import { refusal } from "../io.ts";
import type { Module } from "../process/module.ts";
import { format, type Frame, type Reply, reply, stream } from "../proto.ts";

/** A request of a client, and how its answer reaches it. */
export interface Publish {
  readonly type: "publish";
  /** The frame as the client sent it. */
  readonly frame: string | ArrayBuffer;
  /** Sends a frame to the client. */
  send(frame: Frame): void;
  /** The state of its connection; that of one that just opened on `/` by default. */
  readonly cx?: Cx;
  /** The request that opened the connection; one without headers by default. */
  readonly req?: Req;
  /** What hears the topics that the request registers, and is taken out of them by whom it belongs to; the member by default. */
  readonly receiver?: Context["receiver"];
}

/** What became of a request. */
export interface Published {
  /** Whether something was sent to the client. */
  readonly sent: boolean;
  /** The state of its connection from now on. */
  readonly cx: Cx;
}

/** What a member answers to what is no request. */
export interface Unknown {
  readonly unknown: unknown;
}

/** The module of the members of a table's rings. */
export function member(table: string): Module<undefined, unknown, Published | Unknown> {
  return {
    name: `n2o_${table}`,
    proc: async (message) =>
      isPublish(message) ? { reply: await published(message) } : { reply: { unknown: message } },
  };
}

async function published(message: Publish): Promise<Published> {
  const own = context(), { server } = own, { receiver = own.receiver } = message;
  const req = message.req ?? own.req, cx = message.cx ?? fresh("/");
  // What it writes is waited for with what the member itself does.
  const found = { ...own, req, cx, receiver, dictionary: new Map() };
  const chain = { protocols: server.protocols, req, cx, maxSize: server.limits.frame };
  const answer = await run(found, () => answered(message, () => stream(message.frame, chain)));
  const frame = format(answer.payload), sent = frame !== undefined && frame.length > 0;
  if (sent) message.send(frame);
  return { sent, cx: answer.cx ?? found.cx };
}

/** A request over which a protocol fails ends no member: others wait there. */
async function answered(
  { cx }: Publish,
  ask: () => Reply | Promise<Reply>,
): Promise<Reply> {
  try {
    return await ask();
  } catch (error) {
    const isBad = N2oError.is(error, "frame"), { log } = context().server;
    log(isBad ? "warning" : "error", "a published request failed", { page: cx?.page, error });
    return reply({ bert: refusal(cx?.wire, isBad ? "bad frame" : "failed") });
  }
}

function isPublish(message: unknown): message is Publish {
  return isRecord(message) && message.type === "publish" && typeof message.send === "function" &&
    (typeof message.frame === "string" || message.frame instanceof ArrayBuffer);
}
