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

/** Which fields of a record are told. */
export interface Told {
  /** Those that are kept from who asks. */
  readonly without: ReadonlySet<string>;
  /** Those that are asked for, in this order; all unless given. */
  readonly only?: readonly string[] | undefined;
}

/** To whom, and in which type. */
export interface Writing extends Told {
  /** The request that is answered: `type` says how that is written, and with `raw` values go as they are stored. */
  readonly incoming: Incoming;
}

/** A list in the accepted type: a text of HTML, CSV or ndjson; else a value, in which it stands under the resource's name. */
export function written<T extends KvsRecord>(
  resource: Resource<T>,
  records: readonly T[],
  writing: Writing,
): Pick<Answer, "text" | "value"> {
  const { incoming: { type, raw } } = writing;
  if (type === HTML) return { text: html(resource, records, writing) };
  if (raw) return { value: { [resource.name]: records.map((record) => bare(record, writing)) } };
  const shown = records.map((record) => shownOf(resource, record, writing));
  if (type === CSV) return { text: csv(shown, columns(resource, writing)) };
  return type === NDJSON ? { text: jsonLines(shown) } : { value: { [resource.name]: shown } };
}

/** A line of JSON for each. */
function jsonLines(all: readonly Json[]): string {
  let text = "";
  for (const each of all) text += `${JSON.stringify(each)}\n`;
  return text;
}

/** What became of several, in the type that was agreed on. */
export function writtenAll(
  name: string,
  all: readonly Json[],
  { type }: Incoming,
): Pick<Answer, "text" | "value"> {
  if (type === HTML) {
    return { text: htmlDocument(name, htmlTable(name, all.filter(isFields), undefined)) };
  }
  if (type === CSV) return { text: csv(all, undefined) };
  return type === NDJSON ? { text: jsonLines(all) } : { value: { [name]: all } };
}

/** One record in the accepted type: a text of HTML, CSV or ndjson; else the record itself as a value. */
export function writtenOne<T extends KvsRecord>(
  resource: Resource<T>,
  record: T,
  writing: Writing,
): Pick<Answer, "text" | "value"> {
  const { incoming: { type, raw } } = writing;
  if (type === HTML) return { text: html(resource, [record], writing) };
  if (raw) return { value: bare(record, writing) };
  const shown = shownOf(resource, record, writing);
  if (type === CSV) return { text: csv([shown], columns(resource, writing)) };
  return type === NDJSON ? { text: jsonLines([shown]) } : { value: shown };
}

function shownOf<T extends KvsRecord>(
  resource: Resource<T>,
  record: T,
  { without, only }: Told,
): Json {
  const json = view(resource, record, without);
  return only !== undefined && isFields(json) ? projected(json, only) : json;
}

function bare(record: KvsRecord, { without, only }: Told): unknown {
  if (without.size === 0 && only === undefined) return record;
  const fields: Record<string, unknown> = { ...record };
  if (only !== undefined) return projected(fields, only);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !without.has(name)));
}

/** Records as a part of a stream, of one line each: of JSON, or of CSV where its columns are given. */
export function lines<T extends KvsRecord>(
  resource: Resource<T>,
  records: readonly T[],
  { columns, ...shown }: Told & { readonly columns: readonly string[] | undefined },
): string {
  const all = records.map((record) => shownOf(resource, record, shown));
  return columns === undefined ? jsonLines(all) : csvLines(all, columns);
}

/** The columns of a table of records, where its fields are declared. */
export function columns<T extends KvsRecord>(
  { fields }: Resource<T>,
  { without, only }: Told,
): readonly string[] | undefined {
  return only ?? fields?.filter((name) => !without.has(name));
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
