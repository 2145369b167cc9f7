/**
 * What may happen to a feed, with what a plain model makes of it.
 *
 * @module
 */
import {
  append,
  appendInto,
  appendMany,
  Batch,
  count,
  create,
  cut,
  feed,
  get,
  getMany,
  remove,
  update,
} from "../../../../kvs/mod.ts";
import { short } from "../exact.ts";
import type { Entry, FeedModel } from "./model.ts";
import { type Operation, Refused } from "../operation.ts";
import { HUGE, LARGE } from "./worlds.ts";

type FeedOperation = Operation<FeedModel>;

/** An append of one record, new or known. */
export function appends(id: string, v: string, body?: Uint8Array): FeedOperation {
  const record: Entry = { id, v, ...body !== undefined && { body } };
  return {
    name: `append ${id} ${v}`,
    run: ({ kv, name }) => append(kv, record, name),
    model(feed) {
      feed.append(record);
      return id;
    },
  };
}

/** An append of several. */
export function appendsMany(ids: readonly string[], v: string, body?: Uint8Array): FeedOperation {
  const records: Entry[] = ids.map((id) => ({ id, v, ...body !== undefined && { body } }));
  return {
    name: `appendMany ${ids} ${v}`,
    run: ({ kv, name }) => appendMany(kv, records, name),
    model(feed) {
      feed.append(...records);
      return ids;
    },
  };
}

/** A removal, which tells how many entries are left a moment later. */
export function removes(id: string): FeedOperation {
  return {
    name: `remove ${id}`,
    run: ({ kv, name }) => remove(kv, id, name),
    model: (feed) => feed.remove(id),
    accepts: (answer, states) => states.some((state) => state.records().length === (answer ?? 0)),
  };
}

/** A cut of everything up to an entry, or of all; whoever finds that others have cut already has nothing to do. */
export function cuts(id?: string): FeedOperation {
  return {
    name: `cut ${id ?? "all"}`,
    run: ({ kv, name }) => cut(kv, name, id),
    model: (feed, answer) => feed.cut(id, answer),
    accepts: (answer, _, expected) => expected instanceof Refused && answer === 0,
  };
}

/** An append of an entry that expires long after the race. */
export function appendsForLong(id: string, v: string): FeedOperation {
  const record: Entry = { id, v };
  return {
    ...appends(id, v),
    name: `append ${id} ${v} for long`,
    run: ({ kv, name }) => append(kv, record, name, { expireIn: 1_000_000_000 }),
  };
}

/** An append as part of a commit that is the caller's, which is not made where one of the ids is there. */
export function appendsInto(ids: readonly string[], v: string): FeedOperation {
  const records: Entry[] = ids.map((id) => ({ id, v }));
  return {
    name: `appendInto ${ids} ${v}`,
    async run({ kv, name }) {
      const batch = new Batch("of the caller").set(["own"], v);
      appendInto(kv, batch, records, name);
      return await batch.commit(kv) === undefined ? "not made" : "made";
    },
    model(feed) {
      if (ids.some((id) => feed.get(id) !== undefined)) return "not made";
      feed.append(...records);
      return "made";
    },
  };
}

/** A version that no entry has. */
const NEVER = "0".repeat(20);

/** An update of an entry that is still as it was when the race began. */
export function updatesIfUnchanged(id: string, v: string): FeedOperation {
  const record: Entry = { id, v };
  return {
    name: `append ${id} ${v} if unchanged`,
    run: ({ kv, name, versions }) =>
      append(kv, record, name, { version: versions.get(id) ?? NEVER }),
    model(feed) {
      feed.unchanged(id);
      feed.append(record);
      return id;
    },
  };
}

/** An update that adds to what is there. */
export function updates(id: string, v: string): FeedOperation {
  return {
    name: `update ${id} ${v}`,
    run: ({ kv, name }) =>
      update<Entry>(kv, name, id, (entry) => entry && { ...entry, v: `${entry.v}+${v}` }),
    model(feed) {
      const entry = feed.get(id);
      if (entry === undefined) return undefined;
      feed.append({ ...entry, v: `${entry.v}+${v}` });
      return feed.get(id);
    },
  };
}

/** An append of an entry that must not be there. */
export function creates(id: string, v: string): FeedOperation {
  const record: Entry = { id, v };
  return {
    name: `create ${id} ${v}`,
    run: ({ kv, name }) => create(kv, record, name),
    model(feed) {
      feed.absent(id);
      feed.append(record);
      return id;
    },
  };
}

/** A removal of an entry that is still as it was when the race began. */
export function removesIfUnchanged(id: string): FeedOperation {
  return {
    ...removes(id),
    name: `remove ${id} if unchanged`,
    run: ({ kv, name, versions }) => remove(kv, id, name, { version: versions.get(id) ?? NEVER }),
    model(feed) {
      feed.unchanged(id);
      feed.remove(id);
    },
  };
}

/** A cut of what was there when it looked: with others about, that is not all that is there when it has cut. */
const cutsOldest: FeedOperation = {
  ...cuts(),
  model: (feed, answer) => feed.cutOldest(Number(answer)),
};

/** A read of one entry. */
export function gets(id: string): FeedOperation {
  return {
    name: `get ${id}`,
    run: ({ kv, name }) => get(kv, name, id),
    model: (feed) => feed.get(id),
  };
}

const counts: FeedOperation = {
  name: "count",
  run: ({ kv, name }) => count(kv, name),
  model: (feed) => feed.records().length,
};

/** A read of some entries, each by itself. */
const getsMany: FeedOperation = {
  name: "getMany a,b,n",
  run: ({ kv, name }) => getMany(kv, name, ["a", "b", "n"]),
  model: (feed) => ["a", "b", "n"].map((id) => feed.get(id)),
  accepts: (answer, states) =>
    Array.isArray(answer) &&
    ["a", "b", "n"].every((id, at) =>
      states.some((state) => short(state.get(id)) === short(answer[at]))
    ),
};

/** A read of all, row by row: each record as it was at some moment, none twice. */
const reads: FeedOperation = {
  name: "feed",
  run: ({ kv, name }) => feed(kv, name),
  model: (feed) => feed.records(),
  accepts(answer, states) {
    if (!Array.isArray(answer)) return false;
    const known = new Set(states.flatMap((state) => state.records().map(short)));
    const all = answer.map(short);
    return new Set(all).size === all.length && all.every((each) => known.has(each));
  },
};

/** Each kind of operation, on an entry of a row, its neighbours and new ones; `v` tells whose it is. */
export function kinds(v: string): readonly FeedOperation[] {
  return [
    appends("n", v),
    appends("a", v),
    appends("b", v),
    appends("a", `${v} large`, LARGE),
    appendsMany(["n", "a", "m"], v),
    appendsMany(["b", "a"], v),
    appendsMany(["n", "m"], `${v} large`, LARGE),
    removes("a"),
    removes("c"),
    removes("n"),
    appendsForLong("a", v),
    appendsForLong("n", v),
    appendsInto(["n", "m"], v),
    updatesIfUnchanged("a", v),
    creates("n", v),
    creates("a", v),
    removesIfUnchanged("a"),
    updates("a", v),
    updates("n", v),
    cuts("a"),
    cuts("b"),
    cuts(),
    gets("a"),
    gets("n"),
    getsMany,
    counts,
    reads,
  ];
}

/** The same where several others are about. */
export function mixedKinds(v: string): readonly FeedOperation[] {
  return [...kinds(v).filter(({ name }) => name !== cutsOldest.name), cutsOldest];
}

/** Those that write parts beforehand. */
export function hugeKinds(v: string): readonly FeedOperation[] {
  return [
    appends("a", `${v} huge`, HUGE),
    appends("n", `${v} huge`, HUGE),
    appendsMany(["a", "n", "b"], `${v} huge`, HUGE),
  ].map((operation) => ({ ...operation, huge: true }));
}
