/**
 * Attributes that a field can have, for the compiler: a name that is misspelt does not compile.
 *
 * @module
 */
import type { FieldType } from "../field/type.ts";
import type { Option } from "../declaration/attributes.ts";
import type { AnyField } from "../declaration/field.ts";
import type { Types } from "./values.ts";

/** Names of attributes that a type has of its own. */
export type OwnOf<T extends Types, F> = F extends { readonly type: infer N extends keyof T }
  // deno-lint-ignore no-explicit-any -- whatever the values of a type
  ? T[N] extends FieldType<any, infer A> ? A : never
  : never;

/** A field with no attribute but those of every field, and those of its type: what nobody knows can have no value. */
export type Known<T extends Types, F> =
  & { readonly [Name in keyof F]: Name extends keyof AnyField | OwnOf<T, F> ? unknown : never }
  & (F extends { readonly fields: infer G extends readonly unknown[] }
    ? { readonly fields: AllKnown<T, G> }
    : unknown)
  & (F extends { readonly options: infer O extends readonly unknown[] } ? {
      readonly options: {
        readonly [At in keyof O]: {
          readonly [Name in keyof O[At]]: Name extends keyof Option ? unknown : never;
        };
      };
    }
    : unknown);

/** The same for fields in their order; lists of unknown length are taken as they are. */
export type AllKnown<T extends Types, F extends readonly unknown[]> = number extends F["length"]
  ? unknown
  : { readonly [At in keyof F]: Known<T, F[At]> };
