/**
 * Rows as a table: a column for each field. On a narrow screen each row stands by itself, with its labels.
 *
 * @module
 */
import {
  type Body,
  type Element,
  hte,
  span,
  table,
  tbody,
  td,
  th,
  thead,
  tr,
} from "../../../nitro/mod.ts";
import type { Cell } from "../../state/filled.ts";
import { below } from "../../value/path.ts";
import { actsOf, grabOf } from "./acts.ts";
import type { Drawing } from "../options.ts";
import { rowName, type Rows } from "./rows.ts";
import { written } from "../written.ts";

/** The table of the rows that show. */
export function tableOf(on: Drawing, rows: Rows): Element {
  const { filled, ids } = on, { cell: { path }, shown } = rows, id = ids.control(path);
  // What this person may not see is no cell of any row.
  const columns = filled.cells(below(path, shown.keys[0] ?? "")).filter(isColumn);
  return table({
    class: "n2o-table",
    aria: { labelledby: `${id}-label` },
    body: [
      thead({
        body: tr({
          body: [
            rows.isOpen ? td({}) : null,
            columns.map((cell) => heading(on, cell)),
            headingOfActs(on, rows),
          ],
        }),
      }),
      tbody({
        id: `${id}-list`,
        body: shown.keys.map((key, at) => rowOf(on, rows, key, shown.from + at)),
      }),
    ],
  });
}

function isColumn({ node }: Cell): boolean {
  return node.field.hidden !== true;
}

function heading({ isText }: Drawing, { node: { field }, title }: Cell): Element {
  const isRequired = field.required === true && !isText;
  return th({ scope: "col", data: { "n2o-required": isRequired }, body: title });
}

function headingOfActs({ filled: { locale } }: Drawing, { isOpen }: Rows): Body {
  if (!isOpen) return null;
  return th({ scope: "col", body: span({ class: "n2o-unseen", body: locale.say("rows.acts") }) });
}

function rowOf(on: Drawing, rows: Rows, key: string, at: number): Element {
  const { filled, ids } = on, path = below(rows.cell.path, key), name = rowName(on, rows.cell, at);
  const cells = filled.cells(path).filter(isColumn).map((cell) => on.panel(cell, "td"));
  const acted = { key, at, name };
  const acts = rows.isOpen ? td({ class: "n2o-acts", body: actsOf(on, rows, acted) }) : null;
  // Before all else, for what is in the row may be rows with names of their own.
  const grab = rows.isOpen
    ? td({ class: "n2o-grab", data: { "n2o-name": name }, body: grabOf(on, rows, acted) })
    : null;
  const id = ids.panel(path);
  return written("formRow", { id }, (out) => {
    const { to } = out;
    to.html += `<tr id="${hte(id)}" data-n2o-row="${hte(key)}">`;
    out.add([grab, cells, acts]);
    to.html += "</tr>";
  });
}
