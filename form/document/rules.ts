/**
 * Rules that are functions: they stand beside the fields of a document, which so stay data.
 *
 * @module
 */
import type { AnyField } from "../declaration/field.ts";
import type { FieldsIn, IdsOf, PathsOf, Types, ValueOf } from "./values.ts";

/** What a rule sees. Each value is noted as it is read: when one of them changes, the rule is asked again. */
export interface Seen<This = unknown, Parent = unknown, Root = unknown> {
  /** What the field holds. */
  readonly this: This;
  /** What the row, group or form around it holds. */
  readonly parent: Parent;
  /** What the form holds. */
  readonly root: Root;
}

/** Rules of a field that are functions. They answer at once, change nothing, and hang on nothing but what they are given. */
export interface RulesAt<S, V = unknown> {
  /** Whether it is there. */
  readonly visible?: (at: S) => boolean;
  /** Whether something must be entered. */
  readonly required?: (at: S) => boolean;
  /** Whether nothing can be. */
  readonly disabled?: (at: S) => boolean;
  /** Its value, from others. */
  readonly computed?: (at: S) => V | undefined;
  /** Its value in a new record. */
  readonly default?: (at: S) => V | undefined;
  /** The names of its options that are there. */
  readonly options?: (at: S) => readonly string[];
  /** The least, in the place of the field's own `min`; undefined or null: there is none. */
  readonly min?: (at: S) => unknown;
  /** The most, in the place of the field's own `max`; undefined or null: there is none. */
  readonly max?: (at: S) => unknown;
  /** What it is called. */
  readonly title?: (at: S) => string;
}

/** Rules of a field, whatever it and they hold. */
export type AnyRulesAt = RulesAt<never>;
/** Rules by the paths of fields. */
export type AnyRules = Readonly<Record<string, AnyRulesAt | undefined>>;

/** What a form, group or row holds while it is filled in: nothing need be there. */
export type Filling<T extends Types, F extends readonly AnyField[]> = {
  readonly [Id in IdsOf<T, F>]?: FillingAt<T, Extract<F[number], { readonly id: Id }>> | undefined;
};

/** What a field holds while the form is filled in. */
export type FillingAt<T extends Types, F extends AnyField> = F extends
  { readonly fields: infer G extends readonly AnyField[] }
  ? F extends { readonly vector: true } | { readonly type: "table" } ? readonly Filling<T, G>[]
  : Filling<T, G>
  : ValueOf<T, F>;

/** Rules by the paths of fields, `*` for the key of any row, with what they see. */
export type RulesOf<T extends Types, F extends readonly AnyField[]> = {
  readonly [P in PathsOf<F>]?: RulesIn<T, F, F, P>;
};

/** The rules at a path: goes down it to the fields that it ends in. */
export type RulesIn<
  T extends Types,
  Root extends readonly AnyField[],
  F extends readonly AnyField[],
  P,
> = P extends `${infer Id}/*/${infer Rest}`
  ? RulesIn<T, Root, FieldsIn<Extract<F[number], { readonly id: Id }>>, Rest>
  : P extends `${infer Id}/${infer Rest}`
    ? RulesIn<T, Root, FieldsIn<Extract<F[number], { readonly id: Id }>>, Rest>
  : RulesAt<
    Seen<
      FillingAt<T, Extract<F[number], { readonly id: P }>> | undefined,
      Filling<T, F>,
      Filling<T, Root>
    >,
    FillingAt<T, Extract<F[number], { readonly id: P }>>
  >;
