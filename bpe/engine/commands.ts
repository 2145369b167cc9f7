/**
 * What each command sets going.
 *
 * @module
 */
import type { Command, CommandExtras, Start } from "../state/command.ts";
import { type Definition, NONE, type Process, processOf } from "../definition/definition.ts";
import { BpeError } from "../error.ts";
import { type Element, ROOT, type State } from "../state/state.ts";
import { cancel as cancelElement } from "./element/cancel.ts";
import { matches } from "./wait/correlation.ts";
import { end } from "./element/end.ts";
import { attempt } from "./dispatch.ts";
import { terminated } from "./element/loop.ts";
import { carrying, hear } from "./wait/message.ts";
import { next } from "./flow/next.ts";
import { propagateWork } from "./event/propagate.ts";
import { dropIncident, incidentsOf, putIncident } from "./run/live.ts";
import { failure } from "./run/evaluate.ts";
import { dropIncidents, note, patch, push, type Run } from "./run/run.ts";
import { enterAt, openScope } from "./element/scope.ts";
import { start } from "./event/start.ts";
import { answer, answerOfError } from "./data/local.ts";
import { assign, keepMeta, spliceDocs } from "./data/variables.ts";
import { request, workOf } from "./wait/work.ts";

/** The state of an instance that has not yet begun. */
export function startState(definition: Definition, command: Start): State {
  const process = chosen(definition, command);
  return {
    instance: command.instance,
    definition: command.definition ?? definition.id,
    process: process.index,
    status: "active",
    version: 0,
    next: 1,
    elements: [{
      id: ROOT,
      node: NONE,
      parent: NONE,
      scope: process.scope,
      phase: "active",
      variables: command.variables ?? {},
      ...(command.caller === undefined ? {} : { set: [] }),
    }],
    tokens: [],
    waits: [],
    incidents: [],
    reserved: {},
    ...(command.stepping === true ? { threads: { list: [], pointer: 0 } } : {}),
    ...(command.caller === undefined ? {} : { caller: command.caller }),
  };
}

/** Sets a command going; tells whether it changes anything. */
export function carry(run: Run, command: Command): boolean {
  const { version, docs }: CommandExtras = "docs" in command || "version" in command ? command : {};
  const meta = "meta" in command ? command.meta : undefined;
  if (version !== undefined && version !== run.before.version) return false;
  if (run.status !== "active") {
    if (command.do === "timer" || command.do === "message" || command.do === "signal") return false;
    throw misfit(run, command.do, `cannot be done: the instance is ${run.status}`);
  }
  if (docs !== undefined) spliceDocs(run, docs);
  if (meta !== undefined) keepMeta(run, meta);
  return carryOut(run, command) || docs !== undefined;
}

function carryOut(run: Run, command: Command): boolean {
  switch (command.do) {
    case "start":
      return start(run, command);
    case "next":
      assign(run, ROOT, command.variables ?? {});
      return next(run, command);
    case "complete": {
      const element = working(run, command.element, command.do);
      // Work that failed before and is done now is no incident any more.
      dropIncidents(run, element.id);
      answer(run, element, command.variables ?? {});
      push(run, { do: "finish", element: element.id });
      return true;
    }
    case "fail":
      return fail(run, working(run, command.element, command.do), command);
    case "escalate": {
      const element = working(run, command.element, command.do);
      const { code, variables } = command;
      propagateWork(run, element, { kind: "escalation", code, payload: variables });
      return true;
    }
    case "message":
      return message(run, command);
    case "signal":
      return hear(run, command.name, command.payload);
    case "timer": {
      const wait = run.waits.get(command.wait);
      if (wait?.kind !== "timer" || (wait.due ?? 0) > run.now || stuck(run, wait.id)) return false;
      push(run, { do: "occur", wait: wait.id });
      return true;
    }
    case "set":
      assign(run, found(run, command.element ?? ROOT, command.do).id, command.variables);
      return true;
    case "resolve":
      return resolve(run, command);
    case "cancel":
      return cancel(run, found(run, command.element ?? ROOT, command.do));
    case "activate":
      return activate(run, found(run, command.element, command.do), command.node);
  }
}

function chosen(definition: Definition, { process: id, trigger }: Start): Process {
  if (id !== undefined) {
    const named = processOf(definition, id);
    if (named !== undefined) return named;
    throw new BpeError("command", "is no process of this file", { element: id });
  }
  const node = trigger === undefined ? undefined : definition.ids[trigger.node];
  const owner = node?.table === "nodes" ? definition.nodes[node.index]?.process : undefined;
  const processes = definition.processes.filter(({ kind }) => kind === "process");
  const only = owner === undefined
    ? processes.length === 1 ? processes[0] : undefined
    : definition.processes[owner];
  if (only !== undefined) return only;
  throw new BpeError("command", `does not say which of ${processes.length} processes`, {
    element: "start",
  });
}

/** A technical failure is an incident of the work; an error of the model looks for its handler. */
function fail(
  run: Run,
  element: Element,
  command: {
    readonly code?: string;
    readonly message?: string;
    readonly variables?: Record<string, unknown> | object;
  },
): boolean {
  const payload = answerOfError(run, element, command.variables);
  if (command.code !== undefined) {
    attempt(run, { do: "error", element: element.id, code: command.code, ...carrying(payload) });
    return true;
  }
  const error = failure(
    "work",
    { run, element: element.id },
    `failed: ${command.message ?? "no reason given"}`,
  );
  // Work that fails anew, as that of a handler that came late, is one incident and not two.
  for (const each of incidentsOf(run, element.id)) {
    if (each.action === null) dropIncident(run, each);
  }
  putIncident(run, {
    id: run.next++,
    element: element.id,
    node: element.node,
    code: error.code,
    message: error.message,
    time: run.now,
    action: null,
  });
  note(run, "failed", element, { data: { code: error.code, message: error.message } });
  return true;
}

/** One message is taken by one waiting event: the one that has waited longest. */
function message(
  run: Run,
  { name, payload, keys }: {
    readonly name: string;
    readonly payload?: unknown;
    readonly keys?: Readonly<Record<string, string>>;
  },
): boolean {
  const { messages } = run.definition.roots;
  const names = [name, ...messages.filter(({ id }) => id === name).map((each) => each.name)];
  const wait = run.waits.values().find((each) =>
    each.kind === "message" && names.includes(each.name ?? "") && matches(each.keys, keys) &&
    !stuck(run, each.id)
  );
  if (wait === undefined) return false;
  push(run, {
    do: "occur",
    wait: wait.id,
    ...carrying(payload),
    ...(keys === undefined ? {} : { keys }),
  });
  return true;
}

/** What has occurred but could not go on is not to occur again. */
function stuck(run: Run, wait: number): boolean {
  return incidentsOf(run, run.waits.get(wait)?.element ?? ROOT)
    .some(({ action }) => action?.do === "occur" && action.wait === wait);
}

function resolve(
  run: Run,
  command: { readonly incident: number; readonly variables?: Readonly<Record<string, unknown>> },
): boolean {
  const incident = run.incidents.get(command.incident);
  if (incident === undefined) {
    throw misfit(run, "resolve", `finds no incident ${command.incident}: it is resolved`);
  }
  dropIncident(run, incident);
  const element = run.elements.get(incident.element);
  if (element !== undefined) note(run, "resolved", { ...element, node: incident.node });
  if (command.variables !== undefined) assign(run, incident.element, command.variables);
  // An error that nothing caught is not thrown again: its work is asked for anew.
  if (incident.action !== null && incident.action.do !== "error") push(run, incident.action);
  else if (element !== undefined) rework(run, element);
  return true;
}

/** Work is asked for again; a process whose first step was given up begins. */
function rework(run: Run, element: Element): void {
  const work = workOf(run, element);
  if (work !== undefined) request(run, element, work);
  else if (element.id === ROOT && run.elements.size + run.waits.size + run.tokens.size === 1) {
    openScope(run, element, element.scope);
  }
  run.touched.add(element.id);
  run.dirty = true;
}

function cancel(run: Run, element: Element): boolean {
  if (element.id === ROOT) end(run, element, "cancelled");
  else cancelElement(run, element);
  // A loop goes on without the run that is cancelled.
  if (element.run !== undefined) {
    terminated(run, element.parent, 1);
    push(run, { do: "loop", element: element.parent });
  }
  return true;
}

function activate(run: Run, element: Element, id: string | undefined): boolean {
  const what = run.definition.scopes[element.scope]?.adHoc;
  if (what == null) {
    throw misfit(run, "activate", `needs an ad-hoc sub-process, not element ${element.id}`);
  }
  if (id === undefined) {
    push(run, { do: "finish", element: element.id });
    return true;
  }
  const node = what.enabled.find((index) => run.definition.nodes[index]?.id === id);
  if (node === undefined) {
    throw misfit(run, "activate", `finds no activity ${id} that can be chosen`);
  }
  patch(run, element.id, { taken: [...new Set([...element.taken ?? [], node])] });
  enterAt(run, node, element.id);
  return true;
}

function found(run: Run, id: number, command: string): Element {
  const element = run.elements.get(id);
  if (element === undefined) {
    throw misfit(run, command, `finds no element ${id}: it has ended, or never was`);
  }
  return element;
}

function working(run: Run, id: number, command: string): Element {
  const element = found(run, id, command);
  if (workOf(run, element) !== undefined) return element;
  throw failure(
    "command",
    { run, element: id },
    `cannot ${command}: element ${id} does not wait for work`,
  );
}

function misfit(run: Run, command: string, message: string): BpeError {
  return new BpeError("command", message, { element: command, instance: run.before.instance });
}
