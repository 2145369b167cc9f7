/**
 * Messages find who wants them (BPMN 2.0.2, 8.4.2): the wait that has been there longest, else a process they start; else they
 * lie in the store until somebody wants them or their time is over.
 *
 * A message is written before waits are looked for, and a wait before messages are; so whichever comes second finds the other.
 *
 * @module
 */
import { BpeError } from "../error.ts";
import type { Wait } from "../state/state.ts";
import { append, check, type Draft, draft, remove, set } from "../store/draft.ts";
import { latest } from "../store/definitions.ts";
import { type Host, now } from "../store/host.ts";
import {
  dueRow,
  LOST,
  messageKeysRow,
  messageRow,
  messageWaitRow,
  onceRow,
  REMEMBERED,
  startRow,
} from "../store/keys.ts";
import { longId, startedId } from "../store/id.ts";
import { unlessGone } from "../store/gone.ts";
import { DELIVERY } from "../runtime/outbox.ts";
import { ordered } from "./ordered.ts";
import { begin } from "../runtime/start.ts";
import { perform } from "../runtime/perform.ts";
import type { Fate, Publication } from "./publication.ts";
import {
  keySets,
  keyText,
  type Lying,
  readMessage,
  stageMessage,
  type StoredMessage,
  unstageMessage,
} from "./rows.ts";

/**
 * Takes in a message. What is answered is durable.
 *
 * @throws {BpeError} `limit` with too many keys; `message` where nobody waits and it may not be kept
 */
export async function publish(host: Host, message: Publication): Promise<Fate> {
  const time = now(host);
  const { name, payload, keys = {}, key, ttl = host.options.messageTtl } = message;
  const stored: StoredMessage = {
    id: longId(time),
    name,
    keys,
    ...(payload === undefined ? {} : { payload }),
    from: "",
    sent: time,
    until: time + ttl,
    due: time + Math.min(DELIVERY, ttl),
  };
  keySets(keys, name);
  const once = (change: Draft) => {
    if (key === undefined) return;
    check(change, `once message ${key}`, onceRow.key("", key), null);
    set(change, onceRow.key("", key), 0, REMEMBERED);
  };
  const isRepeated = async () =>
    key !== undefined && (await host.kv.get(onceRow.key("", key))).versionstamp !== null;
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
  const found = await readMessage(host.kv, id);
  if (found === undefined) return undefined;
  const { value: message, raw, key, versionstamp } = found;
  const gone = async () => (await host.kv.get(messageRow.key(id))).versionstamp === null;
  const fate = await give(host, message, (change) => {
    check(change, `message ${id}`, key, versionstamp);
    unstageMessage(change, message, raw);
  }, gone);
  return fate ?? (message.until <= now(host) ? await lose(host, found) : undefined);
}

/** Gives a message to who wants it, together with what else is to be committed then. */
async function give(
  host: Host,
  message: StoredMessage,
  together: (change: Draft) => void,
  over: () => Promise<boolean>,
): Promise<Fate | undefined> {
  const { name, payload, keys } = message;
  const waits = keySets(keys, name).map((set) => messageWaitRow.prefix(name, set));
  for await (const { key } of ordered(host.kv, waits, (key) => messageWaitRow.parse(key)[2])) {
    const [, , since, id] = messageWaitRow.parse(key);
    // Who came after its time has nothing of it, also where nobody has looked meanwhile.
    if (since > message.until) break;
    const command = {
      do: "message",
      name,
      keys,
      ...(payload === undefined ? {} : { payload }),
    } as const;
    const done = await unlessGone(() =>
      perform(host, id, command, { with: together, over, giveUp: message.from !== "" })
    );
    if (done?.applied) return { taken: "instance", instance: id };
    if (await over()) return { taken: "repeated" };
  }
  return message.until < now(host) ? undefined : await startBy(host, message, together, over);
}

/** Starts the process that the message starts, the first by name where several do. */
async function startBy(
  host: Host,
  message: StoredMessage,
  together: (change: Draft) => void,
  over: () => Promise<boolean>,
): Promise<Fate | undefined> {
  const { id, name, payload, keys } = message;
  const prefix = startRow.prefix("message", name);
  for await (const { key } of host.kv.list({ prefix })) {
    const [, , process] = startRow.parse(key);
    const starts = await latest(host, process);
    const trigger = starts?.triggers.find((each) => each.kind === "message" && each.name === name);
    if (starts === undefined || trigger === undefined) continue;
    const instance = await startedId(process, id);
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
  const prefix = messageKeysRow.prefix(wait.name ?? "", keyText(wait.keys));
  for await (const { key } of ordered(host.kv, [prefix], (key) => messageKeysRow.parse(key)[2])) {
    const kept = host.cache.get(id)?.stored.state;
    if (kept !== undefined && !kept.waits.some((each) => each.id === wait.id)) return;
    const [, , , message] = messageKeysRow.parse(key);
    await correlate(host, message);
  }
}

/** The time of a message is over: it goes to the feed of those that nobody took. */
async function lose(
  host: Host,
  { key, value, raw, versionstamp }: Lying<StoredMessage>,
): Promise<undefined> {
  const change = draft();
  check(change, `message ${value.id}`, key, versionstamp);
  unstageMessage(change, value, raw);
  append(change, LOST, value);
  await host.commits.submit(change);
}

/** A message that is still there is looked at once more when its time is over. The message itself is not changed. */
export async function messageDue(host: Host, id: string, time: number): Promise<void> {
  await correlate(host, id);
  const found = await readMessage(host.kv, id);
  const change = draft();
  remove(change, dueRow.key(time, "message", id));
  if (found !== undefined) {
    check(change, `message ${id}`, found.key, found.versionstamp);
    set(change, dueRow.key(Math.max(found.value.until, now(host) + 1), "message", id), 0);
  }
  await host.commits.submit(change);
}
