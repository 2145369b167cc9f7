/**
 * What a tab has come by: files, and refusals.
 *
 * @module
 */

/** A file that a page had the browser save. */
export interface Download {
  /** Its name, as the server or the link says. */
  readonly name: string;
  /** Its type: `text/csv`. */
  readonly type: string;
  /** What is in it. */
  readonly bytes: Uint8Array;
}

/** An event that the server refused, or the client could not send. */
export interface Refused {
  /** Its number; 0 where it has none. */
  readonly seq: number;
  /** Why, in the words of the wire: `failed`, `expired`. */
  readonly reason: string;
}
