/**
 * A record in a row of a table.
 *
 * @module
 */
import { type Body, type Element, span, td, th, tr } from "../../nitro/mod.ts";
import type { Cell, Filled } from "../state/filled.ts";
import { buttonsOf } from "./buttons.ts";
import { isGroup } from "./fixed.ts";
import { drawing } from "./draw.ts";
import type { Drawing, ViewOptions } from "./options.ts";
import { textOf } from "./place.ts";

/**
 * What heads the rows of records that are shown in the mode `row`: a row with a cell for each field.
 *
 * @example
 * ```ts
 * import { compiled, document, headView, sheet, view } from "@n2o/n2o/form";
 * import { renderBody, table, tbody, thead } from "@n2o/n2o/nitro";
 *
 * const tea = compiled(document({ name: "tea", fields: [{ id: "kind", title: "Kind" }] }));
 * const [first, other] = ["Green", "Black"].map((kind) => sheet(tea, { record: { kind }, mode: "row" }));
 * if (first === undefined || other === undefined) throw new Error("no records");
 * const rows = [view(first, { key: "1" }), view(other, { key: "2" })];
 * const { html } = renderBody(table({ body: [thead({ body: headView(first) }), tbody({ body: rows })] }));
 * if (!html.includes('<th scope="col">Kind</th>') || !html.includes(">Black</span></td>")) throw new Error(html);
 * ```
 */
export function headView(filled: Filled, options: ViewOptions = {}): Element {
  const { filled: { compiled: { document } } } = drawing(filled, options);
  const hasButtons = (document.buttons ?? []).length > 0;
  return tr({
    body: [
      columns(filled).map(({ title }) => th({ scope: "col", body: title })),
      hasButtons ? td({}) : null,
    ],
  });
}

/** A record as a row: a cell for each field, the last for its buttons. */
export function rowOf(on: Drawing): Element {
  const { ids, filled } = on, buttons = buttonsOf(on);
  const cells = columns(filled).map((cell) =>
    td({
      id: ids.panel(cell.path),
      body: cell.isVisible ? [valueOf(on, cell)] : null,
    })
  );
  const hasButtons = (filled.compiled.document.buttons ?? []).length > 0;
  return tr({
    id: ids.form,
    class: "n2o-record",
    body: [cells, hasButtons ? td({ class: "buttons", body: buttons }) : null],
  });
}

/** Each row has the same cells, whatever is hidden in it. */
function columns(filled: Filled): readonly Cell[] {
  return filled.cells().filter(({ node: { field, type } }) =>
    field.hidden !== true && type.holds !== false
  );
}

function valueOf(on: Drawing, cell: Cell): Body {
  const { ids, filled } = on, { node, path } = cell;
  if (!isGroup(node) || node.isRepeated) {
    return span({ id: ids.control(path), body: textOf(on, cell) });
  }
  const inner = filled.cells(path).filter(({ isVisible, value }) =>
    isVisible && value !== undefined
  );
  return inner.map((each, at) => [at === 0 ? "" : ", ", textOf(on, each)]);
}
