/**
 * What the fields of a form are: text, but where the declaration says number or boolean.
 *
 * @module
 */
import type { KvsRecord } from "../../kvs/mod.ts";
import { FORM } from "../body/body.ts";
import type { Incoming } from "../operation.ts";
import { numberIn } from "../value/exact.ts";
import { isFields } from "../value/json.ts";
import type { Resource } from "./resource.ts";
import { cellTypes } from "./stream/cell_types.ts";

/** The body of a change. A field of a form that can be text stays text; what is no value of its type is left for the schema to refuse. */
export async function changeBody<T extends KvsRecord>(
  resource: Resource<T>,
  incoming: Incoming,
): Promise<unknown> {
  const body = await incoming.body();
  if (incoming.bodyType !== FORM || !isFields(body)) return body;
  const typesOf = cellTypes(resource);
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) =>
      [name, typeof value === "string" ? meant(value, typesOf(name)) : value] as const
    ),
  );
}

function meant(text: string, types: ReadonlySet<string> | undefined): unknown {
  if (types === undefined || types.has("string")) return text;
  const number = types.has("number") || types.has("integer") ? numberIn(text) : undefined;
  if (number !== undefined) return number;
  return types.has("boolean") && (text === "true" || text === "false") ? text === "true" : text;
}
