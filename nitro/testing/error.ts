/**
 * The error of the test client.
 *
 * @module
 */
import { CodedError } from "../../base/mod.ts";

/** What went wrong, for programs. */
export type TestingErrorCode =
  /** What was looked for is not there, or there is more than one. */
  | "query"
  /** What a person cannot do: click what is disabled or hidden, type into what takes no text. */
  | "action"
  /** The page did not come to rest in time. */
  | "timeout"
  /** A script of the page failed. */
  | "script"
  /** What cannot be asked for: a page that is not there, a session at an address. */
  | "config";

/** An error of the test client: its message says what was expected and what the page shows. */
export class TestingError extends CodedError<TestingErrorCode> {
  /** The class, by which errors of another copy of the module are recognised. */
  static override readonly name = "TestingError";
}
