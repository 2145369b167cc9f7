/**
 * Whether what is given for a process in code is one, before anything of it is read.
 *
 * @module
 */
import { isRecord } from "../state/data.ts";
import { BpeError } from "../error.ts";
import type { FlowRecord, ProcessRecord, Step } from "./builders.ts";

/**
 * Looks at the parts of a process: its steps have ids, its flows ends.
 *
 * @throws {BpeError} `rule` where something is missing, or is something else
 */
export function checkRecord(process: ProcessRecord): void {
  if (!isRecord(process)) throw malformed("a process", process, "what `process` makes");
  for (const id of [process.id, process.name]) text(id, "the id or name of a process");
  if ((process.id || process.name || "") === "") {
    throw malformed("the id of a process", process.id, "a text, or the process a name");
  }
  for (const role of list(process.roles, "roles")) list(role.tasks, "the tasks of a role");
  // A stack: what is nested without end is refused by who compiles it.
  const open: Pick<Step, "tasks" | "events" | "flows">[] = [process];
  for (let scope = open.pop(); scope !== undefined; scope = open.pop()) {
    for (const step of [...list(scope.tasks, "tasks"), ...list(scope.events, "events")]) {
      checkStep(step);
      open.push(step);
    }
    for (const flow of list(scope.flows, "flows")) checkFlow(flow);
  }
}

function checkStep({ id, kind, name, on }: Step): void {
  if (typeof id !== "string" || id === "") throw malformed("the id of a step", id, "a text");
  if (typeof kind !== "string") {
    throw malformed(`the kind of ${id}`, kind, "what `task` and the like make");
  }
  text(name, `the name of ${id}`);
  if (on !== undefined && !isRecord(on)) list(on, `what ${id} is on`);
}

function checkFlow({ source, target, id }: FlowRecord): void {
  if (typeof source !== "string") {
    throw malformed("the source of a flow", source, "the id of a step");
  }
  text(id, `the id of a flow from ${source}`);
  const targets = typeof target === "string" ? [target] : list(target, `the target of ${source}`);
  if (target === undefined || !targets.every((one) => typeof one === "string")) {
    throw malformed(`the target of ${source}`, target, "the id of a step, or several");
  }
}

/** A list of objects or texts; one that is not given is empty. */
function list<T>(value: readonly T[] | undefined, what: string): readonly T[] {
  if (value === undefined) return [];
  const isPart = (one: unknown) => typeof one === "string" || isRecord(one);
  if (!Array.isArray(value) || !value.every(isPart)) throw malformed(what, value, "a list");
  return value as readonly T[]; // as: `isArray` makes it a list of anything
}

function text(value: unknown, what: string): void {
  if (value !== undefined && typeof value !== "string") throw malformed(what, value, "a text");
}

function malformed(what: string, value: unknown, wanted: string): BpeError {
  const given = Array.isArray(value)
    ? "a list"
    : value === null
    ? "null"
    : value === ""
    ? "empty"
    : typeof value;
  return new BpeError("rule", `is ${given}: give ${wanted}`, { element: what });
}
