/**
 * A client of an HTTP API, typed by its declaration.
 *
 * It runs wherever there is `fetch`; nothing of the server comes along but types.
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
export { type Client, client, type ClientOptions } from "./client.ts";
export { ProblemError, type ProblemOptions } from "./problem.ts";
export type { Condition, Indexed, ListQuery, Where } from "./query.ts";
export type {
  ChangeOptions,
  CreateOptions,
  Page,
  RecordChange,
  Records,
  Tagged,
} from "./records.ts";
export type {
  Declared,
  KindsOf,
  KindsOption,
  NeedsKinds,
  OwnKind,
  OwnKinds,
  Patch,
  RecordOf,
  There,
} from "./types.ts";
