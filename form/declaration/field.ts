/**
 * The attributes of a field.
 *
 * @module
 */
import type { Plain } from "../../n2o/mod.ts";
import type { Body } from "../../nitro/mod.ts";
import type { Access, Classes, Option, Rule } from "./attributes.ts";
import type { Messages } from "./message.ts";

/** What a value of a field that is hidden becomes: nothing that is checked or submitted, though it is back when it shows; as it is; nothing; or this. */
export type WhenHidden = "omit" | "keep" | "clear" | { readonly value: Plain };

/** What every field may have, whatever its type; the names are the original's. */
export interface FieldAttributes {
  /** Its name in the record, and in paths: no `/`, not empty, at most 100 UTF-16 units, none of `__proto__`, `constructor`, `prototype`. */
  readonly id: string;
  /** Its name where it differs from the id, for whoever reads the record. */
  readonly name?: string;
  /** What it is called: its label. */
  readonly title?: Body | Rule<string>;
  /** What is said about it: the text of a comment, a hint below a control. */
  readonly desc?: Body;
  /** A hint inside of an empty control; no substitute for a title. */
  readonly placeholder?: string;
  /** The section that it stands in: its id, or its place from 1. */
  readonly sec?: string | number;
  /** Its place in the record where that is a tuple: from 2. */
  readonly pos?: number;
  /** Whether it is there. */
  readonly visible?: boolean | Rule<boolean>;
  /** Whether it is never shown, and never taken from a client; its value stays what the record has. */
  readonly hidden?: boolean;
  /** What its value becomes while it is not there; `omit` where it is not said. */
  readonly whenHidden?: WhenHidden;
  /** Whether nothing can be entered. */
  readonly disabled?: boolean | Rule<boolean>;
  /** Whether something must be. */
  readonly required?: boolean | Rule<boolean>;
  /** Its value, from others: nobody enters it. */
  readonly computed?: Rule;
  /** Its value in a new record: a value, or a rule. */
  readonly default?: Plain | Rule;
  /** The least: of a number its value, of a day the first, of a text or list its length. */
  readonly min?: Plain | Rule;
  /** The most: of a number its value, of a day the last, of a text or list its length. */
  readonly max?: Plain | Rule;
  /** The longest text, in UTF-16 units; of a phone its digits. */
  readonly length?: number;
  /** What the whole text must match: an expression of HTML's `pattern`, read by a machine that takes linear time. */
  readonly pattern?: string;
  /** The step between values. */
  readonly step?: number | "any";
  /** What there is to choose: options, or a rule that answers names among them. */
  readonly options?: readonly Option[];
  /** Which of the options there are, for the other values: a rule that answers their names. */
  readonly offered?: Rule<readonly string[]>;
  /** Whether it holds several. */
  readonly multiple?: boolean;
  /** Whether its rows, or values, are each there once; of a row's field, whether no two rows have the same. */
  readonly distinct?: boolean;
  /** Whether no other record may hold the same value: the store is asked. */
  readonly unique?: boolean;
  /** What is said where something is wrong with it, by the keys of messages, in place of what the form says. */
  readonly messages?: Messages;
  /** Whether a group is repeated: its value is rows. */
  readonly vector?: boolean;
  /** Its own fields, of a group or table. */
  readonly fields?: readonly FieldAttributes[];
  /** Of a group of rows: the field by which a stored row is known again. */
  readonly index?: string;
  /** The type of the inner inputs of a `multipleInput`. */
  readonly input?: string;
  /** What a lookup looks in: the path of a feed. */
  readonly bind?: string;
  /** By whose functions a value is shown and rows are looked up: the name of a module that the form is given. */
  readonly module?: string;
  /** The currency: a code of ISO 4217. */
  readonly curr?: string;
  /** The time zone of a moment: a name of the IANA data base. */
  readonly zone?: string;
  /** How its text is written, with `~w` for the value. */
  readonly format?: string;
  /** What is made of the value before it is shown. */
  readonly postfun?: (value: never) => unknown;
  /** What the page hears when its value changes. */
  readonly postback?: Plain;
  /** Who may see and change it. */
  readonly access?: Access;
  /** Hints that show beside it. */
  readonly tooltips?: readonly Body[] | boolean;
  /** Classes of its label, control and box: `label`, `field` and `box` where they are not said. */
  readonly labelClass?: Classes;
  /** See {@linkcode FieldAttributes.labelClass}. */
  readonly fieldClass?: Classes;
  /** See {@linkcode FieldAttributes.labelClass}. */
  readonly boxClass?: Classes;
  /** How wide it is: `normal`, or the whole line. */
  readonly wide?: "normal" | "wide";
  /** How the browser fills it in: a token of HTML's `autocomplete`. */
  readonly autocomplete?: string;
  /** A ready element in place of the field, where its type is `dynamic`. */
  readonly raw?: Body;
  /** What the original has beside these, and the types of an application: each says what it reads. */
  readonly etc?: Plain;
  /** The kinds of files that it takes, as `accept` of HTML has them. */
  readonly accept?: string;
  /** Of a `comboLookupModify`: the place of what is entered in each choice. */
  readonly modifyPos?: number | string;
  /** Where its inner lookup looks. */
  readonly modifyFeed?: string;
  /** By whose functions. */
  readonly modifyModule?: string;
  /** What it holds at first. */
  readonly modifyDefault?: Plain;
  /** Of a `comboLookupGroup`: what each group is called. */
  readonly subtitle?: Body;
  /** What the page hears with what else changes when a lookup has chosen. */
  readonly update?: Plain;
  /** What the page hears on each change, on the classic wire. */
  readonly onchange?: string;
  /** How the original lays it out; ours is the stylesheet's. */
  readonly layout?: string;
  /** The document of a new choice of a `comboLookupEdit`. */
  readonly form?: Plain;
  /** What its text must be: names of `KINDS`, with blanks between (`iban`, `card`); any other is the validation of the classic wire. */
  readonly validation?: string;
}

/** A field as declared: its attributes and the name of its type; `string` where it is not said. */
export interface AnyField extends FieldAttributes {
  /** Name of its type. */
  readonly type?: string;
  /** Its own fields. */
  readonly fields?: readonly AnyField[];
}
