/**
 * The panel of a cell: of a field, of a group, or of what is not there.
 *
 * @module
 */
import { type Element, hte } from "../../../nitro/mod.ts";
import type { Cell } from "../../state/filled.ts";
import { fixedOf, isGroup } from "../fixed.ts";
import type { Drawing, PanelTag } from "../options.ts";
import { written } from "../written.ts";
import { entered, shown } from "./field.ts";
import { groupOf } from "./group.ts";

/** The panel of a cell. As a cell of a table it keeps its place while its field is not there. */
export function panelOf(on: Drawing, cell: Cell, tag: PanelTag): Element {
  const { node, isVisible } = cell;
  if (!isVisible) return absent(on, cell, tag);
  const isShort = node.isRepeated && on.mode === "compact";
  if (isGroup(node) && !isShort) return groupOf(on, cell, tag);
  return on.isText && node.type.holds !== false ? shown(on, cell, tag) : entered(on, cell, tag);
}

/** Nothing of what is not there leaves the server. */
function absent({ ids }: Drawing, { path, node }: Cell, tag: PanelTag): Element {
  const id = ids.panel(path), { box } = fixedOf(node);
  return written("formField", { id }, ({ to }) => {
    to.html += `<${tag}${box}${hte(id)}"${tag === "td" ? "" : " hidden"}></${tag}>`;
  });
}
