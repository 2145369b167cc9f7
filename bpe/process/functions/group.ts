/**
 * The functions that concern several processes: monitors, which group them, and blocks of one by another.
 *
 * @module
 */
import { surfaced } from "../../store/store_error.ts";
import type { Bpe } from "../api.ts";
import { gwBlock, gwUnblock } from "../block.ts";
import type { Context } from "../context.ts";
import { ensureMon, monChildren, monitors, monLink } from "../monitor.ts";

/** The functions that concern several processes. */
export function groupFunctions(
  cx: Context,
): Pick<
  Bpe,
  "gwBlock" | "gwUnblock" | "assign" | "ensureMon" | "monLink" | "monChildren" | "monitors"
> {
  return {
    gwBlock: (id, gateway, subject) => surfaced(() => gwBlock(cx, id, gateway, subject)),
    gwUnblock: (id, gateway, subject) => surfaced(() => gwUnblock(cx, id, gateway, subject)),
    assign: async (id) => (await surfaced(() => ensureMon(cx, id))).monitor,
    ensureMon: (id) => surfaced(() => ensureMon(cx, id)),
    monLink: (monitor, id, procRec) => surfaced(() => monLink(cx, monitor, id, procRec)),
    monChildren: (monitor) => surfaced(() => monChildren(cx, monitor)),
    monitors: () => surfaced(() => monitors(cx)),
  };
}
