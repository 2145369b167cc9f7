/**
 * Rendering: elements as markup, and the actions that go with it.
 *
 * @module
 */
import { randomId } from "../base/mod.ts";
import type { Action } from "./action/action.ts";
import { type Body, type Element, type Raw, TRUSTED, type Written } from "./element.ts";
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
  const { html, actions } = rendering;
  return { html, actions };
}

/** A body while it is rendered. */
class Rendering implements Written {
  html = "";
  isOpen = false;
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
      return this.html;
    });
  }

  add(body: Body): void {
    if (typeof body === "string") this.html += hte(body);
    else if (typeof body === "object" && body !== null) {
      if (++this.#depth > DEPTH) {
        throw new NitroError("render", `elements may nest ${DEPTH} deep at most`);
      }
      this.#addObject(body);
      this.#depth--;
    } else if (typeof body === "number" || typeof body === "bigint") this.html += String(body);
    else if (body !== null && body !== undefined && body !== false) throw noBody(body);
  }

  #addObject(body: Body & object): void {
    if (isList(body)) { for (let at = 0; at < body.length; at++) this.add(body[at]); }
    else if (isElement(body)) this.#addElement(body);
    else if (isRaw(body)) this.html += body.raw;
    else throw noBody(body);
  }

  #addElement({ props, markup, write }: Element): void {
    if (props.showIf === false) return;
    if (write !== undefined) write(props, this);
    // What an element gives is put behind what was written before it, whatever it wrote meanwhile.
    else this.html += this.#apart(() => markup(props, this));
    if (props.actions !== undefined) { for (const action of props.actions) this.wire(action); }
  }

  /** What is written from nothing on; what was written before stands then, also where an element goes on after a failure. */
  #apart(write: () => string): string {
    const before = this.html, depth = this.#depth;
    this.html = "";
    try {
      return write();
    } finally {
      this.html = before;
      this.isOpen = false;
      this.#depth = depth;
    }
  }
}

function noBody(value: unknown): NitroError {
  return new NitroError(
    "render",
    `a ${typeof value} is no body: use text, numbers, elements, raw() and lists of these`,
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
