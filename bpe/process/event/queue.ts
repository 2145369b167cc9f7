/**
 * Events that their senders do not wait for: they lie in a queue of the process that is durable before the sender is answered;
 * each is taken once.
 *
 * @module
 */
import { messageOf } from "../../../base/mod.ts";
import { append, entries, remove } from "../../../kvs/mod.ts";
import { BpeError } from "../../error.ts";
import { type Context, inBackground } from "../context.ts";
import type { EventMessage } from "../message.ts";
import { refuse } from "../refusal.ts";
import { handle, identified, type KnownEvent } from "./event.ts";
import { subscribers } from "./topic.ts";

/** The feed of the events that wait for a process. */
export const queueFeed = (id: string): readonly string[] => ["bpe", "messages", "queue", id];

/** How often an event is tried before it goes to the errors of its process. */
const TRIES = 3;

type QueuedEvent = KnownEvent & {
  /** How often it has failed; 0 where absent. */
  readonly tries?: number;
};

/** Leaves an event for a process; unless it is delayed it is brought in the background. */
export async function enqueue(cx: Context, id: string, event: EventMessage): Promise<void> {
  await append(cx.runtime.kv, identified(cx, event), queueFeed(id));
  if (event.type !== "delayed") inBackground(cx, drain(cx, id));
}

/** Leaves an event for every process that has subscribed to a topic, and answers how many. */
export async function broadcast(
  cx: Context,
  topic: string,
  event: Omit<EventMessage, "kind" | "topic">,
): Promise<number> {
  const known = identified(cx, { ...event, kind: "broadcastEvent", topic });
  let count = 0;
  for await (const subscriber of subscribers(cx.runtime.kv, topic)) {
    await enqueue(cx, subscriber, known);
    count++;
  }
  return count;
}

/** Brings a process what lies in its queue. One whose action fails three times goes to the errors of the process. */
export function drain(cx: Context, id: string): Promise<void> {
  return cx.queue.run(`queue ${id}`, async () => {
    for await (const { record } of entries<QueuedEvent>(cx.runtime.kv, queueFeed(id))) {
      const { tries = 0, ...event } = record;
      try {
        await handle(cx, id, event);
      } catch (error) {
        cx.report(error);
        const isMissing = error instanceof BpeError && error.code === "instance";
        if (tries + 1 < TRIES && !isMissing) {
          await append(cx.runtime.kv, { ...record, tries: tries + 1 }, queueFeed(id));
          continue;
        }
        await refuse(cx, id, messageOf(error), event);
      }
      await remove(cx.runtime.kv, record.id, queueFeed(id));
    }
  });
}
