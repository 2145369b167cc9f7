/**
 * What is wrong with a value.
 *
 * @module
 */
import type { Plain } from "../n2o/mod.ts";

/** What is wrong with a value, before it is put into words. */
export interface Issue {
  /** The path of the value; the empty text is the form. */
  readonly path: string;
  /** The key of its message: `required`, `max`, one of the application's own. */
  readonly code: string;
  /** What the message is put together from. */
  readonly args?: Readonly<Record<string, Plain>>;
  /** The message itself, where whoever found it has words of its own. */
  readonly message?: string;
}
