/**
 * Elements made in code.
 *
 * @module
 */
import { type Element, NAMESPACE } from "../xml/element.ts";

/** An element that is still being put together. */
export interface Draft extends Element {
  /** Attributes with prefix, by `{namespace}name`. */
  readonly foreign: Record<string, string>;
  /** Child elements in order. */
  readonly children: Draft[];
  /** The element around it. */
  parent: Draft | null;
}

/** A BPMN element; attributes that are undefined are left out. */
export function draft(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  text = "",
): Draft {
  const own: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) own[key] = value;
  return {
    name,
    namespace: NAMESPACE.bpmn,
    attributes: own,
    foreign: Object.create(null),
    children: [],
    text: text.trim(),
    parent: null,
    ordinal: -1,
    namespaces: {},
  };
}

/** Puts an element into another; gives the inner one. */
export function add(parent: Draft, child: Draft): Draft {
  child.parent = parent;
  parent.children.push(child);
  return child;
}
