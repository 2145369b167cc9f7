/**
 * Messages and signals on their way: they lie in the store from the commit that sent them until somebody has them.
 *
 * A message is found by its name and by every set of its keys, so that a wait which wants some of them finds it by one read. A
 * wait is found the same way from the other side.
 *
 * @module
 */
import { openRow, release, stowNow } from "../../kvs/rows/chunk.ts";
import type { Kv, KvKey } from "../../kvs/kv.ts";
import { sizeBound } from "../../kvs/value/size.ts";
import { BpeError } from "../error.ts";
import type { Step } from "../state/outcome.ts";
import type { Keys, State } from "../state/state.ts";
import { type Draft, remove, set } from "../store/draft.ts";
import { type Host, now, type Sent } from "../store/host.ts";
import { dueRow, messageKeysRow, messageRow, signalRow } from "../store/keys.ts";
import { DELIVERY } from "../runtime/outbox.ts";

/** A message in the store. */
export interface StoredMessage {
  /** Its id. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** Its content. */
  readonly payload?: unknown;
  /** Its correlation keys. */
  readonly keys: Keys;
  /** The instance that sent it; "" from outside. */
  readonly from: string;
  /** When it was sent: milliseconds since 1970. */
  readonly sent: number;
  /** Until when it waits. */
  readonly until: number;
  /** When it is looked at first where whoever put it there could not: the time of its first row among those that are due. */
  readonly due: number;
}

/** A signal in the store. */
export interface StoredSignal {
  /** Its id. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** Its content. */
  readonly payload?: unknown;
  /** The instance that threw it and has heard it already; "" from outside. */
  readonly from: string;
  /** When it was thrown: milliseconds since 1970. */
  readonly sent: number;
  /** The time of its row among those that are due. */
  readonly due: number;
}

/** The most keys of a message: it is found by every set of them. */
const MOST_KEYS = 4;

/** The text by which a set of keys is found: equal sets have equal texts. */
export function keyText(keys: Keys | undefined): string {
  const sorted = Object.entries(keys ?? {}).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  return sorted.length === 0 ? "" : JSON.stringify(sorted);
}

/**
 * The texts of every set of keys that a message with these keys is for, the largest set first.
 *
 * @throws {BpeError} `limit` with more than 4 keys
 */
export function keySets(keys: Keys, name: string): string[] {
  const all = Object.entries(keys);
  if (all.length > MOST_KEYS) {
    throw new BpeError("limit", `has ${all.length} correlation keys: give at most ${MOST_KEYS}`, {
      element: name,
    });
  }
  const sets = Array.from(
    { length: 2 ** all.length },
    (_, mask) => all.filter((_, index) => (mask >> index) & 1),
  );
  return sets.sort((a, b) => b.length - a.length).map((set) => keyText(Object.fromEntries(set)));
}

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

/** Sets a row that may need parts. */
function stow(change: Draft, key: KvKey, value: StoredMessage | StoredSignal, where: string): void {
  const { value: row, stage } = stowNow([value], where);
  set(change, key, row);
  change.size += sizeBound(value, 800_000);
  change.stages.push(stage);
}

/** A message or signal as it lies in the store. */
export interface Lying<T> {
  /** The message or signal. */
  readonly value: T;
  /** What its row holds. */
  readonly raw: unknown;
  /** Its row. */
  readonly key: KvKey;
  /** Its row's versionstamp. */
  readonly versionstamp: string;
}

/** Reads a message; undefined where it is gone. */
export function readMessage(kv: Kv, id: string): Promise<Lying<StoredMessage> | undefined> {
  return read<StoredMessage>(kv, messageRow.key(id), `message ${id}`);
}

/** Reads a signal; undefined where it is gone. */
export function readSignal(kv: Kv, id: string): Promise<Lying<StoredSignal> | undefined> {
  return read<StoredSignal>(kv, signalRow.key(id), `signal ${id}`);
}

async function read<T>(kv: Kv, key: KvKey, where: string): Promise<Lying<T> | undefined> {
  const row = await kv.get(key);
  if (row.versionstamp === null) return undefined;
  const [value] = await openRow(kv, row, where);
  // as: what this module has put under its own key
  return value === undefined
    ? undefined
    : { value: value as T, raw: row.value, key, versionstamp: row.versionstamp };
}

/** Puts the messages and signals of a step into its commit. */
export function stageSent(host: Host, change: Draft, state: State, { outbox }: Step): Sent[] {
  const time = now(host);
  const sent: Sent[] = [];
  for (const effect of outbox) {
    if (effect.kind !== "message" && effect.kind !== "signal") continue;
    const { key: id, name, payload } = effect;
    const common = { id, name, payload, from: state.instance, sent: time, due: time + DELIVERY };
    if (effect.kind === "message") {
      const until = time + host.options.messageTtl;
      stageMessage(change, { ...common, keys: effect.keys, until });
    } else stageSignal(change, common);
    sent.push({ kind: effect.kind, id });
  }
  return sent;
}
