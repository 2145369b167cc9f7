/**
 * Events that come to a process: from one sender, or by topic to all that have subscribed.
 *
 * An event goes to the process's action, which may change documents, and to whatever in the process waits for a message (or, of
 * a broadcast, a signal) of its name, in one commit.
 *
 * @module
 */
import { timeId } from "../../../base/mod.ts";
import { append } from "../../../kvs/mod.ts";
import type { Command, CommandExtras } from "../../state/command.ts";
import type { Identity } from "../../task/identity.ts";
import { attempts } from "../attempt.ts";
import { docsChange, requester } from "../change.ts";
import { type Context, snapshot, withinTime } from "../context.ts";
import type { EventMessage } from "../message.ts";
import { type Reply, replyOf } from "../reply.ts";

/** The feed of the events that a process has had. */
export const messagesFeed = (id: string): readonly string[] => ["bpe", "messages", "hist", id];

/** An event that has its id. */
export type KnownEvent = EventMessage & { readonly id: string };

/** The event with its id; one is made where it has none. */
export function identified({ clock }: Context, event: EventMessage): KnownEvent {
  return { ...event, id: event.id ?? timeId(clock.now()) };
}

/** Brings an event to a process and answers what its action does; an event with an id that was seen changes nothing more. */
export async function handle(
  cx: Context,
  id: string,
  event: EventMessage,
  by?: Identity,
): Promise<Reply> {
  const known = identified(cx, event);
  const reply = await attempts(cx, id, () => attempt(cx, id, known, by));
  await append(cx.runtime.kv, known, messagesFeed(id));
  return reply;
}

/** One attempt; undefined where the process has changed meanwhile. */
async function attempt(
  cx: Context,
  id: string,
  event: KnownEvent,
  by: Identity | undefined,
): Promise<Reply | undefined> {
  const { proc, stored, module } = await snapshot(cx, id);
  if (proc.status !== "active") return "Final";
  const result = await withinTime(cx, id, "action", () => module.action?.(event, proc)) ?? {};
  const docs = docsChange(proc.docs, result.docs ?? proc.docs);
  const command = commandOf(event, { version: proc.version, ...docs });
  const done = await cx.runtime.command(id, command, {
    key: `event ${event.id}`,
    ...requester(by),
  });
  const isChanged = done.state.version !== stored.state.version;
  if (!done.applied && !done.repeated && isChanged) return undefined;
  return replyOf(result.reply ?? [], "");
}

function commandOf({ kind, name, topic, payload, keys }: KnownEvent, more: CommandExtras): Command {
  const content = {
    name: name ?? topic ?? "",
    ...more,
    ...(payload === undefined ? {} : { payload }),
  };
  if (kind === "broadcastEvent") return { do: "signal", ...content };
  return { do: "message", ...content, ...(keys === undefined ? {} : { keys }) };
}
