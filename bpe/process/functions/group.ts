/**
 * The functions that concern several processes: monitors, which group them, and blocks of one by another.
 *
 * @module
 */
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
    gwBlock: (id, gateway, subject) => gwBlock(cx, id, gateway, subject),
    gwUnblock: (id, gateway, subject) => gwUnblock(cx, id, gateway, subject),
    assign: async (id) => (await ensureMon(cx, id)).monitor,
    ensureMon: (id) => ensureMon(cx, id),
    monLink: (monitor, id, procRec) => monLink(cx, monitor, id, procRec),
    monChildren: (monitor) => monChildren(cx, monitor),
    monitors: () => monitors(cx),
  };
}
