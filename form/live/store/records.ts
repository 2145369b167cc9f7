/**
 * Where records of a form come from and go to; the host hands in those of a store.
 *
 * @module
 */

/** What a record holds, by the ids of the document's fields; it may hold more, which stays as it is. */
export type Held = Readonly<Record<string, unknown>>;

/** A record as it was read. */
export interface Stored {
  /** What it holds. */
  readonly value: Held;
  /** Which version of it that is: any text, another one after each change. */
  readonly version: string;
}

/** How a save ended: as which version, or not at all, as the record is of another version by now. */
export type Saved = { readonly version: string } | "conflict";

/** Records by their ids. */
export interface Records {
  /** Reads a record; undefined where there is none. */
  load(id: string): Stored | undefined | Promise<Stored | undefined>;
  /**
   * Saves a record as a whole, if it is of this version still; null: if there is none of this id. What is thrown means that nothing was
   * saved.
   */
  save(id: string, value: Held, version: string | null): Saved | Promise<Saved>;
}
