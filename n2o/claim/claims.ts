/**
 * Where the numbers of events are claimed, over processes: what a store has to offer for it.
 *
 * @module
 */

/** A life of a page, as events name it. */
export interface Claimant {
  /** The session that its pickle was sealed for: nobody else can name it. */
  readonly session: string;
  /** The client's name of this life of its page. */
  readonly client: string;
}

/** The latest event of a client, and how it stands: `begun` also where its process died. */
export interface ClaimRow {
  /** Its number, from 1. */
  readonly seq: number;
  /** Whether its handler began, ended well, or failed. */
  readonly state: "begun" | "done" | "failed";
  /** Random for each attempt: tells one's own row from another's. */
  readonly by: string;
  /** When it was claimed, in milliseconds since the epoch. */
  readonly at: number;
  /** When it is forgotten, in milliseconds since the epoch. */
  readonly till: number;
  /** The id that it gave its session, where it gave it another one. */
  readonly next?: string;
}

/** A row as it was read: `version` changes with each write, and is null where there is none. */
export interface ClaimRead {
  /** The row; those past their time may come as well. */
  readonly row: ClaimRow | undefined;
  /** The version of the row. */
  readonly version: string | null;
}

/** A commit that is being put together: an atomic of the store, or a batch of kvs. */
export interface ClaimCommit {
  /** Adds a condition: the row has this versionstamp; null: there is none. */
  check(condition: { key: readonly string[]; versionstamp: string | null }): unknown;
  /** Adds a row, gone `expireIn` milliseconds after the commit. */
  set(key: readonly string[], value: unknown, options: { expireIn: number }): unknown;
}

/** Rows by client, each replaced only by who knows its version. */
export interface Claims {
  /** The row of a client. */
  read(claimant: Claimant): Promise<ClaimRead>;
  /** Puts a row in place of that of `version`; resolves with its own version when it is durable, with undefined if another came first. */
  put(claimant: Claimant, row: ClaimRow, version: string | null): Promise<string | undefined>;
  /** Adds the same to a commit of the application. */
  into(commit: ClaimCommit, claimant: Claimant, row: ClaimRow, version: string | null): void;
}
