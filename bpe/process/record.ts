/**
 * A definition as the original's records show it: tasks, flows and events of a process by name.
 *
 * @module
 */
import {
  type Definition,
  type Flow,
  type Node,
  NONE,
  type Process,
} from "../definition/definition.ts";

/** A task, gateway, or start or end event of a process. */
export interface TaskRecord {
  /** `beginEvent`, `endEvent`, `task`, `userTask`, `serviceTask`, ..., `gateway`. */
  readonly kind: string;
  /** Its id in the definition. */
  readonly id: string;
  /** Its name in the definition; "" where it has none. */
  readonly name: string;
  /** Ids of the flows that enter it. */
  readonly input: readonly string[];
  /** Ids of the flows that leave it. */
  readonly output: readonly string[];
  /** Roles that may do it. */
  readonly roles: readonly string[];
  /** A gateway's type. */
  readonly type?: string;
  /** The id of its default flow. */
  readonly def?: string;
}

/** A sequence flow of a process. */
export interface FlowView {
  /** Its id in the definition. */
  readonly id: string;
  /** Its name in the definition; "" where it has none. */
  readonly name: string;
  /** The text of its condition; "" where it has none. */
  readonly condition: string;
  /** The id of the node it leaves. */
  readonly source: string;
  /** The id of the node it enters. */
  readonly target: string;
}

/** An intermediate or boundary event of a process. */
export interface EventRecord {
  /** `messageEvent`, `timeoutEvent`, `boundaryEvent`, ... */
  readonly kind: string;
  /** Its id in the definition. */
  readonly id: string;
  /** Its name in the definition; "" where it has none. */
  readonly name: string;
  /** The activity at whose boundary it is. */
  readonly attachedTo?: string;
}

/** A process as its records. */
export interface Records {
  /** Tasks, gateways, start and end events, those of sub-processes too. */
  readonly tasks: readonly TaskRecord[];
  /** The sequence flows of the process, those inside its sub-processes too. */
  readonly flows: readonly FlowView[];
  /** Intermediate and boundary events. */
  readonly events: readonly EventRecord[];
  /** The id of the node it begins with; "" where a trigger starts it. */
  readonly beginEvent: string;
  /** The id of its first end event. */
  readonly endEvent: string;
}

const known = new WeakMap<Process, Records>();

/** The records of a process; made once for each. */
export function recordsOf(definition: Definition, process: Process): Records {
  const kept = known.get(process);
  if (kept !== undefined) return kept;
  const nodes = definition.nodes.filter((node) => node.process === process.index);
  const inFlow = (node: Node) => !isEvent(node);
  const start = definition.scopes[process.scope]?.starts[0] ?? NONE;
  const records: Records = {
    tasks: nodes.filter(inFlow).map((node) => taskRecord(definition, node)),
    flows: definition.flows
      .filter(({ source }) => definition.nodes[source]?.process === process.index)
      .map((flow) => flowView(definition, flow)),
    events: nodes.filter(isEvent).map((node) => eventOf(definition, node)),
    beginEvent: definition.nodes[start]?.id ?? "",
    endEvent: nodes.find(({ kind, scope }) => kind === "endEvent" && scope === process.scope)?.id ??
      "",
  };
  known.set(process, records);
  return records;
}

/** A flow by its index, as a record. */
export function flowView(definition: Definition, flow: Flow): FlowView {
  return {
    id: flow.id,
    name: flow.name,
    condition: flow.condition?.text ?? "",
    source: definition.nodes[flow.source]?.id ?? "",
    target: definition.nodes[flow.target]?.id ?? "",
  };
}

/** A node, as a record. */
export function taskRecord(definition: Definition, node: Node): TaskRecord {
  const flows = (indices: readonly number[]) =>
    indices.flatMap((index) => definition.flows[index]?.id ?? []);
  const def = definition.flows[node.defaultFlow]?.id;
  return {
    kind: kindOf(node),
    id: node.id,
    name: node.name,
    input: flows(node.incoming),
    output: flows(node.outgoing),
    roles: rolesOf(definition, node),
    ...(node.gateway === null ? {} : { type: typeOf(node) }),
    ...(def === undefined ? {} : { def }),
  };
}

/** Roles of a node: its candidate groups, else its lane. */
function rolesOf(definition: Definition, node: Node): readonly string[] {
  const groups = (node.vendor?.candidateGroups ?? "").split(",").map((each) => each.trim())
    .filter((each) => each !== "");
  const lane = definition.lanes[node.lane];
  return groups.length > 0 || lane === undefined ? groups : [lane.name || lane.id];
}

function kindOf({ kind, gateway }: Node): string {
  if (gateway !== null) return "gateway";
  return kind === "startEvent" ? "beginEvent" : kind;
}

function typeOf({ kind }: Node): string {
  return kind === "eventBasedGateway" ? "event" : kind.replace("Gateway", "");
}

function isEvent({ kind }: Node): boolean {
  return kind.startsWith("intermediate") || kind === "boundaryEvent";
}

function eventOf(definition: Definition, { id, name, kind, event }: Node): EventRecord {
  const attachedTo = definition.nodes[event?.attachedTo ?? NONE]?.id;
  const named = { message: "messageEvent", timer: "timeoutEvent" } as Record<string, string>;
  return {
    kind: kind === "boundaryEvent" ? kind : named[event?.trigger ?? ""] ?? kind,
    id,
    name,
    ...(attachedTo === undefined ? {} : { attachedTo }),
  };
}
