/**
 * A commit and the message that tells of it: one step where store and bus are one Redis.
 *
 * @module
 */
import type { KvAtomic, KvCommitError, KvCommitResult } from "../kvs/mod.ts";
import type { Bus, Key } from "../n2o/mod.ts";

/** What a store publishes in one step with a commit. */
interface Announcement {
  readonly channel: string;
  readonly bytes: Uint8Array;
}

/** A store that can publish in one step with a commit. */
interface Announcing {
  /** Where it is. */
  readonly place: string | undefined;
  announce(commit: KvAtomic, announcement: Announcement): void;
}

/** A bus whose messages a store in the same place can publish. */
interface Announced {
  /** Where it is. */
  readonly place: string;
  announcement(topic: Key, message: unknown): Announcement | undefined;
}

/** The store that a commit belongs to, the bus, and what is sent to whom. */
export interface Telling {
  /** The store that the commit belongs to. */
  readonly kv: object;
  /** The bus that the message goes over. */
  readonly bus: Bus;
  /** The topic of the bus: whoever is registered for it hears the message. */
  readonly topic: Key;
  /** The message: a plain value or a term. */
  readonly message: unknown;
}

/**
 * Makes a commit and sends a message that tells of it; nothing is sent where the commit is not made.
 *
 * Where store and bus are the same server of Redis (the same address is named to both) that is one step: whatever crashes when, the message
 * is sent if, and only if, the commit is made. Elsewhere the message is sent when the commit is made, and lost where the process ends in
 * between.
 *
 * @returns what the commit answers
 * @throws what the commit throws; {N2oError} `value` or `full` for the message, with nothing committed (over a bus of one's own, if it
 * has `check`)
 *
 * @example
 * ```ts
 * import { commitAndSend } from "@n2o/n2o/host";
 * import { appendInto, memoryKv } from "@n2o/n2o/kvs";
 * import { localBus } from "@n2o/n2o/n2o";
 *
 * using kv = memoryKv();
 * const bus = localBus(), heard: unknown[] = [];
 * bus.reg("room", (news) => void heard.push(news));
 * const commit = kv.atomic();
 * appendInto(kv, commit, [{ id: 1, text: "hi" }], "/chat/room");
 * await commitAndSend(commit, { kv, bus, topic: "room", message: 1 });
 * if (heard.length !== 1) throw new Error("nobody was told");
 * ```
 */
export async function commitAndSend(
  commit: KvAtomic,
  { kv, bus, topic, message }: Telling,
): Promise<KvCommitResult | KvCommitError> {
  const together = canAnnounce(kv) && canBeAnnounced(bus) && kv.place === bus.place
    ? bus.announcement(topic, message)
    : undefined;
  if (together !== undefined && canAnnounce(kv)) {
    kv.announce(commit, together);
    return await commit.commit();
  }
  bus.check?.(topic, message);
  const done = await commit.commit();
  if (done.ok) await bus.send(topic, message);
  return done;
}

function canAnnounce(kv: object): kv is Announcing {
  return "announce" in kv && typeof kv.announce === "function" && "place" in kv &&
    kv.place !== undefined;
}

function canBeAnnounced(bus: Bus): bus is Bus & Announced {
  return "announcement" in bus && typeof bus.announcement === "function" && "place" in bus;
}
