/**
 * A filled form for tests of what reads one: plain values, with rows of the keys `r1`, `r2` and so on.
 *
 * @module
 */
import {
  type AnyDocument,
  type Cell,
  type Filled,
  FormError,
  type Locale,
  type Mode,
} from "../../form/mod.ts";
import { compiled } from "../../form/forms.ts";
import type { Compiled, Node } from "../../form/document/compile.ts";

/** How a form stands, beside its values. */
export interface Standing {
  readonly mode?: Mode;
  readonly locale?: Locale;
  readonly compiled?: Compiled;
  /** What is otherwise of cells, by their paths. */
  readonly cells?: Readonly<Record<string, Partial<Cell>>>;
}

type Values = Record<string, unknown>;

/** A form that holds `values`; what it holds may be changed. */
export function filled(document: AnyDocument, values: Values, standing: Standing = {}): Filled {
  const made = standing.compiled ?? compiled(document), { mode = "edit", cells = {} } = standing;
  const locale = standing.locale ?? { tag: "en", say: (key: string) => key };
  const step = (held: unknown, name: string): unknown =>
    Array.isArray(held) ? held[Number(name.slice(1)) - 1] : (held as Values | undefined)?.[name]; // as: an object of the test
  const valueAt = (path: string) => path.split("/").reduce<unknown>(step, values);
  const nodeAt = (path: string): Node => {
    const node = made.nodes.get(path.replace(/(^|\/)r\d+(?=\/|$)/g, "$1*"));
    if (node === undefined) throw new FormError("path", `"${path}" is none`);
    return node;
  };
  const cell = (path: string): Cell => {
    const node = nodeAt(path), { field } = node;
    return {
      path,
      node,
      value: valueAt(path),
      raw: undefined,
      wrong: undefined,
      isVisible: field.visible !== false && field.hidden !== true,
      isRequired: field.required === true && mode !== "search",
      isDisabled: field.disabled === true || field.computed !== undefined,
      title: typeof field.title === "string" ? field.title : field.id,
      min: field.min,
      max: field.max,
      options: field.options ?? [],
      issues: [],
      isTouched: false,
      edits: 0,
      ...cells[path],
    };
  };
  const rows = (path: string) => ((valueAt(path) ?? []) as unknown[]).map((_, at) => `r${at + 1}`); // as: rows of the test
  const cellsOf = (path: string): readonly Cell[] => {
    const isRow = /(^|\/)r\d+$/.test(path);
    const node = path === "" ? undefined : nodeAt(isRow ? path.replace(/\/r\d+$/, "") : path);
    if (node?.isRepeated === true && !isRow) {
      return rows(path).flatMap((key) => cellsOf(`${path}/${key}`));
    }
    const ids = [...(node?.children ?? made.children).keys()];
    return ids.map((id) => cell(path === "" ? id : `${path}/${id}`));
  };
  return {
    compiled: made,
    mode,
    locale,
    cell,
    rows,
    cells: (path = "") => cellsOf(path),
    isSectionVisible: () => true,
    faults: [],
    values: () => values,
    record: () => values,
  };
}
