/**
 * How a page hears that the person changed a control that is more than one of the browser's.
 *
 * @module
 */
import type { Out, Props } from "../../element.ts";
import { event } from "../../event.ts";

/** Wires the postback of such a control, if it has one: it is sent when the person changed it, with what it holds among the sources. */
export function wireChange(
  { id, postback, source = [], delegate }: Props & { readonly id: string },
  out: Out,
): void {
  if (postback === undefined) return;
  out.wire(
    event({
      target: id,
      type: "n2o:change",
      postback,
      source: [...new Set([id, ...source])],
      delegate,
    }),
  );
}
