/**
 * Messages find who wants them (BPMN 2.0.2, 8.4.2): the wait that has been there longest, else a process they start; else they
 * lie in the store until somebody wants them or their time is over.
 *
 * A message is written before waits are looked for, and a wait before messages are; so whichever comes second finds the other.
 *
 * @module
 */
import { appendInto, Batch } from "../../kvs/mod.ts";
import { BpeError } from "../error.ts";
import { hasWait } from "../state/lists.ts";
import type { Wait } from "../state/state.ts";
import { keySets, keyText } from "../store/correlation.ts";
import { type Host, now } from "../store/host.ts";
import { longId } from "../store/id.ts";
import {
  dueRow,
  LOST,
  messageKeysRow,
  messageRow,
  messageWaitRow,
  onceRow,
  REMEMBERED,
} from "../store/keys.ts";
import { DELIVERY } from "../store/row/open.ts";
import type { StoredMessage } from "../store/row/message.ts";
import type { StepOptions } from "../store/step.ts";
import type { MessageHost } from "./host.ts";
import { ordered } from "./ordered.ts";
import { type Publication, type PublicationResult, unlessGone } from "./publication.ts";
import { readMessage, type ReadRow, stageMessage, unstageMessage } from "./rows.ts";
import { startsBy } from "./start.ts";

/** What is committed together with the command that takes a message. */
interface Taking {
  readonly together: NonNullable<StepOptions["together"]>;
  readonly isOver: NonNullable<StepOptions["isOver"]>;
}

/**
 * Takes in a message. What is answered is durable.
 *
 * @throws {BpeError} `limit` with too many keys; `message` where nobody waits and it may not be kept
 */
export async function publish(
  host: MessageHost,
  { name, payload, keys = {}, key, ttl = host.messageTtl }: Publication,
): Promise<PublicationResult> {
  const time = now(host);
  const message: StoredMessage = {
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
  const taking: Taking = {
    together(change) {
      if (key === undefined) return;
      change.check({ key: onceRow.key("", key), versionstamp: null });
      change.set(onceRow.key("", key), 0, { expireIn: REMEMBERED });
    },
    isOver: async () =>
      key !== undefined && (await host.kv.get(onceRow.key("", key))).versionstamp !== null,
  };
  if (await taking.isOver()) return { taken: "repeated" };
  const result = await give(host, message, taking);
  if (result !== undefined) return result;
  if (ttl <= 0) {
    throw new BpeError("message", "is awaited by nobody, and is not to be kept", { element: name });
  }
  const change = new Batch();
  taking.together(change);
  stageMessage(change, message);
  if (await host.commits.submit(change) === undefined) return { taken: "repeated" };
  host.wake(message.due);
  return await correlate(host, message.id) ?? { taken: "kept" };
}

/** Looks who wants a message that lies in the store; undefined: nobody, or it is gone. */
export async function correlate(host: Host, id: string): Promise<PublicationResult | undefined> {
  const found = await readMessage(host.kv, id);
  if (found === undefined) return undefined;
  const { value: message, raw, key, versionstamp } = found;
  const result = await give(host, message, {
    together(change) {
      change.check({ key, versionstamp });
      unstageMessage(change, message, raw);
    },
    isOver: async () => (await host.kv.get(messageRow.key(id))).versionstamp === null,
  });
  return result ?? (message.until <= now(host) ? await lose(host, found) : undefined);
}

/** Gives a message to who wants it, else to a process that it starts. */
async function give(
  host: Host,
  message: StoredMessage,
  taking: Taking,
): Promise<PublicationResult | undefined> {
  const { name, payload, keys } = message;
  const waits = keySets(keys, name).map((set) => messageWaitRow.prefix(name, set));
  for await (const { key } of ordered(host.kv, waits, (key) => messageWaitRow.parse(key)[2])) {
    const [, , since, instance] = messageWaitRow.parse(key);
    // Who came after its time has nothing of it, also where nobody has looked meanwhile.
    if (since > message.until) break;
    const content = payload === undefined ? {} : { payload };
    const command = { do: "message", name, keys, ...content } as const;
    const giveUp = message.from !== "";
    const done = await unlessGone(() => host.perform(instance, command, { ...taking, giveUp }));
    if (done?.applied) return { taken: "instance", instance };
    if (await taking.isOver()) return { taken: "repeated" };
  }
  if (message.until < now(host)) return undefined;
  for await (const start of startsBy(host, "message", message, taking)) {
    const started = await start();
    return started.repeated
      ? { taken: "repeated" }
      : { taken: "started", instance: started.instance };
  }
  return undefined;
}

/** A wait that has come up takes the oldest message that it wants, where one lies in the store. */
export async function takeWaiting(host: Host, id: string, wait: Wait): Promise<void> {
  const prefix = messageKeysRow.prefix(wait.name ?? "", keyText(wait.keys));
  for await (const { key } of ordered(host.kv, [prefix], (key) => messageKeysRow.parse(key)[2])) {
    const kept = host.cache.get(id)?.stored.state;
    if (kept !== undefined && !hasWait(kept, wait.id)) return;
    const [, , , message] = messageKeysRow.parse(key);
    await correlate(host, message);
  }
}

/**
 * Those of the waits for which a message lies in the store. They are told so in the commit that makes them, so that the message is
 * taken even where the process ends before it can.
 */
export async function awaitedMessages(
  host: Host,
  waits: readonly Wait[],
): Promise<readonly Wait[]> {
  const found: Wait[] = [];
  for (const wait of waits) {
    if (wait.kind === "message" && await lies(host, wait)) found.push(wait);
  }
  return found;
}

async function lies(host: Host, { name = "", keys }: Wait): Promise<boolean> {
  const prefix = messageKeysRow.prefix(name, keyText(keys));
  for await (const _ of host.kv.list({ prefix }, { limit: 1 })) return true;
  return false;
}

/** The time of a message is over: it goes to the feed of those that nobody took. */
async function lose(
  host: Host,
  { key, value, raw, versionstamp }: ReadRow<StoredMessage>,
): Promise<undefined> {
  const change = new Batch();
  change.check({ key, versionstamp });
  unstageMessage(change, value, raw);
  appendInto(host.kv, change, [value], LOST, { fresh: true });
  await host.commits.submit(change);
}

/** A message that is still there is looked at once more when its time is over. The message itself is not changed. */
export async function messageDue(host: Host, id: string, time: number): Promise<void> {
  await correlate(host, id);
  const found = await readMessage(host.kv, id);
  const change = new Batch();
  change.delete(dueRow.key(time, "message", id));
  if (found !== undefined) {
    change.check({ key: found.key, versionstamp: found.versionstamp });
    change.set(dueRow.key(Math.max(found.value.until, now(host) + 1), "message", id), 0);
  }
  await host.commits.submit(change);
}
