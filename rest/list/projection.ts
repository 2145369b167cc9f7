/**
 * Projections: only some fields of what is told.
 *
 * @module
 */
import type { Flaw } from "../error.ts";
import type { Parameter } from "../operation.ts";
import { flawed } from "../problem/flawed.ts";

const FIELDS = "fields";

/** The parameter that names them, of those that there are, where these are known. */
export function fieldsParameter(fields: readonly string[] | undefined): Parameter {
  return {
    name: FIELDS,
    in: "query",
    description: "the fields that are told, with commas between them; all unless given",
    schema: { type: "string", ...fields === undefined ? { minLength: 1 } : { enum: fields } },
    many: "commas",
  };
}

/** Where names come from. */
export interface Names {
  /** The fields that there are; any where undefined. */
  readonly fields?: readonly string[] | undefined;
  /** Those that who asks may not read. */
  readonly hidden: ReadonlySet<string>;
}

/**
 * The names that `fields` gives; undefined where it is not given.
 *
 * @throws {RestError} `bad_parameter` for a field that is not there, or not for who asks
 */
export function projection(
  given: unknown,
  { fields, hidden }: Names,
): readonly string[] | undefined {
  if (!Array.isArray(given)) return undefined;
  const names = [...new Set(given.map(String))];
  const errors = names.filter((name) =>
    name === "" || hidden.has(name) || fields?.includes(name) === false
  ).map((name): Flaw => ({
    parameter: FIELDS,
    code: "unknown",
    detail: `there is no field "${name.slice(0, 100)}"`,
  }));
  if (errors.length === 0) return names;
  throw flawed("bad_parameter", "the fields cannot be told", errors);
}

/** An object with these fields only, of those that it has. */
export function projected<V>(
  record: { readonly [name: string]: V },
  names: readonly string[],
): Record<string, V> {
  const own = new Map<string, V>(Object.entries(record));
  const kept = names.flatMap((name) => {
    const value = own.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(kept);
}
