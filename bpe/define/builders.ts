/**
 * Processes written in code: records with the names of the original's, compiled by `define` as a file is.
 *
 * @module
 */
import { object } from "../argument.ts";
import type { Expression, TaskKind } from "../definition/definition.ts";

/** What an event waits for or throws. Messages and signals go by name, errors and escalations by code. */
export type On =
  | { readonly message: string }
  | { readonly signal: string }
  | { readonly error: string }
  | { readonly escalation: string }
  | { readonly date: string }
  | { readonly duration: string }
  | { readonly cycle: string }
  | { readonly condition: string | Expression }
  | { readonly link: string }
  | { readonly compensation: string }
  | { readonly cancel: true }
  | { readonly terminate: true };

/** A loop: one of the two forms of the standard. */
export type Repeat =
  | {
    readonly testBefore?: boolean;
    readonly maximum?: number;
    readonly while?: string | Expression;
  }
  | {
    readonly sequential?: boolean;
    readonly times: string | Expression;
    readonly until?: string | Expression;
  };

/** What every step of a process has. */
export interface StepFields {
  /** Its id, unique in the definition. */
  readonly id: string;
  /** What a person reads, in lists and pictures. */
  readonly name?: string;
}

/** A node of the flow. */
export interface Step extends StepFields {
  /** What it is. */
  readonly kind:
    | TaskKind
    | "callActivity"
    | "subProcess"
    | "gateway"
    | "beginEvent"
    | "endEvent"
    | "catchEvent"
    | "throwEvent"
    | "boundaryEvent";
  /** Groups that may do it. */
  readonly roles?: readonly string[];
  /** Topic of the handler that does a service task. */
  readonly topic?: string;
  /** Name of the message that a task sends or receives. */
  readonly message?: string;
  /** Script and its language. */
  readonly script?: Expression;
  /** Id of a called process. */
  readonly called?: string;
  /** How often it is done; once where absent. */
  readonly repeat?: Repeat;
  /** The compensation boundary event whose handler it is. */
  readonly compensates?: string;
  /** What the event waits for or throws; several make a multiple event. */
  readonly on?: On | readonly On[];
  /** Whether all of `on` must occur. */
  readonly all?: boolean;
  /** Boundary events: the activity. */
  readonly attachedTo?: string;
  /** Boundary events and starts of event sub-processes: whether they interrupt; true by default. */
  readonly interrupting?: boolean;
  /** Gateways: of which kind; parallel by default. `event` is the event-based one. */
  readonly type?: "exclusive" | "parallel" | "inclusive" | "complex" | "event";
  /** Gateways and activities: the id of the default flow. */
  readonly def?: string;
  /** Sub-processes: of which kind; embedded by default. An `event` one is begun by an event. */
  readonly form?: "embedded" | "event" | "transaction" | "adHoc";
  /** Sub-processes: what is inside. */
  readonly tasks?: readonly Step[];
  /** Sub-processes: what is inside. */
  readonly events?: readonly Step[];
  /** Sub-processes: the flows inside. */
  readonly flows?: readonly FlowRecord[];
}

/** A sequence flow, or several from one source. */
export interface FlowRecord {
  /** Its id; `source->target` where absent. With several targets each gets its own, made from both. */
  readonly id?: string;
  /** What a person reads, in lists and pictures. */
  readonly name?: string;
  /** The step it leaves. */
  readonly source: string;
  /** The step it enters, or several. */
  readonly target: string | readonly string[];
  /** When it is taken. */
  readonly condition?: string | Expression;
}

/** A role: a lane with the steps in it. */
export interface Role {
  /** Its id, unique in the definition. */
  readonly id: string;
  /** What a person reads, in lists and pictures. */
  readonly name?: string;
  /** Ids of the steps that it does. */
  readonly tasks: readonly string[];
}

/** A process written in code: what `define` compiles and `deploy` takes. */
export interface ProcessRecord {
  /** Its id; its name where absent. */
  readonly id?: string;
  /** What a person reads, in lists and pictures. */
  readonly name?: string;
  /** Activities, gateways and events; events may stand in `events` as well. */
  readonly tasks: readonly Step[];
  /** Its intermediate and boundary events; a place to write them apart, as the original does. */
  readonly events?: readonly Step[];
  /** Sequence flows between its steps, those of sub-processes not. */
  readonly flows: readonly FlowRecord[];
  /** Its lanes; a step may stand in none. */
  readonly roles?: readonly Role[];
}

/** A step without its kind. */
export type Fields = Omit<Step, "kind">;

/** A process: steps, events, flows and roles. */
export function process(fields: ProcessRecord): ProcessRecord {
  return fields;
}

/** A sequence flow. */
export function sequenceFlow(fields: FlowRecord): FlowRecord {
  return fields;
}

/** A role of a process. */
export function role(fields: Role): Role {
  return fields;
}

/** Where a process begins; with `on`, by a trigger. */
export function beginEvent(fields: Fields): Step {
  return { kind: "beginEvent", ...fields };
}

/** Where a path ends; with `on`, throwing. */
export function endEvent(fields: Fields): Step {
  return { kind: "endEvent", ...fields };
}

/** A task that nobody in particular does. */
export function task(fields: Fields): Step {
  return { kind: "task", ...fields };
}

/** A task that a person does with the system. */
export function userTask(fields: Fields): Step {
  return { kind: "userTask", ...fields };
}

/** A task that a person does without the system. */
export function manualTask(fields: Fields): Step {
  return { kind: "manualTask", ...fields };
}

/** A task that a handler does. */
export function serviceTask(fields: Fields): Step {
  return { kind: "serviceTask", ...fields };
}

/** A task that sends a message. */
export function sendTask(fields: Fields): Step {
  return { kind: "sendTask", ...fields };
}

/** A task that waits for a message. */
export function receiveTask(fields: Fields): Step {
  return { kind: "receiveTask", ...fields };
}

/** A task that a script does. */
export function scriptTask(fields: Fields): Step {
  return { kind: "scriptTask", ...fields };
}

/** A task that a rule engine does. */
export function businessRuleTask(fields: Fields): Step {
  return { kind: "businessRuleTask", ...fields };
}

/** A step that another process carries out. */
export function callActivity(fields: Fields): Step {
  return { kind: "callActivity", ...fields };
}

/** Steps inside a step. */
export function subProcess(fields: Fields): Step {
  return { kind: "subProcess", ...fields };
}

/** A gateway, parallel unless `type` says otherwise, as in the original. */
export function gateway(fields: Fields): Step {
  return { kind: "gateway", ...fields };
}

/** An event at the boundary of the activity `attachedTo`. */
export function boundaryEvent(fields: Fields): Step {
  return { kind: "boundaryEvent", ...fields };
}

/** An event on the way that waits for a message: that of `on`, else the one with its name or id. */
export function messageEvent(fields: Fields): Step {
  object(fields, "the fields of messageEvent");
  return { kind: "catchEvent", on: { message: fields.name ?? fields.id }, ...fields };
}

/** Where a process begins by a message: that of `on`, else the one with its name or id. */
export function messageBeginEvent(fields: Fields): Step {
  object(fields, "the fields of messageBeginEvent");
  return { kind: "beginEvent", on: { message: fields.name ?? fields.id }, ...fields };
}

/** An event on the way that waits for a time, given by `on`. */
export function timeoutEvent(fields: Fields): Step {
  return { kind: "catchEvent", ...fields };
}

/** An event on the way that waits for any of what `on` says. */
export function catchEvent(fields: Fields): Step {
  return { kind: "catchEvent", ...fields };
}

/** An event on the way that throws what `on` says. */
export function throwEvent(fields: Fields): Step {
  return { kind: "throwEvent", ...fields };
}
