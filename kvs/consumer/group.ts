/**
 * Consumer groups of a feed: who reads it together, and up to where its entries were given out.
 *
 * @module
 */
import { Batch } from "../rows/batch.ts";
import { change } from "../rows/attempt.ts";
import { within } from "../rows/commit.ts";
import { KvsError } from "../error.ts";
import { stamp } from "../rows/format.ts";
import type { Kv, KvCheck, KvKey } from "../kv.ts";
import { claimKey, groupKey, groupsKey } from "../rows/layout.ts";
import { feedLabel, type FeedName, feedPath } from "../feed/path.ts";
import { parsePosition, position, spotIn } from "../feed/place.ts";
import { readSlots, type Spot } from "../feed/slots.ts";
import { target } from "../feed/append_into.ts";

/** Which group of which feed. */
export interface GroupName {
  /** Parts of the feed's path. */
  readonly path: readonly string[];
  readonly name: string;
  /** How messages name it. */
  readonly where: string;
}

/** Up to where a group has given entries out, as it is stored. */
export interface GroupState {
  /** Guards every change of it, and its being there. */
  readonly check: KvCheck;
  /** The last entry that was given out; undefined before the first. */
  readonly after: Spot | undefined;
}

/** A line of {@linkcode consumerGroups}. */
export interface ConsumerGroup {
  /** Path of the feed. */
  readonly feed: string;
  /** Name of the group: 1 to 100 characters. */
  readonly group: string;
  /** Cursor of the last entry that was given out; `"start"` before the first. */
  readonly position: string;
}

/** The most characters of the name of a group or of a worker. */
const LONGEST_NAME = 100;

/** Claims that are removed at once with their group. */
const STEP = 300;

/**
 * A group by the names of its feed and its own.
 *
 * @throws {KvsError} `bad_feed`, `bad_group`
 */
export function groupOf(feed: FeedName, group: string): GroupName {
  const path = [...target(feed)], where = feedLabel(path);
  return { path, name: nameOf(group, `${where}: a group`), where: `${where}, group "${group}"` };
}

/**
 * The name of a group or a worker, checked.
 *
 * @param what whose it is, for the message
 * @throws {KvsError} `bad_group`
 */
export function nameOf(name: unknown, what: string): string {
  if (
    typeof name === "string" && name !== "" && name.length <= LONGEST_NAME && name.isWellFormed()
  ) return name;
  throw new KvsError(
    "bad_group",
    `${what} needs a name: text of 1 to ${LONGEST_NAME} characters`,
  );
}

/**
 * Makes a group unless it is there.
 *
 * @throws {KvsError} `bad_cursor`, `conflict`, `store`
 */
export async function makeGroup(kv: Kv, group: GroupName, from: string): Promise<void> {
  await within(group.where, async () => {
    const key = groupKey(group.path, group.name);
    const after = await spotAt(kv, group, from); // a cursor is looked at even where the group is there
    await change(kv, group.where, async (layout) => {
      const { versionstamp } = await kv.get(key);
      return versionstamp !== null || await setState(kv, group, { layout, versionstamp }, after);
    });
  });
}

/**
 * How far a group is.
 *
 * @throws {KvsError} `no_group` where there is none
 */
export async function readGroup(kv: Kv, group: GroupName): Promise<GroupState> {
  const key = groupKey(group.path, group.name), { value, versionstamp } = await kv.get(key);
  if (versionstamp === null) {
    throw new KvsError("no_group", `${group.where} is not there: consumer() makes it`);
  }
  return { check: { key, versionstamp }, after: toSpot(group, value) };
}

/** The stored form of a position in a group. */
export function stateAt(after: Spot | undefined): string {
  return after === undefined ? "start" : position(after);
}

/**
 * The consumer groups of a feed itself, by name.
 *
 * @param kv the store
 * @param feed the feed's path; it need not exist
 * @throws {KvsError} `bad_feed`, `store`
 *
 * @example
 * ```ts
 * import { openKv } from "@n2o/n2o/kvs";
 * import { consumer, consumerGroups } from "@n2o/n2o/kvs/consumer";
 *
 * using kv = await openKv(":memory:");
 * await consumer(kv, "/orders", "mail");
 * const [{ group, position } = { group: "", position: "" }] = await consumerGroups(kv, "/orders");
 * if (group !== "mail" || position !== "start") throw new Error("one group, at the start");
 * ```
 */
export async function consumerGroups(kv: Kv, feed: FeedName): Promise<ConsumerGroup[]> {
  const path = target(feed), where = feedLabel(path), found: ConsumerGroup[] = [];
  return await within(where, async () => {
    for await (const { key, value } of kv.list({ prefix: groupsKey(path) })) {
      const group = groupOf(path, String(key.at(-1)));
      const at = stateAt(toSpot(group, value));
      found.push({ feed: feedPath(...path), group: group.name, position: at });
    }
    return found;
  });
}

/**
 * Removes a consumer group with its claims; the feed stays as it is. Its workers then hear
 * `no_group`. Nothing happens where there is none.
 *
 * @param kv the store
 * @param feed the feed's path
 * @param group the group's name
 * @throws {KvsError} `bad_feed`, `bad_group`, `store`
 *
 * @example
 * ```ts
 * import { openKv } from "@n2o/n2o/kvs";
 * import { consumer, consumerGroups, removeConsumerGroup } from "@n2o/n2o/kvs/consumer";
 *
 * using kv = await openKv(":memory:");
 * await consumer(kv, "/orders", "mail");
 * await removeConsumerGroup(kv, "/orders", "mail");
 * if ((await consumerGroups(kv, "/orders")).length > 0) throw new Error("it is gone");
 * ```
 */
export async function removeConsumerGroup(kv: Kv, feed: FeedName, group: string): Promise<void> {
  const { path, name, where } = groupOf(feed, group), prefix = claimKey(path, name);
  await within(where, async () => {
    // The group first: from then on nothing is given out, and what is claimed can move, but not become more.
    await new Batch(where).delete(groupKey(path, name)).delete(prefix).commit(kv);
    for (;;) {
      const batch = new Batch(where), keys: KvKey[] = [];
      for await (const { key } of kv.list({ prefix }, { limit: STEP, batchSize: STEP })) {
        keys.push(key);
        batch.delete(key);
      }
      if (keys.length === 0) return;
      await batch.commit(kv);
    }
  });
}

/**
 * Sets up to where a consumer group has given entries out: what comes behind is given out next, also
 * what was acknowledged before. What is claimed stays claimed.
 *
 * @param kv the store
 * @param feed the feed's path
 * @param group the group's name
 * @param from `"start"`, `"end"` for the newest entry that is there, or the cursor of an entry
 * @throws {KvsError} `bad_feed`, `bad_group`, `bad_cursor`, `no_group`, `conflict`, `store`
 *
 * @example
 * ```ts
 * import { append, openKv } from "@n2o/n2o/kvs";
 * import { consumer, setConsumerGroup } from "@n2o/n2o/kvs/consumer";
 *
 * using kv = await openKv(":memory:");
 * await append(kv, { id: 1 }, "/orders");
 * const worker = await consumer(kv, "/orders", "mail", { from: "end" });
 * if ((await worker.claim()).length > 0) throw new Error("the end is behind the first");
 * await setConsumerGroup(kv, "/orders", "mail", "start");
 * if ((await worker.claim()).length !== 1) throw new Error("from the start again");
 * ```
 */
export async function setConsumerGroup(
  kv: Kv,
  feed: FeedName,
  group: string,
  from: string,
): Promise<void> {
  const name = groupOf(feed, group);
  await within(name.where, async () => {
    const after = await spotAt(kv, name, from);
    await change(kv, name.where, async (layout) => {
      const { versionstamp } = (await readGroup(kv, name)).check;
      return await setState(kv, name, { layout, versionstamp }, after);
    });
  });
}

/** True where nobody else has changed it since; undefined where it is to be tried again. */
async function setState(
  kv: Kv,
  { path, name, where }: GroupName,
  { layout, versionstamp }: { readonly layout: KvCheck; readonly versionstamp: string | null },
  after: Spot | undefined,
): Promise<true | undefined> {
  const key = groupKey(path, name);
  const batch = new Batch(where).check({ key, versionstamp }).set(key, stateAt(after));
  batch.set(claimKey(path, name), true); // wakes those who wait
  stamp(batch, layout);
  return await batch.commit(kv) === undefined ? undefined : true;
}

/** What `from` means now. */
async function spotAt(
  kv: Kv,
  { path, where }: GroupName,
  from: unknown,
): Promise<Spot | undefined> {
  if (from === "start") return undefined;
  if (from === "end") return (await readSlots(kv, path, { own: true, reverse: true }, 1))[0];
  if (typeof from === "string") return spotIn(path, from, true);
  throw new KvsError(
    "bad_cursor",
    `${where}: a value of type ${typeof from} is neither "start", "end" nor the cursor of an entry`,
  );
}

function toSpot({ path, where }: GroupName, stored: unknown): Spot | undefined {
  if (stored === "start") return undefined;
  const spot = typeof stored === "string" ? parsePosition(stored) : undefined;
  if (spot !== undefined) return { ...spot, path };
  throw new KvsError("corrupt", `${where}: what is stored of it is no position`);
}
