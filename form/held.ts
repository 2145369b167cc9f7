/**
 * Records whose values are of other kinds than their fields: numbers as texts, texts as numbers.
 *
 * @module
 */
import { ownOf } from "./value/same.ts";
import type { Node } from "./document/compile.ts";
import type { RecordValues } from "./record.ts";
import type { Dump, Filled } from "./state/filled.ts";
import { drawing } from "./view/draw.ts";
import { placeOf } from "./view/place.ts";

/** What a record holds, as its fields do. */
export interface Held {
  /** The values that are those of their fields, or could be read as such. */
  readonly record: RecordValues;
  /** What else there is, by path, as it would have been typed. */
  readonly raw: Dump["raw"];
}

/**
 * What a record holds, as its fields do: a value of another kind is read as if a person had typed its text; what cannot be read stands in
 * its control as it is. Undefined where every value is one of its field.
 */
export function heldIn(filled: Filled, values: RecordValues): Held | undefined {
  const strange = [...filled.compiled.children.values()].filter((node) =>
    isStrange(node, ownOf(values, node.field.id))
  );
  if (strange.length === 0) return undefined;
  const record: Record<string, unknown> = { ...values }, raw: Record<string, string> = {};
  for (const { field: { id }, type } of strange) {
    const text = textOf(ownOf(values, id));
    delete record[id];
    if (text === undefined) continue;
    const read = type.read(text, placeOf(drawing(filled, {}), filled.cell(id)), () => undefined);
    if ("value" in read && read.value !== undefined) record[id] = read.value;
    else raw[id] = text;
  }
  return { record, raw };
}

function isStrange({ type, field }: Node, value: unknown): boolean {
  return type.holds !== false && value !== undefined && value !== null && !type.is(value, field);
}

/** The text of a value that has one. */
function textOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ||
      typeof value === "boolean"
    ? String(value)
    : undefined;
}
