/**
 * Events that come to a process: from one sender, or by topic to all that have subscribed.
 *
 * An event goes to the process's action, which may change documents, and to whatever in the process waits for a message (or, of
 * a broadcast, a signal) of its name, in one commit. Events that are not waited for lie in a queue of the process that is
 * durable before the sender is answered; each is taken once.
 *
 * @module
 */
import { append } from "../../../kvs/feed/append.ts";
import { retry } from "../../../kvs/rows/commit.ts";
import { entries } from "../../../kvs/feed/entries.ts";
import { remove } from "../../../kvs/feed/remove.ts";
import type { Besides, Command } from "../../state/command.ts";
import { isRecord } from "../../state/data.ts";
import { BpeError } from "../../error.ts";
import type { Identity } from "../../task/identity.ts";
import { newId } from "../../store/id.ts";
import type { Performed } from "../../store/command.ts";
import { answered, type Context, look, refuse } from "../context.ts";
import { by, changes } from "../move/options.ts";
import type { EventMessage } from "../message.ts";
import { META } from "../proc.ts";
import { type Reply, replyOf } from "../reply.ts";

/** The queue of a process. */
export const queueFeed = (id: string): readonly string[] => ["bpe", "messages", "queue", id];
/** The events that a process has had. */
export const messagesFeed = (id: string): readonly string[] => ["bpe", "messages", "hist", id];

/** Brings an event to a process and waits for what it answers. */
export async function bring(
  cx: Context,
  id: string,
  event: EventMessage,
  identity?: Identity,
): Promise<Reply> {
  const known: EventMessage = { ...event, id: event.id ?? newId(cx.clock.now()) };
  const reply = await cx.lanes.enter(
    id,
    () => retry(`process ${id}`, () => attempt(cx, id, known, identity)),
  );
  await append(cx.runtime.kv, { ...known, id: known.id ?? "" }, messagesFeed(id));
  return reply;
}

async function attempt(
  cx: Context,
  id: string,
  event: EventMessage,
  identity: Identity | undefined,
): Promise<Reply | undefined> {
  const { proc, stored, module } = await look(cx, id);
  if (proc.status !== "active") return "Final";
  const result = await answered(cx, id, "action", () => module.action?.(event, proc)) ?? {};
  const { applied, repeated, state } = await tell(cx, id, event, identity, {
    version: proc.version,
    ...changes(proc.docs, result.docs ?? proc.docs),
  });
  if (!applied && !repeated && state.version !== stored.state.version) return undefined;
  return replyOf(result.reply ?? [], "");
}

function tell(
  { runtime }: Context,
  id: string,
  { kind, id: key, name, topic, payload, keys }: EventMessage,
  identity: Identity | undefined,
  besides: Besides,
): Promise<Performed> {
  const content = {
    name: name ?? topic ?? "",
    ...besides,
    ...(payload === undefined ? {} : { payload: own(payload) }),
  };
  const command: Command = kind === "broadcastEvent"
    ? { do: "signal", ...content }
    : { do: "message", ...content, ...(keys === undefined ? {} : { keys }) };
  return runtime.command(id, command, { key: `event ${key}`, ...by(identity) });
}

/** What a process keeps of itself is not for an event to set. */
function own(payload: unknown): unknown {
  if (!isRecord(payload) || !Object.hasOwn(payload, META)) return payload;
  const { [META]: _, ...rest } = payload;
  return rest;
}

/** Puts an event into the queue of a process. */
export async function enqueue(cx: Context, id: string, event: EventMessage): Promise<void> {
  await append(
    cx.runtime.kv,
    { ...event, id: event.id ?? newId(cx.clock.now()) },
    queueFeed(id),
  );
}

/** How often an event is tried before it goes to the errors of its process. */
const TRIES = 3;

interface Queued extends EventMessage {
  readonly id: string;
  readonly tries?: number;
}

/** Brings a process what lies in its queue. One whose action fails three times goes to the errors of the process. */
export function drain(cx: Context, id: string): Promise<void> {
  return cx.lanes.enter(`queue ${id}`, async () => {
    for await (const { record } of entries<Queued>(cx.runtime.kv, queueFeed(id))) {
      const { tries = 0, ...event } = record;
      try {
        await bring(cx, id, event);
      } catch (error) {
        cx.onError(error);
        if (tries + 1 < TRIES && !isGone(error)) {
          await append(cx.runtime.kv, { ...record, tries: tries + 1 }, queueFeed(id));
          continue;
        }
        await refuse(cx, id, error instanceof Error ? error.message : String(error), event);
      }
      await remove(cx.runtime.kv, record.id, queueFeed(id));
    }
  });
}

function isGone(error: unknown): boolean {
  return error instanceof BpeError && error.code === "instance";
}
