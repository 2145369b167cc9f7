/**
 * The processes of a runtime in an API.
 *
 * @module
 */
import type { Runtime } from "../../../bpe/mod.ts";
import type { Operation } from "../../../rest/mod.ts";
import { processOperations, type ProcessOptions } from "../../../rest/process/mod.ts";
import { engineOf, type EngineOptions } from "./engine.ts";

/** How processes are served, and how their runtime is asked. */
export interface ProcessesOptions extends ProcessOptions, EngineOptions {}

/**
 * The operations of a runtime's processes, for `operations` of an API; give the API {@linkcode BPE_ERRORS} beside them. Of the functions of
 * `bpe` it is `b.runtime` that is given.
 *
 * @example
 * ```ts
 * import { openRuntime } from "@n2o/n2o/bpe";
 * import { BPE_ERRORS, processes } from "@n2o/n2o/host/rest";
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { rest } from "@n2o/n2o/rest";
 *
 * using kv = memoryKv();
 * await using runtime = openRuntime(kv);
 * const api = rest({
 *   operations: processes(runtime, { may: "known" }),
 *   errors: [BPE_ERRORS],
 *   who: () => ({ id: "ann", by: "key", user: { roles: ["Manager"] } }),
 * });
 * const post = (path: string, body: BodyInit, type = "application/json") =>
 *   api.request(`/rest/bpe/${path}`, { method: "POST", body, headers: { "content-type": type } });
 *
 * await post("processes", await Deno.readTextFile("examples/erp/processes/leave.bpmn"), "application/xml");
 * const started = await (await post("instances", '{"process":"leave","variables":{"kind":"holiday"}}')).json();
 * const { tasks: [task] } = await (await api.request("/rest/bpe/tasks")).json();
 * if (task.instance !== started.id || task.name !== "Decide on the leave") throw task;
 * const done = await post(`tasks/${started.id}/${task.element}/complete`, '{"variables":{"decision":"granted"}}');
 * if (done.status !== 200) throw await done.json();
 * ```
 */
export function processes(
  runtime: Runtime,
  { expressions, clock, ...options }: ProcessesOptions,
): readonly Operation[] {
  const asked = {
    ...expressions !== undefined && { expressions },
    ...clock !== undefined && { clock },
  };
  return processOperations(engineOf(runtime, asked), options);
}
