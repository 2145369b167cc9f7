/**
 * Makers of elements by the names that a file of the gallery has for them, and their tags in TSX.
 *
 * @module
 */
import { jsx } from "../../nitro/jsx/runtime.ts";
import * as rich from "../../nitro/rich.ts";
import { nitro } from "../../mod.ts";

/** Elements of the original that HTML does not know: in TSX they are components, as all that is no tag. */
const NO_TAGS = new Set(["author", "command", "keygen", "message"]);

/** Names of HTML that are others than those of makers. */
const OTHER_NAMES = ["a", "img", "link", "q", "search", "var"];

/** The namespaces that entries take makers from, and what TSX says for them. */
const SPACES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  nitro,
  "nitro.elements": nitro.elements,
  rich,
};

/** The tag of a maker in TSX: HTML's, else its name in its namespace; undefined for what makes no element. */
export function tagOf(space: string, name: string): string | undefined {
  const found = SPACES[space]?.[name];
  if (!isMaker(found)) return undefined;
  return space === "rich" ? `rich.${name}` : TAGS.get(found) ?? `${space}.${name}`;
}

type Maker = (props: nitro.Props) => nitro.Element;

/** Properties with which each maker of nitro and of nitro/rich makes an element. */
const ANY = {
  id: "x",
  key: "x",
  input: {},
  choice: { id: "x", text: "x" },
  ...Object.fromEntries(["items", "values", "groups", "options", "rows"].map((key) => [key, []])),
};

/** Whether something makes elements: it is tried. */
function isMaker(value: unknown): value is Maker {
  if (typeof value !== "function" || /^(async|class)\b/.test(String(value))) return false;
  try {
    return isElement(value(ANY));
  } catch {
    // It wants other than properties, or a page that runs.
    return false;
  }
}

function isElement(made: unknown): made is nitro.Element {
  return typeof made === "object" && made !== null && "markup" in made && "props" in made;
}

const TAGS: ReadonlyMap<Maker, string> = new Map(
  [...Object.keys(nitro.elements).filter((name) => !NO_TAGS.has(name)), ...OTHER_NAMES]
    .flatMap((tag) => {
      const made = jsx(tag, {}), maker = Reflect.get(nitro.elements, made.element);
      // A tag without a maker is made by `element`.
      const isMade = maker !== nitro.element && isMaker(maker) && isCalled(made, tag);
      return isMade ? [[maker, tag] as const] : [];
    }),
);

/** Whether the tag that an element renders has this name, so that it is HTML's. */
function isCalled(made: nitro.Element, tag: string): boolean {
  try {
    return nitro.renderBody(made).html.startsWith(`<${tag}`);
  } catch {
    // It lacks what it cannot be without; those have names of their own.
    return false;
  }
}
