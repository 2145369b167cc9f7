/**
 * The entries that a case begins with, and the feeds that hold them.
 *
 * @module
 */
import { append, type Kv, type KvsRecord } from "../../../../kvs/mod.ts";
import { type AnyFeeds, feeds, type FeedsOptions, type Json } from "../../../../rest/mod.ts";

/** An entry as it is told: what is not set is left out. */
export type Told = Readonly<Record<string, unknown>>;

interface Entry extends KvsRecord {
  readonly [field: string]: unknown;
}

const TIME = { time: "{{2026,1,2},{3,4,5}}" };

const SEEDS: Readonly<Record<string, Readonly<Record<string, readonly Told[]>>>> = {
  feeds: {
    "/bpe/proc": [{ id: "100", name: "order" }, {
      id: "101",
      name: "leave",
      tasks: [{ id: "A", name: "Ask" }, { id: "B" }],
      flows: [{ id: "f", source: "A", target: "B" }],
      started: TIME,
      beginEvent: "Begin",
    }],
    "/bpe/hist/100": [
      { id: { id: 0, proc: "100" }, name: "Begin", time: TIME },
      { id: { id: 1, proc: "100" }, name: "End", task: "End" },
    ],
  },
  pay: {
    "/fin/pay": [{
      invoice: "p1",
      account: "acc",
      volume: { fraction: 0, digits: 10 },
      price: { fraction: 2, digits: 150 },
      from: "a",
      to: "b",
    }, {
      invoice: "p2",
      volume: { fraction: 0, digits: 20 },
      price: { fraction: 0, digits: 1 },
      type: "crypto",
    }],
  },
};

/** The entries of a seed by their feeds. */
export function entriesOf(seed: string): Map<string, Told[]> {
  return new Map(Object.entries(SEEDS[seed] ?? {}).map(([feed, all]) => [feed, [...all]]));
}

/** A feed of the sample: what the model knows of it, too. */
export interface Declared {
  readonly prefix: string;
  /** Whether the feeds under it are served. */
  readonly under: boolean;
  /** What the original calls the type of its entries. */
  readonly record: string;
  readonly fields: readonly string[];
}

const PROCESS =
  "id prev next name desc vsn feeds module roles tasks events flows docs options xml svg timer notifications result started modified finished monitor parent children beginEvent endEvent status current rules userStarted userModified userFinished params filters etc flags"
    .split(" ");

/** All of them. */
export const DECLARED: readonly Declared[] = [
  { prefix: "/bpe/proc", under: false, record: "process", fields: PROCESS },
  {
    prefix: "/bpe/hist",
    under: true,
    record: "hist",
    fields: ["id", "prev", "next", "name", "task", "docs", "time"],
  },
  { prefix: "/empty/feed", under: false, record: "process", fields: PROCESS },
  {
    prefix: "/fin/pay",
    under: false,
    record: "Payment",
    fields: "id invoice account subaccount volume price instrument type from to".split(" "),
  },
];

/** How entries are told where the original does not tell an `id` of one part. */
const MAPPINGS: Readonly<Record<string, Partial<FeedsOptions<Entry>>>> = {
  hist: {
    id: ["text", "number", "text"],
    toJson: ({ id, ...fields }) => ({ id: Array.isArray(id) ? step(id) : id, ...fields }) as Json, // as: entries are JSON
    fromJson: ({ id, ...fields }) => ({ id: tuple(id), ...fields }),
  },
  Payment: {
    toJson: ({ id, ...fields }) => ({ invoice: id, ...fields }) as Json, // as: entries are JSON
    fromJson({ id, invoice, ...fields }, stored) {
      const named = [invoice, id].find((each) => each !== undefined && each !== stored?.id);
      return { ...fields, id: named ?? stored?.id };
    },
  },
};

function step([, id, proc]: readonly unknown[]): unknown {
  return { id, proc };
}

function tuple(id: unknown): unknown {
  const isStep = typeof id === "object" && id !== null && "id" in id && "proc" in id;
  return isStep ? ["step", id.id, id.proc] : id;
}

/** The feeds of the sample, as they are declared. */
export const FEEDS: readonly AnyFeeds[] = DECLARED.map(({ prefix, under, record, fields }) =>
  feeds<Entry>({
    prefix,
    record,
    fields,
    may: "anyone",
    put: "merge",
    ...(under && { under: "within" }),
    ...MAPPINGS[record],
  })
);

/** Appends the entries of a seed. */
export async function seedFeeds(kv: Kv, seed: string): Promise<void> {
  for (const [feed, entries] of entriesOf(seed)) {
    for (const { id, invoice, ...fields } of entries) {
      const own = tuple(invoice ?? id) as Entry["id"]; // as: the seeds are above
      await append(kv, { ...fields, id: own }, feed);
    }
  }
}
