/**
 * Elements as a test reads them.
 *
 * @module
 */
import { Element } from "../dom/element.ts";
import { TestingError } from "../error.ts";

/** An element of a page. */
export interface PageElement {
  /** Its tag: `button`. */
  readonly localName: string;
  /** Its id; empty without one. */
  readonly id: string;
  /** Its classes, as the attribute has them. */
  readonly className: string;
  /** All text within, hidden or not. */
  readonly textContent: string;
  /** Its HTML, as attributes have it. */
  readonly outerHTML: string;
  /** Whether it is in the page still. */
  readonly isConnected: boolean;
  /** What it holds, where it is a control. */
  readonly value?: string;
  /** Whether it is ticked, where it can be. */
  readonly checked?: boolean;
  /** Whether it is disabled, itself or by its fieldset, where it can be. */
  readonly disabled?: boolean;
  /** Whether it is open, where it opens. */
  readonly open?: boolean;
  /** An attribute; null where it has none of this name. */
  getAttribute(name: string): string | null;
  /** Whether it has an attribute. */
  hasAttribute(name: string): boolean;
  /** Whether a selector of CSS means it. */
  matches(selector: string): boolean;
  /** The innermost that a selector means of it and those around it. */
  closest(selector: string): PageElement | null;
}

/** The element of a page. */
export function elementOf(element: PageElement): Element {
  if (element instanceof Element) return element;
  throw new TestingError("action", "that is no element of a page: look for one by a query");
}
