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
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2)
  ? true
  : false;

/** The names of a field's options; any where it declares none. */
export type OptionNameOf<F> = F extends { readonly options: readonly { readonly name: infer N }[] }
  ? N
  : string;
/** The name of a field's type. */
export type TypeNameOf<F> = F extends { readonly type: infer N extends string } ? N : "string";
/** What a type of this name holds: its value, or a brand. */
export type HeldBy<T extends Types, N> = N extends keyof T
  ? T[N] extends FieldType<infer V, infer _> ? V : unknown
  : unknown;
/** A field's own fields. */
export type FieldsIn<F> = F extends { readonly fields: infer G extends readonly AnyField[] } ? G
  : readonly [];

/** What a field holds. */
export type ValueOf<T extends Types, F extends AnyField> = HeldBy<T, TypeNameOf<F>> extends infer V
  ? Same<V, Chosen> extends true
    ? F extends { readonly multiple: true } ? readonly OptionNameOf<F>[] : OptionNameOf<F>
  : Same<V, ChosenMany> extends true ? readonly OptionNameOf<F>[]
  : Same<V, Rows> extends true ? readonly ValuesOf<T, FieldsIn<F>>[]
  : Same<V, Grouped> extends true
    ? F extends { readonly vector: true } ? readonly ValuesOf<T, FieldsIn<F>>[]
    : ValuesOf<T, FieldsIn<F>>
  : Same<V, Several> extends true
    ? F extends { readonly input: infer I extends string } ? readonly HeldBy<T, I>[]
    : readonly string[]
  : V
  : never;

/** Fields that hold something. */
export type Holding<T extends Types, F extends AnyField> = F extends AnyField
  ? Same<HeldBy<T, TypeNameOf<F>>, Nothing> extends true ? never : F
  : never;

/** Fields that must have a value whatever the others hold. */
export type Needed<F> = F extends { readonly required: true } ? Extract<F, AnyField> : never;

/** What a form, a group or a row holds: what is required is there, all else may be. */
export type ValuesOf<T extends Types, F extends readonly AnyField[]> =
  & {
    readonly [Id in Needed<Holding<T, F[number]>>["id"]]: ValueOf<
      T,
      Extract<F[number], { readonly id: Id }>
    >;
  }
  & {
    readonly [Id in Exclude<Holding<T, F[number]>, Needed<F[number]>>["id"]]?:
      | ValueOf<T, Extract<F[number], { readonly id: Id }>>
      | undefined;
  };

/** The ids of the fields that hold something. */
export type IdsOf<T extends Types, F extends readonly AnyField[]> = Holding<T, F[number]>["id"];

/** Paths of values, with `*` for the key of any row: `qty`, `lines/*` and behind it `/qty`. */
export type PathsOf<F extends readonly AnyField[]> = PathOf<F[number]>;

/** The path of a field, and of its own fields below it. */
export type PathOf<F> = F extends { readonly id: infer Id extends string }
  ? F extends { readonly fields: infer G extends readonly AnyField[] } ?
      | Id
      | (F extends { readonly vector: true } | { readonly type: "table" } ? `${Id}/*/${PathsOf<G>}`
        : `${Id}/${PathsOf<G>}`)
  : Id
  : never;
