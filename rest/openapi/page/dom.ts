/**
 * Elements, made without markup: what a document says is text and nothing else.
 *
 * @module
 */

/** What stands in an element. */
export type Child = Node | string | undefined | readonly Child[];

/** Attributes, and listeners by the name of their event. */
export type Attributes = Readonly<Record<string, string | boolean | undefined | (() => void)>>;

/** Makes an element; of an attribute that is true the name alone stands, one that is false or undefined is left out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (typeof value === "string") element.setAttribute(name, value);
  }
  put(element, children);
  return element;
}

/** A field of a form, which has an id, behind its label. */
export function labelled(input: HTMLElement, ...label: readonly Child[]): HTMLElement {
  return h("p", { class: "field" }, h("label", { for: input.id }, label), input);
}

/** Puts something in the place of what is in an element. */
export function put(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...flat(children));
}

function flat(children: readonly Child[]): (Node | string)[] {
  return children.flatMap((each) =>
    each === undefined ? [] : Array.isArray(each) ? flat(each) : [each as Node | string] // as: isArray does not narrow lists that are read only
  );
}
