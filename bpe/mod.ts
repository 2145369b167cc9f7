/**
 * BPE: BPMN 2.0 processes, read from files or written in code, executed step by step.
 *
 * A definition is parsed, checked and compiled once; `step` carries out a command on an instance's state, a pure function
 * whose outcome is to be committed as a whole.
 *
 * ```ts
 * import { beginEvent, define, endEvent, process, sequenceFlow, step, userTask } from "@n2o/n2o/bpe";
 *
 * const definition = define(process({
 *   name: "leave",
 *   tasks: [beginEvent({ id: "Asked" }), userTask({ id: "Approve" }), endEvent({ id: "Done" })],
 *   flows: [
 *     sequenceFlow({ source: "Asked", target: "Approve" }),
 *     sequenceFlow({ source: "Approve", target: "Done" }),
 *   ],
 * }));
 * const { outbox } = step(definition, null, { do: "start", instance: "i1" }, Date.now());
 * if (outbox[0]?.kind !== "task") throw new Error("a person is to approve");
 * ```
 *
 * @module
 */
export {
  beginEvent,
  boundaryEvent,
  businessRuleTask,
  callActivity,
  catchEvent,
  endEvent,
  type Fields,
  type FlowRecord,
  gateway,
  manualTask,
  messageBeginEvent,
  messageEvent,
  type On,
  process,
  type ProcessRecord,
  receiveTask,
  type Repeat,
  type Role,
  role,
  scriptTask,
  sendTask,
  sequenceFlow,
  serviceTask,
  type Step as StepRecord,
  type StepFields,
  subProcess,
  task,
  throwEvent,
  timeoutEvent,
  userTask,
} from "./define/builders.ts";
export * from "./process/bpe.ts";
export * from "./state/command.ts";
export * from "./state/data.ts";
export { define } from "./define/define.ts";
export * from "./definition/definition.ts";
export {
  appendDocs,
  type Doc,
  docsOf,
  findDocs,
  removeDocs,
  type Splice,
  spliced,
  spliceOf,
} from "./state/documents.ts";
export * from "./engine/engine.ts";
export * from "./error.ts";
export { type ExpressionOptions, type Expressions, expressions } from "./expression/expression.ts";
export * from "./engine/migrate.ts";
export * from "./state/outcome.ts";
export { parse, type ParseOptions, type Problem, problems, type Severity } from "./parse.ts";
export * from "./picture/picture.ts";
export { BpmnError, type Handler, type HandlerOptions, type Job } from "./job/handler.ts";
export type { UnhandledNode } from "./job/missing.ts";
export type { SignalOptions } from "./message/broadcast.ts";
export type { Publication, PublicationResult } from "./message/publication.ts";
export type {
  ByOptions,
  CommandOptions,
  CompleteOptions,
  MigrateOptions,
  OpenOptions,
  Runtime,
  StartOptions,
} from "./runtime/api.ts";
export type { Deployment, DeployOptions, DeploySource } from "./runtime/deploy.ts";
export type { RuntimeOptions } from "./runtime/options.ts";
export type { IncidentQuery, InstanceLine, InstanceQuery } from "./runtime/queries.ts";
export { openRuntime } from "./runtime/runtime.ts";
export type { HistoryLine, HistoryQuery } from "./store/history.ts";
export type { VersionQuery } from "./store/definitions.ts";
export type { Committed, Sent } from "./store/host.ts";
export type { IncidentRow } from "./store/row/incident.ts";
export type { Instance, InstanceDetail, InstanceJob } from "./store/row/instance.ts";
export type { Task } from "./store/row/task.ts";
export type { Version } from "./store/row/version.ts";
export type { CommandResult } from "./store/step.ts";
export type { Identity } from "./task/identity.ts";
export {
  type Auth,
  byCandidates,
  type CommandPermission,
  type Permission,
} from "./task/permission.ts";
export type { Reserved } from "./state/reserved.ts";
export type { TaskQuery, TaskRef } from "./task/work_list.ts";
export * from "./state/state.ts";
export * from "./engine/triggers.ts";
export * from "./memory/memory.ts";
export type { XmlLimits } from "./xml/xml.ts";
