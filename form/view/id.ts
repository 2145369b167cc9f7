/**
 * Ids of what a form shows: by them updates, labels, errors and sources find their elements.
 *
 * @module
 */
import type { Filled } from "../state/filled.ts";
import type { Mode } from "../mode.ts";

/** What the ids of a form are made of, beside the names of its fields. */
export interface IdOptions {
  /** The key of the record, where several of them are on one page: it ends every id. */
  readonly key?: string | undefined;
  /** What stands for the mode: `create`, `edit`, `view` and `search` do so themselves, `none` for the others. */
  readonly kind?: string | undefined;
}

/** The ids of a form. */
export interface Ids {
  /** That of the form; `_caption` and `-errors` behind it are its caption and its summary of errors. */
  readonly form: string;
  /** What ends the ids of controls and buttons: `_BASE_MODE`, and `_KEY` where there is a key. */
  readonly suffix: string;
  /** That of a control, by the path of its value: `lines/r7/qty_item_edit`. */
  control(path: string): string;
  /** That of the panel of a control, by the path of its value. */
  panel(path: string): string;
  /** That of a section. */
  section(id: string): string;
}

/** What is no part of an id, for lists of ids have blanks between; and what the place of it is told by. */
const BLANK = /[\s%]/g;

/**
 * The ids of a form. `ID-label`, `ID-hint` and `ID-error` are what belongs to the control `ID`.
 *
 * Blanks are written as in addresses, so that no two names have one id.
 *
 * @example
 * ```ts
 * import { compiled, document, idsOf } from "@n2o/n2o/form";
 *
 * const order = compiled(document({ name: "order", base: "item", fields: [{ id: "qty" }] }));
 * const ids = idsOf({ compiled: order, mode: "edit" });
 * if (ids.control("lines/r7/qty") !== "lines/r7/qty_item_edit" || ids.form !== "form_order") throw new Error("other ids");
 * ```
 */
export function idsOf(
  { compiled: { document }, mode }: Pick<Filled, "compiled" | "mode">,
  { key, kind = kindOf(mode) }: IdOptions = {},
): Ids {
  const { name, base = name } = document, behind = key === undefined ? "" : `_${key}`;
  const form = bare(`form_${name}${behind}`), suffix = bare(`_${base}_${kind}${behind}`);
  const control = (path: string) => bare(path) + suffix;
  return {
    form,
    suffix,
    control,
    panel: (path) => `wrap_${control(path)}`,
    section: (id) => `${form}-sec-${bare(id)}`,
  };
}

function kindOf(mode: Mode): string {
  return mode === "row" || mode === "compact" ? "none" : mode;
}

function bare(text: string): string {
  return text.replace(BLANK, encodeURIComponent);
}
