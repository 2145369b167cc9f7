/**
 * A sample server: tables with kinds and a schema, records of rows and fields that are not everybody's, a feed, a module of one's own.
 *
 * @module
 */
import { memoryKv, table } from "../../../kvs/mod.ts";
import {
  feeds,
  type Person,
  rate,
  resource,
  type ResourceModule,
  rest,
  type Who,
} from "../../../rest/mod.ts";
import { documented } from "../../../rest/openapi/mod.ts";
import { z } from "./deps.ts";
import type { Driven } from "./drive.ts";

interface User {
  readonly id: string;
  readonly name?: string | undefined;
  readonly age?: number | null | undefined;
  readonly owner?: string | undefined;
  readonly tags?: string[] | undefined;
}

const user: z.ZodType<User> = z.object({
  id: z.string().min(1).max(200),
  name: z.string().max(100).optional(),
  age: z.int().min(0).max(150).nullable().optional(),
  owner: z.string().optional(),
  tags: z.array(z.string()).optional(),
});

const users = resource({
  name: "users",
  table: table<User>("user", {
    fields: ["id", "name", "age", "owner", "tags"],
    keys: ["name"],
    indexes: [["age"], ["owner", "age"]],
    changes: true,
  }),
  schema: user,
  may: "anyone",
  types: [
    "application/json",
    "text/csv",
    "text/html",
    "application/x-ndjson",
    "text/event-stream",
  ],
  imports: ["application/x-ndjson", "text/csv"],
});

interface Entry {
  readonly id: number;
  readonly at: Date;
  readonly sum: bigint;
  readonly raw?: Uint8Array | undefined;
  readonly ratio?: number | undefined;
}

const entries = resource({
  name: "ledger-entries",
  table: table<Entry>("entry", {
    fields: ["id", "at", "sum", "raw", "ratio"],
    indexes: [["sum"], ["raw"]],
  }),
  schema: z.object({
    id: z.number(),
    at: z.date(),
    sum: z.bigint(),
    raw: z.instanceof(Uint8Array).optional(),
    ratio: z.any().optional(),
  }) as unknown as z.ZodType<Entry>, // as: zod's bytes are those of any buffer
  kinds: { at: "date", sum: "bigint", raw: "bytes", ratio: "number" },
  id: "number",
  may: "anyone",
  mustMatch: true,
});

interface Note {
  readonly id: string;
  readonly owner: string;
  readonly text?: string;
  readonly secret?: string;
}

const isOwner = (person: Person | undefined, { owner }: Note): boolean => person?.id === owner;

const notes = resource({
  name: "notes",
  table: table<Note>("note", { fields: ["id", "owner", "text", "secret"] }),
  may: {
    list: "known",
    get: "known",
    create: "known",
    replace: "known",
    patch: "known",
    delete: { scope: "notes:delete" },
    row: isOwner,
    fields: { secret: { read: ({ id }) => id === "ann" }, text: { write: "known" } },
  },
});

const posts = resource({ name: "posts", feed: ["blog", "posts"], may: "anyone" });

interface Payment {
  readonly id: string;
  readonly amount: bigint;
}

const payments = feeds<Payment>({
  prefix: "/fin/pay",
  under: "apart",
  may: "anyone",
  fields: ["id", "amount"],
  kinds: { amount: "bigint" },
});

interface Thing {
  readonly id: string;
  readonly color?: string | undefined;
}

/** A module that keeps its things in a map. */
function things(): ResourceModule<Thing> {
  const kept = new Map<string, Thing>();
  function get(): readonly Thing[];
  function get(id: unknown): Thing | undefined;
  function get(id?: unknown): readonly Thing[] | Thing | undefined {
    return id === undefined ? [...kept.values()] : kept.get(String(id));
  }
  return {
    get,
    post: (thing) => void kept.set(thing.id, thing),
    put: (id, thing) => {
      kept.delete(String(id));
      kept.set(thing.id, thing);
    },
    delete: (id) => void kept.delete(String(id)),
  };
}

const SCOPES = ["notes:delete"];

const who: Who = ({ headers }) => {
  const [, id] = /^Bearer (\w+)$/.exec(headers.get("authorization") ?? "") ?? [];
  return id === undefined ? undefined : { id, by: "token", ...id === "bob" && { scopes: SCOPES } };
};

/** The server, and what is driven of it. */
export function sample(): Driven & Disposable {
  const kv = memoryKv();
  const resources = [
    users,
    entries,
    notes,
    posts,
    resource({
      name: "things",
      module: things(),
      may: "anyone",
      fields: ["id", "color"],
      schema: z.object({ id: z.string().min(1), color: z.string().optional() }),
    }),
  ];
  const api = rest(documented({
    kv,
    resources,
    feeds: [payments],
    who,
    rate: rate({ limit: 1e9, window: 60 }),
    cors: { origins: "*" },
  }, { title: "Sample", version: "1" }));
  return {
    fetch: (request) => api.fetch(request),
    document: "/rest/openapi.json?version=3.2",
    people: ["ann", "bob"],
    scopes: { bob: SCOPES },
    [Symbol.dispose]: () => kv[Symbol.dispose](),
  };
}
