/**
 * Inline style as a property of an element: what actions set of it, and no more.
 *
 * @module
 */

/** What has a style. */
interface Styled {
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
}

const property = (name: string) => name.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());

/** The declarations of an element: properties by their names in either spelling. */
export function styleOf(element: Styled): Record<string, string> {
  const read = () =>
    new Map(
      (element.getAttribute("style") ?? "").split(";").map((each) => each.split(/:(.*)/s))
        .filter(([name]) => name?.trim()).map(([name = "", value = ""]) =>
          [name.trim(), value.trim()] as const
        ),
    );
  const write = (name: string, value: string) => {
    const all = read();
    if (value === "") all.delete(name);
    else all.set(name, value);
    element.setAttribute("style", [...all].map(([name, value]) => `${name}: ${value};`).join(" "));
  };
  const methods: Readonly<Record<string, unknown>> = {
    setProperty: write,
    removeProperty: (name: string) => write(name, ""),
    getPropertyValue: (name: string) => read().get(name) ?? "",
  };
  return new Proxy<Record<string, string>>({}, {
    get: (_, name) =>
      typeof name !== "string" ? undefined : methods[name] ?? read().get(property(name)) ?? "",
    set(_, name, value) {
      if (name === "cssText") element.setAttribute("style", String(value));
      else if (typeof name === "string") write(property(name), String(value));
      return true;
    },
  });
}
