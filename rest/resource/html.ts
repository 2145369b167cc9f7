/**
 * Records as a table of HTML.
 *
 * @module
 */
import type { Json } from "../value/json.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it stands in HTML, in an attribute as well. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}

/** A table of records, a column for each field. */
export function htmlTable(
  name: string,
  records: readonly { readonly [key: string]: Json }[],
  fields: readonly string[] | undefined,
): string {
  const columns = fields ?? [...new Set(records.flatMap(Object.keys))];
  const head = columns.map((each) => `<th scope="col">${escapeHtml(each)}</th>`).join("");
  const rows = records.map((record) =>
    `<tr>${
      columns.map((each) =>
        `<td>${cell(Object.hasOwn(record, each) ? record[each] : undefined)}</td>`
      ).join("")
    }</tr>`
  );
  const caption = `<caption>${escapeHtml(name)}</caption>`;
  return `<table>${caption}<thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function cell(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return escapeHtml(typeof value === "object" ? JSON.stringify(value) : String(value));
}

/** A bare document around markup. */
export function htmlDocument(title: string, body: string): string {
  const head = `<meta charset="utf-8"><title>${escapeHtml(title)}</title>`;
  return `<!doctype html><html lang="en"><head>${head}</head><body><main>${body}</main></body></html>`;
}
