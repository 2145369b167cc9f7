/**
 * Records in the types that a resource is told in.
 *
 * @module
 */
import type { KvsRecord } from "../../kvs/mod.ts";
import { csv } from "../negotiate/csv.ts";
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
  const { incoming: { type, raw } } = writing;
  if (type === HTML) return { text: html(resource, records, writing) };
  if (raw) return { value: { [resource.name]: records.map((record) => bare(record, writing)) } };
  const shown = records.map((record) => shownOf(resource, record, writing));
  if (type === CSV) return { text: csv(shown, columns(resource, writing)) };
  if (type === NDJSON) return { text: shown.map((each) => `${JSON.stringify(each)}\n`).join("") };
  return { value: { [resource.name]: shown } };
}

/** One record. */
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
  return type === NDJSON ? { text: `${JSON.stringify(shown)}\n` } : { value: shown };
}

function shownOf<T extends KvsRecord>(
  resource: Resource<T>,
  record: T,
  { without, only }: Writing,
): Json {
  const json = view(resource, record, without);
  return only !== undefined && isFields(json) ? projected(json, only) : json;
}

function bare(record: KvsRecord, { without, only }: Writing): unknown {
  if (without.size === 0 && only === undefined) return record;
  const fields: Record<string, unknown> = { ...record };
  if (only !== undefined) return projected(fields, only);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !without.has(name)));
}

/** The columns of a table of records. */
function columns<T extends KvsRecord>(
  { fields }: Resource<T>,
  { without, only }: Writing,
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
