/**
 * Records in the types that a resource is told in.
 *
 * @module
 */
import type { KvsRecord } from "../../kvs/mod.ts";
import { csv, csvLines } from "../negotiate/csv.ts";
import type { Answer, Incoming } from "../operation.ts";
import { projected } from "../list/projection.ts";
import { isFields, type Json } from "../value/json.ts";
import { htmlDocument, htmlTable } from "./html.ts";
import type { Resource } from "./resource.ts";
import { view } from "./view.ts";

/** Types that are written here; all others are written by formats. */
export const HTML = "text/html", CSV = "text/csv", NDJSON = "application/x-ndjson";

/** To whom, and in which type. */
export interface Writing {
  /** What asks. */
  readonly incoming: Incoming;
  /** The fields that are kept from them. */
  readonly without: ReadonlySet<string>;
  /** The fields that are told, in this order; all unless given. */
  readonly only?: readonly string[] | undefined;
}

/** A list. */
export function written<T extends KvsRecord>(
  resource: Resource<T>,
  records: readonly T[],
  writing: Writing,
): Pick<Answer, "text" | "value"> {
  const { type, raw } = incoming;
  if (type === HTML) return { text: html(resource, records, without) };
  if (raw) return { value: { [resource.name]: records.map((record) => bare(record, without)) } };
  const shown = records.map((record) => view(resource, record, without));
  if (type === CSV) return { text: csv(shown, columns(resource, { without })) };
  if (type === NDJSON) return { text: shown.map((each) => `${JSON.stringify(each)}\n`).join("") };
  return { value: { [resource.name]: shown } };
}

/** One record. */
export function writtenOne<T extends KvsRecord>(
  resource: Resource<T>,
  record: T,
  writing: Writing,
): Pick<Answer, "text" | "value"> {
  const { type, raw } = incoming;
  if (type === HTML) return { text: html(resource, [record], without) };
  if (raw) return { value: bare(record, without) };
  const shown = view(resource, record, without);
  if (type === CSV) return { text: csv([shown], columns(resource, { without })) };
  return type === NDJSON ? { text: `${JSON.stringify(shown)}\n` } : { value: shown };
}

/** Records as a part of a stream, of one line each: of JSON, or of CSV where its columns are given. */
export function lines<T extends KvsRecord>(
  resource: Resource<T>,
  records: readonly T[],
  { without, columns }: {
    readonly without: ReadonlySet<string>;
    readonly columns: readonly string[] | undefined;
  },
): string {
  const shown = records.map((record) => view(resource, record, without));
  if (columns !== undefined) return csvLines(shown, columns);
  let text = "";
  for (const each of shown) text += `${JSON.stringify(each)}\n`;
  return text;
}

/** The columns of a table of records, where its fields are declared. */
export function columns<T extends KvsRecord>(
  { fields }: Resource<T>,
  { without }: Pick<Writing, "without">,
): readonly string[] | undefined {
  return fields?.filter((name) => !without.has(name));
}

function bare(record: KvsRecord, without: ReadonlySet<string>): unknown {
  if (without.size === 0) return record;
  return Object.fromEntries(Object.entries(record).filter(([name]) => !without.has(name)));
}

function html<T extends KvsRecord>(
  resource: Resource<T>,
  records: readonly T[],
  writing: Writing,
): string {
  const { name, toHtml, htmlLayout } = resource;
  const isWhole = writing.without.size === 0 && writing.only === undefined;
  const body = isWhole && toHtml !== undefined ? toHtml(records) : htmlTable(
    name,
    records.map((record) => shownOf(resource, record, writing)).filter(isFields),
    columns(resource, writing),
  );
  return htmlLayout?.(body) ?? htmlDocument(name, body);
}
