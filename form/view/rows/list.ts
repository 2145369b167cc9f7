/**
 * The rows of a repeated group: each a fieldset, or a row of a table, with what is done to it.
 *
 * Moving rows by a pointer and by the keyboard is the part of nitro's client for lists of rows: what it needs is `data-n2o-...`.
 *
 * @module
 */
import {
  type Action,
  type Attribute,
  type Body,
  button,
  type Element,
  event,
  fieldset,
  legend,
  p,
  panel,
  tag,
} from "../../../nitro/mod.ts";
import type { Cell } from "../../state/filled.ts";
import { below } from "../../value/path.ts";
import { actsOf, grabOf } from "./acts.ts";
import { fieldsOf } from "../fields.ts";
import type { Drawing } from "../options.ts";
import { pageOf, pagesOf } from "./page.ts";
import { rowName, type Rows } from "./rows.ts";
import { tableOf } from "./table.ts";

const output = tag("output");

/** The rows of a group. */
export function rowsOf(on: Drawing, cell: Cell): Body {
  const { filled, ids, options, isText } = on, { path, node } = cell, { locale } = filled;
  const keys = filled.rows(path), count = keys.length;
  const shown = pageOf(keys, options.page?.(path));
  const isOpen = options.press !== undefined && !isText && !cell.isDisabled;
  const rows: Rows = { cell, shown, count, isOpen }, id = ids.control(path);
  const body = count === 0
    ? p({ class: "n2o-empty", body: locale.say("rows.none") })
    : node.type.name === "table"
    ? tableOf(on, rows)
    : shown.keys.map((key, at) => rowOf(on, rows, { key, at: shown.from + at }));
  const isSorted = isOpen && count > 1;
  return [
    panel({
      id,
      class: "n2o-lines",
      tabindex: -1,
      ...isSorted ? sorting(on, id, path) : {},
      body: [body, isSorted ? output({ data: { "n2o-keep": true, ...words(on) } }) : null],
    }),
    pagesOf(on, cell, shown, count),
    isOpen ? adding(on, rows) : null,
  ];
}

/** A row as a fieldset. */
function rowOf(
  on: Drawing,
  rows: Rows,
  { key, at }: { readonly key: string; readonly at: number },
): Element {
  const { filled, ids } = on, path = below(rows.cell.path, key), name = rowName(on, rows.cell, at);
  const acted = { key, at, name };
  return fieldset({
    id: ids.panel(path),
    class: "n2o-line",
    data: { "n2o-row": key },
    body: [
      legend({ data: { "n2o-name": name }, body: name }),
      fieldsOf(on, filled.cells(path)),
      rows.isOpen
        ? panel({ class: "n2o-acts", body: [grabOf(on, rows, acted), actsOf(on, rows, acted)] })
        : null,
    ],
  });
}

/** What makes rows move: the list says itself which order they are in, and that it changed. */
function sorting(
  { options: { press } }: Drawing,
  id: string,
  path: string,
): { readonly data: Readonly<Record<string, Attribute>>; readonly actions: readonly Action[] } {
  const { postback, source = [id], actions = [] } = press?.({ press: "sort", path }) ?? {};
  return {
    data: { "n2o-rows": "" },
    actions: [
      { action: "part", part: "rows", target: id },
      ...postback === undefined
        ? []
        : [event({ target: id, type: "n2o:change", postback, source })],
      ...actions,
    ],
  };
}

/** What the part of the client says; it puts names and places in itself. */
function words({ filled: { locale } }: Drawing): Readonly<Record<string, string>> {
  const args = { name: "{name}", n: "{n}", count: "{count}" };
  return Object.fromEntries(
    ["grabbed", "moved", "dropped", "cancelled"].map((word) => [
      word,
      locale.say(`rows.${word}`, args),
    ]),
  );
}

/** The button that adds a row, or why there can be no other. */
function adding({ ids, filled: { locale }, options: { press } }: Drawing, rows: Rows): Body {
  const { path, max, title } = rows.cell, name = typeof title === "string" ? title : "";
  if (typeof max === "number" && rows.count >= max) {
    return p({ class: "n2o-hint", body: locale.say("rows.full", { count: max }) });
  }
  return button({
    id: `${ids.control(path)}-add`,
    class: "n2o-add",
    body: locale.say("rows.add"),
    aria: { label: locale.say("rows.another", { name }) },
    ...press?.({ press: "add", path }),
  });
}
