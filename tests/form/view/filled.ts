/**
 * A form that is filled in, as tests of what it looks like need one: nothing follows from anything, each cell is as the test says.
 *
 * @module
 */
import {
  type AnyDocument,
  type Cell,
  FIELDS,
  type Filled,
  type Locale,
  type Mode,
  type Types,
} from "../../../form/mod.ts";
import { compiled } from "../../../form/forms.ts";
import type { Node } from "../../../form/document/compile.ts";

/** What a test says of a form. */
export interface Said {
  readonly values?: Readonly<Record<string, unknown>>;
  /** What differs in cells, by their paths. */
  readonly cells?: Readonly<Record<string, Partial<Cell>>>;
  /** The keys of rows, where they are not `r1`, `r2`, ..., by the path of their group. */
  readonly keys?: Readonly<Record<string, readonly string[]>>;
  readonly faults?: Filled["faults"];
  readonly hiddenSections?: readonly string[];
  readonly mode?: Mode;
  readonly types?: Types;
  readonly locale?: Locale;
}

/** Says keys and their arguments, so that no test depends on words. */
export const keys: Locale = {
  tag: "en",
  say: (key, args = {}) =>
    [key, ...Object.entries(args).map(([name, value]) => `${name}=${value}`)].join(" "),
};

/** A form with these values: rows are lists whose keys are `r1`, `r2`, ... */
export function filledOf(document: AnyDocument, said: Said = {}): Filled {
  const { values = {}, cells = {}, hiddenSections = [], mode = "edit", types = FIELDS } = said;
  const made = compiled(document, types);

  /** The fields at a path, and the values that they have. */
  function place(path: string): { children: ReadonlyMap<string, Node>; held: unknown } {
    let children = made.children, held: unknown = values, node: Node | undefined, at = "";
    for (const name of path === "" ? [] : path.split("/")) {
      if (node?.isRepeated === true && Array.isArray(held)) {
        held = held[filled.rows(at).indexOf(name)];
        node = undefined;
        at = below(at, name);
        continue;
      }
      node = children.get(name);
      at = below(at, name);
      if (node === undefined) throw new Error(`no ${path}`);
      held = (held as Record<string, unknown> | undefined)?.[name]; // as the test says
      children = node.children;
    }
    return { children, held };
  }

  function cellOf(path: string, node: Node, value: unknown): Cell {
    const { field } = node, { title } = field;
    return {
      path,
      node,
      value,
      raw: undefined,
      wrong: undefined,
      isVisible: field.visible !== false && field.hidden !== true,
      isRequired: field.required === true,
      isDisabled: field.disabled === true,
      title: typeof title === "object" && title !== null && "feel" in title ? undefined : title,
      min: field.min,
      max: field.max,
      options: field.options ?? [],
      issues: [],
      isTouched: false,
      edits: 0,
      ...cells[path],
    };
  }

  const below = (path: string, name: string) => path === "" ? name : `${path}/${name}`;
  const filled: Filled = {
    compiled: made,
    mode,
    locale: said.locale ?? keys,
    cell(path) {
      const around = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
      const found = filled.cells(around).find((cell) => cell.path === path);
      if (found === undefined) throw new Error(`no ${path}`);
      return found;
    },
    rows(path) {
      const { held } = place(path);
      return said.keys?.[path] ??
        (Array.isArray(held) ? held.map((_, at) => `r${at + 1}`) : []);
    },
    cells(path = "") {
      const { children, held } = place(path);
      return [...children].map(([id, node]) =>
        cellOf(below(path, id), node, (held as Record<string, unknown> | undefined)?.[id]) // as above
      );
    },
    faults: said.faults ?? [],
    isSectionVisible: (id) => !hiddenSections.includes(id),
    values: () => values,
    record: () => values,
  };
  return filled;
}
