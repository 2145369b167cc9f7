/**
 * The values of a form, as its declaration has them.
 *
 * @module
 */
import type { FieldType } from "../field/type.ts";
import type { Chosen, ChosenMany, Grouped, Nothing, Rows, Several } from "../value/kinds.ts";
import type { AnyField } from "../declaration/field.ts";

/** Types of fields by their names. */
// deno-lint-ignore no-explicit-any -- whatever the values of a type
export type Types = Readonly<Record<string, FieldType<any, any>>>;

/** Whether two types are one. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

type NameOf<F> = F extends { readonly options: readonly { readonly name: infer N }[] } ? N : string;
type TypeOf<F> = F extends { readonly type: infer N extends string } ? N : "string";
type Held<T extends Types, N> = N extends keyof T
  ? T[N] extends FieldType<infer V, infer _> ? V : unknown
  : unknown;
type Inner<F> = F extends { readonly fields: infer G extends readonly AnyField[] } ? G
  : readonly [];

/** What a field holds. */
export type ValueOf<T extends Types, F extends AnyField> = Resolved<T, F, Held<T, TypeOf<F>>>;

type Resolved<T extends Types, F extends AnyField, V> = Same<V, Chosen> extends true
  ? F extends { readonly multiple: true } ? readonly NameOf<F>[] : NameOf<F>
  : Same<V, ChosenMany> extends true ? readonly NameOf<F>[]
  : Same<V, Rows> extends true ? readonly ValuesOf<T, Inner<F>>[]
  : Same<V, Grouped> extends true
    ? F extends { readonly vector: true } ? readonly ValuesOf<T, Inner<F>>[] : ValuesOf<T, Inner<F>>
  : Same<V, Several> extends true
    ? F extends { readonly input: infer I extends string } ? readonly Held<T, I>[]
    : readonly string[]
  : V;

/** Whether a field holds nothing. */
type IsNothing<T extends Types, F extends AnyField> = Same<Held<T, TypeOf<F>>, Nothing>;

/** Fields that hold something, one for each id. */
type Holding<T extends Types, F extends AnyField> = F extends AnyField
  ? IsNothing<T, F> extends true ? never : F
  : never;

type ById<F extends AnyField, Id> = F extends { readonly id: Id } ? F : never;

/** What a form, a group or a row holds: what is required is there, all else may be. */
export type ValuesOf<T extends Types, F extends readonly AnyField[]> =
  & {
    readonly [Id in Sure<Holding<T, F[number]>>["id"]]: ValueOf<T, ById<F[number], Id>>;
  }
  & {
    readonly [Id in Exclude<Holding<T, F[number]>, Sure<F[number]>>["id"]]?:
      | ValueOf<T, ById<F[number], Id>>
      | undefined;
  };

/** Fields that must have a value whatever the others hold. */
type Sure<F> = F extends { readonly required: true } ? Extract<F, AnyField> : never;

/** The ids of the fields that hold something. */
export type IdsOf<T extends Types, F extends readonly AnyField[]> = Holding<T, F[number]>["id"];

/** Paths of values, with `*` for the key of any row: `qty`, `lines/*` and behind it `/qty`. */
export type PathsOf<F extends readonly AnyField[]> = PathOf<F[number]>;

type PathOf<F> = F extends { readonly id: infer Id extends string }
  ? F extends { readonly fields: infer G extends readonly AnyField[] } ?
      | Id
      | (F extends { readonly vector: true } | { readonly type: "table" } ? `${Id}/*/${PathsOf<G>}`
        : `${Id}/${PathsOf<G>}`)
  : Id
  : never;
