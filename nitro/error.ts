/**
 * The error class of the module.
 *
 * @module
 */
import { CodedError } from "../base/mod.ts";

/** What went wrong, for programs. */
export type NitroErrorCode =
  /** A setting that cannot work: an event of a module that the routes do not name. */
  | "config"
  /** A choice, an order or a row that the page never offered to the session that sent it. */
  | "offered"
  /** An element, attribute or action that cannot be rendered. */
  | "render"
  /** JavaScript text on a wire that carries none, or where the settings allow none; an option that the client's wire cannot keep. */
  | "script"
  /** An address of a scheme that a page must not go to. */
  | "url";

/** An error of the nitro module. `code` is for programs, `message` for people, `cause` is what led to it. */
export class NitroError extends CodedError<NitroErrorCode> {
  /** The class, by which errors of another copy of the module are recognised. */
  static override readonly name = "NitroError";
}
