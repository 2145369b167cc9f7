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
  /** `QUERY` asks by a body, for what is too long or too private for an address; `GET` unless told. */
  readonly via?: "GET" | "QUERY";
}

/** Parameters of an address. */
export type Parameters = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** The parameters that say a query; undefined where nothing can be found by it. */
export function parametersOf<T>(query: ListQuery<T>): Parameters | undefined {
  const { where = {}, by, fields, via: _, ...plain } = query, tests = testsOf(where);
  if (tests === undefined) return undefined;
  const filters = tests.map(([field, operator, value]) =>
    [`${field}[${operator}]`, Array.isArray(value) ? value.map(textOf) : textOf(value)] as const
  );
  return {
    ...plain,
    by: typeof by === "object" ? by.join(",") : by,
    fields: fields?.join(","),
    ...Object.fromEntries(filters),
  };
}

/** The same as a body of QUERY; undefined where nothing can be found by it. */
export function bodyOfQuery<T>(
  query: ListQuery<T>,
): Readonly<Record<string, unknown>> | undefined {
  const { where = {}, by, via: _, ...plain } = query, tests = testsOf(where);
  if (tests === undefined) return undefined;
  const filters: Record<string, Record<string, unknown>> = {};
  for (const [field, operator, value] of tests) {
    filters[field] = { ...filters[field], [operator]: value };
  }
  return { ...plain, by: typeof by === "object" ? by.join(",") : by, ...filters };
}

/** What is tested of which fields, and how; undefined where a field is to be one of none. */
function testsOf(
  where: object,
): readonly (readonly [field: string, operator: string, value: unknown])[] | undefined {
  const tests = Object.entries<unknown>({ ...where }).flatMap(([field, said]) =>
    Object.entries<unknown>(isTests(said) ? said : { eq: said })
      .filter(([, value]) => value !== undefined)
      .map(([operator, value]) => [field, operator, value] as const)
  );
  return tests.some(([, , value]) => Array.isArray(value) && value.length === 0)
    ? undefined
    : tests;
}

function isTests(said: unknown): said is Record<string, unknown> {
  return isRecord(said) && !(said instanceof Uint8Array);
}

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? toBase64(value) : String(value);
}
