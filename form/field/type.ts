/**
 * What a type of field is: how a value is entered, read, shown and checked. A file of `field/` holds one.
 *
 * @module
 */
import type { Plain } from "../../n2o/mod.ts";
import type { Action, Body, SourceValue } from "../../nitro/mod.ts";
import type { Issue } from "../issue.ts";
import type { AnyField } from "../declaration/field.ts";
import type { Option } from "../declaration/attributes.ts";
import type { Locale } from "../locale/locale.ts";
import type { Mode } from "../mode.ts";

/** A JSON Schema (draft 2020-12), as plain data. */
export type JsonSchema = { readonly [key: string]: unknown };

/** What a field stands at, for its type. */
export interface Place<V = unknown> {
  /** The field as it was declared. */
  readonly field: AnyField;
  /** Its path in the form: `lines/r7/qty`. */
  readonly path: string;
  /** The id of its control in the document, by which labels, errors and events go. */
  readonly id: string;
  /** What it holds; undefined where that is nothing. */
  readonly value: V | undefined;
  /** What was typed, where that is no value, or is to stand as it was typed. */
  readonly raw: SourceValue | undefined;
  /** What the form is shown for. */
  readonly mode: Mode;
  /** The language of the person. */
  readonly locale: Locale;
  /** What it is called: its title, as its rule has it. */
  readonly title: Body;
  /** Whether something must be entered. */
  readonly isRequired: boolean;
  /** Whether nothing can be entered. */
  readonly isDisabled: boolean;
  /** The least that is good, as its rule has it. */
  readonly min: unknown;
  /** The most that is good. */
  readonly max: unknown;
  /** What there is to choose, as its rules have it. */
  readonly options: readonly Option[];
  /** Whether an error of it shows. */
  readonly isInvalid: boolean;
  /** Ids of what describes it: hint and error, with blanks between; undefined where there is none. */
  readonly describedBy: string | undefined;
  /** Reads the type of another field or, in a type made of others, of its inner input. */
  readonly typeOf: TypeOf;
}

/**
 * The type of a name.
 *
 * @throws {FormError} `document` for one that there is not
 */
export type TypeOf = (name: string) => AnyType;

/** A type, whatever its values and its attributes. */
export type AnyType = FieldType<unknown, string>;

/** What a control has besides: where the form is live, how it reaches the form. */
export interface Wired {
  /**
   * What makes a control of the field report: properties for the element whose id is `id`, with the sources that hold its value (its own
   * id by default). Nothing where the form is not live.
   */
  wire(id: string, sources?: readonly string[]): WiredProps;
}

/** See {@linkcode Wired}. */
export interface WiredProps {
  /** What the page hears. */
  readonly postback?: Plain;
  /** Whose values go along. */
  readonly source?: readonly string[];
  /** Further actions of the control. */
  readonly actions?: readonly Action[];
}

/** What reading a control gives: a value, nothing where it is empty, or what is wrong with it. */
export type Read<V> =
  | { readonly value: V | undefined }
  | { readonly wrong: string; readonly args?: Readonly<Record<string, Plain>> };

/**
 * A type of field.
 *
 * `Own` are names of attributes that only such fields have.
 *
 * `V` is what such a field holds: plain data of n2o, which stores and travels as it is. The brands of `value/kinds.ts` stand for values
 * that follow from the declaration: the names of options, the rows of a group.
 */
export interface FieldType<V = unknown, Own extends string = never> {
  /** Its name, which fields have as `type`. */
  readonly name: string;
  /** Names of attributes that such fields have beside those of every field. */
  readonly attributes?: readonly Own[];
  /** Whether it holds a value; a comment does not. True where it is not said. */
  readonly holds?: boolean;
  /** Whether what it holds, or was typed into it, is a secret: it never leaves the server, and no draft keeps it. */
  readonly isSecret?: boolean;
  /** The control, or controls, as `place` has it. It stands in a panel with label, hint and error already. */
  control(place: Place<V>, wired: Wired): Body;
  /**
   * How the control is labelled: `for` by a label whose `for` is the id of the control, `group` as a group of controls by
   * `aria-labelledby`, `own` by itself. `for` where it is not said.
   */
  readonly label?: "for" | "group" | "own";
  /** The id that a label is for, where it is not that of the control. */
  labelFor?(id: string): string;
  /** The value as text or markup, where no control is shown. Never called without a value. */
  show(value: V, place: Place<V>): Body;
  /** The sources of its value, by the id of its control; that alone where it is not said. */
  sources?(place: Place<V>): readonly string[];
  /**
   * Reads what came of the control: `given` is the value of its source, `also` finds those of its further sources. What came is hostile:
   * of any kind of a source's value, and of any length up to the wire's own limit.
   */
  read(
    given: SourceValue | undefined,
    place: Place<V>,
    also: (source: string) => SourceValue | undefined,
  ): Read<V>;
  /** What is wrong with a value, beside what every field is checked for: the rules of its type, `min` and `max`, `length`, `options`. */
  check?(value: V, place: Place<V>): Iterable<Issue>;
  /**
   * Whether something that comes from a record, a draft or a default is a value of this type. A type made of others asks `typeOf` for
   * theirs; without it only its own shape is looked at.
   */
  is(value: unknown, field: AnyField, typeOf?: TypeOf): value is V;
  /** Whether two values are the same; by their structure where it is not said. */
  equal?(one: V, other: V): boolean;
  /** As FEEL is to see it: a number, a text, a date; the value itself where it is not said. */
  feel?(value: V): unknown;
  /** The value from what a rule answered; that itself where it is not said. */
  computed?(answer: unknown, place: Place<V>): V | undefined;
  /** JSON Schema of its values; `typeOf` as for {@linkcode FieldType.is}. A `bigint` is an integer there. */
  schema(field: AnyField, typeOf?: TypeOf): JsonSchema;
}
