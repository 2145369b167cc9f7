/**
 * Records in the types that a resource is told in.
 *
 * @module
 */
import type { KvsRecord } from "../../kvs/mod.ts";
import { csv } from "../negotiate/csv.ts";
import type { Answer, Incoming } from "../operation.ts";
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
}

/** A list. */
export function written<T extends KvsRecord>(
  resource: Resource<T>,
  records: readonly T[],
  { incoming, without }: Writing,
): Pick<Answer, "text" | "value"> {
  const { type, raw } = incoming;
  if (type === HTML) return { text: html(resource, records, without) };
  if (raw) return { value: { [resource.name]: records.map((record) => bare(record, without)) } };
  const shown = records.map((record) => view(resource, record, without));
  if (type === CSV) return { text: csv(shown, resource.fields) };
  if (type === NDJSON) return { text: shown.map((each) => `${JSON.stringify(each)}\n`).join("") };
  return { value: { [resource.name]: shown } };
}

/** One record. */
export function writtenOne<T extends KvsRecord>(
  resource: Resource<T>,
  record: T,
  { incoming, without }: Writing,
): Pick<Answer, "text" | "value"> {
  const { type, raw } = incoming;
  if (type === HTML) return { text: html(resource, [record], without) };
  if (raw) return { value: bare(record, without) };
  const shown = view(resource, record, without);
  if (type === CSV) return { text: csv([shown], resource.fields) };
  return type === NDJSON ? { text: `${JSON.stringify(shown)}\n` } : { value: shown };
}

function bare(record: KvsRecord, without: ReadonlySet<string>): unknown {
  if (without.size === 0) return record;
  return Object.fromEntries(Object.entries(record).filter(([name]) => !without.has(name)));
}

function html<T extends KvsRecord>(
  resource: Resource<T>,
  records: readonly T[],
  without: ReadonlySet<string>,
): string {
  const rows = (): readonly Json[] => records.map((record) => view(resource, record, without));
  const body = without.size === 0 && resource.toHtml !== undefined
    ? resource.toHtml(records)
    : htmlTable(resource.name, rows().filter(isFields), resource.fields);
  return resource.htmlLayout?.(body) ?? htmlDocument(resource.name, body);
}
