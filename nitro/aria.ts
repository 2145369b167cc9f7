/**
 * The states and properties by which assistive technology is told what an element is.
 *
 * @module
 */

/** The states and properties of WAI-ARIA 1.3, by the name after the dash. */
export interface Aria {
  /** A name that is not seen, where no label is. */
  readonly label?: string | undefined;
  /** Ids of what names it, with blanks between. */
  readonly labelledby?: string | undefined;
  /** Ids of what describes it, with blanks between. */
  readonly describedby?: string | undefined;
  /** A description that is not seen. */
  readonly description?: string | undefined;
  /** Id of what says more of it. */
  readonly details?: string | undefined;
  /** Id of what says what is wrong with it. */
  readonly errormessage?: string | undefined;
  /** Ids of what it controls. */
  readonly controls?: string | undefined;
  /** Ids of what belongs to it, wherever that stands. */
  readonly owns?: string | undefined;
  /** Ids of what is read next. */
  readonly flowto?: string | undefined;
  /** Id of what has the focus within it. */
  readonly activedescendant?: string | undefined;
  /** How a change in it is announced. */
  readonly live?: "off" | "polite" | "assertive" | undefined;
  /** Whether all of it is announced. */
  readonly atomic?: boolean | undefined;
  /** Which changes are announced. */
  readonly relevant?: string | undefined;
  /** Whether it is about to change. */
  readonly busy?: boolean | undefined;
  /** Whether assistive technology passes it over. */
  readonly hidden?: boolean | undefined;
  /** Whether it cannot be used. */
  readonly disabled?: boolean | undefined;
  /** Whether its value cannot be changed. */
  readonly readonly?: boolean | undefined;
  /** Whether it must have a value. */
  readonly required?: boolean | undefined;
  /** Whether its value is wrong, and how. */
  readonly invalid?: boolean | "grammar" | "spelling" | undefined;
  /** Whether it is ticked. */
  readonly checked?: boolean | "mixed" | undefined;
  /** Whether it is pressed. */
  readonly pressed?: boolean | "mixed" | undefined;
  /** Whether it is chosen. */
  readonly selected?: boolean | undefined;
  /** Whether what it controls is open. */
  readonly expanded?: boolean | undefined;
  /** Which one of several it is where the person is. */
  readonly current?: boolean | "page" | "step" | "location" | "date" | "time" | undefined;
  /** What it opens. */
  readonly haspopup?: boolean | "menu" | "listbox" | "tree" | "grid" | "dialog" | undefined;
  /** Whether nothing beside it can be used. */
  readonly modal?: boolean | undefined;
  /** Whether several can be chosen. */
  readonly multiselectable?: boolean | undefined;
  /** Whether several lines can be typed. */
  readonly multiline?: boolean | undefined;
  /** How it proposes what to type. */
  readonly autocomplete?: "none" | "inline" | "list" | "both" | undefined;
  /** What shows while it is empty. */
  readonly placeholder?: string | undefined;
  /** Whether it lies or stands. */
  readonly orientation?: "horizontal" | "vertical" | undefined;
  /** How its rows are sorted. */
  readonly sort?: "none" | "ascending" | "descending" | "other" | undefined;
  /** What its role is called. */
  readonly roledescription?: string | undefined;
  /** Keys that use it. */
  readonly keyshortcuts?: string | undefined;
  /** What it says in braille. */
  readonly braillelabel?: string | undefined;
  /** What its role is called in braille. */
  readonly brailleroledescription?: string | undefined;
  /** How deep it stands. */
  readonly level?: number | undefined;
  /** How many there are, -1 where nobody knows. */
  readonly setsize?: number | undefined;
  /** Which of them it is, from 1. */
  readonly posinset?: number | undefined;
  /** The value as a number, from `valuemin` to `valuemax`. */
  readonly valuenow?: number | undefined;
  /** The least that the value can be. */
  readonly valuemin?: number | undefined;
  /** The greatest that the value can be. */
  readonly valuemax?: number | undefined;
  /** The value in words. */
  readonly valuetext?: string | undefined;
  /** How many columns there are. */
  readonly colcount?: number | undefined;
  /** Which of them it is, from 1. */
  readonly colindex?: number | undefined;
  /** What its column is called. */
  readonly colindextext?: string | undefined;
  /** How many columns it takes. */
  readonly colspan?: number | undefined;
  /** How many rows there are. */
  readonly rowcount?: number | undefined;
  /** Which of them it is, from 1. */
  readonly rowindex?: number | undefined;
  /** What its row is called. */
  readonly rowindextext?: string | undefined;
  /** How many rows it takes. */
  readonly rowspan?: number | undefined;
}
