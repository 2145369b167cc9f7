/**
 * A client of an HTTP API, typed by its declaration.
 *
 * It runs wherever there is `fetch`; nothing of the server comes along but types. {@linkcode client} has resources and feeds; {@linkcode processes},
 * {@linkcode keys} and {@linkcode sessions} have the operations of these by their names, and {@linkcode operations} those of one's own.
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { resource, rest } from "@n2o/n2o/rest";
 * import { client, ProblemError } from "@n2o/n2o/rest/client";
 *
 * interface User { readonly id: string; readonly name?: string }
 * const api = { users: resource<User>({ name: "users", table: "user", may: "anyone" }) };
 *
 * using kv = memoryKv();
 * const server = rest({ kv, resources: Object.values(api) });
 * const { users } = client<typeof api>({ base: "http://localhost/rest", fetch: (ask) => server.fetch(ask) });
 * const { etag } = await users.create({ id: "ann", name: "Ann" });
 * await users.put("ann", { name: "Anna" }, { ifMatch: etag });
 * const late: unknown = await users.put("ann", {}, { ifMatch: etag }).catch((error) => error);
 * if (!ProblemError.is(late, "precondition") || late.status !== 412) throw late;
 * ```
 *
 * @module
 */
export { type Ask, type Call, caller, type CallOptions } from "./call.ts";
export { type Client, client, type ClientOptions, type Needed } from "./client.ts";
export type { Entries } from "./feed.ts";
export { follow, type Followed, type FollowOptions, type RecordChange } from "./follow.ts";
export type { Became, BecameLine, Refusal } from "./import.ts";
export {
  type Answered,
  type AskFor,
  type AskPage,
  type Asks,
  type Called,
  type CallOf,
  type Calls,
  operations,
  pagesOf,
  type Routes,
  type Unkeyed,
} from "./operations.ts";
export { ProblemError, type ProblemOptions } from "./problem.ts";
export type {
  AtTask,
  Changed,
  Form,
  Incidents,
  InstanceQuery,
  OfFile,
  OfInstance,
  OfProcess,
  OfTask,
  Ordered,
  Paged,
  ProcessCalls,
  Times,
  Told,
  Variables,
  Versions,
  WithValue,
} from "./process_calls.ts";
export { type Processes, processes, type ProcessesOptions } from "./processes.ts";
export type { Condition, Indexed, ListQuery, Where } from "./query.ts";
export type {
  ChangeOptions,
  CreateOptions,
  Page,
  Records,
  Tagged,
  UpdateOptions,
} from "./records.ts";
export {
  type KeyCalls,
  keys,
  type OfKey,
  type SessionCalls,
  sessions,
  type ToldKey,
  type ToldSecret,
  type WhoAsks,
} from "./session.ts";
export type {
  Declared,
  FeedsOption,
  FeedsPlace,
  KindsOf,
  KindsOption,
  NeedsKinds,
  OwnKind,
  OwnKinds,
  Patch,
  PatchStep,
  RecordOf,
  There,
} from "./types.ts";
