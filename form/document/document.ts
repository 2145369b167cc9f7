/**
 * Documents: forms as data.
 *
 * @module
 */
import type { Body } from "../../nitro/mod.ts";
import type { Issue } from "../issue.ts";
import type { Access, Button, Rule, Section, StepWizard } from "../declaration/attributes.ts";
import type { Messages } from "../declaration/message.ts";
import type { InputOf, StandardSchema } from "../../base/standard.ts";
import type { AnyField, FieldAttributes } from "../declaration/field.ts";
import type { AnyRules, RulesOf } from "./rules.ts";
import type { AllKnown, Known } from "./known.ts";
import type { IdsOf, PathsOf, Types, ValuesOf } from "./values.ts";

/** A rule between values: what must hold, and at which field it is said where it does not. */
export interface Validation<Ids extends string = string, V = unknown> {
  /** Its name, for whoever reads the document: what is checked does not go by it. */
  readonly name?: string;
  /** The field that its message stands at; the form where none is named. */
  readonly for?: Ids;
  /**
   * What must hold: a rule (which fails where it answers false: nothing to compare is nothing wrong); a function of what the form holds
   * that answers false, a message or issues, sooner or later; or a schema of any library that knows Standard Schema, for the value of
   * `for`. In `for: "lines/*\/qty"` it is asked once for each row.
   */
  readonly holds:
    | Rule<boolean>
    | StandardSchema
    | ((values: V, at: CheckedPlace) => Checked | Promise<Checked>);
  /** What is said where it does not hold; the message of the key `invalid` where nothing is. */
  readonly msg?: string;
  /** The key of its message. */
  readonly type?: string;
}

/** The place that a check is asked about. */
export interface CheckedPlace {
  /** Its path, with the keys of rows: `lines/r7/qty`; the empty text is the form. */
  readonly path: string;
  /** What it holds. */
  readonly value: unknown;
  /** What the row, group or form around it holds. */
  readonly parent: Readonly<Record<string, unknown>>;
  /** Is aborted where the answer is waited for no longer. */
  readonly signal: AbortSignal;
}

/** What a check answers: whether it holds, a message where it does not, or what is wrong by path. */
export type Checked = boolean | string | undefined | void | readonly Issue[];

/** A document, whatever its fields. */
export interface AnyDocument {
  /** Its name: part of the ids of what it renders, and of its drafts. */
  readonly name: string;
  /** The record, or table, that it shows: part of the ids of controls; its name where none is given. */
  readonly base?: string;
  /** Its version: a draft of another one is not restored. */
  readonly version?: string | number;
  /** What the form is called. */
  readonly title?: Body;
  /** The sections that it is parted into, in their order; a field that names none stands in the first. */
  readonly sections?: readonly Section[];
  /** Its fields in their order, each with an id of its own: at most 10,000 with those of groups, which are at most 16 deep. */
  readonly fields: readonly AnyField[];
  /** Its buttons; none where it submits nothing. */
  readonly buttons?: readonly Button[];
  /** Who may see and change it. */
  readonly access?: Access;
  /** Where a person is in a wizard that the application leads; `true` where each section is a step that the form leads. */
  readonly steps?: StepWizard | true;
  /** Rules between its values. */
  readonly validations?: readonly Validation<string, never>[];
  /** Rules that are functions, by the paths of fields, with `*` for the key of any row. They go before those of the fields. */
  readonly rules?: AnyRules;
  /** What its values must be beside: a schema of any library that knows Standard Schema, of what the form holds. */
  readonly schema?: StandardSchema;
  /** What is said where something is wrong, by the keys of messages, in place of what the form says. */
  readonly messages?: Messages;
  /** Its id, as a record of a feed. */
  readonly id?: string;
  /** The record before it. */
  readonly prev?: string;
  /** The record behind it. */
  readonly next?: string;
}

/** A field of one of the types: its id says its value's name, its type the kind. */
export type FieldOf<T extends Types> = FieldAttributes & {
  readonly type?: keyof T & string;
  readonly fields?: readonly FieldOf<T>[];
};

/** A document with these fields. */
export interface FormDocument<
  T extends Types = Types,
  F extends readonly AnyField[] = readonly AnyField[],
> extends Omit<AnyDocument, "fields" | "buttons" | "validations" | "rules"> {
  /** Its fields, whose ids and types the compiler knows. */
  readonly fields: F;
  /** Its buttons: their sources are fields. */
  readonly buttons?: readonly Button<IdsOf<T, F>>[];
  /** Rules between its values: where they are said is a place of the form. */
  readonly validations?: readonly Validation<PathsOf<F>, ValuesOf<T, F>>[];
  /** Rules that are functions, by the paths of fields, with `*` for the key of any row. They go before those of the fields. */
  readonly rules?: RulesOf<T, F>;
  /** Never there: the types of its fields, for the compiler. */
  readonly types?: T;
}

/** The values of a document; of one that was made of a schema what that takes. */
export type Values<D> = D extends { readonly schema: infer S extends StandardSchema } ? InputOf<S>
  : D extends FormDocument<infer T, infer F> ? ValuesOf<T, F>
  : never;

/** Builders of documents with fields of these types. */
export interface Forms<T extends Types> {
  /** The types by the names under which fields have them. */
  readonly types: T;
  /** A document: frozen, plain data, checked. */
  document<const F extends readonly FieldOf<T>[]>(
    declared: Omit<FormDocument<T, F>, "types"> & { readonly fields: AllKnown<T, F> },
  ): FormDocument<T, F>;
  /** A field, by itself: for one that several documents have. */
  field<const F extends FieldOf<T>>(declared: F & Known<T, F>): F;
}
