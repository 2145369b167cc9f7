/**
 * What a store must be able to do to hold files.
 *
 * @module
 */
import type { StoredFile, StoredUpload } from "./sink.ts";

/** The key of a row: three parts at most. */
export type RowKey = readonly string[];

/** A row as it was read: `version` changes with each write, and is null where there is none. */
export interface RowRead<T> {
  /** What the row holds; undefined where there is none. */
  readonly value: T | undefined;
  /** The version of the row. */
  readonly version: string | null;
}

/** A change of rows: all of it or nothing. */
export interface RowChange {
  /** In which version rows must be. */
  readonly checks: readonly { readonly key: RowKey; readonly version: string | null }[];
  /** At most 11 rows, of at most 61,440 bytes each, that are set. */
  readonly sets: readonly { readonly key: RowKey; readonly value: unknown }[];
  /** At most 500 rows that are deleted; those that are not there are passed over. */
  readonly deletes: readonly RowKey[];
}

/** Rows of a store: values are bytes, numbers, and plain objects of texts and numbers. */
export interface FileRows {
  /** Reads a row. */
  get<T>(key: RowKey): Promise<RowRead<T>>;
  /** The rows whose keys begin with these parts. */
  list<T>(
    prefix: RowKey,
  ): AsyncIterable<{ readonly key: RowKey; readonly value: T; readonly version: string }>;
  /** Makes a change; resolves with the version of what was set when it is durable, with undefined where a check did not hold. */
  commit(change: RowChange): Promise<string | undefined>;
}

/** The row of an upload. */
export interface UploadRow extends StoredUpload {
  /** What the rows of its bytes are called. */
  readonly data: string;
  /** Random for each writer. */
  readonly writer: string;
}

/** The row of a file. */
export interface FileRow {
  /** What is known of it. */
  readonly file: StoredFile;
  /** What the rows of its bytes are called. */
  readonly data: string;
}
