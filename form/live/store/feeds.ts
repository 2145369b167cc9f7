/**
 * What a form asks of the application beside records and drafts: what its lookups find, and its files.
 *
 * @module
 */
import type { Plain } from "../../../n2o/mod.ts";
import type { Choice, Item, Lookup } from "../../../nitro/rich.ts";
import type { AnyField } from "../../declaration/field.ts";
import type { FileValue } from "../../field/list/file.ts";

/** What a lookup found. */
export interface FoundItems {
  /** The choices, at most 200. */
  readonly items: readonly Item[];
  /** Where the next ones begin; absent where these were all. */
  readonly next?: Plain | undefined;
}

/** Choices of fields whose lists are not in the document. */
export interface Options {
  /**
   * Finds what a person may choose: `asked` has what was typed and where to go on, `field` what was declared (`bind`, `module`), `path` where
   * that stands.
   */
  find(
    asked: Pick<Lookup, "text" | "cursor">,
    field: AnyField,
    path: string,
  ): FoundItems | Promise<FoundItems>;
  /** Whether a choice is among them still, asked on submit; any is where it is not said. */
  has?(choice: Choice, field: AnyField, path: string): boolean | Promise<boolean>;
}

/** Where files of a form lie. What a client says about a file counts for nothing: the server heard of it as it was stored. */
export interface Files {
  /** The file that lies at a place, as it is by its content; undefined where there is none. */
  stat(
    place: string,
  ): Omit<FileValue, "id"> | undefined | Promise<Omit<FileValue, "id"> | undefined>;
  /** Removes one that was refused. */
  remove(place: string): void | Promise<void>;
}

/** Whether a value is the only one of its kind: no other record has it. */
export interface Unique {
  /**
   * Whether no record but the one with the id `record` holds `value` in the field at `path` (`lines/*\/code` for one of rows).
   *
   * @param signal is aborted where the answer is waited for no longer
   */
  (
    path: string,
    value: unknown,
    record: string | undefined,
    signal?: AbortSignal,
  ): boolean | Promise<boolean>;
}
