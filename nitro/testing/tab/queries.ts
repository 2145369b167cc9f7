/**
 * How a test looks at a page.
 *
 * @module
 */
import type { Element, Parent } from "../dom/element.ts";
import { elementOf, type PageElement } from "../look/element.ts";
import { TestingError } from "../error.ts";
import {
  allOf,
  byLabel,
  byRole,
  bySelector,
  byText,
  type Matcher,
  type RoleOptions,
  type Wanted,
} from "../look/query.ts";

/** What queries are asked of. */
export interface Looked {
  /** The element or document that is looked at, as it is now. */
  readonly root: Parent;
  /** What the page shows, in words. */
  shown(): string;
  /** Tries again after each frame that comes until `look` answers; false when the time is over. */
  wait(look: () => boolean): Promise<boolean>;
}

/**
 * Elements by what a person knows of them. `getBy...` throws where there is none or more than one, `queryBy...` gives undefined where there is
 * none, `findBy...` waits until there is one, `getAllBy...` gives all, at least one. A text as a matcher is the whole text, its case and the
 * number of its spaces aside; an expression finds a part. What is hidden by attributes is not found.
 */
export interface Queries {
  /** The element of a role: `getByRole("button", { name: "Send" })`. */
  getByRole(role: string, options?: RoleOptions): PageElement;
  /** The element of a role, if there is one. */
  queryByRole(role: string, options?: RoleOptions): PageElement | undefined;
  /** The element of a role, as soon as there is one. */
  findByRole(role: string, options?: RoleOptions): Promise<PageElement>;
  /** All elements of a role. */
  getAllByRole(role: string, options?: RoleOptions): readonly PageElement[];
  /** The control of a label: `getByLabel("Your name")`. */
  getByLabel(label: Matcher): PageElement;
  /** The control of a label, if there is one. */
  queryByLabel(label: Matcher): PageElement | undefined;
  /** The control of a label, as soon as there is one. */
  findByLabel(label: Matcher): Promise<PageElement>;
  /** All controls of a label. */
  getAllByLabel(label: Matcher): readonly PageElement[];
  /** The innermost element that says a text: `getByText(/^3 items/)`. */
  getByText(text: Matcher): PageElement;
  /** The innermost element that says a text, if there is one. */
  queryByText(text: Matcher): PageElement | undefined;
  /** The innermost element that says a text, as soon as there is one. */
  findByText(text: Matcher): Promise<PageElement>;
  /** All innermost elements that say a text. */
  getAllByText(text: Matcher): readonly PageElement[];
  /** The element of a selector of CSS: for what a person cannot tell apart. */
  get(selector: string): PageElement;
  /** The element of a selector, if there is one. */
  query(selector: string): PageElement | undefined;
  /** All elements of a selector; none, perhaps. */
  all(selector: string): readonly PageElement[];
  /** Queries within an element. */
  within(element: PageElement): Queries;
}

/** Queries of what is looked at. */
export class Query implements Queries {
  readonly #looked: Looked;

  constructor(looked: Looked) {
    this.#looked = looked;
  }

  getByRole(role: string, options?: RoleOptions): PageElement {
    return this.#one(byRole(role, options));
  }
  queryByRole(role: string, options?: RoleOptions): PageElement | undefined {
    return this.#some(byRole(role, options));
  }
  findByRole(role: string, options?: RoleOptions): Promise<PageElement> {
    return this.#soon(byRole(role, options));
  }
  getAllByRole(role: string, options?: RoleOptions): readonly PageElement[] {
    return this.#all(byRole(role, options));
  }

  getByLabel(label: Matcher): PageElement {
    return this.#one(byLabel(label));
  }
  queryByLabel(label: Matcher): PageElement | undefined {
    return this.#some(byLabel(label));
  }
  findByLabel(label: Matcher): Promise<PageElement> {
    return this.#soon(byLabel(label));
  }
  getAllByLabel(label: Matcher): readonly PageElement[] {
    return this.#all(byLabel(label));
  }

  getByText(text: Matcher): PageElement {
    return this.#one(byText(text));
  }
  queryByText(text: Matcher): PageElement | undefined {
    return this.#some(byText(text));
  }
  findByText(text: Matcher): Promise<PageElement> {
    return this.#soon(byText(text));
  }
  getAllByText(text: Matcher): readonly PageElement[] {
    return this.#all(byText(text));
  }

  get(selector: string): PageElement {
    return this.#one(bySelector(selector));
  }
  query(selector: string): PageElement | undefined {
    return this.#some(bySelector(selector));
  }
  all(selector: string): readonly PageElement[] {
    return allOf(this.#looked.root, bySelector(selector));
  }

  within(element: PageElement): Queries {
    return new Query({
      root: elementOf(element),
      shown: () => this.#looked.shown(),
      wait: (look) => this.#looked.wait(look),
    });
  }

  #all(wanted: Wanted): readonly Element[] {
    const found = allOf(this.#looked.root, wanted);
    return found.length > 0 ? found : this.#fail(wanted, "there is none");
  }

  #some(wanted: Wanted): PageElement | undefined {
    const [found, other] = allOf(this.#looked.root, wanted);
    return other === undefined ? found : this.#one(wanted);
  }

  #one(wanted: Wanted): PageElement {
    const found = allOf(this.#looked.root, wanted), [first] = found;
    if (first !== undefined && found.length === 1) return first;
    return this.#fail(wanted, found.length === 0 ? "there is none" : `there are ${found.length}`);
  }

  async #soon(wanted: Wanted): Promise<PageElement> {
    await this.#looked.wait(() => allOf(this.#looked.root, wanted).length > 0);
    return this.#one(wanted);
  }

  #fail(wanted: Wanted, found: string): never {
    throw new TestingError(
      "query",
      `expected ${wanted.words}, ${found}\n\n${this.#looked.shown()}`,
    );
  }
}
