/**
 * What drawing begins with, and the panel of one field alone.
 *
 * @module
 */
import type { Element } from "../../nitro/mod.ts";
import { isShown, type Mode } from "../mode.ts";
import type { Filled } from "../state/filled.ts";
import { idsOf } from "./id.ts";
import type { Drawing, ViewOptions } from "./options.ts";
import { panelOf } from "./panel/panel.ts";

/** Begins to draw a form: for its mode, or for another one. */
export function drawing(
  filled: Filled,
  options: ViewOptions,
  mode: Mode = filled.mode,
): Drawing {
  const on: Drawing = {
    filled,
    options,
    ids: idsOf(filled, options),
    mode,
    isText: isShown(mode),
    isChecked: options.wired !== undefined && (mode === "create" || mode === "edit"),
    panel: (cell, tag = "div") => panelOf(on, cell, tag),
  };
  return on;
}

/**
 * The panel of one field or group, by its path: what takes the place of the one that is shown.
 *
 * @throws {FormError} `path` where there is none, or none that this person may see
 * @example
 * ```ts
 * import { compiled, document, fieldView, sheet } from "@n2o/n2o/form";
 * import { renderBody } from "@n2o/n2o/nitro";
 *
 * const tea = document({ name: "tea", fields: [{ id: "kind", visible: false }] });
 * const { html } = renderBody(fieldView(sheet(compiled(tea)), "kind"));
 * if (html !== '<div class="box" id="wrap_kind_tea_create" hidden></div>') throw new Error(html);
 * ```
 */
export function fieldView(filled: Filled, path: string, options: ViewOptions = {}): Element {
  const cell = filled.cell(path), { parent } = cell.node;
  return drawing(filled, options).panel(cell, parent?.type.name === "table" ? "td" : "div");
}
