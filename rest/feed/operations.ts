/**
 * The operations of feeds: those of a resource, at the addresses of feeds.
 *
 * @module
 */
import type { Kv, KvsRecord } from "../../kvs/mod.ts";
import { RestError } from "../error.ts";
import type { Incoming, Operation, Parameter, ResponseDeclaration } from "../operation.ts";
import { PROBLEM, PROBLEM_SCHEMA } from "../problem/problem.ts";
import type { Action } from "../resource/may.ts";
import { resourceOperations } from "../resource/operations.ts";
import { isFields } from "../value/json.ts";
import { addressOf } from "../address.ts";
import { ENTRIES, feedOf, LISTS, tailOf } from "./address.ts";
import type { Feeds } from "./feeds.ts";

/** Feeds, whatever their records. */
// deno-lint-ignore no-explicit-any -- they take records and give them: no other type stands for all of them
export type AnyFeeds = Feeds<any>;

/** The path below a prefix. */
const BELOW: Parameter = {
  name: "path",
  in: "path",
  description: "the rest of the feed's path",
  schema: { type: "string", pattern: "^[^\\u0000-\\u001f\\u007f]+$" },
};

/** The operations of feeds in a store; those of a longer prefix come first, so that they are not taken for what is under a shorter one. */
export function feedOperations(
  feeds: readonly AnyFeeds[],
  kv: Kv | undefined,
  base = "/rest",
): readonly Operation[] {
  const longest = [...feeds].sort((a, b) => b.prefix.length - a.prefix.length);
  return longest.flatMap((each) => operationsOf(each, kv, base));
}

function operationsOf<T extends KvsRecord>(
  feeds: Feeds<T>,
  kv: Kv | undefined,
  base: string,
): readonly Operation[] {
  const { prefix } = feeds,
    at = cached((tail) => {
      const parts = feedOf(tail);
      return { parts, operations: resourceOperations(feeds.at(parts, base), kv, base) };
    });
  // The names of operations are made of letters and digits alone: a feed has others than a resource that is called as it is.
  const name = ["feed", ...prefix.map(encodeURIComponent)].join("/"), path = prefix.join("/");
  const own = feeds.at(prefix, base);
  const declared = (listed: string) => resourceOperations({ ...own, name, listed }, kv, base);
  const under = feeds.under === undefined ? [] : declared("");
  return declared(own.name).flatMap((operation, n) => {
    const served = servedAt(operation, `/${name}`, base);
    const run = async (incoming: Incoming) => {
      const { path } = addressOf(incoming.request);
      const { parts, operations } = at(tailOf(path, served.segments));
      await reached(feeds, parts, served.action, incoming);
      const one = operations[n];
      if (one === undefined) throw new RestError("fault", `${operation.id} has no counterpart`);
      return await one.run(served.action === "list" ? incoming : typed(incoming, feeds.record));
    };
    const made = { ...operation, ...held(feeds, operation), path: `${served.path}/${path}`, run };
    const below = under[n];
    return below === undefined ? [made] : [made, {
      ...made,
      ...held(feeds, below),
      id: `${operation.id}Under`,
      path: `${served.path}/${path}/{path...}`,
      parameters: [...operation.parameters, BELOW],
    }];
  });
}

/** Where an operation of a resource is served, and what it does. */
interface Served {
  readonly path: string;
  /** How many segments stand in front of the feed's parts. */
  readonly segments: number;
  readonly action: Action;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  POST: "create",
  PUT: "replace",
  PATCH: "patch",
  DELETE: "delete",
};

function servedAt({ method, path }: Operation, list: string, base: string): Served {
  const isItem = path !== list, action = ACTIONS[method] ?? (isItem ? "get" : "list");
  const served = isItem ? `${ENTRIES}/{id}` : LISTS;
  return { path: served, segments: `${base}${served}`.split("/").length, action };
}

/** What may be answered besides where feeds are kept apart. */
function held({ feed }: AnyFeeds, { responses }: Operation): Pick<Operation, "responses"> {
  if (feed === undefined) return { responses };
  const missing: ResponseDeclaration = {
    description: "there is no such feed for who asks",
    content: { [PROBLEM]: PROBLEM_SCHEMA },
  };
  return { responses: { ...responses, 404: missing } };
}

/** @throws {RestError} `not_found` for a feed that a person has nothing to do with */
async function reached<T extends KvsRecord>(
  { feed, prefix }: Feeds<T>,
  parts: readonly string[],
  action: Action,
  { person, url }: Incoming,
): Promise<void> {
  if (feed === undefined || await feed(person, parts.slice(prefix.length), action)) return;
  throw new RestError("not_found", `there is nothing at ${url.pathname.slice(0, 200)}`);
}

/** A request whose body may say what its record is: that is looked at, and no field of it. */
function typed(incoming: Incoming, record: string | undefined): Incoming {
  if (record === undefined) return incoming;
  return {
    ...incoming,
    body: async () => {
      const body = await incoming.body();
      return Array.isArray(body)
        ? body.map((each, at) => withoutType(each, record, `/${at}`))
        : withoutType(body, record, "");
    },
  };
}

function withoutType(body: unknown, record: string, at: string): unknown {
  if (!isFields(body) || !Object.hasOwn(body, "rec")) return body;
  const { rec, ...fields } = body;
  if (rec === record) return fields;
  throw new RestError("invalid", `the records here are of type "${record}": give it, or no rec`, {
    errors: [{ pointer: `${at}/rec`, code: "type", detail: `it is "${record}"` }],
  });
}

/** A feed, and what is done with it. */
interface Own {
  readonly parts: readonly string[];
  readonly operations: readonly Operation[];
}

/** The most feeds whose operations are kept. */
const KEPT = 1_000;

/** Made once for each feed, as it stands in an address, as far as there are not too many: those that were made longest ago are made again. */
function cached(make: (tail: string) => Own): (tail: string) => Own {
  const kept = new Map<string, Own>();
  return (tail) => {
    const found = kept.get(tail);
    if (found !== undefined) return found;
    const made = make(tail), [oldest] = kept.size < KEPT ? [] : kept.keys();
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(tail, made);
    return made;
  };
}
