/**
 * A field in its panel: label, control, help, hint and error, tied by their ids.
 *
 * @module
 */
import { type Body, type Element, hte, type Written } from "../../../nitro/mod.ts";
import { errorProps } from "../../check/browser.ts";
import type { Cell } from "../../state/filled.ts";
import { fixedOf } from "../fixed.ts";
import type { Drawing, PanelTag } from "../options.ts";
import { placeOf, textOf, wiredOf } from "../place.ts";
import { issueOf, said } from "../said.ts";
import { written } from "../written.ts";
import { saying } from "./say.ts";
import { tips } from "./tips.ts";

/** A field that is filled in. */
export function entered(on: Drawing, cell: Cell, tag: PanelTag): Element {
  const { ids, filled } = on, { node, title } = cell, fixed = fixedOf(node);
  const bare = ids.control(cell.path), id = hte(bare), issue = issueOf(cell);
  const error = issue === undefined ? undefined : said(issue, filled);
  const hasHint = fixed.hint !== undefined;
  const describedBy = hasHint
    ? error === undefined ? `${bare}-hint` : `${bare}-hint ${bare}-error`
    : error === undefined
    ? undefined
    : `${bare}-error`;
  const place = placeOf(on, cell, { isInvalid: error !== undefined, describedBy });
  const control = node.type.control(place, wiredOf(on, cell));
  const target = fixed.label === "for" ? node.type.labelFor?.(bare) ?? bare : bare;
  const say = saying(on, node, place);
  const by = issue === undefined ? undefined : errorProps(issue)?.data["n2o-by"];
  const mark = place.isRequired ? " data-n2o-required" : "";
  return written("formField", { id: `wrap_${bare}` }, (out) => {
    const { to } = out;
    to.html += `<${tag}${fixed.box}wrap_${id}"${say}>`;
    if (fixed.label === "for") {
      to.html += `<label${fixed.labelled}${id}-label" for="${
        target === bare ? id : hte(target)
      }"${mark}>`;
      out.add(title);
      to.html += "</label>";
    } else if (fixed.label === "group") {
      to.html += `<div${fixed.labelled}${id}-label"${mark}>`;
      out.add(title);
      to.html += "</div>";
    }
    to.html += fixed.field;
    out.add(control);
    to.html += "</div>";
    if (fixed.tips.length > 0) out.add(tips(on, cell, fixed.tips));
    if (hasHint) paragraph(out, ` class="n2o-hint" id="${id}-hint"`, fixed.hint);
    if (error !== undefined) {
      const found = by === undefined ? "" : ` data-n2o-by="${by}"`;
      paragraph(out, ` class="n2o-error" id="${id}-error"${found}`, error);
    }
    to.html += `</${tag}>`;
  });
}

/** What is said below a control: text is a paragraph, what else there is may hold what a paragraph must not. */
export function paragraph(out: Written, attributes: string, body: Body): void {
  const tag = typeof body === "string" ? "p" : "div";
  out.to.html += `<${tag}${attributes}>`;
  out.add(body);
  out.to.html += `</${tag}>`;
}

/** A field whose value shows. */
export function shown(on: Drawing, cell: Cell, tag: PanelTag): Element {
  const { ids } = on, { node, title } = cell, fixed = fixedOf(node);
  const bare = ids.control(cell.path), id = hte(bare), body = textOf(on, cell);
  const isPair = tag === "div";
  return written("formField", { id: `wrap_${bare}` }, (out) => {
    const { to } = out;
    to.html += `<${tag}${fixed.box}wrap_${id}">`;
    to.html += isPair ? `<dt${fixed.labelled}${id}-label">` : `<div${fixed.labelled}${id}-label">`;
    out.add(title);
    to.html += isPair
      ? `</dt><dd class="field" id="${id}">`
      : `</div><div class="field" id="${id}">`;
    out.add(body);
    to.html += isPair ? "</dd></div>" : `</div></${tag}>`;
  });
}
