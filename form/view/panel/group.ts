/**
 * Groups of fields: a fieldset with its legend, and rows in it where the group is repeated.
 *
 * @module
 */
import { type Element, hte, panel, type Written } from "../../../nitro/mod.ts";
import type { Cell } from "../../state/filled.ts";
import { fieldsOf } from "../fields.ts";
import { fixedOf } from "../fixed.ts";
import type { Drawing, PanelTag } from "../options.ts";
import { rowsOf } from "../rows/list.ts";
import { issueOf, said } from "../said.ts";
import { written } from "../written.ts";
import { paragraph } from "./field.ts";
import { tips } from "./tips.ts";

/** The panel of a group. */
export function groupOf(on: Drawing, cell: Cell, tag: PanelTag): Element {
  const { ids, filled, isText } = on, { node, path, title } = cell, fixed = fixedOf(node);
  const id = hte(ids.control(path)), issue = isText ? undefined : issueOf(cell);
  const error = issue === undefined ? undefined : said(issue, filled);
  const hint = isText ? undefined : fixed.hint;
  const body = node.isRepeated ? rowsOf(on, cell) : panel({
    id: ids.control(path),
    class: "n2o-fields",
    tabindex: -1,
    body: fieldsOf(on, filled.cells(path)),
  });
  const described = [
    hint === undefined ? "" : `${id}-hint`,
    error === undefined ? "" : `${id}-error`,
  ]
    .filter(Boolean).join(" ");
  const inner = (out: Written) => {
    const { to } = out;
    to.html += `<legend${fixed.labelled}${id}-label">`;
    out.add(title);
    to.html += "</legend>";
    if (!isText && fixed.tips.length > 0) out.add(tips(on, cell, fixed.tips));
    if (hint !== undefined) paragraph(out, ` class="n2o-hint" id="${id}-hint"`, hint);
    // Before the rows, for there may be many; the group itself is what a link to the error leads to.
    if (error !== undefined) paragraph(out, ` class="n2o-error" id="${id}-error"`, error);
    out.add(body);
  };
  return written("formGroup", { id: ids.panel(path) }, (out) => {
    const { to } = out, describedBy = described === "" ? "" : ` aria-describedby="${described}"`;
    if (tag === "td") to.html += `<td${fixed.box}wrap_${id}"><fieldset${describedBy}>`;
    else to.html += `<fieldset${fixed.box}wrap_${id}" data-n2o-group${describedBy}>`;
    inner(out);
    to.html += tag === "td" ? "</fieldset></td>" : "</fieldset>";
  });
}
