/**
 * The parsed element model of a BPMN file: elements by local name whatever their prefix, with the ways to read them.
 *
 * @module
 */

/** Namespaces that a BPMN file uses (BPMN 2.0.2, 15.2). */
export const NAMESPACE: {
  readonly bpmn: string;
  readonly bpmndi: string;
  readonly dc: string;
  readonly di: string;
  readonly xsi: string;
} = {
  bpmn: "http://www.omg.org/spec/BPMN/20100524/MODEL",
  bpmndi: "http://www.omg.org/spec/BPMN/20100524/DI",
  dc: "http://www.omg.org/spec/DD/20100524/DC",
  di: "http://www.omg.org/spec/DD/20100524/DI",
  xsi: "http://www.w3.org/2001/XMLSchema-instance",
};

/** One element. `isBpmn` elements are those of the BPMN model namespace. */
export interface Element {
  /** Its local name. */
  readonly name: string;
  /** Its namespace; "" for none. */
  readonly namespace: string;
  /** Attributes without prefix, entities decoded. Has no prototype. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Attributes with prefix, by `{namespace}name`. Has no prototype. */
  readonly foreign: Readonly<Record<string, string>>;
  /** Child elements in order. */
  readonly children: readonly Element[];
  /** Its own text, CDATA included, without surrounding white space. */
  readonly text: string;
  /** The element around it; null for the root. */
  readonly parent: Element | null;
  /** Its number in order of opening tags from 0: the key to its line. */
  readonly ordinal: number;
  /** Namespaces by prefix where it stands; "" is the default one. */
  readonly namespaces: Readonly<Record<string, string>>;
}

/** An attribute without prefix, white space around it removed; "" where it is absent. */
export function attr(element: Element, name: string): string {
  return element.attributes[name]?.trim() ?? "";
}

/** Whether a boolean attribute is true; `absent` where it is not given. */
export function flag(element: Element, name: string, absent: boolean): boolean {
  const text = attr(element, name);
  return text === "" ? absent : text === "true" || text === "1";
}

/** Whether the element is of the BPMN model namespace. */
export function isBpmn(element: Element): boolean {
  return element.namespace === NAMESPACE.bpmn;
}

/** The first BPMN child of this name. */
export function child(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((one) => one.name === name && isBpmn(one));
}

/** All BPMN children of these names, in order. */
export function children(element: Element | undefined, ...names: string[]): Element[] {
  return element?.children.filter((one) => isBpmn(one) && names.includes(one.name)) ?? [];
}

/** The texts of all BPMN children of this name: what the reference elements of the standard hold. */
export function texts(element: Element | undefined, name: string): string[] {
  return children(element, name).map((one) => one.text);
}

/** The local part of a qualified name. */
export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Every element below and including this one, parents before children. */
export function* walk(element: Element): Generator<Element> {
  const stack = [element];
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    yield one;
    for (let i = one.children.length - 1; i >= 0; i--) stack.push(one.children[i]!);
  }
}

/** How an error names it: its id, else its tag and the nearest id around it. */
export function label(element: Element): string {
  const id = attr(element, "id");
  if (id !== "") return id;
  let around = element.parent;
  while (around !== null && attr(around, "id") === "") around = around.parent;
  return around === null ? element.name : `${element.name} of ${attr(around, "id")}`;
}

/** The declared type of an element, as `tFormalExpression`; "" where not said. */
export function xsiType(element: Element): string {
  return localName(element.foreign[`{${NAMESPACE.xsi}}type`] ?? "");
}
