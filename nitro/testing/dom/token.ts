/**
 * Classes and data of elements as scripts have them.
 *
 * @module
 */

/** What has classes and data. */
interface Named {
  className: string;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  setAttribute(name: string, value: unknown): void;
  removeAttribute(name: string): void;
}

/** The classes of an element. */
export class ClassList {
  readonly #element: Named;

  /** Those of an element. */
  constructor(element: Named) {
    this.#element = element;
  }

  get #names(): string[] {
    return this.#element.className.split(/\s+/).filter((name) => name !== "");
  }
  contains(name: string): boolean {
    return this.#names.includes(name);
  }
  add(...names: string[]): void {
    this.#element.className = [...new Set([...this.#names, ...names])].join(" ");
  }
  remove(...names: string[]): void {
    this.#element.className = this.#names.filter((name) => !names.includes(name)).join(" ");
  }
  toggle(name: string, force: boolean = !this.contains(name)): boolean {
    if (force) this.add(name);
    else this.remove(name);
    return force;
  }
  replace(old: string, name: string): boolean {
    const had = this.contains(old);
    if (had) {
      this.#element.className = this.#names.map((each) => each === old ? name : each).join(" ");
    }
    return had;
  }
}

const attributeOf = (name: string) =>
  "data-" + name.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());

/** The attributes `data-*` as properties. */
export function datasetOf(element: Named): Record<string, string> {
  return new Proxy<Record<string, string>>({}, {
    get: (_, name) =>
      typeof name === "string" ? element.getAttribute(attributeOf(name)) ?? undefined : undefined,
    set(_, name, value) {
      if (typeof name === "string") element.setAttribute(attributeOf(name), value);
      return true;
    },
    has: (_, name) => typeof name === "string" && element.hasAttribute(attributeOf(name)),
    deleteProperty(_, name) {
      if (typeof name === "string") element.removeAttribute(attributeOf(name));
      return true;
    },
  });
}
