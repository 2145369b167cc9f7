/**
 * What a document is made of, beside its fields: plain data that can be written as JSON.
 *
 * @module
 */
import type { Plain } from "../../n2o/mod.ts";
import type { Body } from "../../nitro/mod.ts";

/** Classes of an element. */
export type Classes = string | readonly string[];

/** A section: a fieldset with its legend; in a wizard a step. */
export interface Section {
  /** Its name among the sections, which fields have as `sec`; its place, from 1, where none is given. */
  readonly id?: string;
  /** What its legend says. */
  readonly name: Body;
  /** What is said below it. */
  readonly desc?: Body;
  /** The section that it stands in. */
  readonly parent?: string;
  /** Classes of the legend. */
  readonly nameClass?: Classes;
  /** Classes of what is said below it; `small` by default. */
  readonly descClass?: Classes;
  /** Whether it is there: a rule. A step that is not there is skipped, and its fields are hidden. */
  readonly visible?: boolean | Rule<boolean>;
  /** Who may see it: see `Access`. */
  readonly access?: Access;
}

/** A button of a form. */
export interface Button<Ids extends string = string> {
  /** Its id in the document begins with it; `name` where none is given. */
  readonly id?: string;
  /** Its name among the buttons, by which its id is made where it has none of its own. */
  readonly name?: string;
  /** What it says. */
  readonly title: Body;
  /** What the page hears. One without it, and without `href`, submits the form. */
  readonly postback?: Plain;
  /** Fields whose values go along. */
  readonly sources?: readonly Ids[];
  /** Where it leads, where it is a link. */
  readonly href?: string;
  /** Where that opens. */
  readonly target?: string;
  /** Its classes; a form's own button is the first that has `sgreen` or `primary`. */
  readonly class?: Classes;
  /** JavaScript of the classic wire, where the page allows it. */
  readonly onclick?: string;
  /** The validation of the classic wire. */
  readonly validation?: string;
  /** Whether the form is checked before the page hears of it: true where it has sources. */
  readonly checked?: boolean;
}

/** One choice of a field. */
export interface Option<Name extends string = string> {
  /** What the field holds where it is chosen. */
  readonly name: Name;
  /** What it is called. */
  readonly title: Body;
  /** Its id, where it has one. */
  readonly id?: string;
  /** What the page hears when it is chosen. */
  readonly postback?: Plain;
  /** Whether it is chosen at first. */
  readonly checked?: boolean;
  /** Whether it cannot be chosen. */
  readonly disabled?: boolean;
  /** Whether it stands without a radio button. */
  readonly noRadioButton?: boolean;
  /** Whether it is there, for this and the other values: a rule that filters the list. */
  readonly visible?: boolean | Rule<boolean>;
}

/** A selection, as the original has it beside `opt`. */
export interface Selection {
  /** Its id, for whoever draws it: no field reads a selection. */
  readonly id?: string;
  /** Its name, for whoever draws it. */
  readonly name?: string;
  /** What it is called. */
  readonly title?: Body;
  /** What the page hears. */
  readonly postback?: Plain;
}

/** Where a person is in a wizard. */
export interface StepWizard {
  /** The step, from 1. */
  readonly currentStep: number;
  /** How many there are. */
  readonly steps: number;
}

/**
 * Who may see and change something: names of roles. A list is for both; nobody is asked where there is none. What a person may not see
 * never leaves the server, what they may not change is never taken from them.
 */
export type Access = readonly string[] | {
  /** Who may see it; who may change it can as well. */
  readonly read?: readonly string[];
  /** Who may change it. */
  readonly write?: readonly string[];
};

/** What a rule of FEEL answers is made of: the value of the field as `this`, the row or group as `parent`, the whole form as `root`. */
export interface Rule<T = unknown> {
  /** The expression. Names that are none of those three are fields of the row or group, then of those around it. */
  readonly feel: string;
  /** Never there: what it answers, for the compiler. */
  readonly answers?: T;
}

/**
 * A rule in FEEL: plain data, so a document with it can be stored.
 *
 * @example
 * ```ts
 * import { rule } from "@n2o/n2o/form";
 *
 * if (JSON.stringify(rule("qty > 3")) !== '{"feel":"qty > 3"}') throw new Error("no data");
 * ```
 */
export function rule<T = never>(feel: string): Rule<T> {
  return Object.freeze({ feel });
}
