/**
 * Messages find who wants them (BPMN 2.0.2, 8.4.2): the wait that has been there longest, else a process they start; else they
 * lie in the store until somebody wants them or their time is over.
 *
 * A message is written before waits are looked for, and a wait before messages are; so whichever comes second finds the other.
 *
 * @module
 */
import type { KvEntry } from "../../kvs/kv.ts";
import { BpeError } from "../error.ts";
import type { Keys, Wait } from "../state.ts";
import { append, check, type Draft, draft, remove, set } from "./draft.ts";
import { latest } from "./definitions.ts";
import { type Host, now } from "./host.ts";
import {
  dueKey,
  LOST,
  messageIndexKey,
  messageKey,
  messageWaitKey,
  onceKey,
  startKey,
} from "./layout.ts";
import { begin, perform } from "./perform.ts";
import { keySets, keyText, stageMessage, type StoredMessage, unstageMessage } from "./sent.ts";

/** A message from outside. */
export interface Publication {
  /** Its name. */
  readonly name: string;
  /** Its content: an object is merged into the variables. */
  readonly payload?: unknown;
  /** Its correlation keys, at most 4. */
  readonly keys?: Keys;
  /** A key of its own: a message with a key that was seen is not taken again. */
  readonly key?: string;
  /** Milliseconds that it waits for somebody; 0: it is refused where nobody waits. */
  readonly ttl?: number;
}

/** What has become of a message. */
export type Fate =
  /** An instance that waited has it. */
  | { readonly taken: "instance"; readonly instance: string }
  /** It has started an instance. */
  | { readonly taken: "started"; readonly instance: string }
  /** It waits. */
  | { readonly taken: "kept" }
  /** A message with this key came before. */
  | { readonly taken: "repeated" };

/** How long the key of a message is remembered: a week, in milliseconds. */
const REMEMBERED = 7 * 86_400_000;
/** How long a message that lies in the store waits for the engine that put it there. */
const AGAIN = 10_000;

/**
 * Takes in a message. What is answered is durable.
 *
 * @throws {BpeError} `limit` with too many keys; `message` where nobody waits and it may not be kept
 */
export async function publish(host: Host, message: Publication): Promise<Fate> {
  const time = now(host);
  const { name, payload, keys = {}, key, ttl = host.options.messageTtl } = message;
  const stored: StoredMessage = {
    id: crypto.randomUUID(),
    name,
    keys,
    ...(payload === undefined ? {} : { payload }),
    from: "",
    sent: time,
    until: time + ttl,
    due: time + Math.min(AGAIN, ttl),
  };
  keySets(keys, name);
  const once = (change: Draft) => {
    if (key === undefined) return;
    check(change, `once message ${key}`, onceKey("", key), null);
    set(change, onceKey("", key), 0, REMEMBERED);
  };
  const isRepeated = async () =>
    key !== undefined && (await host.kv.get(onceKey("", key))).versionstamp !== null;
  if (await isRepeated()) return { taken: "repeated" };
  const fate = await give(host, stored, once, isRepeated);
  if (fate !== undefined) return fate;
  if (ttl <= 0) {
    throw new BpeError("message", "is awaited by nobody, and is not to be kept", { element: name });
  }
  const change = draft();
  once(change);
  stageMessage(change, stored);
  if (await host.commits.submit(change) === undefined) return { taken: "repeated" };
  host.wake(stored.due);
  return await correlate(host, stored.id) ?? { taken: "kept" };
}

/** Looks who wants a message that lies in the store; undefined: nobody, or it is gone. */
export async function correlate(host: Host, id: string): Promise<Fate | undefined> {
  const row = await host.kv.get<StoredMessage>(messageKey(id));
  if (row.versionstamp === null) return undefined;
  const message = row.value;
  if (message.until <= now(host)) return await lose(host, row);
  const gone = async () => (await host.kv.get(messageKey(id))).versionstamp !== row.versionstamp;
  return await give(host, message, (change) => {
    check(change, `message ${id}`, row.key, row.versionstamp);
    unstageMessage(change, message);
  }, gone);
}

/** Gives a message to who wants it, together with what else is to be committed then. */
async function give(
  host: Host,
  message: StoredMessage,
  together: (change: Draft) => void,
  over: () => Promise<boolean>,
): Promise<Fate | undefined> {
  const { name, payload, keys } = message;
  const found: KvEntry<unknown>[] = [];
  for (const set of keySets(keys, name)) {
    const prefix = messageWaitKey(name, set, "", 0).slice(0, 3);
    for await (const row of host.kv.list({ prefix }, { limit: 100 })) found.push(row);
  }
  found.sort((a, b) =>
    a.versionstamp < b.versionstamp ? -1 : a.versionstamp > b.versionstamp ? 1 : 0
  );
  for (const { key } of found) {
    const id = String(key[3]);
    const command = {
      do: "message",
      name,
      keys,
      ...(payload === undefined ? {} : { payload }),
    } as const;
    const done = await unlessGone(() => perform(host, id, command, { with: together, over }));
    if (done?.applied) return { taken: "instance", instance: id };
    if (await over()) return { taken: "repeated" };
  }
  return await startBy(host, message, together, over);
}

/** An instance that is gone or has ended since it was found wants nothing. */
async function unlessGone<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BpeError && (error.code === "instance" || error.code === "command")) {
      return undefined;
    }
    throw error;
  }
}

/** Starts the process that the message starts, the first by name where several do. */
async function startBy(
  host: Host,
  message: StoredMessage,
  together: (change: Draft) => void,
  over: () => Promise<boolean>,
): Promise<Fate | undefined> {
  const { id, name, payload, keys } = message;
  const prefix = startKey("message", name, "").slice(0, 3);
  for await (const { key } of host.kv.list({ prefix })) {
    const process = String(key[3]);
    const starts = await latest(host, process);
    const trigger = starts?.triggers.find((each) => each.kind === "message" && each.name === name);
    if (starts === undefined || trigger === undefined) continue;
    const instance = `${process}-${id.replaceAll("/", ".")}`;
    const { repeated } = await begin(host, {
      instance,
      definition: starts.key,
      process,
      trigger: { node: trigger.node, name, keys, ...(payload === undefined ? {} : { payload }) },
    }, { with: together, over });
    return repeated ? { taken: "repeated" } : { taken: "started", instance };
  }
  return undefined;
}

/** A wait that has come up takes the oldest message that it wants, where one lies in the store. */
export async function takeWaiting(host: Host, id: string, wait: Wait): Promise<void> {
  const { name = "", keys } = wait;
  const prefix = messageIndexKey(name, keyText(keys), "").slice(0, 3);
  const rows: KvEntry<unknown>[] = [];
  for await (const row of host.kv.list({ prefix }, { limit: 100 })) rows.push(row);
  rows.sort((a, b) =>
    a.versionstamp < b.versionstamp ? -1 : a.versionstamp > b.versionstamp ? 1 : 0
  );
  for (const { key } of rows) {
    const kept = host.cache.get(id)?.stored.state;
    if (kept !== undefined && !kept.waits.some((each) => each.id === wait.id)) return;
    await correlate(host, String(key[3]));
  }
}

/** The time of a message is over: it goes to the feed of those that nobody took. */
async function lose(
  host: Host,
  { key, value, versionstamp }: KvEntry<StoredMessage>,
): Promise<undefined> {
  const change = draft();
  check(change, `message ${value.id}`, key, versionstamp);
  unstageMessage(change, value);
  append(change, LOST, value);
  await host.commits.submit(change);
}

/** A message that is still there is looked at again when its time is over. */
export async function messageDue(host: Host, id: string, time: number): Promise<void> {
  const fate = await correlate(host, id);
  const row = await host.kv.get<StoredMessage>(messageKey(id));
  const change = draft();
  if (row.versionstamp === null) {
    remove(change, dueKey(time, "message", id));
  } else if (fate === undefined && row.value.due === time) {
    const due = Math.max(row.value.until, now(host) + 1);
    check(change, `message ${id}`, row.key, row.versionstamp);
    remove(change, dueKey(time, "message", id));
    set(change, row.key, { ...row.value, due });
    set(change, dueKey(due, "message", id), 0);
  } else return;
  await host.commits.submit(change);
}
