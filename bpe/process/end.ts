/**
 * The end of a process by request.
 *
 * @module
 */
import { append, cut, remove } from "../../kvs/mod.ts";
import { PROC } from "../store/keys.ts";
import { gwUnblock } from "./block.ts";
import { type Context, snapshot } from "./context.ts";
import { messagesFeed } from "./event/event.ts";
import { queueFeed } from "./event/queue.ts";
import { unsubscribeAll } from "./event/topic.ts";
import { monFeed } from "./monitor.ts";
import type { Proc } from "./proc.ts";
import { errorFeed } from "./refusal.ts";

/** Ends a process and moves it to the feed `/bpe/deleted`; its history stays. */
export async function deleteProcess(cx: Context, id: string): Promise<Proc> {
  const proc = await stop(cx, id);
  const { kv } = cx.runtime;
  await append(kv, { id, process: proc.process, status: "deleted" }, "/bpe/deleted");
  await remove(kv, id, PROC);
  return proc;
}

/** Ends a process and erases all that is stored of it. */
export async function cleanup(cx: Context, id: string): Promise<void> {
  await stop(cx, id);
  for (const feed of [errorFeed(id), queueFeed(id), messagesFeed(id)]) {
    await cut(cx.runtime.kv, feed);
  }
  await cx.runtime.erase(id);
}

/** Ends a process, which then hears of nothing, blocks nothing and is in no monitor. */
async function stop(cx: Context, id: string): Promise<Proc> {
  const { runtime } = cx, { proc } = await snapshot(cx, id);
  if (proc.status === "active") await runtime.command(id, { do: "cancel" });
  await unsubscribeAll(runtime.kv, id);
  await gwUnblock(cx, id);
  if (proc.monitor !== undefined) await remove(runtime.kv, id, monFeed(proc.monitor));
  return (await snapshot(cx, id)).proc;
}
