/**
 * What the rules of a BPMN file share: ids, flows by node, event definitions, and the list of violations.
 *
 * @module
 */
import type { Expressions } from "../expression/expression.ts";
import { EVENT_DEFINITIONS, FLOW_NODES } from "../xml/kinds.ts";
import { attr, children, type Element, flag, isBpmn, localName, texts } from "../xml/element.ts";

/** `error`: the file is refused; `warning`: it is accepted, and may not mean what is drawn. */
export type Severity = "error" | "warning";

/** A rule that a file breaks. */
export interface Violation {
  /** The rule, as `EXT022`. */
  readonly rule: string;
  /** The element that breaks it. */
  readonly at: Element;
  /** What is wrong with it, to be read after the element's name. */
  readonly message: string;
  /** Whether it is refused for it. */
  readonly severity: Severity;
}

/** How a file is checked. */
export interface CheckOptions {
  /** True: processes that do not say whether they are executable are going to be. */
  readonly deploying?: boolean;
  /** True: every rule of the standard is an error where it is broken. */
  readonly strict?: boolean;
  /** Reads the texts of expressions; an evaluator that cannot tell before the time comes is not asked. */
  readonly expressions?: Pick<Expressions, "check" | "constant"> | undefined;
}

/** What rules ask. */
export interface Check {
  /** The `definitions` element. */
  readonly root: Element;
  /** Elements that have no id in the file, and were given one. */
  readonly unnamed: ReadonlySet<Element>;
  /** BPMN elements by id, the first of each. */
  readonly ids: ReadonlyMap<string, Element>;
  /** All BPMN elements, parents before children. */
  readonly elements: readonly Element[];
  /** Sequence flows by the id of their target. */
  readonly incoming: ReadonlyMap<string, readonly Element[]>;
  /** Sequence flows by the id of their source. */
  readonly outgoing: ReadonlyMap<string, readonly Element[]>;
  /** Boundary events by the id of their activity. */
  readonly boundary: ReadonlyMap<string, readonly Element[]>;
  /** What associations join, by the id of either end. */
  readonly associated: ReadonlyMap<string, readonly string[]>;
  /** Catching link definitions by scope and name. */
  readonly links: ReadonlyMap<Element, ReadonlyMap<string, Element>>;
  /** Names of what call activities call: it is carried out, whatever it says of itself. */
  readonly called: ReadonlySet<string>;
  /** Catching link definitions that some event throws. */
  readonly thrownLinks: ReadonlySet<Element>;
  /** The processes that are going to be carried out. */
  readonly carriedOut: ReadonlySet<Element>;
  /** The file's data, by their names. */
  readonly names: Readonly<Record<string, null>>;
  /** Reads an expression; undefined where the evaluator does not tell before the time comes. */
  readonly expressions: CheckOptions["expressions"];
  /** Notes a violation, with the severity that the rule has, or with another. */
  report(rule: string, at: Element, message: string, severity?: Severity): void;
}

/** A rule for elements of some tags. */
export type Rule = (element: Element, check: Check) => void;

/** Rules by tag. */
export type Rules = Readonly<Record<string, readonly Rule[]>>;

/** The element that a reference names, or undefined. */
export function refer(check: Check, name: string): Element | undefined {
  return name === "" ? undefined : check.ids.get(localName(name));
}

/** Sequence flows into a node. */
export function incoming(check: Check, node: Element): readonly Element[] {
  return check.incoming.get(attr(node, "id")) ?? [];
}

/** Sequence flows out of a node. */
export function outgoing(check: Check, node: Element): readonly Element[] {
  return check.outgoing.get(attr(node, "id")) ?? [];
}

/** Event definitions of an event: its own, then the referenced ones that exist. */
export function eventDefinitions(check: Check, event: Element): Element[] {
  const own = event.children.filter((one) => isBpmn(one) && one.name in EVENT_DEFINITIONS);
  const referenced = texts(event, "eventDefinitionRef").map((name) => refer(check, name))
    .filter((one): one is Element => one !== undefined && one.name in EVENT_DEFINITIONS);
  return [...own, ...referenced];
}

/** The kinds of event definitions of an event, as `message`. */
export function eventKinds(check: Check, event: Element): string[] {
  return eventDefinitions(check, event).map((one) => EVENT_DEFINITIONS[one.name]!);
}

/** Whether it is a sub-process that an event starts. */
export function isEventSubProcess(element: Element): boolean {
  return element.name === "subProcess" && flag(element, "triggeredByEvent", false);
}

/** The process around an element, or undefined. */
export function processAround(element: Element): Element | undefined {
  let one: Element | null = element;
  while (one !== null && one.name !== "process") one = one.parent;
  return one ?? undefined;
}

/**
 * Whether what stands there is going to be carried out: it is in a process that is said to be executable, or that is called, or,
 * when the file is deployed, in one that does not say; beside the processes, where any of them is.
 */
export function isCarriedOut(element: Element, { carriedOut }: Pick<Check, "carriedOut">): boolean {
  const process = processAround(element);
  return process === undefined ? carriedOut.size > 0 : carriedOut.has(process);
}

/** Whether it stands in a process that is said to be executable. */
export function isExecutable(element: Element): boolean {
  const process = processAround(element);
  return process !== undefined && flag(process, "isExecutable", false);
}

/**
 * Whether the rules on types and operations apply: in executable processes of files that type their data by XML Schema, the
 * default of the standard. Tools with a type language of their own (DMN, say) write neither operations nor comparable types.
 */
export function isTyped(element: Element, check: Check): boolean {
  const language = attr(check.root, "typeLanguage");
  return isExecutable(element) && (language === "" || language.includes("XMLSchema"));
}

/** The nodes directly in a scope. */
export function nodesOf(scope: Element): Element[] {
  return scope.children.filter((one) => isBpmn(one) && FLOW_NODES.has(one.name));
}

/** Whether an activity is a start without incoming flow: an instantiating receive task or event-based gateway. */
export function isInstantiating(node: Element): boolean {
  return (node.name === "receiveTask" || node.name === "eventBasedGateway") &&
    flag(node, "instantiate", false);
}

/** The number of distinct loop markers, sets or the like: children of these names. */
export function count(element: Element | undefined, ...names: string[]): number {
  return children(element, ...names).length;
}
