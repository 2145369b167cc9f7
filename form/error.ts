/**
 * The error class of the module.
 *
 * @module
 */
import { CodedError } from "../base/mod.ts";

/** What went wrong, for programs. */
export type FormErrorCode =
  /** A save against a version that the record does not have any more. */
  | "conflict"
  /** A declaration that cannot work: two fields of one id, a section or a type that there is not. */
  | "document"
  /** More than a form takes: rows, length of a text, depth of a value, work of a rule. */
  | "limit"
  /** A place that the form does not have, or that this person may not change. */
  | "path"
  /** A rule that is no expression, or whose work cannot be done. */
  | "rule"
  /** A value that its field cannot hold. */
  | "value";

/** An error of the form module. `code` is for programs, `message` for people, `cause` is what led to it. */
export class FormError extends CodedError<FormErrorCode> {
  /** The class, by which errors of another copy of the module are recognised. */
  static override readonly name = "FormError";
}
