/**
 * The kinds of values (DMN 1.5, 10.3.2.2).
 *
 * @module
 */

/** The kinds of values. `other` is what an application hands in and FEEL has no name for. */
export type Kind =
  | "null"
  | "boolean"
  | "number"
  | "string"
  | "list"
  | "context"
  | "date"
  | "time"
  | "date and time"
  | "years and months duration"
  | "days and time duration"
  | "range"
  | "function"
  | "other";
