/**
 * The functions that bring events to processes, and subscribe them to topics.
 *
 * @module
 */
import { surfaced } from "../../store/store_error.ts";
import type { Bpe } from "../api.ts";
import type { Context } from "../context.ts";
import { handle } from "../event/event.ts";
import { broadcast, drain, enqueue } from "../event/queue.ts";
import { subscribe, unsubscribe } from "../event/topic.ts";

/** The functions that bring events to processes, and subscribe them to topics. */
export function eventFunctions(
  cx: Context,
): Pick<
  Bpe,
  "messageEvent" | "asyncEvent" | "broadcastEvent" | "deliver" | "subscribe" | "unsubscribe"
> {
  const { kv } = cx.runtime;
  return {
    async messageEvent(id, event, { by } = {}) {
      await cx.runtime.permit({ do: "message", instance: id }, { by });
      const message = { ...event, kind: "messageEvent" } as const;
      return await surfaced(() => handle(cx, id, message, by));
    },
    asyncEvent: (id, event) => surfaced(() => enqueue(cx, id, { ...event, kind: "asyncEvent" })),
    broadcastEvent: (topic, event) => surfaced(() => broadcast(cx, topic, event)),
    deliver: (id) => surfaced(() => drain(cx, id)),
    subscribe: (id, topic) => surfaced(() => subscribe(kv, id, topic)),
    unsubscribe: (id, topic) => surfaced(() => unsubscribe(kv, id, topic)),
  };
}
