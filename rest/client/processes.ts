/**
 * The operations of processes, called by their names.
 *
 * @module
 */
import type { CallOptions } from "./call.ts";
import { type CallOf, operations, type Routes } from "./operations.ts";
import type { ProcessCalls } from "./process_calls.ts";

const PROCESS = "/processes/{process}", INSTANCE = "/instances/{id}";
const TASK = "/tasks/{instance}/{element}";

const ROUTES: Routes<ProcessCalls> = {
  deployProcess: "POST /processes application/xml",
  checkProcess: "POST /findings application/xml",
  listProcesses: "GET /processes",
  listVersions: `GET ${PROCESS}/versions`,
  getProcess: `GET ${PROCESS}`,
  getProcessXml: `GET ${PROCESS}/xml`,
  getProcessPicture: `GET ${PROCESS}/picture`,
  getProcessForm: `GET ${PROCESS}/form`,
  startInstance: "POST /instances",
  listInstances: "GET /instances",
  getInstance: `GET ${INSTANCE}`,
  getVariables: `GET ${INSTANCE}/variables`,
  setVariables: `PATCH ${INSTANCE}/variables`,
  getDocuments: `GET ${INSTANCE}/documents`,
  addDocuments: `POST ${INSTANCE}/documents`,
  getPicture: `GET ${INSTANCE}/picture`,
  listJobs: `GET ${INSTANCE}/jobs`,
  listHistory: `GET ${INSTANCE}/history`,
  listIncidents: "GET /incidents",
  listInstanceIncidents: `GET ${INSTANCE}/incidents`,
  cancelInstance: `POST ${INSTANCE}/cancel`,
  activate: `POST ${INSTANCE}/activate`,
  retryIncident: `POST ${INSTANCE}/incidents/{incident}/retry`,
  sendMessage: `POST ${INSTANCE}/messages`,
  migrateInstance: `POST ${INSTANCE}/migrate`,
  eraseInstance: `DELETE ${INSTANCE}`,
  listTasks: "GET /tasks",
  getTask: `GET ${TASK}`,
  getTaskVariables: `GET ${TASK}/variables`,
  getTaskForm: `GET ${TASK}/form`,
  claimTask: `POST ${TASK}/claim`,
  releaseTask: `POST ${TASK}/release`,
  assignTask: `POST ${TASK}/assign`,
  completeTask: `POST ${TASK}/complete`,
  failTask: `POST ${TASK}/fail`,
  escalateTask: `POST ${TASK}/escalate`,
  publishMessage: "POST /messages",
  throwSignal: "POST /signals",
  tellConditions: "POST /conditions",
};

/** Where processes are asked. */
export interface ProcessesOptions extends CallOptions {
  /** Where they are in the API; `/bpe` unless told. */
  readonly at?: string;
}

/** The operations of processes as functions. */
export type Processes = { readonly [Id in keyof ProcessCalls]: CallOf<ProcessCalls[Id]> };

/**
 * The operations of processes of an API, by their ids; an instance that goes on is followed by `follow` at `/bpe/instances/{id}`. What the API does
 * not serve is answered with 404 or 405.
 *
 * @throws {ProblemError} of what the server answers, from each of its functions
 *
 * @example
 * ```ts
 * import { openRuntime } from "@n2o/n2o/bpe";
 * import { BPE_ERRORS, processes as served } from "@n2o/n2o/host/rest";
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { rest } from "@n2o/n2o/rest";
 * import { processes } from "@n2o/n2o/rest/client";
 *
 * using kv = memoryKv();
 * await using runtime = openRuntime(kv);
 * const api = rest({
 *   operations: served(runtime, { may: "known" }),
 *   errors: [BPE_ERRORS],
 *   who: () => ({ id: "ann", by: "token" }),
 * });
 * const { deployProcess, listProcesses } = processes({
 *   base: "http://localhost/rest",
 *   fetch: (request) => api.fetch(request),
 * });
 * const none = await listProcesses({ query: { limit: 10 } });
 * if (none.value.processes.length !== 0) throw none;
 * const error: unknown = await deployProcess({ body: "<none/>" }).catch((error) => error);
 * if (!(error instanceof Error)) throw new Error("that is no process");
 * ```
 */
export function processes({ at = "/bpe", ...options }: ProcessesOptions): Processes {
  return operations<ProcessCalls>({ ...options, base: options.base + at }, ROUTES);
}
