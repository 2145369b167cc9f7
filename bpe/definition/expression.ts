/**
 * Expressions of a compiled definition.
 *
 * @module
 */

/** An expression of the file, never evaluated here (BPMN 2.0.2, 8.4.6). */
export interface Expression {
  /** Its own language, else the file's `expressionLanguage`, else "". */
  readonly language: string;
  /** The text as written, without surrounding white space; "" is possible. */
  readonly text: string;
}
