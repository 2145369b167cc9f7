/**
 * What fields hold, where JSON alone does not say it.
 *
 * @module
 */

/**
 * The kind of a value:
 *
 * | kind | in a record | in JSON |
 * | --- | --- | --- |
 * | `any` | as it is | as the mapping writes it |
 * | `bigint` | bigint | its decimal digits as text: numbers of JSON are exact up to 2^53 only |
 * | `date` | Date | text of ISO 8601 in UTC with milliseconds; null for one that is no date |
 * | `bytes` | Uint8Array | text of base64 (RFC 4648, section 4) |
 * | `number` | number | number; `NaN`, `Infinity`, `-Infinity` and `-0` as text |
 * | `{ list }` | array | array |
 * | `{ tuple }` | array | array, each place of its own kind |
 * | `{ fields }` | object | object; fields that are not named are `any` |
 * | `{ map }` | Map of text | object |
 * | `{ set }` | Set | array |
 */
export type Kind =
  | "any"
  | "bigint"
  | "date"
  | "bytes"
  | "number"
  | { readonly list: Kind }
  | { readonly tuple: readonly Kind[] }
  | { readonly fields: Kinds }
  | { readonly map: Kind }
  | { readonly set: Kind };

/** The kinds of the fields of a record; what is not named is `any`. */
export type Kinds = Readonly<Record<string, Kind>>;

/** The kind of what has a name in a value of a kind. */
export function kindOf(kind: Kind, name: string): Kind {
  if (typeof kind === "string") return "any";
  if ("map" in kind) return kind.map;
  return "fields" in kind && Object.hasOwn(kind.fields, name) ? kind.fields[name] ?? "any" : "any";
}

/** The kind of what has a place in a value of a kind. */
export function kindAt(kind: Kind, at: number): Kind {
  if (typeof kind === "string") return "any";
  if ("tuple" in kind) return kind.tuple[at] ?? "any";
  if ("set" in kind) return kind.set;
  return "list" in kind ? kind.list : "any";
}
