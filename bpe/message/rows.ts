/**
 * Messages and signals on their way: they lie in the store from the commit that sent them until somebody has them.
 *
 * @module
 */
import { openRow, release, stowNow } from "../../kvs/tool.ts";
import type { Batch, Kv, KvKey } from "../../kvs/mod.ts";
import { keySets } from "../store/correlation.ts";
import type { Sent } from "../store/host.ts";
import { dueRow, messageKeysRow, messageRow, signalRow } from "../store/keys.ts";
import { DELIVERY } from "../store/row/open.ts";
import type { StoredMessage, StoredSignal } from "../store/row/message.ts";
import type { SecondaryRows, StepContext } from "../store/step.ts";

/**
 * Puts a message into the store.
 *
 * @param parts where the parts of one over 64 KiB go; with its rows by default
 * @throws {KvsError} `too_large` over about 700 kB
 */
export function stageMessage(change: Batch, message: StoredMessage, parts: Batch = change): void {
  const { value, stage } = stowNow([message], `message ${message.name}`);
  change.set(messageRow.key(message.id), value);
  stage(parts);
  for (const keys of keySets(message.keys, message.name)) {
    change.set(messageKeysRow.key(message.name, keys, message.sent, message.id), 0);
  }
  change.set(dueRow.key(message.due, "message", message.id), 0);
}

/** Takes a message out of the store; `raw` is what its row holds. */
export function unstageMessage(change: Batch, message: StoredMessage, raw: unknown): void {
  change.delete(messageRow.key(message.id));
  release(change, raw);
  for (const keys of keySets(message.keys, message.name)) {
    change.delete(messageKeysRow.key(message.name, keys, message.sent, message.id));
  }
  change.delete(dueRow.key(message.due, "message", message.id));
  change.delete(dueRow.key(message.until, "message", message.id));
}

/**
 * Puts a signal into the store.
 *
 * @param parts where the parts of one over 64 KiB go; with its rows by default
 * @throws {KvsError} `too_large` over about 700 kB
 */
export function stageSignal(change: Batch, signal: StoredSignal, parts: Batch = change): void {
  const { value, stage } = stowNow([signal], `signal ${signal.name}`);
  change.set(signalRow.key(signal.id), value);
  stage(parts);
  change.set(dueRow.key(signal.due, "signal", signal.id), 0);
}

/** Takes a signal out of the store; `raw` is what its row holds. */
export function unstageSignal(change: Batch, signal: StoredSignal, raw: unknown): void {
  change.delete(signalRow.key(signal.id));
  release(change, raw);
  change.delete(dueRow.key(signal.due, "signal", signal.id));
}

/** A message or signal as it was read. */
export interface ReadRow<T> {
  readonly value: T;
  /** What its row holds: the value, or the head of its parts. */
  readonly raw: unknown;
  readonly key: KvKey;
  readonly versionstamp: string;
}

/** Reads a message; undefined where it is gone. */
export function readMessage(kv: Kv, id: string): Promise<ReadRow<StoredMessage> | undefined> {
  return read<StoredMessage>(kv, messageRow.key(id), `message ${id}`);
}

/** Reads a signal; undefined where it is gone. */
export function readSignal(kv: Kv, id: string): Promise<ReadRow<StoredSignal> | undefined> {
  return read<StoredSignal>(kv, signalRow.key(id), `signal ${id}`);
}

async function read<T>(kv: Kv, key: KvKey, where: string): Promise<ReadRow<T> | undefined> {
  const row = await kv.get(key);
  if (row.versionstamp === null) return undefined;
  const [value] = await openRow(kv, row, where);
  // as: what this module has put under its own key
  return value === undefined
    ? undefined
    : { value: value as T, raw: row.value, key, versionstamp: row.versionstamp };
}

/**
 * Adds the messages and signals that a step sends.
 *
 * @param ttl milliseconds that its messages wait
 */
export function addMessages(
  { rows, parts }: SecondaryRows,
  { step: { state, outbox }, time }: StepContext,
  ttl: number,
): readonly Sent[] {
  const sent: Sent[] = [];
  for (const effect of outbox) {
    if (effect.kind !== "message" && effect.kind !== "signal") continue;
    const { key: id, name, payload } = effect;
    const common = { id, name, payload, from: state.instance, sent: time, due: time + DELIVERY };
    if (effect.kind === "message") {
      stageMessage(rows, { ...common, keys: effect.keys, until: time + ttl }, parts);
    } else stageSignal(rows, common, parts);
    sent.push({ kind: effect.kind, id });
  }
  return sent;
}
