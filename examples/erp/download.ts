/**
 * The work list as a file: an address of its own, for whoever is logged in.
 *
 * @module
 */
import type * as bpe from "../../bpe/mod.ts";
import { whoever } from "./access.ts";
import { first } from "./page.ts";

/** The most tasks of a file. */
const MOST = 10_000;

/** The work list of who asks, as comma-separated values (RFC 4180). */
export async function workList(runtime: bpe.Runtime): Promise<Response> {
  const who = whoever();
  const { some } = who === undefined
    ? { some: [] }
    : await first(runtime.tasks({ for: who }), MOST);
  const rows = some.map(({ name, node, lane, assignee = "", instance, due }) => [
    name || node,
    lane,
    assignee,
    due === undefined ? "" : new Date(due).toISOString(),
    instance,
  ]);
  const lines = [["Task", "Role", "Claimed by", "Due", "Instance"], ...rows];
  return new Response(lines.map((line) => line.map(cell).join(",") + "\r\n").join(""), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="tasks.csv"',
      "cache-control": "no-store",
    },
  });
}

/** A text as a cell; one that a spreadsheet would take for a formula is marked as text. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
