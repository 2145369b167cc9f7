/**
 * Entries of the gallery: what each shows, and what it is made of.
 *
 * @module
 */
import type { nitro } from "../../mod.ts";

/** What an entry is made of: as a page is declared, but for the document around it. */
export interface EntryOptions<H extends nitro.Handlers> {
  /** What it is called. */
  readonly title: string;
  /** What it is and does, in a sentence or two. */
  readonly says: string;
  /** Its handlers, as those of a page. */
  readonly on?: H;
  /** What else it hears. */
  readonly event?: (event: unknown) => unknown;
  /** What it shows. */
  readonly body: (view: { readonly on: nitro.Triggers<H> }) => nitro.Body;
}

/** An entry, whatever its handlers. */
export type Entry = EntryOptions<nitro.Handlers>;

/** Declares an entry; the compiler looks at its handlers as at those of a page. */
export function entry<const H extends nitro.Handlers = Record<never, never>>(
  options: EntryOptions<H>,
): Entry {
  // As: a body gets the triggers of its own handlers.
  return options as unknown as Entry;
}
