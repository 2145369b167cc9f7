/**
 * A form that is being filled in: what it holds, and what follows from that.
 *
 * @module
 */
import type { Body, SourceValue } from "../../nitro/mod.ts";
import type { Issue } from "../issue.ts";
import type { Compiled, Node } from "../document/compile.ts";
import type { Option } from "../declaration/attributes.ts";
import type { Locale } from "../locale/locale.ts";
import type { Mode } from "../mode.ts";

/** A place of the form that holds a value, and how it stands. */
export interface Cell {
  /** Its path: `lines/r7/qty`. */
  readonly path: string;
  /** What was declared of it. */
  readonly node: Node;
  /** What it holds; undefined where that is nothing, or what was typed is no value. */
  readonly value: unknown;
  /** What was typed, where that is to stand as it was typed. */
  readonly raw: SourceValue | undefined;
  /** What reading said of it, where it is no value. */
  readonly wrong: Issue | undefined;
  /** Whether it is there. */
  readonly isVisible: boolean;
  /** Whether something must be entered. */
  readonly isRequired: boolean;
  /** Whether nothing can be: declared so, computed, or not for this person. */
  readonly isDisabled: boolean;
  /** What it is called. */
  readonly title: Body;
  /** The least and the most. */
  readonly min: unknown;
  /** See {@linkcode Cell.min}. */
  readonly max: unknown;
  /** What there is to choose. */
  readonly options: readonly Option[];
  /** What is wrong with it beside `wrong`: rules that have no answer, and what checks found elsewhere. */
  readonly issues: readonly Issue[];
  /** Whether the person has left it, or sent the form: only then errors show. */
  readonly isTouched: boolean;
  /** How often the person has changed it. */
  readonly edits: number;
}

/** A form that is being filled in. Everything it answers is of this moment. */
export interface Filled {
  /** What was declared. */
  readonly compiled: Compiled;
  /** What it is shown for. */
  readonly mode: Mode;
  /** The language of the person. */
  readonly locale: Locale;
  /**
   * A place by its path.
   *
   * @throws {FormError} `path` where there is none, or none that this person may see
   */
  cell(path: string): Cell;
  /** The keys of the rows of a repeated group, in their order. */
  rows(path: string): readonly string[];
  /**
   * The cells of the form, of a group or of a row, in the order of the document; those that are not there too. Of a repeated group those
   * of all its rows; of groups in it not theirs.
   */
  cells(path?: string): readonly Cell[];
  /** Whether a section is there. */
  isSectionVisible(id: string): boolean;
  /** What checks found that is of no place of the form. */
  readonly faults: readonly Issue[];
  /** What the form holds, as it would be submitted: what is hidden left out, kept or put as declared. */
  values(): Readonly<Record<string, unknown>>;
  /** What the record holds after that: what this person may not see or change is as it was. */
  record(): Readonly<Record<string, unknown>>;
}

/**
 * A {@linkcode Filled} form that can be changed. Each change answers the paths of the cells that are others now: a group is where its
 * rows are others, or it is itself shown otherwise; what is in it has paths of its own. A change that is refused changes nothing.
 */
export interface Sheet extends Filled {
  /** Whether a rule reads a place, as far as rules have read until now: it is worth while to be told of it while it is typed. */
  isRead(path: string): boolean;
  /**
   * Puts what came from a control: read by its type, as an edit of the person.
   *
   * @throws {FormError} `path` for a place that there is not, that is hidden, disabled, computed or not for this person
   */
  enter(
    path: string,
    given: SourceValue | undefined,
    also?: (source: string) => SourceValue | undefined,
  ): ReadonlySet<string>;
  /** Puts a value, from a draft, a merge or the application. */
  put(path: string, value: unknown): ReadonlySet<string>;
  /** Puts values, by their paths: all of them, or none where one cannot be put. What follows is worked out once. */
  putAll(values: Readonly<Record<string, unknown>>): ReadonlySet<string>;
  /** Says that a person has left a place, or all of them. */
  touch(path?: string): ReadonlySet<string>;
  /**
   * Puts what checks found elsewhere: on the server, in a store, in place of what they found before. It goes when the value changes, there
   * or in what stands in it; what is of no place of the form stands at the nearest one around, or in {@linkcode Filled.faults}.
   */
  fault(issues: readonly Issue[]): ReadonlySet<string>;
  /** Adds a row, before the one at `at`, with these values; its key is new. */
  add(
    path: string,
    at?: number,
    values?: Readonly<Record<string, unknown>>,
  ): { readonly key: string; readonly changed: ReadonlySet<string> };
  /** Adds a row that holds what another one does, behind it. */
  copy(path: string, key: string): { readonly key: string; readonly changed: ReadonlySet<string> };
  /** Removes a row. */
  remove(path: string, key: string): ReadonlySet<string>;
  /** Moves a row to a place, from 0. */
  move(path: string, key: string, to: number): ReadonlySet<string>;
  /** All that there is to restore it from, but for secrets: plain data. */
  dump(): Dump;
}

/** A form as it was left: plain data, bound to no process. */
export interface Dump {
  /** Values as they were entered, whatever is hidden now, by path; null where nothing was. What nobody entered is in the record. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What was typed, as it was, by path. */
  readonly raw: Readonly<Record<string, SourceValue>>;
  /** Keys of the rows of each repeated group whose rows are not those of the record, by its path. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
  /** Paths that were touched. */
  readonly touched: readonly string[];
  /** How often each was edited. */
  readonly edits: Readonly<Record<string, number>>;
  /** The number of the next new row of each repeated group, by its path: no key is given out twice. */
  readonly next?: Readonly<Record<string, number>>;
}
