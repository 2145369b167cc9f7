/**
 * An HTTP API in an application: served beside its pages, with what the application knows.
 *
 * @example
 * ```ts
 * import { application } from "@n2o/n2o/host/deno";
 * import { api } from "@n2o/n2o/host/rest";
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { resource, rest } from "@n2o/n2o/rest";
 *
 * using kv = memoryKv();
 * const users = resource({ name: "users", table: "user", may: "anyone" });
 * const { app } = await application({
 *   kv,
 *   routes: { "/": { event() {} } },
 *   app: api(() => rest({ kv, resources: [users] })),
 *   log: () => {},
 * });
 * if (!(await app.request("/rest/users")).ok) throw new Error("no list");
 * ```
 *
 * @module
 */
export { api } from "./api.ts";
export { fileOperations } from "./file/files.ts";
export type { FileAction, FileGrants, FileOperationsOptions } from "./file/options.ts";
export { clientNetwork, requestOrigin, visitor, visitorSessions } from "./visitor.ts";
export type { RequestOrigin } from "../session/request.ts";
export { BPE_ERRORS, N2O_ERRORS } from "./errors.ts";
export { bert } from "./format/bert.ts";
export { superjson } from "./format/superjson.ts";
export { engineOf, type EngineOptions } from "./process/engine.ts";
export { processes, type ProcessesOptions } from "./process/processes.ts";
