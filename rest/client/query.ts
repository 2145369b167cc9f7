/**
 * What is asked of a list, typed by its records, and the parameters that say it.
 *
 * @module
 */
import { isRecord, toBase64 } from "../../base/mod.ts";
import type { There } from "./types.ts";

/** What an index may hold: no dates, no lists. */
export type Indexed<V> = Extract<There<V>, string | number | bigint | boolean | Uint8Array>;

/** What holds of a field: it is this, or all that is said of it. */
export type Condition<V> = V | {
  /** Equal to this. */
  readonly eq?: V;
  /** Equal to one of these; of none nothing is found. */
  readonly in?: readonly V[];
  /** Greater than this. */
  readonly gt?: V;
  /** This, or greater. */
  readonly gte?: V;
  /** Less than this. */
  readonly lt?: V;
  /** This, or less. */
  readonly lte?: V;
  /** Text that begins with this. */
  readonly starts?: V & string;
};

/** What holds of the records of a list: fields that together one index serves, else `bad_parameter` tells which there are. */
export type Where<T> = {
  readonly [F in keyof T as [Indexed<T[F]>] extends [never] ? never : F]?: Condition<Indexed<T[F]>>;
};

/** What is asked of a list of records `T`, of whose fields `F` are told. */
export interface ListQuery<T, F extends keyof T & string = keyof T & string> {
  /** Which records: all unless told. */
  readonly where?: Where<T>;
  /** In the order of an index: its field, or its fields. */
  readonly by?: (keyof T & string) | readonly (keyof T & string)[];
  /** From the first to the last, `asc` unless told, or back. */
  readonly order?: "asc" | "desc";
  /** Which fields are told; all unless told. */
  readonly fields?: readonly F[];
  /** The most records of a page. */
  readonly limit?: number;
  /** Behind this cursor. */
  readonly after?: string;
}

/** Parameters of an address. */
export type Parameters = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** The parameters that say a query; undefined where nothing can be found by it. */
export function parametersOf<T, F extends keyof T & string>(
  { where = {}, by, fields, ...plain }: ListQuery<T, F>,
): Parameters | undefined {
  const made: Record<string, string | number | readonly string[] | undefined> = {
    ...plain,
    by: typeof by === "object" ? by.join(",") : by,
    fields: fields?.join(","),
  };
  for (const [field, said] of Object.entries<unknown>(where)) {
    for (const [operator, value] of Object.entries<unknown>(isTests(said) ? said : { eq: said })) {
      if (value === undefined) continue;
      if (Array.isArray(value) && value.length === 0) return undefined;
      made[`${field}[${operator}]`] = Array.isArray(value) ? value.map(textOf) : textOf(value);
    }
  }
  return made;
}

function isTests(said: unknown): said is Record<string, unknown> {
  return isRecord(said) && !(said instanceof Uint8Array);
}

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? toBase64(value) : String(value);
}
