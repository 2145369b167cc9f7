/**
 * The API of an application: its resources, and the operations of whatever else it serves.
 *
 * @module
 */
import type { Kv } from "../kvs/mod.ts";
import { type AnyFeeds, feedOperations } from "./feed/operations.ts";
import type { Operation } from "./operation.ts";
import { resourceOperations } from "./resource/operations.ts";
import type { Resource } from "./resource/resource.ts";
import { type RestApp, serve } from "./route.ts";
import type { ServeOptions } from "./serving.ts";

/** A resource, whatever its records. */
// deno-lint-ignore no-explicit-any -- a resource takes records and gives them: no other type stands for all of them
export type AnyResource = Resource<any>;

/** What an API is made of. */
export interface RestOptions extends ServeOptions {
  /** The store that holds tables and feeds; it may be left out where there are none. */
  readonly kv?: Kv;
  // With the empty one beside it a list that is written there is a tuple to the compiler, which compares not each of its types with each other.
  /** What is served; nothing else is. */
  readonly resources?: readonly AnyResource[] | readonly [];
  /** The feeds that are served; no others are. */
  readonly feeds?: readonly AnyFeeds[] | readonly [];
  /** Operations beside: of processes, documents. */
  readonly operations?: readonly Operation[];
}

/**
 * All operations of an API, in their order: what is served, and what its OpenAPI document tells.
 *
 * @throws {RestError} `config`
 */
export function operationsOf(options: RestOptions): readonly Operation[] {
  const { kv, resources = [], feeds = [], operations = [], base } = options;
  return [
    ...resources.flatMap((each) => resourceOperations(each, kv, base)),
    ...feedOperations(feeds, kv, base),
    ...operations,
  ];
}

/**
 * An API as an application of Hono: mount it by `app.route("/", api)`, or give it to a server as `api.fetch`.
 *
 * @throws {RestError} `config` for declarations that cannot work together
 */
export function rest(options: RestOptions): RestApp {
  return serve(operationsOf(options), options);
}
