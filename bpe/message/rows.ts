/**
 * Messages and signals on their way: they lie in the store from the commit that sent them until somebody has them.
 *
 * @module
 */
import { openRow, release, stowNow } from "../../kvs/rows/chunk.ts";
import { sizeBound } from "../../kvs/value/size.ts";
import type { Kv, KvKey } from "../../kvs/mod.ts";
import { keySets } from "../store/correlation.ts";
import { type Draft, draft, remove, set } from "../store/draft.ts";
import type { Sent } from "../store/host.ts";
import { dueRow, messageKeysRow, messageRow, signalRow } from "../store/keys.ts";
import { DELIVERY } from "../store/row/instance.ts";
import type { StoredMessage, StoredSignal } from "../store/row/message.ts";
import type { StepContext } from "../store/step.ts";

/**
 * Puts a message into the store.
 *
 * @throws {KvsError} `too_large` over about 700 kB
 */
export function stageMessage(change: Draft, message: StoredMessage): void {
  stow(change, messageRow.key(message.id), message, `message ${message.name}`);
  for (const keys of keySets(message.keys, message.name)) {
    set(change, messageKeysRow.key(message.name, keys, message.sent, message.id), 0);
  }
  set(change, dueRow.key(message.due, "message", message.id), 0);
}

/** Takes a message out of the store; `raw` is what its row holds. */
export function unstageMessage(change: Draft, message: StoredMessage, raw: unknown): void {
  remove(change, messageRow.key(message.id));
  change.stages.push((atomic) => release(atomic, raw));
  for (const keys of keySets(message.keys, message.name)) {
    remove(change, messageKeysRow.key(message.name, keys, message.sent, message.id));
  }
  remove(change, dueRow.key(message.due, "message", message.id));
  remove(change, dueRow.key(message.until, "message", message.id));
}

/**
 * Puts a signal into the store.
 *
 * @throws {KvsError} `too_large` over about 700 kB
 */
export function stageSignal(change: Draft, signal: StoredSignal): void {
  stow(change, signalRow.key(signal.id), signal, `signal ${signal.name}`);
  set(change, dueRow.key(signal.due, "signal", signal.id), 0);
}

/** Takes a signal out of the store; `raw` is what its row holds. */
export function unstageSignal(change: Draft, signal: StoredSignal, raw: unknown): void {
  remove(change, signalRow.key(signal.id));
  change.stages.push((atomic) => release(atomic, raw));
  remove(change, dueRow.key(signal.due, "signal", signal.id));
}

/** Sets a row that may need parts. */
function stow(change: Draft, key: KvKey, value: StoredMessage | StoredSignal, where: string): void {
  const { value: row, stage } = stowNow([value], where);
  set(change, key, row);
  change.size += sizeBound(value, 800_000);
  change.stages.push(stage);
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
 * The messages and signals that a step sends.
 *
 * @param ttl milliseconds that its messages wait
 */
export function messageRows(
  { step: { state, outbox }, time }: StepContext,
  ttl: number,
): { readonly change: Draft; readonly sent: readonly Sent[] } {
  const change = draft(), sent: Sent[] = [];
  for (const effect of outbox) {
    if (effect.kind !== "message" && effect.kind !== "signal") continue;
    const { key: id, name, payload } = effect;
    const common = { id, name, payload, from: state.instance, sent: time, due: time + DELIVERY };
    if (effect.kind === "message") {
      stageMessage(change, { ...common, keys: effect.keys, until: time + ttl });
    } else stageSignal(change, common);
    sent.push({ kind: effect.kind, id });
  }
  return { change, sent };
}
