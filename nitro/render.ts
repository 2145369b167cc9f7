/**
 * Rendering: elements as markup, and the actions that go with it.
 *
 * @module
 */
import { randomId } from "../base/mod.ts";
import type { Action } from "./action/action.ts";
import { type Body, type Element, type Out, type Raw, TRUSTED } from "./element.ts";
import { NitroError } from "./error.ts";
import { hte } from "./escape.ts";

/** Markup, and what is to be carried out once it was placed. */
export interface Rendered {
  /** The markup, for `innerHTML`. */
  readonly html: string;
  /** The actions, in the order of the elements. */
  readonly actions: readonly Action[];
}

/** How deep elements may nest. */
const DEPTH = 256;

/**
 * Renders a body: text is escaped, `raw` is not, nothing (`null`, `undefined`, `false`) is nothing.
 *
 * @param newId makes the id of an element that needs one and was given none.
 * @throws {NitroError} `render` for a value that is no body, and for nesting deeper than 256.
 */
export function renderBody(body: Body, newId: () => string = tempId): Rendered {
  const actions: Action[] = [];
  let depth = 0;
  const out: Out = {
    wire: (action) => void actions.push(action),
    tempId: newId,
    body(body) {
      if (++depth > DEPTH) {
        throw new NitroError("render", `elements may nest ${DEPTH} deep at most`);
      }
      const html = markup(body, out);
      depth--;
      return html;
    },
  };
  return { html: out.body(body), actions };
}

function markup(body: Body, out: Out): string {
  if (typeof body === "string") return hte(body);
  if (body === null || body === undefined || body === false) return "";
  if (typeof body === "number" || typeof body === "bigint") return String(body);
  if (isList(body)) {
    let html = "";
    for (const each of body) html += typeof each === "string" ? hte(each) : out.body(each);
    return html;
  }
  if (typeof body === "object") {
    if (isRaw(body)) return body.raw;
    if (isElement(body)) return element(body, out);
  }
  throw new NitroError(
    "render",
    `a ${typeof body} is no body: use text, numbers, elements, raw() and lists of these`,
  );
}

function element({ props, markup }: Element, out: Out): string {
  if (props.showIf === false) return "";
  const html = markup(props, out);
  if (props.actions !== undefined) { for (const action of props.actions) out.wire(action); }
  return html;
}

function isList(value: Body): value is readonly Body[] {
  return Array.isArray(value);
}

function isRaw(value: object): value is Raw {
  return TRUSTED in value;
}

function isElement(value: object): value is Element {
  return "markup" in value && typeof value.markup === "function";
}

/** An id that no other element of a page has: 51 random bits. */
export function tempId(): string {
  return `auto-${randomId(10)}`;
}
