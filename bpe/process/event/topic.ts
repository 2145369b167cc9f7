/**
 * Subscriptions: which processes hear of a topic.
 *
 * @module
 */
import type { Kv, KvKey } from "../../../kvs/mod.ts";

/** The subscribers of a topic. */
const byTopic = (topic: string, id?: string): KvKey =>
  id === undefined ? ["bpe/topic", topic] : ["bpe/topic", topic, id];
/** The topics of a process. */
const byProcess = (id: string, topic?: string): KvKey =>
  topic === undefined ? ["bpe/topics", id] : ["bpe/topics", id, topic];

/** Subscribes a process to a topic; `exist` where it is. */
export async function subscribe(kv: Kv, id: string, topic: string): Promise<"ok" | "exist"> {
  const { ok } = await kv.atomic()
    .check({ key: byTopic(topic, id), versionstamp: null })
    .set(byTopic(topic, id), 0)
    .set(byProcess(id, topic), 0)
    .commit();
  return ok ? "ok" : "exist";
}

/** Takes a process out of a topic. */
export async function unsubscribe(kv: Kv, id: string, topic: string): Promise<void> {
  await kv.atomic().delete(byTopic(topic, id)).delete(byProcess(id, topic)).commit();
}

/** Takes a process out of all its topics. */
export async function unsubscribeAll(kv: Kv, id: string): Promise<void> {
  for await (const { key } of kv.list({ prefix: byProcess(id) })) {
    await unsubscribe(kv, id, String(key[2]));
  }
}

/** The processes that have subscribed to a topic. */
export async function* subscribers(
  kv: Kv,
  topic: string,
): AsyncGenerator<string, void, void> {
  for await (const { key } of kv.list({ prefix: byTopic(topic) })) yield String(key[2]);
}
