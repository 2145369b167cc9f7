/**
 * Records of `builders.ts` to the element model, so that code and files go through the same rules and the same compiler.
 *
 * @module
 */
import { asked } from "../argument.ts";
import type { FlowRecord, ProcessRecord, Step } from "./builders.ts";
import { violations } from "../check/check.ts";
import type { CheckOptions, Violation } from "../check/context.ts";
import { compile } from "../compile/compile.ts";
import { expressions } from "../expression/expression.ts";
import { checkRecord } from "./record.ts";
import { definitionElements, expression, Shared } from "./event.ts";
import { add, type Draft, draft } from "./element.ts";
import type { Definition } from "../definition/definition.ts";
import { BpeError } from "../error.ts";
import { label } from "../xml/element.ts";
import { CAMUNDA } from "../compile/vendor_loop.ts";
import { XML_LIMITS } from "../xml/xml.ts";

/**
 * Compiles processes written in code. They are executable, and pass the rules that files pass; what is untidy is accepted.
 *
 * @throws {BpeError} `rule` with element and rule, as `parse` does, without a line.
 *
 * @example
 * ```ts
 * import { beginEvent, define, endEvent, process, sequenceFlow, userTask } from "@n2o/n2o/bpe";
 * const definition = define(process({
 *   name: "leave",
 *   tasks: [beginEvent({ id: "Asked" }), userTask({ id: "Approve", roles: ["boss"] }), endEvent({ id: "Done" })],
 *   flows: [
 *     sequenceFlow({ source: "Asked", target: "Approve" }),
 *     sequenceFlow({ source: "Approve", target: "Done" }),
 *   ],
 * }));
 * if (definition.nodes.length !== 3) throw definition;
 * ```
 */
export function define(...processes: readonly ProcessRecord[]): Definition {
  return asked("define", () => defined(processes).definition);
}

/** Compiles processes written in code, and tells what is untidy in them. */
export function defined(
  processes: readonly ProcessRecord[],
  options: CheckOptions = {},
): { readonly definition: Definition; readonly warnings: readonly Violation[] } {
  const root = draft("definitions", {});
  const shared = new Shared(root);
  for (const one of processes) {
    checkRecord(one);
    const id = one.id ?? one.name ?? "";
    const element = add(root, draft("process", { id, name: one.name, isExecutable: "true" }));
    lanes(element, one);
    inside(element, one, shared);
  }
  const found = violations(root, { expressions: expressions(), ...options });
  const first = found.find(({ severity }) => severity === "error");
  if (first !== undefined) {
    throw new BpeError("rule", first.message, { element: label(first.at), rule: first.rule });
  }
  return { definition: compile(root), warnings: found };
}

function lanes(process: Draft, record: ProcessRecord): void {
  if (record.roles === undefined || record.roles.length === 0) return;
  const set = add(process, draft("laneSet", {}));
  for (const role of record.roles) {
    const lane = add(set, draft("lane", { id: role.id, name: role.name }));
    for (const id of role.tasks) add(lane, draft("flowNodeRef", {}, id));
  }
}

function inside(
  scope: Draft,
  record: Pick<Step, "tasks" | "events" | "flows">,
  shared: Shared,
  depth = 1,
): void {
  if (depth > DEPTH) {
    throw new BpeError("limit", "is nested too deep", { element: scope.attributes.id });
  }
  const apart = (record.events ?? []).filter((one) =>
    isInFlow(one, record) || !note(scope, one, shared)
  );
  const steps = [...record.tasks ?? [], ...apart];
  for (const one of steps) step(scope, one, shared, depth);
  for (const one of record.flows ?? []) flow(scope, one);
  for (const { id, compensates } of steps) {
    if (compensates === undefined) continue;
    const ends = { sourceRef: compensates, targetRef: id };
    add(scope, draft("association", { ...ends, associationDirection: "One" }));
  }
}

function isInFlow(event: Step, { flows }: Pick<Step, "flows">): boolean {
  return flows?.some(({ source, target }) =>
    source === event.id || target === event.id ||
    (Array.isArray(target) && target.includes(event.id))
  ) === true;
}

/** So many sub-processes inside each other are enough for anybody; a file may have as many. */
const DEPTH = XML_LIMITS.depth;

/**
 * Events that no flow joins, as the original lists them: a message that may come at any time is declared, and the limit of
 * a boundary event `*` is kept as an attribute of the process. Neither becomes a node.
 */
function note(scope: Draft, event: Step, shared: Shared): boolean {
  const on = event.on ?? [];
  const all = "length" in on ? on : [on];
  if (event.kind === "boundaryEvent" && event.id === "*") {
    const limit = all.find((one) => "duration" in one);
    if (limit !== undefined) scope.foreign[`{${CAMUNDA}}timeout`] = limit.duration;
    return true;
  }
  if (event.kind !== "catchEvent" || !all.every((one) => "message" in one)) return false;
  for (const one of all) shared.id("message", one.message);
  return true;
}

function flow(scope: Draft, record: FlowRecord): void {
  const targets = typeof record.target === "string" ? [record.target] : record.target;
  for (const target of targets) {
    const own = `${record.source}->${target}`;
    const id = record.id === undefined
      ? own
      : targets.length > 1
      ? `${record.id}/${own}`
      : record.id;
    const ends = { sourceRef: record.source, targetRef: target };
    const element = add(scope, draft("sequenceFlow", { id, name: record.name, ...ends }));
    expression(element, "conditionExpression", record.condition);
  }
}

const EVENT_TAGS: Readonly<Record<string, string>> = {
  beginEvent: "startEvent",
  endEvent: "endEvent",
  catchEvent: "intermediateCatchEvent",
  throwEvent: "intermediateThrowEvent",
  boundaryEvent: "boundaryEvent",
};

const SUB_PROCESS_TAGS = {
  embedded: "subProcess",
  event: "subProcess",
  transaction: "transaction",
  adHoc: "adHocSubProcess",
};

function step(scope: Draft, record: Step, shared: Shared, depth: number): void {
  const { id, name } = record;
  if (EVENT_TAGS[record.kind] !== undefined) return event(scope, record, shared);
  const common = { id, name, default: record.def };
  if (record.kind === "gateway") {
    const type = record.type ?? "parallel";
    add(scope, draft(type === "event" ? "eventBasedGateway" : `${type}Gateway`, common));
    return;
  }
  const tag = record.kind === "subProcess"
    ? SUB_PROCESS_TAGS[record.form ?? "embedded"]
    : record.kind;
  const element = add(
    scope,
    draft(tag, {
      ...common,
      triggeredByEvent: record.form === "event" ? "true" : undefined,
      isForCompensation: record.compensates === undefined ? undefined : "true",
      calledElement: record.called,
      scriptFormat: record.script?.language || undefined,
      messageRef: record.message === undefined ? undefined : shared.id("message", record.message),
    }),
  );
  vendor(element, record);
  if (record.script !== undefined) add(element, draft("script", {}, record.script.text));
  repeat(element, record);
  inside(element, record, shared, depth + 1);
}

function vendor(element: Draft, record: Step): void {
  if (record.roles !== undefined) {
    element.foreign[`{${CAMUNDA}}candidateGroups`] = record.roles.join(",");
  }
  if (record.topic !== undefined) element.foreign[`{${CAMUNDA}}topic`] = record.topic;
}

function repeat(element: Draft, { repeat }: Step): void {
  if (repeat === undefined) return;
  if ("times" in repeat) {
    const sequential = repeat.sequential === true ? "true" : undefined;
    const loop = draft("multiInstanceLoopCharacteristics", { isSequential: sequential });
    add(element, loop);
    expression(loop, "loopCardinality", repeat.times);
    expression(loop, "completionCondition", repeat.until);
    return;
  }
  const loop = draft("standardLoopCharacteristics", {
    testBefore: repeat.testBefore === true ? "true" : undefined,
    loopMaximum: repeat.maximum?.toString(),
  });
  add(element, loop);
  expression(loop, "loopCondition", repeat.while);
}

function event(scope: Draft, record: Step, shared: Shared): void {
  const interrupting = record.interrupting === false ? "false" : undefined;
  const isBoundary = record.kind === "boundaryEvent";
  const element = add(
    scope,
    draft(EVENT_TAGS[record.kind]!, {
      id: record.id,
      name: record.name,
      attachedToRef: record.attachedTo,
      cancelActivity: isBoundary ? interrupting : undefined,
      isInterrupting: isBoundary ? undefined : interrupting,
      parallelMultiple: record.all === true ? "true" : undefined,
    }),
  );
  definitionElements(element, record.on ?? [], shared);
}
