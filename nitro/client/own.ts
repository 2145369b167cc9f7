/**
 * The properties of a form, which its controls hide under their names (HTML, section 4.10.3: a form's named properties come first).
 *
 * @module
 */

/** A node with the properties of its class, whatever is in it. What is handed to the browser is the node itself. */
export function own<T extends EventTarget>(node: T): T {
  if (!(node instanceof HTMLFormElement)) return node;
  return new Proxy(node, {
    get(form, name) {
      const value = Reflect.get(HTMLFormElement.prototype, name, form);
      return typeof value === "function" ? value.bind(form) : value;
    },
  });
}
