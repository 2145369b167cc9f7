/**
 * Reads what Camunda 7 and 8 (and their relatives) say about an element.
 *
 * @module
 */
import type { Extension, FormField, Listener, Mapping, Vendor } from "../definition/vendor.ts";
import { dictionary } from "../xml/kinds.ts";
import { attr, child, type Element, isBpmn, NAMESPACE, walk } from "../xml/element.ts";
import { KNOWN, vendorAttribute, ZEEBE } from "./vendor_loop.ts";

/** Namespaces of attributes that are no vendor's. */
const STANDARD: readonly string[] = [
  ...Object.values(NAMESPACE),
  "http://www.w3.org/XML/1998/namespace",
];

/** What vendors say about an element; null where they say nothing. */
export function vendor(element: Element): Vendor | null {
  const holder = child(element, "extensionElements");
  const attributes = foreign(element);
  if ((holder?.children.length ?? 0) === 0 && Object.keys(attributes).length === 0) return null;
  const all = holder === undefined ? [] : [...walk(holder)].filter((one) => isKnown(one.namespace));
  const first = (...names: string[]) => all.find((one) => names.includes(one.name));
  const own = (name: string) => vendorAttribute(element, name);
  const said = (name: string, tag: string, key = name) => own(name) || of(first(tag), key);
  return {
    assignee: said("assignee", "assignmentDefinition"),
    candidateUsers: said("candidateUsers", "assignmentDefinition"),
    candidateGroups: said("candidateGroups", "assignmentDefinition"),
    dueDate: said("dueDate", "taskSchedule"),
    followUpDate: said("followUpDate", "taskSchedule"),
    priority: said("priority", "priorityDefinition"),
    formKey: own("formKey") || own("formRef") || of(first("formDefinition"), "formKey") ||
      of(first("formDefinition"), "formId"),
    formFields: all.filter((one) => one.name === "formField").map(formField),
    topic: said("topic", "taskDefinition", "type") || implementation(own),
    retries: first("failedJobRetryTimeCycle")?.text ?? of(first("taskDefinition"), "retries"),
    resultVariable: own("resultVariable") ||
      of(first("calledDecision", "script"), "resultVariable"),
    decision: said("decisionRef", "calledDecision", "decisionId"),
    inputs: [...all.filter(isOf("inputParameter", "input")).map(mapping), ...passed(element, "in")],
    outputs: [
      ...all.filter(isOf("outputParameter", "output")).map(mapping),
      ...passed(element, "out"),
    ],
    properties: properties(all),
    listeners: all.filter((one) => LISTENERS[one.name] !== undefined).map(listener),
    extensions: (holder?.children ?? []).map(kept),
    attributes,
  };
}

/** The extension element with this local name directly inside an element, of a known vendor. */
export function extension(element: Element, name: string): Element | undefined {
  return child(element, "extensionElements")?.children
    .find((one) => one.name === name && isKnown(one.namespace));
}

function isKnown(namespace: string): boolean {
  return KNOWN.has(namespace);
}

function foreign(element: Element): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(element.foreign)) {
    if (!STANDARD.some((one) => name.startsWith(`{${one}}`))) own[name] = value;
  }
  return own;
}

function of(element: Element | undefined, name: string): string {
  return element === undefined ? "" : attr(element, name);
}

function implementation(own: (name: string) => string): string {
  return own("class") || own("delegateExpression") || own("expression");
}

function formField(element: Element): FormField {
  const below = [...walk(element)];
  return {
    id: attr(element, "id"),
    label: attr(element, "label"),
    type: attr(element, "type"),
    defaultValue: attr(element, "defaultValue"),
    values: below.filter((one) => one.name === "value")
      .map((one) => ({ id: attr(one, "id"), name: attr(one, "name") })),
    constraints: below.filter((one) => one.name === "constraint")
      .map((one) => ({ name: attr(one, "name"), config: attr(one, "config") })),
  };
}

function isOf(...names: readonly string[]): (element: Element) => boolean {
  return ({ name }) => names.includes(name);
}

/** What Camunda 7 passes to a called process, or takes from it, by name. */
function passed(call: Element, side: "in" | "out"): Mapping[] {
  if (call.name !== "callActivity") return [];
  return (child(call, "extensionElements")?.children ?? [])
    .filter((one) => one.name === side && isKnown(one.namespace) && attr(one, "target") !== "")
    .map((one) => ({
      source: attr(one, "sourceExpression") || attr(one, "source"),
      target: attr(one, "target"),
    }));
}

function mapping(element: Element): Mapping {
  const isEight = element.namespace === ZEEBE;
  return {
    source: isEight ? attr(element, "source") : element.text,
    target: attr(element, isEight ? "target" : "name"),
  };
}

function properties(all: readonly Element[]): Record<string, string> {
  const found: [string, string][] = all
    .filter((one) => one.name === "property" || one.name === "header")
    .map((one) => [attr(one, "name") || attr(one, "key"), attr(one, "value")]);
  return Object.fromEntries(found);
}

const LISTENERS: Readonly<Record<string, Listener["kind"]>> = dictionary({
  executionListener: "execution",
  taskListener: "task",
});

function listener(element: Element): Listener {
  const own = (name: string) => attr(element, name);
  return {
    kind: LISTENERS[element.name] ?? "execution",
    event: own("event") || own("eventType"),
    implementation: implementation(own) || own("type") || element.children[0]?.text || "",
  };
}

function kept(element: Element): Extension {
  const local = (name: string) => name.slice(name.indexOf("}") + 1);
  const foreign = Object.entries(element.foreign).map(([name, value]) => [local(name), value]);
  return {
    namespace: isBpmn(element) ? "" : element.namespace,
    name: element.name,
    attributes: Object.fromEntries([...foreign, ...Object.entries(element.attributes)]),
    text: element.text,
    children: element.children.map(kept),
  };
}
