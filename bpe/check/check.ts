/**
 * The rules of the standard, applied to a parsed file before it is compiled.
 *
 * @module
 */
import { ACTIVITY_RULES } from "./activity.ts";
import { COLLABORATION_RULES } from "./collaboration.ts";
import {
  type Check,
  type CheckOptions,
  eventDefinitions,
  processAround,
  type Rule,
  type Violation,
} from "./context.ts";
import { DATA_RULES } from "./data.ts";
import { DEFINITION_RULES } from "./definition.ts";
import { EVENT_RULES } from "./event.ts";
import { EVERY, FILE_RULES } from "./file.ts";
import { FLOW_RULES } from "./flow.ts";
import { GATEWAY_RULES } from "./gateway.ts";
import { INTERFACE_RULES } from "./interface.ts";
import { LINK_RULES, linkTarget } from "./link.ts";
import { EXPRESSION_RULES } from "./expression.ts";
import { NAME_RULES } from "./name.ts";
import { severities } from "./severity.ts";
import { TIMER_RULES } from "./timer.ts";
import { VENDOR_RULES } from "./vendor.ts";
import { identify } from "../xml/identify.ts";
import { ITEMS } from "../xml/kinds.ts";
import { attr, children, type Element, flag, isBpmn, localName, walk } from "../xml/element.ts";

/** Violations of each severity reported at most: a file with more is no better understood by more. */
const MOST_VIOLATIONS: number = 100;

const GROUPS = [
  FILE_RULES,
  FLOW_RULES,
  GATEWAY_RULES,
  EVENT_RULES,
  LINK_RULES,
  DEFINITION_RULES,
  ACTIVITY_RULES,
  DATA_RULES,
  INTERFACE_RULES,
  COLLABORATION_RULES,
  EXPRESSION_RULES,
  TIMER_RULES,
  VENDOR_RULES,
  NAME_RULES,
];

const BY_TAG: ReadonlyMap<string, readonly Rule[]> = merged();

function merged(): Map<string, Rule[]> {
  const all = new Map<string, Rule[]>();
  for (const group of GROUPS) {
    for (const [tag, rules] of Object.entries(group)) {
      all.set(tag, [...all.get(tag) ?? [], ...rules]);
    }
  }
  return all;
}

/**
 * The rules that a file breaks, the most telling first, else in the order of the file; empty where it is good. At most
 * {@link MOST_VIOLATIONS} of each severity. Elements that lack an id that others go by have one afterwards.
 */
export function violations(root: Element, options: CheckOptions): Violation[] {
  const found: Violation[] = [];
  const counts = { error: 0, warning: 0 };
  const check = context(root, options, (rule, at, message, usual) => {
    const one = { rule, at, message, severity: severity(rule, at, usual) };
    if (counts[one.severity]++ < MOST_VIOLATIONS) found.push(one);
  });
  const severity = severities(check, options.strict === true);
  for (const element of check.elements) {
    if (counts.error >= MOST_VIOLATIONS) break;
    for (const rule of EVERY) rule(element, check);
    for (const rule of BY_TAG.get(element.name) ?? []) rule(element, check);
  }
  return found.sort((a, b) => weight(a) - weight(b));
}

/** What explains others comes first, what mostly follows from others last. */
function weight({ rule }: Violation): number {
  return WEIGHT[rule] ?? 0;
}

const WEIGHT: Readonly<Record<string, number>> = { EXT002: -1, REF: 1, EXT023: 2, START: 2 };

function context(
  root: Element,
  { expressions, deploying = false }: CheckOptions,
  report: Check["report"],
): Check {
  const unnamed = identify(root);
  const elements = [...bpmn(root)];
  const names: Record<string, null> = Object.create(null);
  const ids = new Map<string, Element>();
  const incoming = new Map<string, Element[]>(), outgoing = new Map<string, Element[]>();
  const boundary = new Map<string, Element[]>();
  const associated = new Map<string, string[]>();
  const links = new Map<Element, Map<string, Element>>();
  for (const one of elements) {
    const id = attr(one, "id");
    if (id !== "" && !ids.has(id)) ids.set(id, one);
    if (ITEMS.has(one.name)) names[attr(one, "name")] = null;
    if (one.name === "sequenceFlow") {
      push(incoming, localName(attr(one, "targetRef")), one);
      push(outgoing, localName(attr(one, "sourceRef")), one);
    } else if (one.name === "boundaryEvent") {
      push(boundary, localName(attr(one, "attachedToRef")), one);
    } else if (one.name === "association") {
      const source = localName(attr(one, "sourceRef")), target = localName(attr(one, "targetRef"));
      push(associated, source, target);
      push(associated, target, source);
    } else if (one.name === "linkEventDefinition") {
      catchLink(links, one);
    }
  }
  const flows = { incoming, outgoing, boundary, associated, links };
  const thrownLinks = new Set<Element>();
  const called = calledIn(elements, deploying);
  const carriedOut = children(root, "process").filter((one) =>
    flag(one, "isExecutable", deploying) || called.has(attr(one, "id"))
  );
  const check = {
    root,
    unnamed,
    elements,
    ids,
    ...flows,
    called,
    carriedOut: new Set(carriedOut),
    thrownLinks,
    names,
    expressions,
    report,
  };
  for (const one of elements) if (one.name === "intermediateThrowEvent") throwLinks(check, one);
  return check;
}

/** The processes that are called by what is carried out, and by what they call in turn. */
function calledIn(elements: readonly Element[], deploying: boolean): ReadonlySet<string> {
  const calls = new Map<string, string[]>();
  const called = new Set<string>(), open: string[] = [];
  for (const one of elements) {
    const from = one.name === "callActivity" ? processAround(one) : undefined;
    if (from === undefined) continue;
    const to = localName(attr(one, "calledElement"));
    push(calls, attr(from, "id"), to);
    if (flag(from, "isExecutable", deploying)) open.push(to);
  }
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (called.has(id)) continue;
    called.add(id);
    for (const to of calls.get(id) ?? []) open.push(to);
  }
  return called;
}

function throwLinks(check: Check & { readonly thrownLinks: Set<Element> }, event: Element): void {
  for (const link of eventDefinitions(check, event)) {
    if (link.name !== "linkEventDefinition") continue;
    const target = linkTarget(link, event, check);
    if (target !== undefined) check.thrownLinks.add(target);
  }
}

function catchLink(links: Map<Element, Map<string, Element>>, link: Element): void {
  const event = link.parent, scope = event?.parent ?? null;
  if (event?.name !== "intermediateCatchEvent" || scope === null) return;
  const names = links.get(scope) ?? new Map<string, Element>();
  const name = attr(link, "name") || attr(event, "name");
  if (name !== "" && !names.has(name)) names.set(name, link);
  links.set(scope, names);
}

/** BPMN elements outside of vendor extensions. */
function* bpmn(root: Element): Generator<Element> {
  for (const one of walk(root)) if (isBpmn(one) && one.name !== "extensionElements") yield one;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
