/**
 * What the client tells scripts of the page: custom events on the document.
 *
 * @module
 */

/** Dispatches the `CustomEvent` `n2o:name` on the document. */
export function signal(name: string, detail: unknown): void {
  document.dispatchEvent(new CustomEvent("n2o:" + name, { detail }));
}
