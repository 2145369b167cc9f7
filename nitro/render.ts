/**
 * Rendering: elements as markup, and the actions that go with it.
 *
 * ```ts
 * import { renderBody, span, tempId } from "@n2o/n2o/nitro";
 *
 * const id = tempId(), { html } = renderBody(span({ id, body: "a < b" }));
 * if (html !== `<span id="${id}">a &lt; b</span>`) throw new Error(html);
 * ```
 *
 * @module
 */
import { randomId } from "../base/mod.ts";
import type { Action } from "./action/action.ts";
import { type Body, type Element, type Raw, TRUSTED, type Written } from "./element.ts";
import { Writing } from "./attribute.ts";
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
  const rendering = new Rendering(newId);
  rendering.add(body);
  return { html: rendering.to.html, actions: rendering.actions };
}

/** A body while it is rendered. */
class Rendering implements Written {
  readonly to = new Writing();
  readonly actions: Action[] = [];
  readonly tempId: () => string;
  #depth = 0;

  constructor(newId: () => string) {
    this.tempId = newId;
  }

  wire(action: Action): void {
    this.actions.push(action);
  }

  body(body: Body): string {
    return this.#apart(() => {
      this.add(body);
      return this.to.html;
    });
  }

  add(body: Body): void {
    if (typeof body === "string") this.to.html += hte(body);
    else if (typeof body === "object" && body !== null) {
      if (++this.#depth > DEPTH) {
        throw new NitroError("render", `elements may nest ${DEPTH} deep at most`);
      }
      if (isList(body)) { for (let at = 0; at < body.length; at++) this.add(body[at]); }
      else if (isElement(body)) this.#addElement(body);
      else if (isRaw(body)) this.to.html += body.raw;
      else throw noBody(body);
      this.#depth--;
    } else if (typeof body === "number" || typeof body === "bigint") this.to.html += String(body);
    else if (body !== null && body !== undefined && body !== false) throw noBody(body);
  }

  #addElement(element: Element): void {
    const { props } = element;
    if (props.showIf === false) return;
    if (element.write !== undefined) element.write(props, this);
    // What an element gives is put behind what was written before it, whatever it wrote meanwhile.
    else this.to.html += this.#apart(() => element.markup(props, this));
    if (props.actions !== undefined) { for (const action of props.actions) this.wire(action); }
  }

  /** What is written from nothing on; what was written before stands then, also where an element goes on after a failure. */
  #apart(write: () => string): string {
    const { to } = this, before = to.html, depth = this.#depth;
    to.html = "";
    try {
      return write();
    } finally {
      to.html = before;
      to.isOpen = false;
      this.#depth = depth;
    }
  }
}

function noBody(value: unknown): NitroError {
  const kind = value instanceof Promise ? "promise" : typeof value;
  const hint = kind === "promise" ? "await it before, as in load; or " : "";
  return new NitroError(
    "render",
    `${kind} is no body: ${hint}use text, numbers, elements, raw() and lists of these`,
  );
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
