/**
 * Namespaces in XML 1.0: prefixes to names.
 *
 * @module
 */
import { BpeError } from "../error.ts";
import { decode } from "./entity.ts";

type Names = Readonly<Record<string, string>>;

/** The namespace of declarations, which no prefix may have. */
const XMLNS = "http://www.w3.org/2000/xmlns/";

/** What is declared before the root. */
export const PREDECLARED: Names = Object.freeze(
  Object.assign(Object.create(null), { xml: "http://www.w3.org/XML/1998/namespace" }),
);

/** The namespaces inside an element: those around it and those its attributes declare. */
export function inside(around: Names, raw: unknown): Names {
  let own: Record<string, string> | null = null;
  for (const [name, value] of entries(raw)) {
    if (name !== "xmlns" && !name.startsWith("xmlns:")) continue;
    const prefix = name.slice(6), namespace = decode(value);
    if (prefix === "xml" || prefix === "xmlns" || namespace === XMLNS) {
      reserved(prefix, namespace);
      continue;
    }
    own ??= Object.create(around) as Record<string, string>; // inherits what is declared around it
    own[prefix] = namespace;
  }
  return own ?? around;
}

/** What has its meaning without being declared: `xml` may be declared to be what it is, `xmlns` never (Namespaces in XML 1.0, 3). */
function reserved(prefix: string, namespace: string): void {
  if (prefix === "xml" && namespace === PREDECLARED.xml) return;
  throw new BpeError(
    "xml",
    `xmlns:${prefix}="${
      namespace.slice(0, 100)
    }": this prefix or namespace is reserved; choose another`,
  );
}

/** Attributes without prefix by name, the others by `{namespace}name`; declarations left out. */
export function splitAttributes(names: Names, raw: unknown): { attributes: Names; foreign: Names } {
  const attributes: Record<string, string> = Object.create(null);
  let foreign: Record<string, string> = NONE;
  for (const [name, value] of entries(raw)) {
    const colon = name.indexOf(":");
    if (colon < 0) {
      if (name !== "xmlns") attributes[name] = decode(value);
      continue;
    }
    const prefix = name.slice(0, colon);
    if (prefix === "xmlns") continue;
    const namespace = names[prefix];
    if (namespace === undefined) {
      throw new BpeError("xml", `${name}: the prefix ${prefix} is not declared`);
    }
    if (foreign === NONE) foreign = Object.create(null);
    foreign[`{${namespace}}${name.slice(colon + 1)}`] = decode(value);
  }
  return { attributes, foreign };
}

const NONE: Record<string, string> = Object.freeze(Object.create(null));

function entries(raw: unknown): [string, string][] {
  return typeof raw === "object" && raw !== null ? Object.entries(raw) : [];
}
