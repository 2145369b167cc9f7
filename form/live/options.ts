/**
 * How a form on a page is set up.
 *
 * @module
 */
import type { Plain } from "../../n2o/mod.ts";
import type { AnyDocument } from "../document/document.ts";
import type { Issue } from "../issue.ts";
import type { Locale } from "../locale/locale.ts";
import type { Mode } from "../mode.ts";
import type { Difference } from "../value/diff.ts";
import type { Drafts } from "./store/drafts.ts";
import type { Files, Options, Unique } from "./store/feeds.ts";
import type { Held, Records } from "./store/records.ts";

/** A document, whatever its rules take that are functions. */
export type LiveDocument = Omit<AnyDocument, "rules">;

/** What goes along with the values of a form. */
export interface Submitted {
  /** What the record is to hold: the values, and what this person may not see or change as it was. */
  readonly record: Held;
  /** What differs from the record as it was read. */
  readonly diff: readonly Difference[];
  /** The id of the record; undefined for a new one without any. */
  readonly id: string | undefined;
  /** The version of the record that was read; null where there was none. */
  readonly version: string | null;
  /** Whose it is: the user of the session, empty for nobody. */
  readonly by: string;
  /** A name of this submit that stays the same where the client sends it again: what is appended by it is there once. */
  readonly event: string;
  /**
   * Saves the record, by the `records` of the form: as it is to be, or as it is given.
   *
   * @throws {FormError} `conflict` where somebody else has saved it since: let it through, and the person is asked
   */
  save(record?: Held): Promise<void>;
}

/** What came of a submit: nothing where it was carried out, else what is wrong, by path. */
export type SubmitOutcome = void | undefined | readonly Issue[];

/** What a form on a page is given, whatever its document. */
export interface LiveOptions<V> {
  /** What it is for; `edit` by default. */
  readonly mode?: Mode | (() => Mode);
  /** The id of the record that the page is about: what `qp()` tells by default. An empty one is none. */
  readonly record?: () => string | undefined;
  /**
   * The record, where no `records` read it; where it answers nothing there is no such page. Without either the form is empty, for a new
   * one.
   */
  readonly load?: () => Held | undefined | Promise<Held | undefined>;
  /**
   * Carries out what the person submitted: nothing was wrong with it. It is called once for a submit, and not again for the same values.
   * What it throws leaves all as it is, and is told in the log; by default the record is saved, where there are `records`.
   */
  readonly submit?: (
    values: V,
    about: Submitted,
  ) => SubmitOutcome | Promise<SubmitOutcome>;
  /** What a button with a postback of its own does; a button that is `checked` only where nothing is wrong. */
  readonly press?: (
    postback: Plain,
    values: V,
    about: Submitted,
  ) => SubmitOutcome | Promise<SubmitOutcome>;
  /** What follows a submit that was carried out: says so by default. Lead the person elsewhere by `redirect`. */
  readonly done?: (values: V, about: Submitted) => unknown;
  /** Where records come from and go to. */
  readonly records?: Records;
  /** Where drafts are kept. */
  readonly drafts?: Drafts;
  /** After how long a pause a draft is saved, in milliseconds; 1,000 by default. */
  readonly pause?: number;
  /** What only one record may hold. */
  readonly unique?: Unique;
  /** What lookups find. */
  readonly options?: Options;
  /** Where files lie. */
  readonly files?: Files;
  /** The language of the person; English by default. */
  readonly locale?: Locale | (() => Locale);
  /** The roles of the person; those of the session by default. */
  readonly roles?: () => readonly string[];
}
