/**
 * The first pass of the compiler: every element gets its number, so that references can be resolved in any order.
 *
 * @module
 */
import {
  type Definition,
  type Expression,
  NONE,
  type Reference,
} from "../definition/definition.ts";
import { dictionary, FLOW_NODES, GLOBAL_TASKS, ITEMS, SUB_PROCESSES } from "../xml/kinds.ts";
import { attr, type Element, isBpmn, localName, walk } from "../xml/element.ts";

/** Names of the tables of a definition that ids refer to. */
export type Table = Reference["table"];

/** Elements in the order of their numbers, a list for each table. */
export type Listed = Readonly<Record<Table, readonly Element[]>>;

/** What the second pass looks things up in. */
export interface Tables {
  /** The `definitions` element. */
  readonly root: Element;
  /** BPMN elements by id. */
  readonly ids: ReadonlyMap<string, Element>;
  /** Elements by table. */
  readonly listed: Listed;
  /** The number of an element in a table. */
  readonly numbers: Readonly<Record<Table, ReadonlyMap<Element, number>>>;
  /** What associations join, by the id of either end. */
  readonly associated: ReadonlyMap<string, readonly string[]>;
  /** Boundary events by the number of their activity. */
  readonly boundary: ReadonlyMap<number, readonly number[]>;
}

const ROOTS: Readonly<Record<string, Table>> = dictionary({
  message: "messages",
  signal: "signals",
  error: "errors",
  escalation: "escalations",
  itemDefinition: "items",
  operation: "operations",
  resource: "resources",
  correlationProperty: "correlationProperties",
});

/** Numbers all elements of a file. */
export function tables(root: Element): Tables {
  const listed: Record<Table, Element[]> = {
    processes: [],
    scopes: [],
    nodes: [],
    flows: [],
    data: [],
    lanes: [],
    messages: [],
    signals: [],
    errors: [],
    escalations: [],
    items: [],
    operations: [],
    resources: [],
    correlationProperties: [],
  };
  const ids = new Map<string, Element>();
  const associated = new Map<string, string[]>();
  const globals: Element[] = [];
  const edges: Element[] = [];
  for (const one of walk(root)) {
    if (!isBpmn(one)) continue;
    const id = attr(one, "id");
    if (id !== "" && !ids.has(id)) ids.set(id, one);
    if (GLOBAL_TASKS.has(one.name)) globals.push(one);
    if (one.name === "association") associate(associated, one);
    const table = tableOf(one);
    if (table === "flows") edges.push(one);
    else if (table !== undefined) listed[table].push(one);
    if (one.name === "process" || SUB_PROCESSES.has(one.name)) listed.scopes.push(one);
  }
  const known = new Set(listed.nodes);
  for (const one of edges) if (joins(one, ids, known)) listed.flows.push(one);
  for (const one of globals) {
    listed.processes.push(one);
    listed.scopes.push(one);
    listed.nodes.push(one);
  }
  const numbers = Object.fromEntries(
    Object.entries(listed).map(([name, list]) => [name, new Map(list.map((one, i) => [one, i]))]),
  ) as Record<Table, Map<Element, number>>; // the keys are those of `listed`
  const found = { root, ids, listed, numbers, associated };
  return { ...found, boundary: boundaries(found) };
}

function tableOf(element: Element): Table | undefined {
  if (element.name === "process") return "processes";
  if (element.name === "sequenceFlow") return isInScope(element) ? "flows" : undefined;
  if (element.name === "lane") return "lanes";
  if (FLOW_NODES.has(element.name)) return isInScope(element) ? "nodes" : undefined;
  if (ITEMS.has(element.name)) return "data";
  return ROOTS[element.name];
}

/** Choreographies have events and flows too, which nothing here carries out. */
function isInScope(element: Element): boolean {
  const around = element.parent?.name ?? "";
  return around === "process" || SUB_PROCESSES.has(around);
}

/** Whether a flow joins two nodes of its own scope: only in a drawing does one not, and there it leads nowhere. */
function joins(
  flow: Element,
  ids: ReadonlyMap<string, Element>,
  nodes: ReadonlySet<Element>,
): boolean {
  return ["sourceRef", "targetRef"].every((name) => {
    const end = ids.get(localName(attr(flow, name)));
    return end !== undefined && nodes.has(end) && end.parent === flow.parent;
  });
}

function associate(associated: Map<string, string[]>, element: Element): void {
  const ends = [localName(attr(element, "sourceRef")), localName(attr(element, "targetRef"))];
  for (const [i, end] of ends.entries()) {
    const list = associated.get(end);
    if (list === undefined) associated.set(end, [ends[1 - i]!]);
    else list.push(ends[1 - i]!);
  }
}

function boundaries(found: Omit<Tables, "boundary">): Map<number, number[]> {
  const map = new Map<number, number[]>();
  for (const [i, one] of found.listed.nodes.entries()) {
    if (one.name !== "boundaryEvent") continue;
    const host = refer(found, "nodes", attr(one, "attachedToRef"));
    const list = map.get(host);
    if (list === undefined) map.set(host, [i]);
    else list.push(i);
  }
  return map;
}

/** The number of what a reference names, in this table; `NONE` where it names nothing there. */
export function refer(
  found: Pick<Tables, "ids" | "numbers">,
  table: Table,
  name: string | undefined,
): number {
  const element = name === undefined ? undefined : found.ids.get(localName(name));
  return element === undefined ? NONE : number(found, table, element);
}

/** The number of an element in a table, or `NONE`. */
export function number(found: Pick<Tables, "numbers">, table: Table, element: Element): number {
  return found.numbers[table].get(element) ?? NONE;
}

/** An expression as data; null where the element is absent. */
export function expression(
  found: Pick<Tables, "root">,
  element: Element | undefined,
): Expression | null {
  if (element === undefined) return null;
  const language = attr(element, "language") || attr(found.root, "expressionLanguage");
  return { language, text: element.text };
}

/** The table of ids of a definition. */
export function references(found: Tables): Definition["ids"] {
  const all: Record<string, Reference> = Object.create(null);
  for (const [table, list] of Object.entries(found.listed)) {
    if (table === "scopes") continue;
    for (const [index, one] of list.entries()) {
      const id = attr(one, "id");
      // The node inside a global task has the task's id, which means the task.
      if (id !== "" && !(id in all)) all[id] = { table: table as Table, index }; // a key of `listed`
    }
  }
  return all;
}
