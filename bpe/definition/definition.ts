/**
 * A compiled BPMN definition: everything an engine needs, resolved to integer indices into flat, frozen tables.
 *
 * A file becomes one {@link Definition}. Flow nodes, sequence flows, scopes, data items, lanes and root elements of all its
 * processes stand in one table each; whatever refers to something does so by the index into that table, {@link NONE} where
 * there is nothing. Nothing here is evaluated: expressions are language and text.
 *
 * @module
 */
import { object } from "../argument.ts";
import type { Activity } from "./activity.ts";
import type { DataItem, Io } from "./data.ts";
import type { Event } from "./event.ts";
import type { Expression } from "./expression.ts";
import type { Artifact, Collaboration, Lane, Roots } from "./root.ts";
import type { Diagram } from "./diagram.ts";
import type { Vendor } from "./vendor.ts";

export type * from "./activity.ts";
export type * from "./data.ts";
export type * from "./event.ts";
export type * from "./expression.ts";
export type * from "./root.ts";
export type * from "./diagram.ts";
export type * from "./vendor.ts";

/** The index that refers to nothing. */
export const NONE: -1 = -1;

/** What a flow node is. An event sub-process is told from an embedded one, a transaction and an ad-hoc one from both. */
export type NodeKind = TaskKind | SubProcessKind | "callActivity" | GatewayKind | EventKind;

/** The kinds of task (10.3.3). */
export type TaskKind =
  | "task"
  | "userTask"
  | "manualTask"
  | "serviceTask"
  | "sendTask"
  | "receiveTask"
  | "scriptTask"
  | "businessRuleTask";

/** The kinds of activity that hold a scope of their own (10.3.5). */
export type SubProcessKind = "subProcess" | "eventSubProcess" | "transaction" | "adHocSubProcess";

/** The kinds of gateway (10.6). */
export type GatewayKind =
  | "exclusiveGateway"
  | "parallelGateway"
  | "inclusiveGateway"
  | "eventBasedGateway"
  | "complexGateway";

/** The positions of an event (10.5). */
export type EventKind =
  | "startEvent"
  | "intermediateCatchEvent"
  | "intermediateThrowEvent"
  | "boundaryEvent"
  | "endEvent";

/** One flow node. All nodes have the same shape; what does not apply is `null`, `NONE` or empty. */
export interface Node {
  /** Its place in {@link Definition.nodes}. */
  readonly index: number;
  /** Its id, unique in the file. */
  readonly id: string;
  /** Its name; "" where it has none. */
  readonly name: string;
  /** What it is. */
  readonly kind: NodeKind;
  /** The process it belongs to. */
  readonly process: number;
  /** The scope whose token passes it. */
  readonly scope: number;
  /** Incoming sequence flows, in the order of the file; {@link Flow.slot} is the place in this list. */
  readonly incoming: readonly number[];
  /** Outgoing sequence flows, in the order of the file: the order in which conditions are evaluated. */
  readonly outgoing: readonly number[];
  /** The outgoing flow taken when no condition holds; `NONE` where there is none. */
  readonly defaultFlow: number;
  /** Boundary events attached to it, compensation boundary events included. */
  readonly boundary: readonly number[];
  /** The scope inside it (sub-processes of all kinds); `NONE` for the others. */
  readonly body: number;
  /** The innermost lane that lists it, else its parent node's lane, else `NONE`. */
  readonly lane: number;
  /** What activities have; null for gateways and events. */
  readonly activity: Activity | null;
  /** What gateways have; null for the others. */
  readonly gateway: Gateway | null;
  /** What events have; null for the others. */
  readonly event: Event | null;
  /** Data inputs, outputs and associations; null where the element declares none. */
  readonly io: Io | null;
  /** Properties of the element (10.4.1): items of {@link Definition.data}. */
  readonly properties: readonly number[];
  /** Vendor extensions; null where there are none. */
  readonly vendor: Vendor | null;
}

/** What a gateway has beyond a node (10.6). */
export interface Gateway {
  /** `gatewayDirection` as written. */
  readonly direction: "Unspecified" | "Converging" | "Diverging" | "Mixed";
  /** Event-based: true where it creates an instance. */
  readonly instantiate: boolean;
  /** Event-based: `eventGatewayType` is Parallel (only with `instantiate`). */
  readonly parallel: boolean;
  /** Complex: `activationCondition`, which may refer to `activationCount`; null where absent. */
  readonly activation: Expression | null;
}

/** One sequence flow. */
export interface Flow {
  /** Its place in {@link Definition.flows}. */
  readonly index: number;
  /** Its id, unique in the file. */
  readonly id: string;
  /** Its name; "" where it has none. */
  readonly name: string;
  /** The scope that holds it. */
  readonly scope: number;
  /** The node it leaves. */
  readonly source: number;
  /** The node it enters. */
  readonly target: number;
  /** Its place among the incoming flows of its target: the counter a parallel join keeps. */
  readonly slot: number;
  /** Null where it is unconditional, and for default flows. */
  readonly condition: Expression | null;
  /** True where its source names it as default. */
  readonly isDefault: boolean;
  /** Vendor extensions; null where there are none. */
  readonly vendor: Vendor | null;
}

/** A region with a life and data of its own: a process, or the inside of a sub-process. */
export interface Scope {
  /** Its place in {@link Definition.scopes}. A parent stands before its children. */
  readonly index: number;
  /** The id of the process or sub-process. */
  readonly id: string;
  /** `process` for a global task's scope too. */
  readonly kind: "process" | SubProcessKind;
  /** The process it belongs to. */
  readonly process: number;
  /** The scope around it; `NONE` for a process. */
  readonly parent: number;
  /** The sub-process node it is inside; `NONE` for a process. */
  readonly node: number;
  /** The nodes directly in it. */
  readonly nodes: readonly number[];
  /** The sequence flows directly in it. */
  readonly flows: readonly number[];
  /**
   * The nodes that get a token when the scope is entered without a trigger: its none start events (an event sub-process has
   * one start event: its trigger's, listed here too), else, if it has no start event and nothing instantiating, every
   * activity, gateway and event without incoming flow that is no boundary event, no compensation handler, no event
   * sub-process and no link target (13.2, 13.3.4). Empty for an ad-hoc sub-process, whose activities are enabled by choice.
   */
  readonly starts: readonly number[];
  /** What starts an instance by a trigger: triggered start events, instantiating receive tasks and event-based gateways. */
  readonly triggers: readonly number[];
  /** Event sub-processes directly in it, the compensation one excepted. */
  readonly eventSubProcesses: readonly number[];
  /** The event sub-process with a compensation start event; `NONE` where there is none. */
  readonly compensation: number;
  /** Boundary events, throw and end events are found by node; these are the link targets by name. */
  readonly links: Readonly<Record<string, number>>;
  /** Data objects declared in it and properties of the process or sub-process: items of {@link Definition.data}. */
  readonly data: readonly number[];
  /** What an ad-hoc sub-process has; null for the others. */
  readonly adHoc: AdHoc | null;
}

/** What an ad-hoc sub-process has (10.3.5, 13.3.5). */
export interface AdHoc {
  /** True where only one activity may run at a time. */
  readonly sequential: boolean;
  /** When it holds, the sub-process ends; null: when every enabled activity has ended. */
  readonly completion: Expression | null;
  /** Whether what still runs is cancelled then. */
  readonly cancelRemaining: boolean;
  /** The nodes without incoming flow, boundary events, handlers and event sub-processes excepted: those that can be chosen. */
  readonly enabled: readonly number[];
}

/** A process or a global task. */
export interface Process {
  /** Its place in {@link Definition.processes}. */
  readonly index: number;
  /** Its id, unique in the file. */
  readonly id: string;
  /** Its name; "" where it has none. */
  readonly name: string;
  /** A global task is a process with a single node of the matching kind, which bears its id. */
  readonly kind: "process" | "globalTask";
  /** `isExecutable` as written; null where it is not. */
  readonly isExecutable: boolean | null;
  /** Its outermost scope. */
  readonly scope: number;
  /** The participant that it is the inside of; `NONE` where there is none. */
  readonly participant: number;
  /** Data inputs and outputs of the process itself; null where it declares none. */
  readonly io: Io | null;
  /** Its `correlationSubscription` elements: what it listens for by keys; empty where it has none (8.4.2). */
  readonly subscriptions: readonly Subscription[];
  /** Vendor extensions; null where there are none. */
  readonly vendor: Vendor | null;
}

/** What a process listens for in its context: a correlation key with the paths that give its values (8.4.2). */
export interface Subscription {
  /** Its id; "" where it has none. */
  readonly id: string;
  /** The key in {@link Collaboration.keys}; `NONE` where it is not declared. */
  readonly key: number;
  /** For each property (index into {@link Roots.correlationProperties}) the expression over the process's data. */
  readonly bindings: readonly { readonly property: number; readonly path: Expression }[];
}

/** What an id of the file refers to: a table of the definition and the index there. */
export interface Reference {
  /** The name of a table of {@link Definition}, or of one of its {@link Roots}. */
  readonly table: "processes" | "scopes" | "nodes" | "flows" | "data" | "lanes" | keyof Roots;
  /** The place in it. */
  readonly index: number;
}

/** A whole file, compiled. Deeply frozen, and plain data: `structuredClone` and JSON keep it. */
export interface Definition {
  /** The id of the `definitions` element; "" where it has none. */
  readonly id: string;
  /** Its name; "" where it has none. */
  readonly name: string;
  /** Its `targetNamespace`; "" where it has none. */
  readonly namespace: string;
  /** Processes, then global tasks. */
  readonly processes: readonly Process[];
  /** Processes, global tasks and sub-processes: where flow nodes are. */
  readonly scopes: readonly Scope[];
  /** All flow nodes. */
  readonly nodes: readonly Node[];
  /** All sequence flows. */
  readonly flows: readonly Flow[];
  /** All item-aware elements. */
  readonly data: readonly DataItem[];
  /** Lanes of all processes; a parent stands before its children. */
  readonly lanes: readonly Lane[];
  /** Messages, signals, errors and the other root elements. */
  readonly roots: Roots;
  /** Participants, message flows and correlation keys of all collaborations. */
  readonly collaboration: Collaboration;
  /** Text annotations, groups and associations, kept for drawing. */
  readonly artifacts: readonly Artifact[];
  /** Positions for drawing; empty where the file has none. */
  readonly diagram: Diagram;
  /** Ids of processes, nodes, flows, data, lanes and root elements. Look up with `Object.hasOwn`, or by {@link nodeOf}. */
  readonly ids: Readonly<Record<string, Reference>>;
}

/** The node with this id, or undefined. */
export function nodeOf(definition: Definition, id: string): Node | undefined {
  object(definition?.ids, "the ids of a definition");
  const ref = Object.hasOwn(definition.ids, id) ? definition.ids[id] : undefined;
  return ref?.table === "nodes" ? definition.nodes[ref.index] : undefined;
}

/** The process or global task with this id, or undefined. */
export function processOf(definition: Definition, id: string): Process | undefined {
  object(definition?.ids, "the ids of a definition");
  const ref = Object.hasOwn(definition.ids, id) ? definition.ids[id] : undefined;
  return ref?.table === "processes" ? definition.processes[ref.index] : undefined;
}
